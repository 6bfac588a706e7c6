package figures

import (
	"caseledger/ledger/casefile"
	"caseledger/projections/figures/plain"
)

// returns: ended without closing, by day of ending. Key 0 returned, 1
// withdrawn; the counters are the same.
var returns = &Measure{
	Number: 3,
	Cells: func(c *Case, s *Sink) {
		switch c.Status {
		case casefile.SentBack:
			s.add(c.Ended, returnedN, 1, 0)
		case casefile.TakenBack:
			s.add(c.Ended, withdrawnN, 1, 0)
		}
	},
	Add: func(b *Block, key uint32, n, _ int64) { b.add(min(int(key), withdrawnN), n) },
}

// Counters of returns.
const (
	returnedN = iota
	withdrawnN
)

// endings are all that ended in the period.
var endings = []*Measure{closings, returns}

// ended lists cases that ended in the period without being closed.
func (r *Reading) ended() []Exclusion {
	return []Exclusion{{"returned", r.Flow.count(returns, returnedN)}, {"withdrawn", r.Flow.count(returns, withdrawnN)}}
}

// unlimited lists cases that ended in the period and had no limit to keep.
func (r *Reading) unlimited() []Exclusion {
	return append([]Exclusion{{"no_due_date", r.Flow.count(closings, closedWithoutDueN)}}, r.ended()...)
}

var returned = Rule{
	ID: "returned", Version: 1, Zh: "退回件数", En: "Cases returned",
	Kind: Count, Unit: "cases", Of: OfEnded, Adds: Throughout, LowIsBest: true,
	Formula: "returned in the period",
	Flow:    []*Measure{returns},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.count(returns, returnedN)} },
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Count(func(c *plain.Case) bool { return c.Status == casefile.SentBack && p.During(c.Ended) })}
	},
}

var withdrawn = Rule{
	ID: "withdrawn", Version: 1, Zh: "撤回件数", En: "Cases withdrawn",
	Kind: Count, Unit: "cases", Of: OfEnded, Adds: Throughout, LowIsBest: true,
	Formula: "withdrawn in the period",
	Flow:    []*Measure{returns},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.count(returns, withdrawnN)} },
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Count(func(c *plain.Case) bool { return c.Status == casefile.TakenBack && p.During(c.Ended) })}
	},
}
