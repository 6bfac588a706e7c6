package vault

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// ErrUnknownSubject: nothing was ever sealed for this subject here.
var ErrUnknownSubject = errors.New("the vault has no key of this subject")

// A KeyID tells subject keys apart in public: 32 hexadecimal digits that follow
// from the random key and from nothing else, so they say nothing about the
// subject.
type KeyID string

func keyIDOf(key []byte) KeyID {
	sum := sha256.Sum256(append([]byte("caseledger subject key id\x00"), key...))
	return KeyID(hex.EncodeToString(sum[:16]))
}

// KeyID gives the id of a subject's key. Errors are [ErrErased] and
// [ErrUnknownSubject].
func (v *Vault) KeyID(subject string) (KeyID, error) {
	if err := checkSubject(subject); err != nil {
		return "", err
	}
	wrapped, err := v.store.find(subject)
	switch {
	case err != nil:
		return "", err
	case wrapped == nil:
		return "", ErrUnknownSubject
	}
	key, err := v.open(wrapped, subject)
	if err != nil {
		return "", err
	}
	return keyIDOf(key), nil
}

// EraseKeys destroys every key with one of the ids, wherever the list comes
// from, and says how many there were. It looks at every key of the store.
func (v *Vault) EraseKeys(ids map[KeyID]bool) (n int, err error) {
	subjects, err := v.subjectsOf(ids)
	if err != nil {
		return 0, fmt.Errorf("find erased keys: %w", err)
	}
	for _, subject := range subjects {
		if err := v.Erase(subject); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (v *Vault) subjectsOf(ids map[KeyID]bool) (subjects []string, err error) {
	s := v.store
	s.rmu.Lock()
	defer s.rmu.Unlock()
	if s.reader == nil {
		return nil, ErrClosed
	}
	err = sqlitex.Execute(s.reader, "SELECT name, key FROM subject WHERE key IS NOT NULL", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		key, err := v.open(column(stmt, 1), stmt.ColumnText(0))
		if err == nil && ids[keyIDOf(key)] {
			subjects = append(subjects, stmt.ColumnText(0))
		}
		return err
	}})
	return subjects, err
}

// Applied is how many of the erasures that a ledger records this key store has
// carried out: 0 before the first. A restored key store says what its backup
// said.
func (v *Vault) Applied() (int64, error) {
	s := v.store
	s.rmu.Lock()
	defer s.rmu.Unlock()
	if s.reader == nil {
		return 0, ErrClosed
	}
	return number(s.reader, "SELECT next FROM applied")
}

// SetApplied says that the first n recorded erasures are carried out.
func (v *Vault) SetApplied(n int64) error {
	s := v.store
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if s.writer == nil {
		return ErrClosed
	}
	return s.room(sqlitex.Execute(s.writer, "INSERT INTO applied VALUES (1, ?1) ON CONFLICT DO UPDATE SET next = max(next, ?1)", &sqlitex.ExecOptions{Args: []any{n}}))
}
