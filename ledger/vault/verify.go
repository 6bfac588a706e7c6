package vault

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
)

// Verified counts what [Vault.Verify] has looked at.
type Verified struct {
	Keys   uint64 `json:"keys"`   // of subjects, all of which open
	Values uint64 `json:"values"` // sealed in the ledger, which open and fit their commitments
	Erased uint64 `json:"erased"` // sealed in the ledger, of subjects that were erased
}

// Verify looks at the whole key store, and with it at every sealed value of a
// ledger: each opens and fits its commitment, or its subject was erased. What
// is wrong is a [*ledger.CorruptError]; it names the record and the label,
// never the value or the subject.
func (v *Vault) Verify(ctx context.Context, s ledger.Store) (n Verified, err error) {
	if n.Keys, err = v.verifyKeys(ctx); err != nil {
		return n, err
	}
	head, err := s.Head(ctx)
	if err != nil || head == 0 {
		return n, err
	}
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			return n, err
		}
		if r := item.Record; r != nil {
			if err := v.verifyRecord(r, &n); err != nil {
				return n, err
			}
		}
		if item.Position >= head {
			break
		}
	}
	return n, ctx.Err()
}

func (v *Vault) verifyRecord(r *ledger.Record, n *Verified) error {
	for i := range r.Sealed {
		_, err := v.reveal(r, &r.Sealed[i])
		switch {
		case errors.Is(err, ErrErased):
			n.Erased++
		case err != nil:
			return &ledger.CorruptError{
				Where:  v.store.path,
				Reason: fmt.Sprintf("the sealed value %s of record %s cannot be read: %v", r.Sealed[i].Label, r.Position, err),
				Advice: "restore a key store that is as new as the ledger or newer",
			}
		default:
			n.Values++
		}
	}
	return nil
}

// verifyKeys checks the file, and that every key opens under the master key.
func (v *Vault) verifyKeys(ctx context.Context) (n uint64, err error) {
	s := v.store
	s.rmu.Lock()
	defer s.rmu.Unlock()
	if s.reader == nil {
		return 0, ErrClosed
	}
	s.reader.SetInterrupt(ctx.Done())
	defer s.reader.SetInterrupt(nil)
	said := ""
	err = sqlitex.Execute(s.reader, "PRAGMA integrity_check(1)", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		said = stmt.ColumnText(0)
		return nil
	}})
	if err == nil && said != "ok" {
		return 0, &ledger.CorruptError{Where: s.path, Reason: said}
	}
	if err == nil {
		err = sqlitex.Execute(s.reader, "SELECT name, key FROM subject WHERE key IS NOT NULL", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
			n++
			_, err := v.open(column(stmt, 1), stmt.ColumnText(0))
			return err
		}})
	}
	var corrupt *ledger.CorruptError
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		if !errors.As(err, &corrupt) {
			err = &ledger.CorruptError{Where: s.path, Reason: "its pages do not fit together"}
		}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return n, err
}
