package projections

import "fmt"

// What recipes read.
var (
	acceptances = setOf(mAccepted)
	closings    = setOf(mClosed)
	endings     = setOf(mClosed, mReturned)
	handling    = setOf(mOpen, mAccepted, mClosed, mReturned) // what is in hand
)

// numbering is a recipe that counts cases.
func numbering(id, title, formula string, low bool, flows, stocks measures, f func(*reading) int64) recipe {
	return recipe{
		Definition: Definition{ID: id, Title: title, Unit: "cases", Formula: formula, LowIsBest: low},
		form:       count, flows: flows, stocks: stocks,
		make: func(r *reading) outcome { return outcome{numerator: f(r)} },
	}
}

func countRecipes() []recipe {
	return []recipe{
		numbering("accepted", "受理件数", "accepted in the period", false, acceptances, 0,
			func(r *reading) int64 { return r.flow.accepted }),
		numbering("closed", "办结件数", "closed in the period; returned and withdrawn cases are not closed", false, closings, 0,
			func(r *reading) int64 { return r.flow.closed() }),
		numbering("open", "在办件数", "accepted, and at the end of the day as of which not closed, returned or withdrawn", true, 0, handling,
			func(r *reading) int64 { return r.open }),
		overdueRecipe(),
		byDue("closed_early", "提前办结件数", "closed in the period on a date before the due date", false,
			func(r *reading) int64 { return r.flow.early }),
		byDue("closed_on_time", "按时办结件数", "closed in the period at or before the due time, early ones included", false,
			func(r *reading) int64 { return r.flow.kept() }),
		byDue("closed_late", "超时办结件数", "closed in the period after the due time", true,
			func(r *reading) int64 { return r.flow.late }),
		numbering("closed_without_due", "无时限办结件数", "closed in the period, with no limit to hold it to", true, closings, 0,
			func(r *reading) int64 { return r.flow.withoutDue }).since(2),
		numbering("returned", "退回件数", "returned in the period", true, setOf(mReturned), 0,
			func(r *reading) int64 { return r.flow.returned }),
		numbering("withdrawn", "撤回件数", "withdrawn in the period", true, setOf(mReturned), 0,
			func(r *reading) int64 { return r.flow.withdrawn }),
	}
}

func overdueRecipe() recipe {
	r := numbering("overdue", "超期在办件数", "open at the end of the day as of which, with a due date before that day", true, 0, 0, nil)
	r.overdue = true
	r.make = func(r *reading) outcome {
		return outcome{numerator: r.overdue, provisional: r.overdueProvisional > 0}
	}
	return r.since(2)
}

// byDue counts closed cases by whether they kept their due time.
func byDue(id, title, formula string, low bool, f func(*reading) int64) recipe {
	r := numbering(id, title, formula, low, closings, 0, nil)
	r.make = func(r *reading) outcome {
		return outcome{numerator: f(r), provisional: r.flow.provisionalDue > 0}
	}
	return r.since(2)
}

// rate is a recipe in per cent.
func rate(id, title, formula string, flows, stocks measures, f func(*reading) outcome) recipe {
	return recipe{
		Definition: Definition{ID: id, Title: title, Unit: "%", Formula: formula, Decimals: 2},
		form:       percent, flows: flows, stocks: stocks, make: f,
	}
}

// ended lists cases that ended in the period without being closed.
func ended(t *tally) []Exclusion {
	return []Exclusion{{Reason: "returned", Count: t.returned}, {Reason: "withdrawn", Count: t.withdrawn}}
}

// unlimited lists cases that ended in the period and had no limit to keep.
func unlimited(t *tally) []Exclusion {
	return append([]Exclusion{{Reason: "no_due_date", Count: t.withoutDue}}, ended(t)...)
}

// punctual is what rates of closed cases with a limit share.
func punctual(r *reading, numerator int64) outcome {
	return outcome{numerator: numerator, denominator: r.flow.withLimit(), excluded: unlimited(r.flow), provisional: r.flow.provisionalDue > 0}
}

