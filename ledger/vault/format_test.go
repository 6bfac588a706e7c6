package vault_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/vault"
)

// TestFormatIsAsSpecified reads key file, key store and box by the package's
// specification, with nothing of the package's code.
func TestFormatIsAsSpecified(t *testing.T) {
	path := inNewFolder(t)
	value := vault.Value{Label: "applicant.name", Subject: "5f1d", Text: "王小明"}
	s := sealed(t, open(t, path), value).Sealed[0]

	file, err := os.ReadFile(path + ".key")
	if err != nil {
		t.Fatal(err)
	}
	digits, ok := strings.CutPrefix(string(file), "caseledger-master-key-1 ")
	master, err := hex.DecodeString(strings.TrimSuffix(digits, "\n"))
	if !ok || err != nil || len(master) != 32 {
		t.Fatalf("key file %q", file)
	}
	wrapped := wrappedKeys(t, path)["5f1d"]
	key := openGCM(t, master, wrapped[:12], wrapped[12:], []byte("caseledger subject key\x005f1d"))

	if s.Box[0] != 1 {
		t.Fatalf("the box begins with %#x", s.Box[0])
	}
	context := lp(string(stream)) + lp(string(event[:])) + lp("applicant.name")
	plain := openGCM(t, key, s.Box[1:13], s.Box[13:], []byte(context))
	salt, text := plain[:32], string(plain[32:])
	h := hmac.New(sha256.New, salt)
	h.Write([]byte(lp("applicant.name") + text))
	if commitment := ledger.Hash(h.Sum(nil)); text != value.Text || commitment != s.Commitment {
		t.Errorf("the box holds %q with commitment %s, the record %s", text, commitment, s.Commitment)
	}
}

func openGCM(t *testing.T, key, nonce, sealed, context []byte) []byte {
	t.Helper()
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gcm.Open(nil, nonce, sealed, context)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func lp(s string) string { return string(binary.BigEndian.AppendUint32(nil, uint32(len(s)))) + s }

// TestSameRandomnessSameBytes: nothing comes from a source of its own.
func TestSameRandomnessSameBytes(t *testing.T) {
	box := func() string {
		v, err := vault.Open(inNewFolder(t), rand.NewChaCha8([32]byte{7}))
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		return string(sealed(t, v, applicant("s1")...).Sealed[1].Box)
	}
	if first, second := box(), box(); first != second {
		t.Error("the same randomness gave other boxes")
	}
}

// FuzzReveal: no box but the right one reveals anything.
func FuzzReveal(f *testing.F) {
	v := open(f, inNewFolder(f))
	r := sealed(f, v, applicant("s1")[:1]...)
	right := r.Sealed[0].Box
	f.Add(right)
	f.Add(right[:len(right)-1])
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, box []byte) {
		r := &ledger.Record{Stream: r.Stream, Draft: ledger.Draft{ID: r.ID, Sealed: []ledger.Sealed{r.Sealed[0]}}}
		r.Sealed[0].Box = box
		got, err := v.Reveal(r)
		if same := string(box) == string(right); (err == nil) != same || (got != nil) != same {
			t.Fatalf("%d values, %v", len(got), err)
		}
	})
}
