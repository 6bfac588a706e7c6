package casefile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"caseledger/ledger"
)

// A Moment bounds what of a case's history counts. All bounds that are set
// hold together; the zero Moment bounds nothing.
type Moment struct {
	// Revision, if set, is the last revision that counts.
	Revision *ledger.Revision
	// Position, if not zero, is the last position that counts: as known then.
	Position ledger.Position
	// Recorded, if not zero, leaves out what was recorded later: as known then.
	// Clocks may go backwards, so a later record can count where an earlier one
	// does not.
	Recorded time.Time
	// Occurred, if not zero, leaves out what happened later: as it was then. A
	// correction is knowledge, so it counts for what it corrects whenever it
	// was recorded.
	Occurred time.Time
}

// over says that this record and all later ones of its stream lie outside.
func (m Moment) over(r *ledger.Record) bool {
	return m.Revision != nil && r.Revision > *m.Revision || m.Position > 0 && r.Position > m.Position
}

// happened says whether something had happened by the moment.
func (m Moment) happened(at time.Time) bool {
	return m.Occurred.IsZero() || !at.After(m.Occurred)
}

// History is a case with the records it follows from.
type History struct {
	Number  string
	Records []ledger.Record // those that count, ascending by revision
	Entries []Entry         // decoded, one for each record
	Case    Case            // after them
	// Head is the revision of the stream's last record that was read, also
	// where it does not count.
	Head ledger.Revision
}

// Load reads a case up to a moment. A case that has no record at all is
// [ledger.ErrNotFound]; one that has none up to the moment is the zero Case.
func Load(ctx context.Context, s ledger.Store, number string, until Moment) (History, error) {
	h, err := load(ctx, s, number, until)
	if err == nil && h.Head == ledger.NoStream {
		err = fmt.Errorf("case %s: %w", number, ledger.ErrNotFound)
	}
	return h, err
}

// load is Load, with an empty history for a case that has no record.
func load(ctx context.Context, s ledger.Store, number string, until Moment) (History, error) {
	id := Stream(number)
	if err := id.Validate(); err != nil {
		return History{}, err
	}
	h := History{Number: number, Head: ledger.NoStream}
	var told []Entry // all that is known, whenever it happened
	for r, err := range s.Stream(ctx, id, 0) {
		if err != nil {
			return History{}, fmt.Errorf("load case %s: %w", number, err)
		}
		h.Head = r.Revision
		if until.over(&r) {
			break
		}
		if !until.Recorded.IsZero() && r.Recorded.After(until.Recorded) {
			continue
		}
		e, err := Decode(&r)
		if err != nil {
			return History{}, fmt.Errorf("load case %s: %w", number, err)
		}
		told = append(told, e)
		if until.happened(r.Occurred) {
			h.Records, h.Entries = append(h.Records, r), append(h.Entries, e)
		}
	}
	holding := slices.DeleteFunc(slices.Clone(Holding(told)), func(e Entry) bool { return !until.happened(e.Occurred) })
	h.Case = replay(h.Entries, holding)
	return h, nil
}

// add takes the record that follows, whatever its times.
func (h *History) add(r ledger.Record) error {
	e, err := Decode(&r)
	if err != nil {
		return err
	}
	h.Records, h.Entries = append(h.Records, r), append(h.Entries, e)
	h.Case.Advance(h.Entries)
	return nil
}
