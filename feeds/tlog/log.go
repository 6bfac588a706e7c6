package tlog

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/api/layout"
	"github.com/transparency-dev/tessera/client"
	"k8s.io/klog/v2"

	"caseledger/ledger"
)

const (
	bundle    = layout.EntryBundleWidth
	window    = 3 * bundle             // leaves that are added at once; records are read in pages of 1000
	gather    = 100 * time.Millisecond // how long fewer wait for more
	closeTime = 3 * time.Second        // how long closing waits for the last checkpoint

	witnessTime = 5 * time.Second // how long witnesses have for a checkpoint
)

// A log is open for adding, by one goroutine.
type log struct {
	shelf
	from    contents
	guard   *guard
	unlock  func() error
	appends *tessera.Appender
	reader  tessera.LogReader
	end     func(context.Context) error // waits for the last checkpoint
	cancel  context.CancelFunc
	size    uint64 // leaves that are in it
	healthy bool   // all that was added is in it
}

// speak sends what the library has to say to a logger; the first one counts.
var speak sync.Once

// open opens a log and holds it against the mark and the records. What is not as
// it should be gives a [*RefusedError]; another process that has it open, a
// [*ledger.LockedError].
func (p *Publisher) open(ctx context.Context) (_ *log, err error) {
	speak.Do(func() { klog.SetSlogLogger(p.Logger) })
	l := &log{shelf: p.shelf, from: p.from}
	if err := os.MkdirAll(l.dir, 0o755); err != nil {
		return nil, err
	}
	if l.unlock, err = lock(l.lock); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.close())
		}
	}()
	key, public, err := l.signer()
	if err != nil {
		return nil, err
	}
	who, err := l.witnesses()
	if err != nil {
		return nil, err
	}
	mark, err := l.readMark()
	if err == nil && mark.size > 0 && mark.origin != key.Name() {
		err = fmt.Errorf("it is of the log %q, and the key of %q", mark.origin, key.Name())
	}
	if err != nil {
		return nil, l.strangeMark(err.Error())
	}
	if err := l.publish(public, who.text); err != nil {
		return nil, err
	}
	l.guard = &guard{Signer: key, place: l.shelf, mark: mark, signed: p.signed}
	p.opened(l.guard)
	if err := l.openFiles(p.every, who); err != nil {
		return nil, err
	}
	if l.size, err = l.reader.NextIndex(ctx); err != nil {
		return nil, err
	}
	tree, err := l.check(ctx, mark)
	if err != nil {
		return nil, err
	}
	l.guard.begin(tree)
	l.healthy = true
	return l, nil
}

// openFiles opens the log's files, and makes them where there are none.
func (l *log) openFiles(every time.Duration, who witnesses) error {
	o := tessera.NewAppendOptions().WithCheckpointSigner(l.guard).
		WithBatching(window, gather).WithPushback(4*window).
		WithCheckpointInterval(every).WithCheckpointRepublishInterval(0).
		WithWitnesses(who.group, &tessera.WitnessOptions{Timeout: witnessTime})
	// The library's work outlives the caller's context, so that what was begun
	// is finished; close ends it.
	running, cancel := context.WithCancel(context.Background())
	l.cancel = cancel
	files, err := driver(running, l.dir)
	if err != nil {
		return err
	}
	l.appends, l.end, l.reader, err = tessera.NewAppender(running, files, o)
	if err != nil && l.guard.hasRefused() {
		// A new folder, where the empty log may not be signed since more was
		// before. The folder is made nevertheless.
		l.appends, l.end, l.reader, err = tessera.NewAppender(running, files, o)
	}
	return err
}

