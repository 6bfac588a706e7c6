package vault

import (
	"fmt"
	"os"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
)

// keyStore holds the wrapped keys of subjects. One connection writes, one
// reads, so that looking a key up does not wait for a commit.
type keyStore struct {
	path string

	wmu    sync.Mutex
	writer *sqlite.Conn // guarded by wmu; nil once closed

	rmu    sync.Mutex
	reader *sqlite.Conn // guarded by rmu; nil once closed
}

const schemaVersion = 1

const schema = `
CREATE TABLE IF NOT EXISTS vault (
	one      INTEGER PRIMARY KEY CHECK (one = 1),
	key_id   BLOB NOT NULL,             -- which master key wraps the keys
	erasures INTEGER NOT NULL           -- so far
) STRICT;
CREATE TABLE IF NOT EXISTS subject (
	name TEXT PRIMARY KEY,
	key  BLOB                           -- wrapped; NULL: erased
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS applied (
	one  INTEGER PRIMARY KEY CHECK (one = 1),
	next INTEGER NOT NULL               -- recorded erasures that were carried out
) STRICT;
PRAGMA user_version = 1;`

func openKeys(path string, keyID []byte) (*keyStore, error) {
	// SQLite gives its log files the mode of the main file.
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	s := &keyStore{path: path}
	if s.writer, err = connect(path, sqlite.OpenReadWrite|sqlite.OpenWAL); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err = s.prepare(keyID); err == nil {
		s.reader, err = connect(path, sqlite.OpenReadOnly)
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

func connect(path string, flags sqlite.OpenFlags) (*sqlite.Conn, error) {
	c, err := sqlite.OpenConn(path, flags)
	if err != nil {
		return nil, err
	}
	c.SetBusyTimeout(30 * time.Second)
	for _, pragma := range []string{"PRAGMA synchronous=FULL", "PRAGMA secure_delete=ON"} {
		if err := sqlitex.ExecuteTransient(c, pragma, nil); err != nil {
			c.Close()
			return nil, err
		}
	}
	return c, nil
}

// prepare creates the tables and checks that the keys in them are wrapped by
// this master key.
func (s *keyStore) prepare(keyID []byte) (err error) {
	end, err := sqlitex.ImmediateTransaction(s.writer)
	if err != nil {
		return err
	}
	defer end(&err)
	version, err := number(s.writer, "PRAGMA user_version")
	if err != nil {
		return err
	}
	if version > schemaVersion {
		return fmt.Errorf("was written by a newer version (format %d); upgrade caseledger", version)
	}
	if err := sqlitex.ExecuteScript(s.writer, schema, nil); err != nil {
		return err
	}
	err = sqlitex.Execute(s.writer, "INSERT OR IGNORE INTO vault VALUES (1, ?, 0)", &sqlitex.ExecOptions{Args: []any{keyID}})
	if err != nil {
		return err
	}
	return belongs(s.writer, s.path, keyID)
}

func number(c *sqlite.Conn, query string) (n int64, err error) {
	err = sqlitex.Execute(c, query, &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		n = stmt.ColumnInt64(0)
		return nil
	}})
	return n, err
}

func column(stmt *sqlite.Stmt, i int) []byte {
	b := make([]byte, stmt.ColumnLen(i))
	stmt.ColumnBytes(i, b)
	return b
}

// erasures is the number of subjects erased so far, by any process.
func (s *keyStore) erasures() (int64, error) {
	s.rmu.Lock()
	defer s.rmu.Unlock()
	if s.reader == nil {
		return 0, ErrClosed
	}
	return number(s.reader, "SELECT erasures FROM vault")
}

// find gives a subject's wrapped key: nil where the subject is not known, and
// [ErrErased].
func (s *keyStore) find(subject string) ([]byte, error) {
	s.rmu.Lock()
	defer s.rmu.Unlock()
	if s.reader == nil {
		return nil, ErrClosed
	}
	return find(s.reader, subject)
}

func find(c *sqlite.Conn, subject string) (key []byte, err error) {
	err = sqlitex.Execute(c, "SELECT key FROM subject WHERE name = ?", &sqlitex.ExecOptions{
		Args: []any{subject},
		ResultFunc: func(stmt *sqlite.Stmt) error {
			if stmt.ColumnIsNull(0) {
				return ErrErased
			}
			key = column(stmt, 0)
			return nil
		},
	})
	return key, err
}

// add stores keys of subjects that have none yet, all in one durable commit,
// and leaves those that have one, or had, as they are. It asks for the keys
// when its turn to write has come.
func (s *keyStore) add(keys func() map[string][]byte) (err error) {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	all := keys()
	if s.writer == nil {
		return ErrClosed
	}
	defer func() { err = s.room(err) }()
	end, err := sqlitex.ImmediateTransaction(s.writer)
	if err != nil {
		return err
	}
	defer end(&err)
	for subject, key := range all {
		err := sqlitex.Execute(s.writer, "INSERT OR IGNORE INTO subject VALUES (?, ?)", &sqlitex.ExecOptions{Args: []any{subject, key}})
		if err != nil {
			return err
		}
	}
	return nil
}

// erase destroys a subject's key in the file and in its log.
func (s *keyStore) erase(subject string) error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if s.writer == nil {
		return ErrClosed
	}
	if err := s.markErased(subject); err != nil {
		return s.room(err)
	}
	busy, err := number(s.writer, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err == nil && busy != 0 {
		err = fmt.Errorf("a copy of the erased key stays in %s-wal while another process reads; erase again", s.path)
	}
	return err
}

// room tells a full disk from other faults: nothing was written then.
func (s *keyStore) room(err error) error {
	switch sqlite.ErrCode(err) {
	case sqlite.ResultFull, sqlite.ResultIOErrWrite, sqlite.ResultIOErrSHMSize:
		if err != nil {
			return &ledger.FullError{Where: s.path, Err: err}
		}
	}
	return err
}

func (s *keyStore) markErased(subject string) (err error) {
	end, err := sqlitex.ImmediateTransaction(s.writer)
	if err != nil {
		return err
	}
	defer end(&err)
	err = sqlitex.Execute(s.writer, "INSERT INTO subject VALUES (?, NULL) ON CONFLICT DO UPDATE SET key = NULL", &sqlitex.ExecOptions{Args: []any{subject}})
	if err != nil {
		return err
	}
	return sqlitex.Execute(s.writer, "UPDATE vault SET erasures = erasures + 1", nil)
}

func (s *keyStore) close() error {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	s.rmu.Lock()
	defer s.rmu.Unlock()
	var err error
	if s.reader != nil {
		err = s.reader.Close()
	}
	if s.writer != nil {
		if e := s.writer.Close(); err == nil {
			err = e
		}
	}
	s.reader, s.writer = nil, nil
	return err
}
