package figures

import "caseledger/projections/figures/plain"

// Promised, actual and early days are over one population, so that the third
// is the difference of the other two.

// limitedDays is what sums of working days over closed cases with a limit
// share.
func (r *Reading) limitedDays(numerator, denominator int64) Outcome {
	return Outcome{Numerator: numerator, Denominator: denominator, Cases: r.Flow.limited(), Excluded: r.unlimited(),
		Provisional: r.Flow.count(closings, closedProvisionalLimited) > 0}
}

func (r *Reading) limits() int64 { return r.Flow.count(closings, closedLimit) }
func (r *Reading) spent() int64  { return r.Flow.count(closings, closedSpent) }

func plainLimitedDays(p *plain.Pick, numerator, denominator int64) plain.Answer {
	shaky := func(c *plain.Case) bool { return p.Limited(c) && c.ProvisionalDays() }
	return plain.Answer{Numerator: numerator, Denominator: denominator, Excluded: p.Unlimited(), Provisional: p.Count(shaky) > 0}
}

func plainLimits(p *plain.Pick) int64 {
	return p.Sum(p.Limited, func(c *plain.Case) int64 { return int64(c.Limit) })
}

func plainSpent(p *plain.Pick) int64 {
	return p.Sum(p.Limited, func(c *plain.Case) int64 { return int64(c.Worked) })
}

var meanPromisedDays = Rule{
	ID: "mean_promised_days", Version: 3, Zh: "平均承诺时限", En: "Mean limit",
	Kind: Mean, Unit: "working days", Of: OfLimited, Adds: Never, Decimals: 2, LowIsBest: true,
	Formula: "sum of the limits ÷ closed in the period with a limit",
	Flow:    endings,
	Compute: func(r *Reading) Outcome { return r.limitedDays(r.limits(), r.Flow.limited()) },
	Plain: func(p *plain.Pick) plain.Answer {
		return plainLimitedDays(p, plainLimits(p), p.Count(p.Limited))
	},
}

var meanActualDays = Rule{
	ID: "mean_actual_days", Version: 3, Zh: "平均实际用时", En: "Mean working days",
	Kind: Mean, Unit: "working days", Of: OfLimited, Adds: Never, Decimals: 2, LowIsBest: true,
	Formula: "sum of the working days to closing, from acceptance, or from receipt where the rules count from that ÷ closed in the period with a limit",
	Flow:    endings,
	Compute: func(r *Reading) Outcome { return r.limitedDays(r.spent(), r.Flow.limited()) },
	Plain: func(p *plain.Pick) plain.Answer {
		return plainLimitedDays(p, plainSpent(p), p.Count(p.Limited))
	},
}

var meanEarlyDays = Rule{
	ID: "mean_early_days", Version: 3, Zh: "平均提前时间", En: "Mean working days before the limit",
	Kind: Mean, Unit: "working days", Of: OfLimited, Adds: Never, Decimals: 2,
	Formula: "sum of limit − working days ÷ closed in the period with a limit",
	Flow:    endings,
	Compute: func(r *Reading) Outcome { return r.limitedDays(r.limits()-r.spent(), r.Flow.limited()) },
	Plain: func(p *plain.Pick) plain.Answer {
		return plainLimitedDays(p, plainLimits(p)-plainSpent(p), p.Count(p.Limited))
	},
}

var meanCalendarDays = Rule{
	ID: "mean_calendar_days", Version: 1, Zh: "平均历时（自然日）", En: "Mean calendar days",
	Kind: Mean, Unit: "calendar days", Of: OfClosed, Adds: Never, Decimals: 2, LowIsBest: true,
	Formula: "sum of the calendar days from acceptance to closing ÷ closed in the period",
	Flow:    []*Measure{closings, returns, calendarDays},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.lengths(calendarDays).sum, Denominator: r.Flow.closed(), Excluded: r.ended()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		days := p.Sum(p.Closed, func(c *plain.Case) int64 { return int64(c.Days) })
		return plain.Answer{Numerator: days, Denominator: p.Count(p.Closed), Excluded: p.Ended()}
	},
}

var speedUp = Rule{
	ID: "speed_up", Version: 3, Zh: "实际提速率", En: "Actual speed-up",
	Kind: Ratio, Unit: "%", Of: OfLimited, Adds: Never, Decimals: 2,
	Formula: "sum of limit − working days ÷ sum of limits, over those closed in the period with a limit",
	Flow:    endings,
	Compute: func(r *Reading) Outcome { return r.limitedDays(r.limits()-r.spent(), r.limits()) },
	Plain: func(p *plain.Pick) plain.Answer {
		return plainLimitedDays(p, plainLimits(p)-plainSpent(p), plainLimits(p))
	},
}
