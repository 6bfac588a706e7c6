package figures

import "caseledger/projections/figures/plain"

// punctual is what rates of closed cases with a limit share.
func (r *Reading) punctual(numerator int64) Outcome {
	return Outcome{Numerator: numerator, Denominator: r.Flow.limited(), Excluded: r.unlimited(), Provisional: r.shakyDue()}
}

func plainPunctual(p *plain.Pick, kept func(*plain.Case) bool) plain.Answer {
	return plain.Answer{Numerator: p.Count(func(c *plain.Case) bool { return p.Limited(c) && kept(c) }),
		Denominator: p.Count(p.Limited), Excluded: p.Unlimited(), Provisional: plainShakyDue(p)}
}

var onTimeRate = Rule{
	ID: "on_time_rate", Version: 3, Zh: "按时办结率", En: "On-time rate",
	Kind: Ratio, Unit: "%", Of: OfLimited, Adds: Never, Decimals: 2,
	Formula: "closed in the period at or before the due time ÷ closed in the period with a limit",
	Flow:    endings,
	Compute: func(r *Reading) Outcome { return r.punctual(r.Flow.inTime()) },
	Plain:   func(p *plain.Pick) plain.Answer { return plainPunctual(p, (*plain.Case).InTime) },
}

var onTimeRateStrict = Rule{
	ID: "on_time_rate_strict", Version: 3, Zh: "按时办结率（含超期在办）", En: "On-time rate with overdue cases",
	Kind: Ratio, Unit: "%", Of: OfLimited, Adds: Never, Decimals: 2,
	Formula: "closed in the period at or before the due time ÷ (closed in the period with a limit + overdue on the day as of which)",
	Flow:    endings, Due: []*Measure{overdues},
	Compute: func(r *Reading) Outcome {
		o := r.punctual(r.Flow.inTime())
		n, provisional := r.overdue()
		o.Denominator += n
		o.Provisional = o.Provisional || provisional
		return o
	},
	Plain: func(p *plain.Pick) plain.Answer {
		a := plainPunctual(p, (*plain.Case).InTime)
		n, provisional := plainOverdue(p)
		a.Denominator += n
		a.Provisional = a.Provisional || provisional
		return a
	},
}

var earlyRate = Rule{
	ID: "early_rate", Version: 3, Zh: "提前办结率", En: "Early rate",
	Kind: Ratio, Unit: "%", Of: OfLimited, Adds: Never, Decimals: 2,
	Formula: "closed in the period on a date before the due date ÷ closed in the period with a limit",
	Flow:    endings,
	Compute: func(r *Reading) Outcome { return r.punctual(r.Flow.count(closings, closedEarlyN)) },
	Plain: func(p *plain.Pick) plain.Answer {
		return plainPunctual(p, func(c *plain.Case) bool { return c.Result == plain.Early })
	},
}
