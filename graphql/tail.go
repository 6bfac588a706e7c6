package graphql

import (
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/projections"
	"caseledger/projections/follow"
)

// notice is one record as subscribers get it. It is shared and immutable.
type notice struct {
	ordinal uint64
	entry   projections.TimelineEntry // Number is empty where the record is of no case
}

// tailBounds are those of the records near the end that subscribers share.
var tailBounds = projections.WindowBounds{Batch: 256, Held: 4096, Bytes: 16 << 20}

// newTail is the end of the ledger as the views have read it, for all
// subscribers.
func newTail(records projections.Records, f *follow.Follower) *projections.Window[notice] {
	return projections.NewWindow(records, tailBounds, f, newNotice, func(n *notice) int { return 300 + len(n.entry.Public) })
}

func newNotice(p *projections.PublicRecord) (notice, error) {
	r := &p.Record
	number, ok := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix)
	if !ok {
		number = ""
	}
	return notice{p.Ordinal, projections.Told(number, r)}, nil
}
