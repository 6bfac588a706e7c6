package figures

import (
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// neverOpen: what acceptances and endings get wrong about the cases in hand at
// the end of a day, as differences: a case that ended before it was accepted
// was never in hand. No key.
var neverOpen = &Measure{
	Number: 1,
	Cells: func(c *Case, s *Sink) {
		if c.Ended != workdays.NoDate && c.Ended < c.Accepted {
			s.add(c.Ended, 0, 1, 0)
			s.add(c.Accepted, 0, -1, 0)
		}
	},
	Add: func(b *Block, _ uint32, n, _ int64) { b.add(0, n) },
}

// inHand is what the cases in hand follow from.
var inHand = []*Measure{neverOpen, acceptances, closings, returns}

// open is by how much the cases in hand became more.
func (t *Tally) open() int64 {
	return t.count(acceptances, acceptedAll) - t.closed() - t.counts(returns, returnedN, withdrawnN) + t.count(neverOpen, 0)
}

var open = Rule{
	ID: "open", Version: 1, Zh: "在办件数", En: "Cases in hand",
	Kind: Count, Unit: "cases", Of: OfInHand, Adds: OneDay, LowIsBest: true,
	Formula: "accepted, and at the end of the day as of which not closed, returned or withdrawn",
	Stock:   inHand,
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.AsOf.open()} },
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Count(func(c *plain.Case) bool { return c.OpenOn(p.AsOf) })}
	},
}

// overdues: cases in hand whose due date has passed, as differences. Key 1
// where the due date rests on an unpublished calendar, else 0.
var overdues = &Measure{
	Number: 2,
	Cells: func(c *Case, s *Sink) {
		if c.Due == workdays.NoDate {
			return
		}
		from, key := max(c.Accepted, c.Due+1), bit(c.ProvisionalDue())
		if c.Ended != workdays.NoDate && c.Ended <= from {
			return
		}
		s.add(from, key, 1, 0)
		if c.Ended != workdays.NoDate {
			s.add(c.Ended, key, -1, 0)
		}
	},
	Add: func(b *Block, key uint32, n, _ int64) {
		b.add(overdueAll, n)
		b.add(overdueProvisional, n*int64(key))
	},
}

// Counters of overdues.
const (
	overdueAll = iota
	overdueProvisional
)

// overdue are the cases overdue on the day, and whether any is provisional.
func (r *Reading) overdue() (n int64, provisional bool) {
	return r.Due.count(overdues, overdueAll), r.Due.count(overdues, overdueProvisional) > 0
}

func plainOverdue(p *plain.Pick) (n int64, provisional bool) {
	shaky := func(c *plain.Case) bool { return p.Overdue(c) && c.ProvisionalDue() }
	return p.Count(p.Overdue), p.Count(shaky) > 0
}

var overdue = Rule{
	ID: "overdue", Version: 3, Zh: "超期在办件数", En: "Cases in hand past their due date",
	Kind: Count, Unit: "cases", Of: OfInHand, Adds: OneDay, LowIsBest: true,
	Formula: "open at the end of the day as of which, with a due date before that day",
	Due:     []*Measure{overdues},
	Compute: func(r *Reading) (o Outcome) {
		o.Numerator, o.Provisional = r.overdue()
		return o
	},
	Plain: func(p *plain.Pick) (a plain.Answer) {
		a.Numerator, a.Provisional = plainOverdue(p)
		return a
	},
}
