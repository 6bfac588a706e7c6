package sqlite

import (
	"fmt"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
)

// recent is how many of the last records are looked at when a ledger is
// opened: those that a crash could have touched.
const recent = 64

// check looks at an opened file as far as that takes no longer for a large
// ledger than for a small one, and gives the position of the last record.
// [Store.Verify] looks at everything.
func check(path string, conn *sqlite.Conn, marked ledger.Position) (ledger.Position, error) {
	damaged := func(format string, args ...any) error {
		return &ledger.CorruptError{Where: path, Reason: fmt.Sprintf(format, args...)}
	}
	application, err := number(conn, "PRAGMA application_id")
	if err != nil {
		return 0, fault(path, "open ledger", err)
	}
	version, err := number(conn, "PRAGMA user_version")
	if err != nil {
		return 0, fault(path, "open ledger", err)
	}
	switch {
	case application != applicationID:
		return 0, &ledger.CorruptError{Where: path, Reason: "it is a SQLite file and not a case ledger", Advice: "choose another data folder"}
	case version > formatVersion:
		return 0, &ledger.FormatError{Where: path, Have: int(version), Known: formatVersion}
	case version < 1:
		return 0, damaged("it names no format")
	}
	first, err := number(conn, "SELECT coalesce(min(position), 1) FROM events")
	if err != nil {
		return 0, fault(path, "open ledger", err)
	}
	last, err := number(conn, "SELECT coalesce(max(position), 0) FROM events")
	if err != nil {
		return 0, fault(path, "open ledger", err)
	}
	count, err := number(conn, "SELECT count(*) FROM events WHERE position > ? AND position <= ?", last-recent, last) // others may append meanwhile
	if err != nil {
		return 0, fault(path, "open ledger", err)
	}
	switch {
	case first != 1:
		return 0, damaged("its first record is %d and not 1", first)
	case count != min(last, recent):
		return 0, damaged("records are missing among the last %d before position %d", recent, last)
	case ledger.Position(last) < marked:
		return 0, &ledger.CorruptError{
			Where:  path,
			Reason: fmt.Sprintf("it ends at record %d, and record %d was stored", last, marked),
			Advice: fmt.Sprintf("bring back its -wal file or a newer backup; to go on without those records, delete %s", markPath(path)),
		}
	}
	return ledger.Position(last), nil
}

// number gives the one number that a query answers.
func number(conn *sqlite.Conn, query string, args ...any) (n int64, err error) {
	err = sqlitex.Execute(conn, query, &sqlitex.ExecOptions{
		Args:       args,
		ResultFunc: func(stmt *sqlite.Stmt) error { n = stmt.ColumnInt64(0); return nil },
	})
	return n, err
}
