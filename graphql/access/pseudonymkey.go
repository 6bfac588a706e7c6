package access

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/durable"
)

// LoadPseudonymKey reads the key at path, or makes it from random where there
// is none. Without the key nobody can say any more who a pseudonym was.
func LoadPseudonymKey(path string, random io.Reader) (k PseudonymKey, err error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makePseudonymKey(path, random); err != nil {
			return k, fmt.Errorf("make the key of pseudonyms: %w", err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return k, fmt.Errorf("read the key of pseudonyms: %w", err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(b) != len(k) {
		return k, &ledger.CorruptError{Where: path, Reason: "is no key of 64 hexadecimal digits; restore it from a backup"}
	}
	return PseudonymKey(b), nil
}

// makePseudonymKey writes a new key, unless another process was faster.
func makePseudonymKey(path string, random io.Reader) error {
	var k PseudonymKey
	if _, err := io.ReadFull(random, k[:]); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	err := durable.Create(path, []byte(hex.EncodeToString(k[:])+"\n"), 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}
