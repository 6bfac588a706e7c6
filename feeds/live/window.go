package live

import (
	"context"
	"fmt"
	"sync"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections"
)

// frame is one record, encoded for all readers.
type frame struct {
	position ledger.Position
	number   string // of the case; empty where the record is of none
	typ      string
	bytes    []byte // one event of the stream
}

const (
	readBatch   = 256     // records read at once
	windowBytes = 8 << 20 // bound of a window's frames, one frame excepted
)

// window is the encoded end of the ledger. Whoever needs the next record first
// reads it for all.
type window struct {
	records feeds.Records
	limit   int

	mu     sync.Mutex
	first  uint64 // ordinal of frames[0]
	frames []frame
	size   int // bytes of frames
}

// at gives frames from the ordinal on, as many as are at hand, none where the
// ledger ends there. The slice is the caller's; the frames are shared.
func (w *window) at(ctx context.Context, ordinal uint64) ([]frame, error) {
	frames, behind, err := w.shared(ctx, ordinal)
	if behind {
		return read(ctx, w.records, ordinal)
	}
	return frames, err
}

// shared is at for an ordinal that is not behind the window.
func (w *window) shared(ctx context.Context, ordinal uint64) (frames []frame, behind bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	next := w.first + uint64(len(w.frames))
	if ordinal < w.first {
		return nil, true, nil
	}
	if ordinal < next {
		have := w.frames[ordinal-w.first:]
		return append([]frame(nil), have[:min(len(have), readBatch)]...), false, nil
	}
	if ordinal > next { // nobody has read on for a while
		w.first, w.frames, w.size = ordinal, nil, 0
	}
	frames, err = read(ctx, w.records, ordinal)
	w.add(frames)
	return frames, false, err
}

func (w *window) add(more []frame) {
	w.frames = append(w.frames, more...)
	for i := range more {
		w.size += len(more[i].bytes)
	}
	drop := 0
	for len(w.frames)-drop > w.limit || w.size > windowBytes && len(w.frames)-drop > 1 {
		w.size -= len(w.frames[drop].bytes)
		drop++
	}
	clear(w.frames[:drop])
	w.frames = w.frames[drop:]
	w.first += uint64(drop)
}

// read encodes up to readBatch records from the ordinal on.
func read(ctx context.Context, records feeds.Records, ordinal uint64) ([]frame, error) {
	public, err := records.Public(ctx, ordinal, readBatch)
	if err != nil {
		return nil, fmt.Errorf("read records from %d: %w", ordinal, err)
	}
	frames := make([]frame, len(public))
	for i := range public {
		if frames[i], err = encode(&public[i]); err != nil {
			return nil, err
		}
	}
	return frames, nil
}

func encode(p *projections.PublicRecord) (frame, error) {
	r := p.Record
	r.Position = p.Position
	if _, err := feeds.Lookup(r.Type); err != nil {
		return frame{}, err
	}
	number, _ := feeds.CaseNumber(r.Stream)
	b := make([]byte, 0, 512+len(r.Public))
	b = append(b, "id: "+p.Position.String()+"\nevent: "+r.Type+"\ndata: "...)
	b = feeds.AppendPlaced(b, &r)
	return frame{p.Position, number, r.Type, append(b, "\n\n"...)}, nil
}
