package projections

import (
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger"
)

// form is how a figure's value follows from its numbers.
type form uint8

const (
	count      form = iota // value = numerator
	percent                // value = 100 · numerator ÷ denominator
	mean                   // value = numerator ÷ denominator
	percentile             // value = the numerator-th smallest of denominator values
	money                  // value = numerator, in millionths
)

// A recipe is a definition with the rule that computes it.
type recipe struct {
	Definition
	form    form
	stocks  bool // it needs what was before the period
	overdue bool // it counts cases in hand past their due date
	make    func(*reading) outcome
}

// reading is what is known of one population and period.
type reading struct {
	flow               *tally // the period
	start              int64  // open at the end of the day before the period
	open               int64  // at the end of the day as of which
	overdue            int64
	overdueProvisional int64
	accepted           int64 // up to that day, from the beginning
	closed             int64
	currency           uint32 // of the sum of fees
}

// outcome is a figure before it is rounded and dressed.
type outcome struct {
	numerator, denominator int64
	value                  int64 // of a percentile
	excluded               []Exclusion
	provisional            bool
}

// recipes lists all figures. A change in what a figure means raises its
// version; FIGURES.md says the same to strangers.
func recipes() []recipe {
	return slices.Concat(countRecipes(), rateRecipes(), dayRecipes(), otherRecipes())
}

func counting(id, title, formula string, low bool, f func(*reading) int64) recipe {
	return recipe{Definition: Definition{ID: id, Version: 1, Title: title, Unit: "cases", Formula: formula, LowIsBest: low},
		form: count, make: func(r *reading) outcome { return outcome{numerator: f(r)} }}
}

func countRecipes() []recipe {
	stock := func(r recipe) recipe { r.stocks = true; return r }
	due := func(r recipe) recipe {
		plain := r.make
		r.make = func(x *reading) outcome {
			o := plain(x)
			o.provisional = x.flow.provisionalDue > 0
			return o
		}
		return r
	}
	overdue := stock(counting("overdue", "超期在办件数", "open at the end of the day as of which, with a due date before that day", true, func(r *reading) int64 { return r.overdue }))
	overdue.make = func(r *reading) outcome {
		return outcome{numerator: r.overdue, provisional: r.overdueProvisional > 0}
	}
	overdue.overdue = true
	return []recipe{
		counting("accepted", "受理件数", "accepted in the period", false, func(r *reading) int64 { return r.flow.accepted }),
		counting("closed", "办结件数", "closed in the period; returned and withdrawn cases are not closed", false, func(r *reading) int64 { return r.flow.closed() }),
		stock(counting("open", "在办件数", "accepted, and at the end of the day as of which not closed, returned or withdrawn", true, func(r *reading) int64 { return r.open })),
		overdue,
		due(counting("closed_early", "提前办结件数", "closed in the period on a date before the due date", false, func(r *reading) int64 { return r.flow.early })),
		due(counting("closed_on_time", "按时办结件数", "closed in the period at or before the due time, early ones included", false, func(r *reading) int64 { return r.flow.early + r.flow.onTime })),
		due(counting("closed_late", "超时办结件数", "closed in the period after the due time", true, func(r *reading) int64 { return r.flow.late })),
		counting("closed_without_due", "无时限办结件数", "closed in the period, with no limit to hold it to", true, func(r *reading) int64 { return r.flow.withoutDue }),
		counting("returned", "退回件数", "returned in the period", true, func(r *reading) int64 { return r.flow.returned }),
		counting("withdrawn", "撤回件数", "withdrawn in the period", true, func(r *reading) int64 { return r.flow.withdrawn }),
	}
}

func rate(id, title, formula string, f func(*reading) outcome) recipe {
	return recipe{Definition: Definition{ID: id, Version: 1, Title: title, Unit: "%", Formula: formula, Decimals: 2}, form: percent, make: f}
}

// ended lists cases that ended in the period without being closed.
func ended(t *tally) []Exclusion {
	return []Exclusion{{Reason: "returned", Count: t.returned}, {Reason: "withdrawn", Count: t.withdrawn}}
}

// unlimited lists cases that ended in the period and have no limit kept.
func unlimited(t *tally) []Exclusion {
	return append([]Exclusion{{Reason: "no_due_date", Count: t.withoutDue}}, ended(t)...)
}