func rateRecipes() []recipe {
	strict := rate("on_time_rate_strict", "按时办结率（含超期在办）",
		"closed in the period at or before the due time ÷ (closed in the period with a limit + overdue on the day as of which)", endings, 0,
		func(r *reading) outcome {
			o := punctual(r, r.flow.kept())
			o.denominator += r.overdue
			o.provisional = o.provisional || r.overdueProvisional > 0
			return o
		})
	strict.overdue = true
	return []recipe{
		rate("completion_rate_flow", "办结率（当期）", "closed in the period ÷ accepted in the period; may exceed 100 %", acceptances|endings, 0,
			func(r *reading) outcome {
				return outcome{numerator: r.flow.closed(), denominator: r.flow.accepted, excluded: ended(r.flow)}
			}),
		rate("completion_rate_cohort", "办结率（同批）", "of those accepted in the period, closed by the day as of which ÷ accepted in the period", acceptances|setOf(mCohort), 0,
			func(r *reading) outcome { return outcome{numerator: r.flow.cohort, denominator: r.flow.accepted} }),
		rate("completion_rate_stock", "办结率（存量）", "closed in the period ÷ (open at its start + accepted in it)", acceptances|endings, handling,
			func(r *reading) outcome {
				return outcome{numerator: r.flow.closed(), denominator: r.start + r.flow.accepted, excluded: ended(r.flow)}
			}),
		rate("completion_rate_cumulative", "办结率（累计）", "closed up to the day as of which ÷ accepted up to that day, from the beginning", 0, acceptances|closings,
			func(r *reading) outcome { return outcome{numerator: r.closed, denominator: r.accepted} }),
		rate("on_time_rate", "按时办结率", "closed in the period at or before the due time ÷ closed in the period with a limit", endings, 0,
			func(r *reading) outcome { return punctual(r, r.flow.kept()) }).since(2),
		strict.since(2),
		rate("early_rate", "提前办结率", "closed in the period on a date before the due date ÷ closed in the period with a limit", endings, 0,
			func(r *reading) outcome { return punctual(r, r.flow.early) }).since(2),
		rate("immediate_rate", "即办率", "accepted in the period for immediate handling ÷ accepted in the period", acceptances, 0,
			func(r *reading) outcome { return outcome{numerator: r.flow.immediate, denominator: r.flow.accepted} }),
	}
}

// lasting is a recipe of a mean in days.
func lasting(id, title, unit, formula string, low bool, flows measures, f func(*reading) outcome) recipe {
	return recipe{
		Definition: Definition{ID: id, Title: title, Unit: unit, Formula: formula, Decimals: 2, LowIsBest: low},
		form:       mean, flows: flows, make: f,
	}
}

// dayRecipes are means and what follows from them. Promised, actual and early
// days are over one population, so that the third is the difference of the
// other two.
func dayRecipes() []recipe {
	limited := func(r *reading, numerator, denominator int64) outcome {
		return outcome{numerator: numerator, denominator: denominator, excluded: unlimited(r.flow), provisional: r.flow.provisionalLimited > 0}
	}
	const unit = "working days"
	return []recipe{
		lasting("mean_promised_days", "平均承诺时限", unit, "sum of the limits ÷ closed in the period with a limit", true, endings,
			func(r *reading) outcome { return limited(r, r.flow.limit, r.flow.withLimit()) }).since(2),
		lasting("mean_actual_days", "平均实际用时", unit, "sum of the working days from acceptance to closing ÷ closed in the period with a limit", true, endings,
			func(r *reading) outcome { return limited(r, r.flow.spent, r.flow.withLimit()) }).since(2),
		lasting("mean_early_days", "平均提前时间", unit, "sum of limit − working days ÷ closed in the period with a limit", false, endings,
			func(r *reading) outcome { return limited(r, r.flow.limit-r.flow.spent, r.flow.withLimit()) }).since(2),
		lasting("mean_calendar_days", "平均历时（自然日）", "calendar days", "sum of the calendar days from acceptance to closing ÷ closed in the period", true, endings|setOf(mDays),
			func(r *reading) outcome {
				return outcome{numerator: r.flow.calendar.sum, denominator: r.flow.closed(), excluded: ended(r.flow)}
			}),
		rate("speed_up", "实际提速率", "sum of limit − working days ÷ sum of limits, over those closed in the period with a limit", endings, 0,
			func(r *reading) outcome { return limited(r, r.flow.limit-r.flow.spent, r.flow.limit) }).since(2),
		rate("promise_speed_up", "承诺提速率", "sum of legal − promised days ÷ sum of legal days, over the cases accepted in the period with both limits", acceptances, 0,
			func(r *reading) outcome {
				return outcome{numerator: r.flow.legal - r.flow.promised, denominator: r.flow.legal,
					excluded: []Exclusion{{Reason: "no_legal_or_promised_limit", Count: r.flow.accepted - r.flow.bothLimits}}}
			}),
	}
}

