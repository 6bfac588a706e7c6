package live

import (
	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections"
	"caseledger/projections/follow"
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

// newWindow is the encoded end of the ledger.
func newWindow(records feeds.Records, limit int, f *follow.Follower) *projections.Window[frame] {
	bounds := projections.WindowBounds{Batch: readBatch, Held: limit, Bytes: windowBytes}
	return projections.NewWindow(records, bounds, f, encode, func(f *frame) int { return len(f.bytes) })
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