func rateRecipes() []recipe {
	stock := func(r recipe) recipe { r.stocks = true; return r }
	out := []recipe{
		rate("completion_rate_flow", "办结率（当期）", "closed in the period ÷ accepted in the period; may exceed 100 %", func(r *reading) outcome {
			return outcome{numerator: r.flow.closed(), denominator: r.flow.accepted, excluded: ended(r.flow)}
		}),
		rate("completion_rate_cohort", "办结率（同批）", "of those accepted in the period, closed by the day as of which ÷ accepted in the period", func(r *reading) outcome {
			return outcome{numerator: r.flow.cohort, denominator: r.flow.accepted}
		}),
		stock(rate("completion_rate_stock", "办结率（存量）", "closed in the period ÷ (open at its start + accepted in it)", func(r *reading) outcome {
			return outcome{numerator: r.flow.closed(), denominator: r.start + r.flow.accepted, excluded: ended(r.flow)}
		})),
		stock(rate("completion_rate_cumulative", "办结率（累计）", "closed up to the day as of which ÷ accepted up to that day, from the beginning", func(r *reading) outcome {
			return outcome{numerator: r.closed, denominator: r.accepted}
		})),
		rate("on_time_rate", "按时办结率", "closed in the period at or before the due time ÷ closed in the period with a limit", func(r *reading) outcome {
			return outcome{numerator: r.flow.early + r.flow.onTime, denominator: r.flow.withLimit(), excluded: unlimited(r.flow), provisional: r.flow.provisionalDue > 0}
		}),
		stock(rate("on_time_rate_strict", "按时办结率（含超期在办）", "closed in the period at or before the due time ÷ (closed in the period with a limit + overdue on the day as of which)", func(r *reading) outcome {
			return outcome{numerator: r.flow.early + r.flow.onTime, denominator: r.flow.withLimit() + r.overdue, excluded: unlimited(r.flow),
				provisional: r.flow.provisionalDue > 0 || r.overdueProvisional > 0}
		})),
		rate("early_rate", "提前办结率", "closed in the period on a date before the due date ÷ closed in the period with a limit", func(r *reading) outcome {
			return outcome{numerator: r.flow.early, denominator: r.flow.withLimit(), excluded: unlimited(r.flow), provisional: r.flow.provisionalDue > 0}
		}),
		rate("immediate_rate", "即办率", "accepted in the period for immediate handling ÷ accepted in the period", func(r *reading) outcome {
			return outcome{numerator: r.flow.immediate, denominator: r.flow.accepted}
		}),
	}
	for i := range out {
		out[i].overdue = out[i].ID == "on_time_rate_strict"
	}
	return out
}

// dayRecipes are the figures in days. Means of promised, actual and early days
// are over one population, so that the third is the difference of the others.
func dayRecipes() []recipe {
	days := func(id, title, formula string, low bool, sum func(*tally) int64) recipe {
		return recipe{Definition: Definition{ID: id, Version: 1, Title: title, Unit: "working days", Formula: formula, Decimals: 2, LowIsBest: low},
			form: mean, make: func(r *reading) outcome {
				return outcome{numerator: sum(r.flow), denominator: r.flow.withLimit(), excluded: unlimited(r.flow), provisional: r.flow.provisionalKept > 0}
			}}
	}
	out := []recipe{
		days("mean_promised_days", "平均承诺时限", "sum of the limits ÷ closed in the period with a limit", true, func(t *tally) int64 { return t.kept }),
		days("mean_actual_days", "平均实际用时", "sum of the working days from acceptance to closing ÷ closed in the period with a limit", true, func(t *tally) int64 { return t.spent }),
		days("mean_early_days", "平均提前时间", "sum of limit − working days ÷ closed in the period with a limit", false, func(t *tally) int64 { return t.kept - t.spent }),
		{Definition: Definition{ID: "mean_calendar_days", Version: 1, Title: "平均历时（自然日）", Unit: "calendar days", Decimals: 2, LowIsBest: true,
			Formula: "sum of the calendar days from acceptance to closing ÷ closed in the period"},
			form: mean, make: func(r *reading) outcome {
				return outcome{numerator: r.flow.calendar.sum, denominator: r.flow.closed(), excluded: ended(r.flow)}
			}},
		rate("speed_up", "实际提速率", "sum of limit − working days ÷ sum of limits, over those closed in the period with a limit", func(r *reading) outcome {
			return outcome{numerator: r.flow.kept - r.flow.spent, denominator: r.flow.kept, excluded: unlimited(r.flow), provisional: r.flow.provisionalKept > 0}
		}),
		rate("promise_speed_up", "承诺提速率", "sum of legal − promised days ÷ sum of legal days, over the cases accepted in the period with both limits", func(r *reading) outcome {
			return outcome{numerator: r.flow.legal - r.flow.promised, denominator: r.flow.legal,
				excluded: []Exclusion{{Reason: "no_legal_or_promised_limit", Count: r.flow.accepted - r.flow.limits}}}
		}),
	}
	for _, p := range [...]int64{50, 75, 90, 95, 99, 100} {
		out = append(out, percentileRecipe("working_days", "办结用时（工作日）", "working days", p,
			func(t *tally) *histogram { return &t.working }, func(t *tally) bool { return t.provisionalDays > 0 }))
	}
	for _, p := range [...]int64{50, 75, 90, 95, 99, 100} {
		out = append(out, percentileRecipe("calendar_days", "办结用时（自然日）", "calendar days", p,
			func(t *tally) *histogram { return &t.calendar }, func(*tally) bool { return false }))
	}
	return out
}

