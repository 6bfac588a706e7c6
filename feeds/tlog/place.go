package tlog

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"caseledger/ledger/durable"
)

// A Place is the data folder in which the log of the records and that of the
// published figures stand:
//
//	log/              the log itself, all of it public; log/figures/ that of figures
//	log.key           its private key, a signed-note key of Ed25519
//	log.mark          the newest checkpoint that was signed
//	log.witnesses     who must cosign, a C2SP policy; none where there is no file
type Place string

// Dir is the folder that is served, and that can be mirrored.
func (p Place) Dir() string { return filepath.Join(string(p), "log") }

func (p Place) keyFile() string  { return filepath.Join(string(p), "log.key") }
func (p Place) markFile() string { return filepath.Join(string(p), "log.mark") }

// Names within the log's folder beside what C2SP names.
const (
	keyName    = "key"    // the public key, a line
	policyName = "policy" // the C2SP policy that goes with it
)

// Exists says whether a log was begun here.
func (p Place) Exists() (bool, error) {
	_, err := os.Stat(p.keyFile())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Init begins a log: it makes the key, readable by its owner only, and writes the
// public key beside the tiles to come. The origin is the log's name for ever, by
// custom an address without a scheme. What is there already is never written
// over: the error is then [fs.ErrExist].
func (p Place) Init(origin string, random io.Reader) (publicKey string, err error) {
	if err := writable(); err != nil {
		return "", err
	}
	private, publicKey, err := note.GenerateKey(random, origin)
	if err != nil {
		return "", err
	}
	if _, err := note.NewSigner(private); err != nil { // refuses names that a note cannot carry
		return "", &NameError{origin}
	}
	if there, err := p.Exists(); err != nil {
		return "", err
	} else if there {
		return "", fmt.Errorf("%s: a log has one key, for ever: %w", p.keyFile(), fs.ErrExist)
	}
	if err := errors.Join(os.MkdirAll(string(p), 0o700), os.MkdirAll(p.Dir(), 0o755)); err != nil {
		return "", err
	}
	if err := durable.Create(p.keyFile(), []byte(private+"\n"), 0o600); err != nil {
		return "", err
	}
	return publicKey, p.records().publish(publicKey, "quorum none\n")
}

// publish writes what readers of the log need to know.
func (s shelf) publish(publicKey, cosigners string) error {
	policy := fmt.Sprintf("log %s\n%s", publicKey, cosigners)
	return errors.Join(
		durable.Replace(filepath.Join(s.dir, keyName), []byte(publicKey+"\n"), 0o644),
		durable.Replace(filepath.Join(s.dir, policyName), []byte(policy), 0o644),
	)
}

// NameError: an origin that no checkpoint can carry.
type NameError struct{ Name string }

func (e *NameError) Error() string {
	return fmt.Sprintf("origin %q: want a name without spaces and plus signs, for example example.gov.cn/caseledger", e.Name)
}

// signer reads the key, with the public one that goes with it.
func (p Place) signer() (s note.Signer, publicKey string, key ed25519.PrivateKey, err error) {
	info, err := os.Stat(p.keyFile())
	if err != nil {
		return nil, "", nil, err
	}
	if !private(info) {
		return nil, "", nil, fmt.Errorf("key file %s can be read by others (mode %#o); run chmod 600 on it", p.keyFile(), info.Mode().Perm())
	}
	text, err := os.ReadFile(p.keyFile())
	if err != nil {
		return nil, "", nil, err
	}
	private := strings.TrimSuffix(string(text), "\n")
	if s, err = note.NewSigner(private); err == nil {
		key, err = keyOf(private)
	}
	if err == nil {
		publicKey, err = note.NewEd25519VerifierKey(s.Name(), key.Public().(ed25519.PublicKey))
	}
	if err != nil { // and not what it says: the key may stand there
		return nil, "", nil, fmt.Errorf("key file %s is damaged", p.keyFile())
	}
	return s, publicKey, key, nil
}

// keyOf reads PRIVATE+KEY+<name>+<hash>+<base64 of 0x01 ‖ seed>.
func keyOf(key string) (ed25519.PrivateKey, error) {
	parts := strings.SplitN(key, "+", 5)
	if len(parts) != 5 {
		return nil, errors.New("want five parts")
	}
	seed, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return nil, errors.New("want a seed")
	}
	return ed25519.NewKeyFromSeed(seed[1:]), nil
}

// Head is how a log stands, as its folder says.
type Head struct {
	Origin string
	Key    string // the public key
	Size   uint64 // of the newest checkpoint
	Root   [32]byte
	// Signed is the size of the newest checkpoint that the log has signed: more
	// than Size while witnesses are waited for. 0 where only readers are.
	Signed uint64
	// Witnesses are those of the policy.
	Witnesses []Cosignature
}

// Head reads the newest checkpoint of the records' log, whose size is 0 where
// there is none yet.
func (p Place) Head() (Head, error) { return p.records().head() }

// Figures reads the newest checkpoint of the figures' log; [fs.ErrNotExist] where
// none was begun.
func (p Place) Figures() (Head, error) { return p.figures().head() }

func (p shelf) head() (h Head, err error) {
	key, err := os.ReadFile(filepath.Join(p.dir, keyName))
	if err != nil {
		return h, err
	}
	h.Key = strings.TrimSuffix(string(key), "\n")
	v, err := note.NewVerifier(h.Key)
	if err != nil {
		return h, err
	}
	h.Origin = v.Name()
	mark, err := p.readMark()
	if err != nil {
		return h, err
	}
	h.Signed = mark.size
	who, err := p.cosigners()
	if err != nil {
		return h, err
	}
	text, err := os.ReadFile(filepath.Join(p.dir, "checkpoint"))
	if h.Witnesses = who.cosignatures(text); errors.Is(err, fs.ErrNotExist) {
		h.Root = emptyRoot
		return h, nil
	}
	if err != nil {
		return h, err
	}
	n, err := note.Open(text, note.VerifierList(v))
	if err != nil {
		return h, fmt.Errorf("%s: %w", filepath.Join(p.dir, "checkpoint"), err)
	}
	c, err := parseCheckpoint([]byte(n.Text))
	h.Size, h.Root = c.size, c.root
	return h, err
}

// cosigners are the witnesses of the policy that is published.
func (p shelf) cosigners() (w witnesses, err error) {
	text, err := os.ReadFile(filepath.Join(p.dir, policyName))
	if err != nil {
		return w, err
	}
	if w, err = parseCosigners(string(text)); err != nil {
		return w, fmt.Errorf("%s: %w", filepath.Join(p.dir, policyName), err)
	}
	return w, nil
}

// private says whether only its owner can read a file.
func private(info fs.FileInfo) bool {
	return runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 // no modes there
}
