package figures

import (
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// ratedClosings: by day of closing, cases with a rating that counts. The key is
// how many days after it the first was given; one at the acceptance before.
var ratedClosings = &Measure{
	Number: 14, Lasting: true,
	Cells: func(c *Case, s *Sink) {
		if !c.Closed() {
			return
		}
		first := workdays.NoDate
		for i := range c.Ratings {
			if r := &c.Ratings[i]; r.Valid() && (first == workdays.NoDate || r.On < first) {
				first = r.On
			}
		}
		if first != workdays.NoDate {
			s.add(c.Ended, Zigzag(int(first-c.Ended)), 1, 0)
		}
	},
	Add: func(b *Block, _ uint32, n, _ int64) { b.add(0, n) },
}

func (r *Reading) ratedClosings() int64 { return r.Flow.count(ratedClosings, 0) }

func plainRated(p *plain.Pick) int64 {
	return p.Count(func(c *plain.Case) bool { return p.Closed(c) && c.RatedBy(p.AsOf) })
}

func plainUnrated(p *plain.Pick) int64 { return p.Count(p.Closed) - plainRated(p) }

var ratedCases = Rule{
	ID: "rated_cases", Version: 1, Zh: "已评价办件数", En: "Closed cases that were rated",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: OneDay,
	Formula: "closed in the period, with a rating that counts given by the day as of which",
	Flow:    []*Measure{ratedClosings},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.ratedClosings()} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: plainRated(p)} },
}

var unrated = Rule{
	ID: "unrated", Version: 1, Zh: "未评价办件数", En: "Closed cases that nobody rated",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: OneDay, LowIsBest: true,
	Formula: "closed − rated_cases",
	Flow:    []*Measure{closings, ratedClosings},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.closed() - r.ratedClosings()} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: plainUnrated(p)} },
}

var ratingRate = Rule{
	ID: "rating_rate", Version: 1, Zh: "评议率", En: "Rating rate",
	Kind: Ratio, Unit: "%", Of: OfClosed, Adds: Never, Decimals: 2,
	Formula: "rated_cases ÷ closed",
	Flow:    []*Measure{closings, returns, ratedClosings},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.ratedClosings(), Denominator: r.Flow.closed(), Excluded: r.ended()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: plainRated(p), Denominator: p.Count(p.Closed), Excluded: p.Ended()}
	},
}
