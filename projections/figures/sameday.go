package figures

import "caseledger/projections/figures/plain"

// sameDay: by day of closing. Key 1 where the case was closed on the day of its
// acceptance, else 0.
var sameDay = &Measure{
	Number: 10,
	Cells: func(c *Case, s *Sink) {
		if c.Closed() {
			s.add(c.Ended, bit(c.Ended == c.Accepted), 1, 0)
		}
	},
	Add: func(b *Block, key uint32, n, _ int64) {
		b.add(0, n)
		b.add(1, n*int64(key))
	},
}

var sameDayRate = Rule{
	ID: "same_day_rate", Version: 1, Zh: "当日办结率", En: "Rate of closing on the day of acceptance",
	Kind: Ratio, Unit: "%", Of: OfClosed, Adds: Never, Decimals: 2,
	Formula: "closed in the period on the day of acceptance ÷ closed in the period",
	Flow:    []*Measure{sameDay},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.count(sameDay, 1), Denominator: r.Flow.count(sameDay, 0)}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		at := func(c *plain.Case) bool { return p.Closed(c) && c.Ended == c.Accepted }
		return plain.Answer{Numerator: p.Count(at), Denominator: p.Count(p.Closed)}
	},
}
