package figures

import (
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// cohorts: by day of acceptance, those that were closed. The key is how many
// days later.
var cohorts = &Measure{
	Number: 6, Lasting: true,
	Cells: func(c *Case, s *Sink) {
		if c.Closed() {
			s.add(c.Accepted, Zigzag(int(c.Ended-c.Accepted)), 1, 0)
		}
	},
	Add: func(b *Block, _ uint32, n, _ int64) { b.add(0, n) },
}

var completionFlow = Rule{
	ID: "completion_rate_flow", Version: 1, Zh: "办结率（当期）", En: "Completion rate of the period",
	Kind: Ratio, Unit: "%", Of: OfAccepted, Adds: Never, Decimals: 2,
	Formula: "closed in the period ÷ accepted in the period; may exceed 100 %",
	Flow:    []*Measure{acceptances, closings, returns},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.closed(), Denominator: r.accepted(), Excluded: r.ended()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Count(p.Closed), Denominator: p.Count(p.Accepted), Excluded: p.Ended()}
	},
}

var completionCohort = Rule{
	ID: "completion_rate_cohort", Version: 1, Zh: "办结率（同批）", En: "Completion rate of the cohort",
	Kind: Ratio, Unit: "%", Of: OfAccepted, Adds: Never, Decimals: 2,
	Formula: "of those accepted in the period, closed by the day as of which ÷ accepted in the period",
	Flow:    []*Measure{acceptances, cohorts},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.count(cohorts, 0), Denominator: r.accepted()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		done := func(c *plain.Case) bool { return p.Accepted(c) && c.Closed() && plain.UpTo(c.Ended, p.AsOf) }
		return plain.Answer{Numerator: p.Count(done), Denominator: p.Count(p.Accepted)}
	},
}

var completionStock = Rule{
	ID: "completion_rate_stock", Version: 1, Zh: "办结率（存量）", En: "Completion rate of the stock",
	Kind: Ratio, Unit: "%", Of: OfOpenedOrIn, Adds: Never, Decimals: 2,
	Formula: "closed in the period ÷ (open at its start + accepted in it)",
	Flow:    []*Measure{acceptances, closings, returns}, Stock: inHand,
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.closed(), Denominator: r.Start.open() + r.accepted(), Excluded: r.ended()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		start := int64(0)
		if p.From != workdays.NoDate {
			start = p.Count(func(c *plain.Case) bool { return c.OpenOn(p.From - 1) })
		}
		return plain.Answer{Numerator: p.Count(p.Closed), Denominator: start + p.Count(p.Accepted), Excluded: p.Ended()}
	},
}

var completionCumulative = Rule{
	ID: "completion_rate_cumulative", Version: 1, Zh: "办结率（累计）", En: "Completion rate from the beginning",
	Kind: Ratio, Unit: "%", Of: OfBeginning, Adds: Never, Decimals: 2,
	Formula: "closed up to the day as of which ÷ accepted up to that day, from the beginning",
	Stock:   []*Measure{acceptances, closings},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.AsOf.closed(), Denominator: r.AsOf.count(acceptances, acceptedAll)}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{
			Numerator:   p.Count(func(c *plain.Case) bool { return c.Closed() && plain.UpTo(c.Ended, p.AsOf) }),
			Denominator: p.Count(func(c *plain.Case) bool { return plain.UpTo(c.Accepted, p.AsOf) }),
		}
	},
}