// percentileRecipe is an exact percentile by nearest rank: of n values in
// ascending order the one with number ⌈p·n/100⌉.
func percentileRecipe(id, title, unit string, p int64, values func(*tally) *histogram, provisional func(*tally) bool) recipe {
	name, chinese := fmt.Sprintf("p%d", p), fmt.Sprintf("第%d百分位", p)
	if p == 100 {
		name, chinese = "max", "最长"
	}
	return recipe{Definition: Definition{ID: id + "_" + name, Version: 1, Title: title + chinese, Unit: unit, LowIsBest: true,
		Formula: fmt.Sprintf("of the %s from acceptance to closing of the cases closed in the period, in ascending order, the one with number ⌈%d·n/100⌉ of n", unit, p)},
		form: percentile, make: func(r *reading) outcome {
			h := values(r.flow)
			o := outcome{numerator: (p*h.n + 99) / 100, denominator: h.n, excluded: ended(r.flow), provisional: provisional(r.flow)}
			if h.n > 0 {
				o.value = int64(h.at(o.numerator))
			}
			return o
		}}
}

// otherRecipes are fees and anomalies. The sum of fees is one figure for each
// currency.
func otherRecipes() []recipe {
	feeCases := counting("fee_cases", "收费件数", "accepted in the period, with at least one fee charged by now", false, func(r *reading) int64 { return r.flow.feeTotal().cases })
	charges := counting("fee_charges", "收费笔数", "fees charged by now to the cases accepted in the period", false, func(r *reading) int64 { return r.flow.feeTotal().charges })
	charges.Unit = "charges"
	fees := counting("fees", "收费金额", "sum of the fees charged by now to the cases accepted in the period, one figure for each currency", false, func(r *reading) int64 {
		if f := r.flow.fees[r.currency]; f != nil {
			return f.millionths
		}
		return 0
	})
	fees.Unit, fees.Decimals, fees.form = "currency", 2, money
	out := []recipe{feeCases, charges, fees}
	titles := [...]string{"办结早于受理件数", "办结后仍有环节件数", "受理前已有环节件数"}
	texts := [...]string{"closed before it was accepted", "with a step after closing", "with a step before acceptance"}
	for i, a := range anomalies {
		out = append(out, counting("anomaly_"+string(a), titles[i], "accepted in the period, "+texts[i], true, func(r *reading) int64 { return r.flow.anomalies[i] }))
	}
	return out
}

// Definitions lists the figures.
func Definitions() []Definition {
	var out []Definition
	for _, r := range recipes() {
		out = append(out, r.Definition)
	}
	return out
}

// recipesFor are the recipes of the given figures in the order asked for, or
// all.
func recipesFor(ids []string) ([]recipe, error) {
	known := recipes()
	if len(ids) == 0 {
		return known, nil
	}
	var out []recipe
	for _, id := range ids {
		i := slices.IndexFunc(known, func(r recipe) bool { return r.ID == id })
		if i < 0 {
			var all []string
			for _, r := range known {
				all = append(all, r.ID)
			}
			return nil, &ledger.InvalidError{Field: "figure", Value: id, Reason: "want one of " + strings.Join(all, ", ")}
		}
		out = append(out, known[i])
	}
	return out, nil
}
