package tlog

import (
	"bytes"
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

	"caseledger/feeds"
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
	place   Place
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
	l := &log{place: p.Place}
	if l.unlock, err = lock(p.Place.keyFile()); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.close())
		}
	}()
	key, public, err := p.Place.signer()
	if err != nil {
		return nil, err
	}
	who, err := p.Place.witnesses()
	if err != nil {
		return nil, err
	}
	mark, err := p.Place.readMark()
	if err == nil && mark.size > 0 && mark.origin != key.Name() {
		err = fmt.Errorf("it is of the log %q, and the key of %q", mark.origin, key.Name())
	}
	if err != nil {
		return nil, p.Place.strangeMark(err.Error())
	}
	if err := errors.Join(os.MkdirAll(p.Place.Dir(), 0o755), p.Place.publish(public, who.text)); err != nil {
		return nil, err
	}
	l.guard = &guard{Signer: key, place: p.Place, mark: mark, signed: p.signed}
	p.opened(l.guard)
	if err := l.openFiles(p.every, who); err != nil {
		return nil, err
	}
	if l.size, err = l.reader.NextIndex(ctx); err != nil {
		return nil, err
	}
	tree, err := l.check(ctx, p.Records, mark)
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
	files, err := driver(running, l.place.Dir())
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

// check holds the log against what was signed and against the records, and gives
// its tree.
func (l *log) check(ctx context.Context, records feeds.Records, mark checkpoint) (*compact.Range, error) {
	count, err := records.Count(ctx)
	if err != nil {
		return nil, err
	}
	if have := max(l.size, mark.size); count < have {
		return nil, l.place.olderLedger(count, have)
	}
	_, err = os.Stat(filepath.Join(l.place.Dir(), layout.CheckpointPath))
	switch {
	case err == nil && l.size < mark.size:
		return nil, l.place.olderLog(l.size, mark.size)
	case err != nil && !errors.Is(err, fs.ErrNotExist): // without one it is being made anew
		return nil, err
	}
	nodes, err := client.FetchRangeNodes(ctx, l.size, l.reader.ReadTile)
	if err != nil {
		return nil, l.place.differs(err.Error())
	}
	tree, err := ranges.NewRange(0, l.size, nodes)
	if err != nil {
		return nil, err
	}
	if mark.size > 0 && mark.size <= l.size {
		if err := l.extends(ctx, mark, tree); err != nil {
			return nil, l.place.differs(err.Error())
		}
	}
	return tree, l.compare(ctx, records, min(mark.size, l.size))
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

// compare holds leaves against the ledger's records: all that were never signed,
// and in any case those of the last bundle.
func (l *log) compare(ctx context.Context, records feeds.Records, signed uint64) error {
	if l.size == 0 {
		return nil
	}
	for b := min(signed, l.size-1) / bundle; b <= (l.size-1)/bundle; b++ {
		entries, err := client.GetEntryBundle(ctx, l.reader.ReadEntryBundle, b, l.size)
		if err != nil {
			return l.place.differs(err.Error())
		}
		first := b*bundle + 1
		page, err := records.Public(ctx, first, len(entries.Entries))
		if err != nil {
			return err
		}
		for i, data := range entries.Entries {
			if i >= len(page) || !bytes.Equal(leafOf(&page[i].Record).data, data) {
				return l.place.differs(fmt.Sprintf("leaf %d is not record %d", first-1+uint64(i), first+uint64(i)))
			}
		}
	}
	return nil
}

// add adds the records that follow, as many as go at once. They are durable when
// it returns; at is the place of the last one, n their number. After an error the
// log must be opened anew.
func (l *log) add(ctx context.Context, records feeds.Records) (n int, at ledger.Position, err error) {
	page, err := records.Public(ctx, l.size+1, int(window-l.size%bundle))
	if err != nil || len(page) == 0 {
		return 0, 0, err
	}
	leaves := make([]leaf, len(page))
	for i := range page {
		r := &page[i].Record
		if _, err := feeds.Lookup(r.Type); err != nil {
			return 0, 0, err
		}
		leaves[i] = leafOf(r)
		if err := leaves[i].keep(l.place.Dir()); err != nil {
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
	l.size += uint64(len(page))
	return len(page), page[len(page)-1].Position, nil
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
