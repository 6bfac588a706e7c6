package sqlite

import (
	"net/url"
	"os"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// connect opens a connection with the settings that all of them share.
func (s *Store) connect(mode sqlite.OpenFlags) (*sqlite.Conn, error) {
	conn, err := s.set(sqlite.OpenConn(s.path, mode))
	if err != nil && mode == sqlite.OpenReadOnly && unwritable(err) && !s.hasWAL() {
		conn, err = s.set(sqlite.OpenConn(immutable(s.path), mode|sqlite.OpenURI))
	}
	if err != nil {
		return nil, fault(s.path, "open ledger", err)
	}
	if mode == sqlite.OpenReadWrite {
		for _, pragma := range []string{"synchronous=FULL", "wal_autocheckpoint=8000", "cache_size=-65536"} {
			if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+pragma, nil); err != nil {
				conn.Close()
				return nil, fault(s.path, "open ledger", err)
			}
		}
	}
	return conn, nil
}

// set makes a connection careful, and finds out whether it can read.
func (s *Store) set(conn *sqlite.Conn, err error) (*sqlite.Conn, error) {
	if err != nil {
		return nil, err
	}
	for _, query := range []string{"PRAGMA cell_size_check=ON", "PRAGMA trusted_schema=OFF", "SELECT 1 FROM sqlite_schema"} {
		if err := sqlitex.ExecuteTransient(conn, query, nil); err != nil {
			conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

// unwritable says whether SQLite could not make the files that it reads a
// database in WAL mode with: the folder is for reading only.
func unwritable(err error) bool {
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultCantOpen, sqlite.ResultReadOnly:
		return true
	}
	return false
}

// hasWAL says whether a part of the ledger is in the -wal file. Without one
// nobody writes: whoever does keeps it.
func (s *Store) hasWAL() bool {
	wal, err := os.Stat(s.path + "-wal")
	return err == nil && wal.Size() > 0
}

// immutable names a file that nobody changes, for SQLite to read without
// locks and without files beside it.
func immutable(path string) string {
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: "immutable=1"}).String()
}
