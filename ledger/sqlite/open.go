package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// Options say how a ledger is opened.
type Options struct {
	// ReadOnly opens an existing ledger for reading only, also while another
	// process writes to it; follows see what that process appends.
	ReadOnly bool
}

// Store is a [ledger.Store] in one SQLite file. Positions are 1, 2, 3, …
// without gaps, and an event id stands once in the whole ledger.
type Store struct {
	path     string
	readOnly bool
	limits   limits
	mark     *mark        // nil when read-only
	writing  *sqlite.Conn // the writer's; nil when read-only
	conns    *pool
	tail     tail
	ends     ends // empty when read-only

	closing sync.RWMutex
	closed  bool          // guarded by closing
	queue   chan *request // appends for the writer; nil when read-only
	done    chan struct{} // closed when the store is
	group   sync.WaitGroup
}

// Open opens the ledger at path and creates it if there is none. The file,
// its -wal and its .mark belong together.
//
// A ledger that another process has open for writing gives a
// [*ledger.LockedError] at once, a damaged or foreign file a
// [*ledger.CorruptError], one of a newer format a [*ledger.FormatError]. With
// ReadOnly a missing file is [fs.ErrNotExist].
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	return open(ctx, path, o, limits{
		group: 1024, groupBytes: 8 << 20,
		batch: 2048, batchBytes: 1 << 20,
		memory: 1 << 15, conns: 16,
	})
}

// limits bound memory and the time that one step takes.
type limits struct {
	group, groupBytes int // appends that are committed together
	batch, batchBytes int // records that are read at a time
	memory            int // streams that a writer or reader remembers
	conns             int // connections for reading
}

func open(ctx context.Context, path string, o Options, l limits) (*Store, error) {
	s := &Store{
		path:     path,
		readOnly: o.ReadOnly,
		limits:   l,
		done:     make(chan struct{}),
	}
	s.tail.grown = make(chan struct{})
	s.conns = newPool(l.conns, func() (*sqlite.Conn, error) { return s.connect(sqlite.OpenReadOnly) })
	if err := s.start(ctx); err != nil {
		s.conns.close()
		if s.mark != nil {
			s.mark.close()
		}
		return nil, err
	}
	return s, nil
}

func (s *Store) start(ctx context.Context) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !s.readOnly {
		if s.mark, err = lockMark(s.path); err != nil {
			return fmt.Errorf("open ledger: %w", err)
		}
	}
	marked, err := readMark(s.path) // before the file: it is never ahead of it
	if err != nil {
		return fmt.Errorf("open ledger: %w", err)
	}
	if err := s.present(ctx, marked); err != nil {
		return err
	}
	if s.readOnly {
		return s.look(marked)
	}
	if err := private(s.path, s.path+"-wal", s.path+"-shm", markPath(s.path)); err != nil {
		return fmt.Errorf("open ledger: %w", err)
	}
	conn, err := s.connect(sqlite.OpenReadWrite)
	if err != nil {
		return err
	}
	last, err := check(s.path, conn, marked)
	var w *writer
	if err == nil {
		w, err = newWriter(s, conn, last)
	}
	if err != nil {
		conn.Close()
		return err
	}
	s.writing = conn
	s.tail.position = last
	s.queue = make(chan *request, s.limits.group)
	s.group.Go(func() { w.run(s.queue) })
	return nil
}

// look opens a first reader and checks with it what it sees.
func (s *Store) look(marked ledger.Position) error {
	conn, err := s.conns.get()
	if err != nil {
		return err
	}
	defer s.conns.put(conn)
	s.tail.position, err = check(s.path, conn, marked)
	return err
}

// minFile is the smallest page of a SQLite file.
const minFile = 512

// present makes sure that there is a file, and creates a new ledger only
// where nothing says that there was one.
func (s *Store) present(ctx context.Context, marked ledger.Position) error {
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.Size() < minFile:
		return &ledger.CorruptError{Where: s.path, Reason: "it is empty or ends inside its header"}
	case err == nil || !errors.Is(err, fs.ErrNotExist) || s.readOnly:
		if err != nil {
			return fmt.Errorf("open ledger: %w", err)
		}
		return nil
	}
	if wal, err := os.Stat(s.path + "-wal"); err == nil && wal.Size() > 0 {
		return &ledger.CorruptError{Where: s.path, Reason: "it is missing, and its -wal file is there"}
	}
	if marked > 0 {
		return &ledger.CorruptError{
			Where:  s.path,
			Reason: fmt.Sprintf("it is missing, and %s says that it held %d records", markPath(s.path), marked),
			Advice: "restore it from a backup, or delete the mark to begin an empty ledger",
		}
	}
	if err := create(ctx, s.path); err != nil {
		return fault(s.path, "create ledger", err)
	}
	return nil
}

// Close implements [ledger.Store]. A second Close does nothing.
func (s *Store) Close() error {
	s.closing.Lock()
	first := !s.closed
	s.closed = true
	if first {
		close(s.done)
		if s.queue != nil {
			close(s.queue)
		}
	}
	s.closing.Unlock()
	if !first {
		return nil
	}
	s.group.Wait()
	err := s.conns.close()
	if s.writing != nil { // last, because only it can fold the -wal file in
		err = errors.Join(err, s.writing.Close(), s.mark.close())
	}
	return err
}
