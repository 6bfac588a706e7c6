package ledger_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
)

// count gives n bytes that count up from first.
func count(first byte, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = first + byte(i)
	}
	return b
}

func lp(s string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(s))), s...)
}

// example is the record of FORMAT.md §8, with a value that was sealed by hand.
func example(t *testing.T) ledger.Record {
	command := ledger.NewCommandID(time.Date(2024, 5, 6, 1, 2, 3, 456_000_000, time.UTC), "permit-receipt/case-10011/accept")
	r := ledger.Record{
		Position: 1,
		Stream:   "case/permit-10011",
		Revision: 0,
		Draft: ledger.Draft{
			ID:       ledger.EventIDOf(command, 0),
			Type:     "case.accepted/1",
			Occurred: time.Date(2024, 5, 6, 1, 2, 3, 0, time.UTC),
			Recorded: time.Date(2024, 5, 6, 1, 2, 3, 456_789_000, time.UTC),
			Command:  command,
			Post:     "受理岗-07",
			Public:   []byte(`{"channel":"internet","item":"施工许可","number":"permit-10011"}`),
		},
	}
	const label, value = "applicant.name", "张三"
	key, nonce, salt := count(0x40, 32), count(0x60, 12), count(0x00, 32)
	mac := hmac.New(sha256.New, salt)
	mac.Write(append(lp(label), value...))
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	context := bytes.Join([][]byte{lp(string(r.Stream)), lp(string(r.ID[:])), lp(label)}, nil)
	box := append([]byte{1}, nonce...)
	r.Sealed = []ledger.Sealed{{
		Label:      label,
		Subject:    "5b0f3d8e1c2a49768f00a1b2c3d4e5f6",
		Commitment: ledger.Hash(mac.Sum(nil)),
		Box:        gcm.Seal(box, nonce, append(salt, value...), context),
	}}
	return r
}

// TestFormatExample holds FORMAT.md against the code: every byte that its
// example shows is computed here.
func TestFormatExample(t *testing.T) {
	text, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	document := strings.Join(strings.Fields(string(text)), "")
	r := example(t)
	if err := r.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"command id":          r.Command.String(),
		"event id":            r.ID.String(),
		"second event id":     ledger.EventIDOf(r.Command, 1).String(),
		"canonical bytes":     string(r.AppendCanonical(nil)),
		"number of bytes":     fmt.Sprint(len(r.AppendCanonical(nil)), " bytes"),
		"leaf hash":           r.Hash().String(),
		"commitment":          r.Sealed[0].Commitment.String(),
		"box":                 hex.EncodeToString(r.Sealed[0].Box),
		"stored sealed value": hex.EncodeToString(ledger.AppendSealed(nil, r.Sealed)),
	} {
		if !strings.Contains(document, strings.Join(strings.Fields(want), "")) {
			t.Errorf("FORMAT.md does not show the %s %s", name, want)
		}
	}
}

// TestFormatLimits holds the limits that FORMAT.md names against the code.
func TestFormatLimits(t *testing.T) {
	text, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		fmt.Sprintf("%d bytes together", ledger.MaxAppendBytes),
		fmt.Sprintf("at most %d drafts", ledger.MaxAppendDrafts),
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("FORMAT.md does not say %q", want)
		}
	}
}
