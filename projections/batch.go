package projections

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/books"
	"caseledger/ledger/casefile"
)

// RecordError: the views cannot take a record. They stand before it and do not
// move on.
type RecordError struct {
	Position ledger.Position
	Stream   ledger.StreamID
	Type     string
	Err      error
}

func (e *RecordError) Error() string {
	return fmt.Sprintf("views stop before position %s (%s of %s): %v", e.Position, e.Type, e.Stream, e.Err)
}

func (e *RecordError) Unwrap() error { return e.Err }

// ErrorClass names the fault for health and metrics.
func (e *RecordError) ErrorClass() string { return "record" }

func recordError(r *ledger.Record, err error) error {
	return &RecordError{r.Position, r.Stream, r.Type, err}
}

// item is a record, decoded once for all views.
type item struct {
	record  ledger.Record
	number  string         // of the case; empty for other streams
	entry   casefile.Entry // of a case
	depends dependency     // of a registry that cases depend on, or nil
	of      *held          // the case, or nil
	stream  int64          // id of the stream in the views
	head    []byte         // as it is stored, see [coder.head]; nil where nobody stores it
}

// decode reads a record's body. What no view knows is an error: skipped, it
// would make figures that others cannot recompute.
func (it *item) decode(r *ledger.Record) (err error) {
	*it = item{record: *r}
	if number, ok := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix); ok {
		it.number = number
		it.entry, err = casefile.Decode(r)
		return err
	}
	e, err := books.Decode(r)
	if err != nil {
		return err
	}
	it.depends, err = dependencyOf(e)
	return err
}

// Bounds of a batch. A large one spreads the cost of a transaction and writes
// a case once for many of its records; memory sets the end.
const (
	batchRecords = 5_000
	batchBytes   = 4 << 20
	liveRecords  = 64
)

// batch is what is applied in one transaction; a record of a registry that
// cases depend on is a batch of its own, and may take several.
type batch struct {
	items    []item
	bytes    int
	position ledger.Position // how far the ledger was read
	live     bool            // at its end there was nothing more
	err      error           // why nothing follows
	stores   bool            // its records are to be stored: their heads are made
	heads    coder
}

func (b *batch) add(r *ledger.Record) error {
	b.items = append(b.items, item{})
	if err := b.items[len(b.items)-1].decode(r); err != nil {
		b.items = b.items[:len(b.items)-1]
		return recordError(r, err)
	}
	b.took(r)
	return nil
}

// took makes the head of the last item, whose record is r, and counts its bytes.
func (b *batch) took(r *ledger.Record) {
	if b.stores {
		from := len(b.heads.b)
		b.heads.head(r)
		b.items[len(b.items)-1].head = b.heads.b[from:len(b.heads.b):len(b.heads.b)]
	}
	b.bytes += r.Size()
}

// depends says whether a batch ends with a record that cases depend on.
func (b *batch) depends() bool {
	n := len(b.items)
	return n > 0 && b.items[n-1].depends != nil
}

// mixed says whether such a record stands after others.
func (b *batch) mixed() bool { return len(b.items) > 1 && b.depends() }

// reader follows a ledger and decodes beside the writer. full carries batches
// to the writer, free brings them back.
type reader struct {
	full chan *batch
	free chan *batch
}

// newBatch is a batch whose records are to be stored, in memory that is free.
func newBatch(items []item, heads []byte) *batch {
	return &batch{items: items[:0], stores: true, heads: coder{b: heads[:0], writing: true}}
}

func newReader() *reader {
	r := &reader{full: make(chan *batch, 1), free: make(chan *batch, 3)}
	for range cap(r.free) {
		r.free <- newBatch(nil, nil)
	}
	return r
}

// read fills batches until the follow ends; the last one says why. While it
// catches up batches are large, afterwards they leave as soon as the writer
// can take them.
func (r *reader) read(ctx context.Context, s ledger.Store, after ledger.Position) {
	defer close(r.full)
	b, live := <-r.free, false
	b.position = after
	for it, err := range s.Follow(ctx, after, ledger.Filter{}) {
		if err == nil && it.Record != nil {
			if err = b.add(it.Record); err == nil && b.mixed() {
				b = r.cut(b)
			}
		}
		if err != nil {
			b.err = err
			break
		}
		b.position = it.Position
		b.live = it.Live
		live = live || it.Live
		switch {
		case it.Live || b.depends() || len(b.items) >= batchRecords || b.bytes >= batchBytes:
			r.full <- b
			b = r.next(b.position)
		case live && len(b.items) >= liveRecords:
			select {
			case r.full <- b:
				b = r.next(b.position)
			default:
			}
		}
	}
	if b.err == nil {
		if b.err = ctx.Err(); b.err == nil {
			b.err = errEnded
		}
	}
	r.full <- b
}

// cut sends a batch without its last record, and begins the next with that.
func (r *reader) cut(b *batch) *batch {
	n := len(b.items) - 1
	last := b.items[n]
	b.items = b.items[:n]
	r.full <- b
	b = r.next(b.position)
	b.items = append(b.items, last)
	b.took(&last.record)
	return b
}

// errEnded: a follow ended although its context did not.
var errEnded = errors.New("the ledger stopped answering; was it closed?")

func (r *reader) next(at ledger.Position) *batch {
	b := <-r.free
	clear(b.items)
	*b = *newBatch(b.items, b.heads.b)
	b.position = at
	return b
}