// percentileRecipes are exact percentiles by nearest rank: of n values in
// ascending order the one with number ⌈p·n/100⌉.
func percentileRecipes() []recipe {
	var out []recipe
	for _, length := range [...]struct {
		id, title, unit string
		version         int
		flows           measures
		values          func(*tally) *histogram
		provisional     func(*tally) bool
	}{
		{"working_days", "办结用时（工作日）", "working days", 2, endings,
			func(t *tally) *histogram { return &t.working }, func(t *tally) bool { return t.provisionalDays > 0 }},
		{"calendar_days", "办结用时（自然日）", "calendar days", 1, setOf(mDays, mReturned),
			func(t *tally) *histogram { return &t.calendar }, func(*tally) bool { return false }},
	} {
		for _, p := range [...]int64{50, 75, 90, 95, 99, 100} {
			name, chinese := fmt.Sprintf("p%d", p), fmt.Sprintf("第%d百分位", p)
			if p == 100 {
				name, chinese = "max", "最长"
			}
			formula := fmt.Sprintf("of the %s from acceptance to closing of the n cases closed in the period, in ascending order, the one with number ⌈%d·n/100⌉", length.unit, p)
			out = append(out, recipe{
				Definition: Definition{ID: length.id + "_" + name, Version: length.version, Title: length.title + chinese, Unit: length.unit, Formula: formula, LowIsBest: true},
				form:       percentile, flows: length.flows,
				make: func(r *reading) outcome {
					h := length.values(r.flow)
					rank := (p*h.n + 99) / 100
					return outcome{numerator: rank, denominator: h.n, value: int64(h.at(rank)), excluded: ended(r.flow), provisional: length.provisional(r.flow)}
				},
			})
		}
	}
	return out
}

// feeRecipes are fees. Their sum is one figure for each currency.
func feeRecipes() []recipe {
	charged := setOf(mFees)
	charges := numbering("fee_charges", "收费笔数", "fees charged by now to the cases accepted in the period", false, charged, 0,
		func(r *reading) int64 { return r.flow.feeTotal().charges })
	charges.Unit = "charges"
	fees := numbering("fees", "收费金额", "sum of the fees charged by now to the cases accepted in the period, one figure for each currency", false, charged, 0,
		func(r *reading) int64 {
			if f := r.flow.fees[r.currency]; f != nil {
				return f.millionths
			}
			return 0
		})
	fees.Unit, fees.Decimals, fees.form = "currency", 2, money
	return []recipe{
		numbering("fee_cases", "收费件数", "accepted in the period, with at least one fee charged by now", false, charged, 0,
			func(r *reading) int64 { return r.flow.feeTotal().cases }),
		charges,
		fees,
	}
}

func anomalyRecipes() []recipe {
	texts := [len(anomalies)][2]string{
		{"办结早于受理件数", "closed before it was accepted"},
		{"办结后仍有环节件数", "with a step after closing"},
		{"受理前已有环节件数", "with a step before acceptance"},
	}
	var out []recipe
	for i, a := range anomalies {
		out = append(out, numbering("anomaly_"+string(a), texts[i][0], "accepted in the period, "+texts[i][1], true, setOf(mAnomaly), 0,
			func(r *reading) int64 { return r.flow.anomalies[i] }))
	}
	return out
}
