package supervise

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// watched is an open case.
type watched struct {
	number string
	state  casefile.Case
	known  time.Time // when its first record was recorded
	sent   time.Time // when it was transferred last
	next   workdays.Date
	moved  bool             // since the day began
	own    []casefile.Entry // what supervision has recorded of it
}

// takeCase moves a case on by a record and raises what follows from it at once.
func (f *fold) takeCase(r *ledger.Record) error {
	e, err := casefile.Decode(r)
	if err != nil {
		return err
	}
	_, number := split(r.Stream)
	t := f.cases[number]
	switch {
	case t == nil && r.Revision == 0:
		t = &watched{number: number, known: r.Recorded, next: workdays.NoDate}
		f.cases[number] = t
	case t == nil && !returns(e.Event):
		return nil // it has ended, and nothing of it is watched any more
	case t == nil || amends(e.Event):
		if t, err = f.again(number, r.Position, t); err != nil {
			return err
		}
		if amends(e.Event) {
			f.move(t)
			return nil
		}
		f.occasions(t, nil, &e)
		f.move(t)
		return nil
	}
	before := t.state
	t.state.Apply(&e)
	if _, ok := e.Event.(casefile.Transferred); ok {
		t.sent = e.Occurred
	}
	f.occasions(t, &before, &e)
	f.move(t)
	return nil
}

// move has a case looked at when the next day begins.
func (f *fold) move(t *watched) {
	if !t.moved {
		t.moved = true
		f.moved = append(f.moved, t)
	}
}

// moveAll has all cases looked at whose limits may be others now.
func (f *fold) moveAll(bears func(*casefile.Case) bool) {
	for _, t := range f.cases {
		if bears(&t.state) {
			f.move(t)
		}
	}
}

func amends(e casefile.Event) bool {
	switch e.(type) {
	case casefile.RecordCorrected, casefile.RecordVoided:
		return true
	}
	return false
}

// returns says whether an event of a case that has ended is of interest: it
// changes the past, opens the case again, or may itself be a breach.
func returns(e casefile.Event) bool {
	switch e.(type) {
	case casefile.ReturnReviewDecided, casefile.FeeCharged:
		return true
	}
	return amends(e)
}

// again reads a case anew up to a record, and takes to it what supervision has
// recorded itself and the ledger holds later.
func (f *fold) again(number string, upTo ledger.Position, old *watched) (*watched, error) {
	h, err := f.read(number, upTo)
	if err != nil {
		return nil, err
	}
	t := old
	if t == nil {
		t = &watched{number: number, next: workdays.NoDate}
		f.cases[number] = t
	}
	t.state = h.Case
	for i := range h.Records {
		if i == 0 {
			t.known = h.Records[i].Recorded
		}
		if _, ok := h.Entries[i].Event.(casefile.Transferred); ok {
			t.sent = h.Entries[i].Occurred
		}
	}
	for i := range t.own {
		if !holds(&t.state, t.own[i].Event) {
			t.state.Apply(&t.own[i])
		}
	}
	return t, nil
}

// holds says whether a state has the effect of what supervision records.
func holds(c *casefile.Case, e casefile.Event) bool {
	switch x := e.(type) {
	case casefile.DeemedAccepted:
		return !c.AcceptedAt.IsZero()
	case casefile.TimeoutDefaulted:
		for _, d := range c.Kept().Defaults {
			if d.Effect == x.Effect && d.Organ == x.Organ {
				return true
			}
		}
	}
	return false
}

// over says whether nothing more can fall due of a case.
func over(c *casefile.Case) bool {
	return c.Status != casefile.Open && c.Status != casefile.Pending && c.Status != casefile.None
}
