package door

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
)

// sqlitePlace keeps views in files: PATH names the live generation, PATH.1,
// PATH.2, … are the generations, PATH.lock belongs to the one writer.
type sqlitePlace struct {
	path    string
	control *sqlite.Conn // guarded by turn
	turn    chan struct{}
	lock    *sqlite.Conn // nil in a reader
}

// OpenSQLite opens the place at path. A writer creates what is missing and
// gives a [*ledger.LockedError] while another process writes; a reader wants
// views that exist.
func OpenSQLite(ctx context.Context, path string, readOnly bool) (_ Place, err error) {
	p := &sqlitePlace{path: path, turn: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			p.Close()
		}
	}()
	if readOnly {
		info, err := os.Stat(path)
		if err == nil && info.Size() == 0 { // its writer has only begun
			err = fmt.Errorf("%s: %w", path, fs.ErrNotExist)
		}
		if err != nil {
			return nil, fmt.Errorf("open views: %w", err)
		}
	} else {
		if err := private(path, path+".lock"); err != nil {
			return nil, fmt.Errorf("open views: %w", err)
		}
		if p.lock, err = lockFile(path + ".lock"); err != nil {
			return nil, err
		}
	}
	if p.control, err = sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate); err != nil {
		return nil, fmt.Errorf("open views %s: %w", path, err)
	}
	if !readOnly {
		err = sqlitex.ExecuteScript(p.control, `CREATE TABLE IF NOT EXISTS live (id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL) STRICT;`, nil)
		if err != nil {
			return nil, fmt.Errorf("open views %s: %w", path, damaged(path, err))
		}
	}
	return p, nil
}

// private makes files their owner's alone, and empty ones where they are
// missing, which SQLite takes for new databases.
func private(paths ...string) error {
	for _, path := range paths {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err == nil {
			err = file.Close()
		}
		if err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			err = os.Chmod(path, 0o600)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// lockFile takes the exclusive lock that marks the one writer. The operating
// system gives it back when the process ends, however it ends.
func lockFile(path string) (*sqlite.Conn, error) {
	c, err := sqlite.OpenConn(path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, fmt.Errorf("lock views %s: %w", path, err)
	}
	c.SetBusyTimeout(0)
	if err := sqlitex.ExecuteTransient(c, "BEGIN EXCLUSIVE", nil); err != nil {
		c.Close()
		if sqlite.ErrCode(err).ToPrimary() == sqlite.ResultBusy {
			return nil, &ledger.LockedError{Path: strings.TrimSuffix(path, ".lock")}
		}
		return nil, fmt.Errorf("lock views %s: %w", path, err)
	}
	return c, nil
}

// FullError: there is no room to write the views. Nothing of the transaction
// stays; the same work goes well once there is room.
type FullError struct {
	Path string // of the place
	Err  error
}

func (e *FullError) Error() string {
	return fmt.Sprintf("no room to write the views in %s (%v); make room, they go on by themselves", e.Path, e.Err)
}

func (e *FullError) Unwrap() error { return e.Err }

// ErrorClass names the fault for health and metrics.
func (e *FullError) ErrorClass() string { return "full" }

// damaged turns SQLite's word for a file that is no database, or a broken one,
// into the ledger's. The path is that of the place: its generations refer to
// each other, so all of them go.
func damaged(path string, err error) error {
	switch sqlite.ErrCode(err) {
	case sqlite.ResultFull, sqlite.ResultIOErrWrite, sqlite.ResultIOErrSHMSize, sqlite.ResultIOErrSHMMap, sqlite.ResultIOErrSHMOpen:
		return &FullError{path, err}
	}
	switch sqlite.ErrCode(err).ToPrimary() {
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return fmt.Errorf("the views in %s are damaged (%w); delete %s* and start again, they are computed from the ledger", path, err, path)
	}
	return err
}

// withControl runs f with the connection to the file that names the live
// generation.
func (p *sqlitePlace) withControl(ctx context.Context, f func(*sqlite.Conn) error) error {
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-p.turn }()
	if err := f(p.control); err != nil {
		return fmt.Errorf("views %s: %w", p.path, damaged(p.path, err))
	}
	return nil
}

func (p *sqlitePlace) Live(ctx context.Context) (n int64, err error) {
	err = p.withControl(ctx, func(c *sqlite.Conn) error {
		return sqlitex.Execute(c, "SELECT generation FROM live", &sqlitex.ExecOptions{
			ResultFunc: func(s *sqlite.Stmt) error { n = s.ColumnInt64(0); return nil },
		})
	})
	return n, err
}

func (p *sqlitePlace) SetLive(ctx context.Context, generation int64) error {
	return p.withControl(ctx, func(c *sqlite.Conn) error {
		return sqlitex.Execute(c, "INSERT INTO live (id, generation) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET generation = excluded.generation",
			&sqlitex.ExecOptions{Args: []any{generation}})
	})
}

func (p *sqlitePlace) file(generation int64) string {
	return p.path + "." + strconv.FormatInt(generation, 10)
}

func (p *sqlitePlace) Generations(context.Context) ([]int64, error) {
	entries, err := os.ReadDir(filepath.Dir(p.path))
	if err != nil {
		return nil, fmt.Errorf("list views: %w", err)
	}
	var out []int64
	for _, e := range entries {
		suffix, ok := strings.CutPrefix(e.Name(), filepath.Base(p.path)+".")
		if n, err := strconv.ParseInt(suffix, 10, 64); ok && err == nil && n > 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (p *sqlitePlace) Open(ctx context.Context, generation int64) (Database, error) {
	return openSQLiteDB(p.file(generation), p.path, p.lock == nil)
}

func (p *sqlitePlace) Drop(_ context.Context, generation int64) error {
	var errs []error
	for _, suffix := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(p.file(generation) + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (p *sqlitePlace) Close() error {
	var errs []error
	for _, c := range []*sqlite.Conn{p.control, p.lock} {
		if c != nil {
			errs = append(errs, c.Close())
		}
	}
	return errors.Join(errs...)
}
