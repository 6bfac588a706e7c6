package vault

import (
	"errors"
	"io"

	"caseledger/ledger"
)

// ErrErased: the subject's key was destroyed; nobody can read the value again.
var ErrErased = errors.New("the personal values of this subject were erased")

// Value is one personal value in clear.
type Value struct {
	Label   string // what it is: "applicant.name"; public
	Subject string // random pseudonym of the person it belongs to; not public
	Text    string // the value; not public
}

// Vault seals and reveals personal values. It is safe for concurrent use.
type Vault struct{}

// Open opens or creates the key store at path.
func Open(path string, rand io.Reader) (*Vault, error) { panic("unwritten") }

// Seal encrypts values for one event.
func (v *Vault) Seal(stream ledger.StreamID, id ledger.EventID, values []Value) ([]ledger.Sealed, error) {
	panic("unwritten")
}

// Reveal decrypts the values of a record.
func (v *Vault) Reveal(r *ledger.Record) ([]Value, error) { panic("unwritten") }

// Erase destroys a subject's key.
func (v *Vault) Erase(subject string) error { panic("unwritten") }

// Close frees the vault.
func (v *Vault) Close() error { panic("unwritten") }
