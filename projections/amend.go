package projections

import (
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
)

// replayed is the summary of a case after the last of these items, which
// corrects or voids an earlier record of it. The case is made anew from all its
// records: those of earlier batches lie in the views, the others are among the
// items, of which first is the ordinal of the first.
func (w *writer) replayed(t door.Tx, h *held, items []item, first uint64) (*Summary, error) {
	ordinals, err := parseOrdinals(h.records.list)
	if err != nil {
		return nil, err
	}
	var told []casefile.Entry
	err = eachOrdinal(t, before(ordinals, first), casefile.Stream(h.number), func(r ledger.Record) error {
		e, err := casefile.Decode(&r)
		told = append(told, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range items {
		if items[i].of == h {
			told = append(told, items[i].entry)
		}
	}
	n, last := &Summary{Case: casefile.Replay(told)}, &items[len(items)-1].record
	n.Number = h.number // also where no event that holds names it
	n.Placing = placing(w.directory, &n.Case)
	n.derive(w.rules(n.Calendar))
	n.Position, n.Recorded = last.Position, last.Recorded
	return n, nil
}

// before gives the ordinals below first, of ascending ones.
func before(ordinals []uint64, first uint64) []uint64 {
	for i, o := range ordinals {
		if o >= first {
			return ordinals[:i]
		}
	}
	return ordinals
}
