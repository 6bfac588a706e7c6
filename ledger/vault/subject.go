package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"caseledger/ledger"
)

// NewSubject makes a random pseudonym for a data subject: 32 hexadecimal
// digits. Nothing about a person may be derivable from it, not even by a hash.
func NewSubject(random io.Reader) (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("make a pseudonym: %w", err)
	}
	return hex.EncodeToString(b), nil
}

const maxSubjectBytes = 100

func checkSubject(subject string) error {
	if subject == "" || len(subject) > maxSubjectBytes || strings.HasPrefix(subject, ownPrefix) {
		return &ledger.InvalidError{Field: "subject of a personal value", Reason: "want a pseudonym of 1 to 100 bytes; vault.NewSubject makes one"}
	}
	return nil
}

// Prepare makes the keys of subjects that have none yet, in one durable
// commit. Sealing does it too, one commit for each new subject; who seals for
// many, such as an import, prepares them together.
func (v *Vault) Prepare(subjects ...string) error {
	keys := map[string][]byte{}
	for _, subject := range subjects {
		if err := checkSubject(subject); err != nil {
			return err
		}
		wrapped, err := v.store.find(subject)
		if err != nil && !errors.Is(err, ErrErased) {
			return fmt.Errorf("look up a subject's key: %w", err)
		}
		if wrapped == nil && err == nil {
			if keys[subject], err = v.newKey(subject); err != nil {
				return err
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return v.save(keys)
}

// Erase destroys a subject's key, also one that was never made: from now on
// nothing can be revealed of the subject, or sealed for it, by anybody. It may
// be repeated, and must be after a restore of the key store. When it returns
// nil, nothing of the key is left in the key store's files.
func (v *Vault) Erase(subject string) error {
	if err := checkSubject(subject); err != nil {
		return err
	}
	err := v.store.erase(subject)
	v.cache.Remove(subject)
	if err != nil {
		return fmt.Errorf("erase a subject: %w", err)
	}
	return nil
}

// key gives a subject's cipher. Where there is no key yet it makes one, if
// asked to, and returns when that is durable.
func (v *Vault) key(subject string, create bool) (cipher.AEAD, error) {
	seen, err := v.forgetErased()
	if err != nil {
		return nil, err
	}
	if k, ok := v.cache.Get(subject); ok {
		return k, nil
	}
	wrapped, err := v.store.find(subject)
	if err == nil && wrapped == nil && create {
		if err := v.Prepare(subject); err != nil {
			return nil, err
		}
		wrapped, err = v.store.find(subject)
	}
	switch {
	case err != nil:
		return nil, err
	case wrapped == nil:
		return nil, fmt.Errorf("%s has no key of this subject: it belongs to another ledger, or is an old backup", v.store.path)
	}
	plain, err := v.open(wrapped, subject)
	if err != nil {
		return nil, err
	}
	k, err := newAEAD(plain)
	if err == nil {
		v.remember(subject, k, seen)
	}
	return k, err
}

// forgetErased drops the keys held in memory when any process has erased a
// subject since they were read, and gives the number of erasures so far.
func (v *Vault) forgetErased() (int64, error) {
	n, err := v.store.erasures()
	if err != nil {
		return 0, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if n > v.erased {
		v.cache.Purge()
		v.erased = n
	}
	return n, nil
}

// remember holds a key in memory, unless a subject was erased since it was
// asked for: it could be this one.
func (v *Vault) remember(subject string, k cipher.AEAD, seen int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.erased == seen {
		v.cache.Add(subject, k)
	}
}

// batch is a set of new keys that one commit stores.
type batch struct {
	keys map[string][]byte
	done chan struct{} // closed when err is set
	err  error
}

// save stores new keys durably. Callers that come while a commit is under way
// share the next one.
func (v *Vault) save(keys map[string][]byte) error {
	v.mu.Lock()
	b, first := v.pending, false
	if b == nil {
		b, first = &batch{keys: map[string][]byte{}, done: make(chan struct{})}, true
		v.pending = b
	}
	for subject, key := range keys {
		if b.keys[subject] == nil {
			b.keys[subject] = key
		}
	}
	v.mu.Unlock()
	if !first {
		<-b.done
		return b.err
	}
	b.err = v.store.add(func() map[string][]byte {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.pending = nil // from here on others begin the next batch
		return b.keys
	})
	if b.err != nil {
		b.err = fmt.Errorf("store a subject's key: %w", b.err)
	}
	close(b.done)
	return b.err
}

// newKey makes a subject key and wraps it.
func (v *Vault) newKey(subject string) ([]byte, error) {
	b := make([]byte, keyBytes+v.master.NonceSize())
	if _, err := io.ReadFull(v.random, b); err != nil {
		return nil, fmt.Errorf("make a subject's key: %w", err)
	}
	key, nonce := b[:keyBytes], b[keyBytes:]
	return v.master.Seal(nonce, nonce, key, wrapContext(subject)), nil
}

// open unwraps a subject key.
func (v *Vault) open(wrapped []byte, subject string) ([]byte, error) {
	n := v.master.NonceSize()
	if len(wrapped) < n {
		return nil, &ledger.CorruptError{Where: v.store.path, Reason: "a key is too short"}
	}
	key, err := v.master.Open(nil, wrapped[:n], wrapped[n:], wrapContext(subject))
	if err != nil {
		return nil, &ledger.CorruptError{Where: v.store.path, Reason: "a key does not open under the master key"}
	}
	return key, nil
}

func wrapContext(subject string) []byte { return []byte("caseledger subject key\x00" + subject) }

func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
