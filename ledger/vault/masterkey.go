package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"caseledger/ledger/durable"
)

const (
	keySuffix = ".key"
	keyPrefix = "caseledger-master-key-1 "
	keyBytes  = 32
)

// A Master is a master key as 64 hexadecimal digits, for those who keep it away
// from the key store: in the environment, or with a key service. Empty is none.
type Master string

func (m Master) bytes() ([]byte, error) {
	key, err := hex.DecodeString(string(m))
	if m != "" && (err != nil || len(key) != keyBytes) {
		return nil, fmt.Errorf("the master key that is given is none: want %d hexadecimal digits", 2*keyBytes)
	}
	return key, nil
}

func isGiven(list []Master) bool {
	return slices.ContainsFunc(list, func(m Master) bool { return m != "" })
}

// given is the first master key of a list that is one, else that of a file.
func given(list []Master, file func() ([]byte, error)) ([]byte, error) {
	for _, m := range list {
		if m != "" {
			return m.bytes()
		}
	}
	return file()
}

// masterKey reads the master key of a key store, and makes one where neither
// exists yet.
func masterKey(path string, random io.Reader) ([]byte, error) {
	file := path + keySuffix
	key, err := readKey(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if _, err := os.Stat(path); err == nil {
		return nil, fmt.Errorf("key file %s is missing, and without it no personal value in %s can be read: "+
			"restore it from a backup; to go on without the old values, move %s away and all of them count as lost", file, path, path)
	}
	if err := createKey(file, random); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("create key file %s: %w", file, err)
	}
	return readKey(file) // another process may have been first
}

func readKey(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 { // no modes there
		return nil, fmt.Errorf("key file %s can be read by others (mode %#o); run chmod 600 on it", file, info.Mode().Perm())
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	digits, ok := strings.CutPrefix(strings.TrimSuffix(string(b), "\n"), keyPrefix)
	key, err := hex.DecodeString(digits)
	if !ok || err != nil || len(key) != keyBytes {
		return nil, fmt.Errorf("key file %s is damaged: want one line %q and %d hexadecimal digits; restore it from a backup", file, keyPrefix, 2*keyBytes)
	}
	return key, nil
}

// createKey writes a new key so that the file is either complete and durable
// or not there; fs.ErrExist if somebody else was first.
func createKey(file string, random io.Reader) error {
	key := make([]byte, keyBytes)
	if _, err := io.ReadFull(random, key); err != nil {
		return err
	}
	return durable.Create(file, []byte(keyPrefix+hex.EncodeToString(key)+"\n"), 0o600)
}

// keyID tells master keys apart without telling the key.
func keyID(master []byte) []byte {
	sum := sha256.Sum256(append([]byte("caseledger master key\x00"), master...))
	return sum[:8]
}
