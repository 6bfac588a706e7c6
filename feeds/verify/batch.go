package verify

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"
)

// A batch is a bundle with the tile of its leaves' hashes, read ahead and taken
// apart.
type batch struct {
	bundle, tile []byte // as they are; nil where they are not there
	leaves       [][]byte
	hashes       []tlog.Hash // of the leaves
	stored       []tlog.Hash // those of the tile
	contents     []content
	wrong        error // what is wrong with the bundle
	tileWrong    error
	err          error             // it could not be read
	long         map[string][]byte // records that are too long for leaves
}

// readBatch reads the bundle with a number.
func readBatch(ctx context.Context, s source, n uint64, width int, facts bool) (b *batch) {
	b = &batch{}
	if b.bundle, b.err = readTile(ctx, s, -1, n, width); errors.Is(b.err, fs.ErrNotExist) {
		b.wrong, b.err = errors.New("nothing"), nil
	} else if b.err != nil {
		return b
	} else if b.leaves, b.wrong = ParseBundle(b.bundle); b.wrong != nil {
		b.leaves = nil
	}
	if b.tile, b.err = readTile(ctx, s, 0, n, width); errors.Is(b.err, fs.ErrNotExist) {
		b.tileWrong, b.err = errors.New("nothing"), nil
	} else if b.err != nil {
		return b
	} else if b.stored, b.tileWrong = ParseTile(b.tile); b.tileWrong == nil && len(b.stored) != width {
		b.stored, b.tileWrong = nil, fmt.Errorf("%d hashes", len(b.stored))
	}
	b.hashes = make([]tlog.Hash, len(b.leaves))
	for i, l := range b.leaves {
		b.hashes[i] = tlog.RecordHash(l)
	}
	b.err = b.readRecords(ctx, s, facts)
	return b
}

// readRecords takes the leaves apart, and reads what is too long for leaves.
func (b *batch) readRecords(ctx context.Context, s source, facts bool) error {
	for _, l := range b.leaves {
		c := content{}
		long, ok := ParseLongLeaf(l)
		if ok {
			record, err := s.read(ctx, "record/"+long.Hash)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			if b.long == nil {
				b.long = map[string][]byte{}
			}
			b.long[long.Hash] = record
			if h := tlog.RecordHash(record); err != nil || len(record) != long.Size || hex.EncodeToString(h[:]) != long.Hash {
				c.err = fmt.Errorf("record/%s is not there or not that record", long.Hash)
			}
			l = record
		}
		if c.err == nil {
			r, err := ParseRecord(l)
			if c = contentOf(r); err != nil {
				c = content{err: err}
			} else if facts {
				c.count(&r)
			}
		}
		b.contents = append(b.contents, c)
	}
	return nil
}

// ahead reads batches in order, some at once.
type ahead struct {
	queue chan chan *batch
	stop  func()
}

// readAhead begins with the batch of the leaf from, of a log of so many leaves.
func readAhead(ctx context.Context, s source, from, size uint64, at int, facts bool) *ahead {
	ctx, stop := context.WithCancel(ctx)
	a := &ahead{make(chan chan *batch, at), stop}
	go func() {
		defer close(a.queue)
		for n := from / tileWidth; n*tileWidth < size; n++ {
			one := make(chan *batch, 1)
			select {
			case a.queue <- one:
			case <-ctx.Done():
				return
			}
			go func() { one <- readBatch(ctx, s, n, int(min(tileWidth, size-n*tileWidth)), facts) }()
		}
	}()
	return a
}

// next gives the next batch.
func (a *ahead) next(ctx context.Context) (*batch, error) {
	select {
	case one, ok := <-a.queue:
		if !ok {
			return nil, errors.New("there is no further batch")
		}
		b := <-one
		return b, b.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
