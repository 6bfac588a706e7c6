package door

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"zombiezen.com/go/sqlite"
)

// maxReaders bounds the connections of one generation that read at a time.
const maxReaders = 8

// sqliteDB is one generation of views in one file.
type sqliteDB struct {
	path    string
	views   string         // path of the place, which all files' names begin with
	writer  chan *sqliteTx // holds the one writer while it is free; nil in a reader
	readers chan *sqliteTx // holds free readers, nil for one not opened yet
}

func openSQLiteDB(path, views string, readOnly bool) (*sqliteDB, error) {
	d := &sqliteDB{path: path, views: views, readers: make(chan *sqliteTx, maxReaders)}
	if readOnly {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("open views: %w", err)
		}
	} else {
		if err := private(path); err != nil {
			return nil, fmt.Errorf("open views: %w", err)
		}
		w, err := d.connect(writerPragmas)
		if err != nil {
			return nil, err
		}
		d.writer = make(chan *sqliteTx, 1)
		d.writer <- w
	}
	for range maxReaders {
		d.readers <- nil
	}
	return d, nil
}

// Views can be computed again, so a commit does not wait for the disk: in WAL
// mode with synchronous=NORMAL a power cut takes whole transactions from the
// end, never rows without their checkpoint. The writer's cache is small: what
// it reads again are the last rows, and an index is sorted in as much memory.
const (
	writerPragmas = `PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
		PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16384; PRAGMA temp_store=FILE;`
	readerPragmas = `PRAGMA query_only=ON; PRAGMA cache_size=-8192;`
)

func (d *sqliteDB) connect(pragmas string) (*sqliteTx, error) {
	c, err := sqlite.OpenConn(d.path, sqlite.OpenReadWrite|sqlite.OpenCreate)
	if err != nil {
		return nil, fmt.Errorf("open views %s: %w", d.path, err)
	}
	err = script(c, pragmas)
	if err == nil {
		err = script(c, "SELECT 1 FROM sqlite_schema")
	}
	if err != nil && d.writer == nil && unwritable(err) {
		if again := d.immutable(); again != nil {
			if c.Close(); script(again, pragmas) == nil {
				return &sqliteTx{conn: again, stmts: map[string]*sqlite.Stmt{}}, nil
			}
			again.Close()
		}
	}
	if err != nil {
		c.Close()
		return nil, fmt.Errorf("open views %s: %w", d.path, damaged(d.views, err))
	}
	return &sqliteTx{conn: c, stmts: map[string]*sqlite.Stmt{}}, nil
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

// immutable opens views in a folder for reading only as a file that nobody
// changes; nil where a -wal file holds a part of them.
func (d *sqliteDB) immutable() *sqlite.Conn {
	if wal, err := os.Stat(d.path + "-wal"); err == nil && wal.Size() > 0 {
		return nil
	}
	c, err := sqlite.OpenConn((&url.URL{Scheme: "file", OmitHost: true, Path: d.path, RawQuery: "immutable=1"}).String(), sqlite.OpenReadOnly|sqlite.OpenURI)
	if err != nil {
		return nil
	}
	return c
}

// script runs statements outside a transaction, as pragmas want it.
func script(c *sqlite.Conn, queries string) error {
	for queries != "" {
		s, rest, err := c.PrepareTransient(queries)
		if err != nil {
			return err
		}
		if s != nil {
			_, err = s.Step()
			err = errors.Join(err, s.Finalize())
		}
		if err != nil || rest == 0 {
			return err
		}
		queries = queries[len(queries)-rest:]
	}
	return nil
}

func (d *sqliteDB) Read(ctx context.Context, f func(Tx) error) (err error) {
	t, err := take(ctx, d.readers)
	if err != nil {
		return err
	}
	if t == nil {
		if t, err = d.connect(readerPragmas); err != nil {
			d.readers <- nil
			return err
		}
	}
	defer func() { d.readers <- t }()
	return t.run(ctx, d.views, "BEGIN", "ROLLBACK", f)
}

func (d *sqliteDB) Write(ctx context.Context, f func(Tx) error) error {
	t, err := take(ctx, d.writer)
	if err != nil {
		return err
	}
	defer func() { d.writer <- t }()
	return t.run(ctx, d.views, "BEGIN IMMEDIATE", "COMMIT", f)
}

// Intact looks at the pages and holds the indexes against the rows. What is
// wrong is an error that says so.
func (d *sqliteDB) Intact(ctx context.Context) error {
	said := "ok"
	err := d.Read(ctx, func(t Tx) error {
		return t.Query("PRAGMA integrity_check(1)", func(r Row) error {
			said = r.Text(0)
			return nil
		})
	})
	if err == nil && said != "ok" {
		err = fmt.Errorf("the views in %s are damaged: %s", d.path, said)
	}
	return err
}

func take(ctx context.Context, from chan *sqliteTx) (*sqliteTx, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case t := <-from:
		return t, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (d *sqliteDB) Close() error {
	var errs []error
	for range maxReaders {
		if t := <-d.readers; t != nil {
			errs = append(errs, t.close())
		}
	}
	if d.writer != nil {
		errs = append(errs, (<-d.writer).close()) // last: it folds the WAL in
	}
	return errors.Join(errs...)
}
