package sqlite

import (
	"fmt"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// fault gives an error of SQLite the kind that callers know: damage, no room,
// or a fault that stays as it is.
func (s *Store) fault(op string, err error) error { return fault(s.path, op, err) }

func fault(path, op string, err error) error {
	if err == nil {
		return nil
	}
	code := sqlite.ErrCode(err)
	switch {
	case code.ToPrimary() == sqlite.ResultCorrupt:
		return &ledger.CorruptError{Where: path, Reason: "its pages do not fit together (" + op + ")"}
	case code.ToPrimary() == sqlite.ResultNotADB:
		return &ledger.CorruptError{Where: path, Reason: "it is not a SQLite file", Advice: "if it never was a ledger, choose another data folder; else restore it from a backup"}
	case code == sqlite.ResultIOErrRead, code == sqlite.ResultIOErrShortRead:
		return &ledger.CorruptError{Where: path, Reason: "it ends too early or cannot be read (" + op + ")"}
	case noRoom(code):
		return fmt.Errorf("%s: %w", op, &ledger.FullError{Where: path, Err: err})
	}
	return fmt.Errorf("%s in %s: %w", op, path, err)
}

// noRoom lists the ways in which a write ends before the transaction is
// committed: a full disk, a quota, a limit on the size of files. SQLite writes
// the frame that commits last, so none of them can have stored anything.
func noRoom(code sqlite.ResultCode) bool {
	switch code {
	case sqlite.ResultFull, sqlite.ResultIOErrWrite, sqlite.ResultIOErrSHMSize, sqlite.ResultIOErrSHMMap, sqlite.ResultIOErrSHMOpen:
		return true
	}
	return false
}

// duplicate says whether an insert met a key that stands already.
func duplicate(err error) bool {
	code := sqlite.ErrCode(err)
	return code == sqlite.ResultConstraintUnique || code == sqlite.ResultConstraintPrimaryKey || code == sqlite.ResultConstraintRowID
}
