package verify

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// A cosigner is a witness: the key with which it signs that a checkpoint extends
// every one that it signed before (C2SP tlog-cosignature, Ed25519).
type cosigner struct {
	name string // in the policy
	key  cosignerKey
}

// cosignerKey implements [note.Verifier].
type cosignerKey struct {
	name string
	hash uint32
	key  string // ed25519.PublicKey
}

// Kinds of keys in notes.
const (
	kindEd25519     = 0x01
	kindCosignature = 0x04
)

// parseCosigner reads a witness's key, NAME+HASH+BASE64.
func parseCosigner(name, text string) (cosigner, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) != 3 {
		return cosigner{}, fmt.Errorf("%q is no public key of a witness", text)
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	key, err64 := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || err64 != nil || len(parts[1]) != 8 || len(key) != 1+ed25519.PublicKeySize {
		return cosigner{}, fmt.Errorf("%q is no public key of a witness; only Ed25519 cosignatures can be checked", text)
	}
	if kind := key[0]; kind != kindEd25519 && kind != kindCosignature || uint32(hash) != keyHash(parts[0], kind, key[1:]) {
		return cosigner{}, fmt.Errorf("%q is no public key of a witness: kind and hash do not go with it", text)
	}
	return cosigner{name, cosignerKey{parts[0], keyHash(parts[0], kindCosignature, key[1:]), string(key[1:])}}, nil
}

func keyHash(name string, kind byte, key []byte) uint32 {
	h := sha256.Sum256(append([]byte(name+"\n"+string([]byte{kind})), key...))
	return binary.BigEndian.Uint32(h[:])
}

// Name implements [note.Verifier].
func (k cosignerKey) Name() string { return k.name }

// KeyHash implements [note.Verifier].
func (k cosignerKey) KeyHash() uint32 { return k.hash }

// Verify implements [note.Verifier]: the signature begins with the time, in
// seconds since 1970, which it covers too.
func (k cosignerKey) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	covered := fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(ed25519.PublicKey(k.key), covered, sig[8:])
}

// errUnsigned: a witness has not signed.
var errUnsigned = errors.New("none")

// signedAt is when a witness signed a checkpoint. The error says that it has not,
// or that what stands there in its name is not its signature of this text.
func (c cosigner) signedAt(signed []byte) (time.Time, error) {
	n, err := note.Open(signed, note.VerifierList(c.key))
	var invalid *note.InvalidSignatureError
	if errors.As(err, &invalid) {
		return time.Time{}, errors.New("one that is not of this checkpoint")
	}
	if err != nil {
		return time.Time{}, errUnsigned
	}
	raw, err := base64.StdEncoding.DecodeString(n.Sigs[0].Base64)
	if err != nil || len(raw) < 12 {
		return time.Time{}, errUnsigned
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0).UTC(), nil
}

// A Cosignature is one that was checked.
type Cosignature struct {
	Witness string    `json:"witness"` // its name in the policy
	Signed  time.Time `json:"signed"`  // by its clock
}

// cosigned reports a checkpoint that lacks cosignatures, and keeps those there are.
func (p *policy) cosigned(signed []byte, r *Report) {
	found := map[string]bool{}
	var says []string
	for _, c := range p.witnesses {
		at, err := c.signedAt(signed)
		if err != nil {
			says = append(says, fmt.Sprintf("%v of %s", err, c.name))
			continue
		}
		found[c.name] = true
		r.Cosignatures = append(r.Cosignatures, Cosignature{c.name, at})
		says = append(says, fmt.Sprintf("%s at %s", c.name, at.Format(time.RFC3339)))
	}
	if p.quorum == nil || p.quorum.holds(func(c cosigner) bool { return found[c.name] }) {
		return
	}
	r.add("cosignature", "checkpoint", fmt.Sprintf("cosignatures of the quorum %s: %s", p.quorum.name, p.quorum),
		strings.Join(says, ", ")+"; the log itself has signed it: witnesses refuse a log that was rewritten after they saw it")
}