// check holds the log against what was signed and against the ledger, and gives
// its tree.
func (l *log) check(ctx context.Context, mark checkpoint) (*compact.Range, error) {
	count, err := l.from.count(ctx)
	if err != nil {
		return nil, err
	}
	if have := max(l.size, mark.size); count < have {
		return nil, l.olderLedger(count, have)
	}
	_, err = os.Stat(filepath.Join(l.dir, layout.CheckpointPath))
	switch {
	case err == nil && l.size < mark.size:
		return nil, l.olderLog(l.size, mark.size)
	case err != nil && !errors.Is(err, fs.ErrNotExist): // without one it is being made anew
		return nil, err
	}
	nodes, err := client.FetchRangeNodes(ctx, l.size, l.reader.ReadTile)
	if err != nil {
		return nil, l.differs(err.Error())
	}
	tree, err := ranges.NewRange(0, l.size, nodes)
	if err != nil {
		return nil, err
	}
	if mark.size > 0 && mark.size <= l.size {
		if err := l.extends(ctx, mark, tree); err != nil {
			return nil, l.differs(err.Error())
		}
	}
	return tree, l.compare(ctx, min(mark.size, l.size))
}

// extends says what is wrong where the tree does not extend what was signed.
func (l *log) extends(ctx context.Context, mark checkpoint, tree *compact.Range) error {
	root, err := tree.GetRootHash(nil)
	if err != nil {
		return err
	}
	b, err := client.NewProofBuilder(ctx, l.size, l.reader.ReadTile)
	if err != nil {
		return err
	}
	way, err := b.ConsistencyProof(ctx, mark.size, l.size)
	if err != nil {
		return err
	}
	return proof.VerifyConsistency(rfc6962.DefaultHasher, mark.size, l.size, way, mark.root[:], root)
}

// compare holds leaves against the ledger: all that were never signed, and in any
// case those of the last bundle.
func (l *log) compare(ctx context.Context, signed uint64) error {
	if l.size == 0 {
		return nil
	}
	for b := min(signed, l.size-1) / bundle; b <= (l.size-1)/bundle; b++ {
		entries, err := client.GetEntryBundle(ctx, l.reader.ReadEntryBundle, b, l.size)
		if err != nil {
			return l.differs(err.Error())
		}
		differs, err := l.from.check(ctx, b*bundle, entries.Entries, signed)
		if err != nil {
			return err
		}
		if differs != "" {
			return l.differs(differs)
		}
	}
	return nil
}

// add adds the leaves that follow, as many as go at once. They are durable when
// it returns; at is the place of the last record, n their number. After an error
// the log must be opened anew.
func (l *log) add(ctx context.Context) (n int, at ledger.Position, err error) {
	leaves, at, err := l.from.leaves(ctx, l.size, int(window-l.size%bundle))
	if err != nil || len(leaves) == 0 {
		return 0, 0, err
	}
	for i := range leaves {
		if err := leaves[i].keep(l.dir); err != nil {
			return 0, 0, err
		}
	}
	if err := l.guard.expect(leaves); err != nil {
		return 0, 0, err
	}
	l.healthy = false
	if err := l.append(leaves); err != nil {
		return 0, 0, err
	}
	if err := l.guard.settle(); err != nil {
		return 0, 0, err
	}
	l.healthy = true
	l.size += uint64(len(leaves))
	return len(leaves), at, nil
}

// append adds leaves in one go and waits for all of them, whatever becomes of
// contexts: one that fails must not be followed by others.
func (l *log) append(leaves []leaf) error {
	entries := make([]*tessera.Entry, len(leaves))
	for i := range leaves {
		entries[i] = tessera.NewEntry(leaves[i].data)
	}
	places := make([]tessera.IndexFuture, len(entries))
	for i, e := range entries {
		places[i] = l.appends.Add(context.Background(), e)
	}
	var errs []error
	for i, place := range places {
		got, err := place()
		if want := l.size + uint64(i); err == nil && got.Index != want {
			err = fmt.Errorf("leaf %d came to the place %d", want, got.Index)
		}
		if err != nil && len(errs) < 3 {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// close waits for the checkpoint of what was added, and lets others open the log.
func (l *log) close() error {
	if l.healthy {
		ctx, cancel := context.WithTimeout(context.Background(), closeTime)
		_ = l.end(ctx) // without that checkpoint the next one to open the log signs it
		cancel()
	}
	if l.guard != nil {
		l.guard.close()
	}
	if l.cancel != nil {
		l.cancel()
	}
	return l.unlock()
}
