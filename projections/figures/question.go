package figures

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// choices are the filters that take one of some values.
var choices = [...]struct {
	name   string
	of     func(*Query) *string
	values []string
}{
	{"kind", func(q *Query) *string { return q.Kind }, texts(append(casefile.AllKinds.Kinds(), casefile.KindOther))},
	{"handling", func(q *Query) *string { return q.Handling }, texts([]casefile.Handling{casefile.Immediate, casefile.Promised, casefile.Special})},
	{"routing", func(q *Query) *string { return q.Routing }, texts([]casefile.Routing{casefile.Single, casefile.Joint, casefile.Forwarded, casefile.Agent})},
	{"intake", func(q *Query) *string { return q.Intake }, texts([]casefile.Intake{casefile.AsFiled, casefile.Supplemented, casefile.TurnedBack})},
}

func texts[T ~string](list []T) (out []string) {
	for _, v := range list {
		out = append(out, string(v))
	}
	return out
}

// Question is a query that can be answered, with what answers say of it.
type Question struct {
	Query // with KnownAt set
	Rules []*Rule
	// Today is the day as of which cases are overdue where the query leaves
	// the day open: when the last known record of a case was recorded, in the
	// default zone. NoDate where there is none.
	Today workdays.Date
	// Currencies are the names of currencies by their numbers.
	Currencies map[uint32]string
}

// NewQuestion checks a query that is put to figures that stand at a position,
// before anything is read. What cannot be answered gives a
// [*ledger.InvalidError].
func NewQuestion(q Query, at ledger.Position) (*Question, error) {
	rules, err := RulesFor(q.IDs)
	switch {
	case err != nil:
		return nil, err
	case q.From != workdays.NoDate && q.To != workdays.NoDate && q.To < q.From:
		return nil, &ledger.InvalidError{Field: "to", Value: q.To.String(), Reason: "lies before from " + q.From.String()}
	case q.Decimals > 6:
		return nil, &ledger.InvalidError{Field: "decimals", Value: strconv.Itoa(q.Decimals), Reason: "want 0 to 6, or less for the definition's own"}
	}
	for _, c := range choices {
		if v := c.of(&q); v != nil && !slices.Contains(c.values, *v) {
			return nil, &ledger.InvalidError{Field: c.name, Value: *v, Reason: fmt.Sprintf("want one of %v", c.values)}
		}
	}
	if rules, err = rulesThatAnswer(rules, &q); err != nil {
		return nil, err
	}
	if q.KnownAt == 0 {
		q.KnownAt = at
	}
	if q.KnownAt > at {
		return nil, &ledger.InvalidError{Field: "known at", Value: q.KnownAt.String(), Reason: "the views stand at " + at.String()}
	}
	return &Question{Query: q, Rules: rules, Today: workdays.NoDate, Currencies: map[uint32]string{}}, nil
}

// rulesThatAnswer are the rules of a query: of one that names none those that
// can answer it.
func rulesThatAnswer(rules []*Rule, q *Query) (out []*Rule, err error) {
	for _, r := range rules {
		if err := r.tellsApart(q); err == nil {
			out = append(out, r)
		} else if len(q.IDs) > 0 {
			return nil, err
		}
	}
	return out, nil
}

// AsOfDay is the day of a period on whose end stocks and cohorts are counted;
// NoDate where all counts.
func (x *Question) AsOfDay(to workdays.Date) workdays.Date {
	if x.AsOf != workdays.NoDate {
		return x.AsOf
	}
	return to
}

// DueDay is the day on whose end cases are overdue.
func (x *Question) DueDay(to workdays.Date) workdays.Date {
	if d := x.AsOfDay(to); d != workdays.NoDate {
		return d
	}
	return x.Today
}

// Reads are the measures that the question needs of periods, of all the time up
// to a day, and up to the day as of which cases are overdue.
func (x *Question) Reads() (flow, stock, due Set) {
	for _, r := range x.Rules {
		f, s, d := SetOf(r.Flow...), SetOf(r.Stock...), SetOf(r.Due...)
		flow.Join(&f)
		stock.Join(&s)
		due.Join(&d)
	}
	return flow, stock, due
}

// Daily are the measures that the question needs day by day.
func (x *Question) Daily() Set { return dailyOf(x.Rules) }

func dailyOf(rules []*Rule) (daily Set) {
	for _, r := range rules {
		s := SetOf(r.Daily...)
		daily.Join(&s)
	}
	return daily
}

// Listed says whether the question counts what registries list.
func (x *Question) Listed() bool {
	return slices.ContainsFunc(x.Rules, func(r *Rule) bool { return r.Listed })
}

// Figures computes the figures of one period.
func (x *Question) Figures(r *Reading, p Point) (out []Figure) {
	for _, rule := range x.Rules {
		for _, m := range x.measured(rule, r) {
			out = append(out, x.figure(rule, m, p))
		}
	}
	return out
}

// measured is an outcome with its unit.
type measured struct {
	Outcome
	unit string
}

// measured computes a figure: once, or a sum once for each currency.
func (x *Question) measured(rule *Rule, r *Reading) []measured {
	if rule.Listed {
		return []measured{{listedOutcome(rule, r), rule.Unit}}
	}
	if rule.Kind != Sum {
		return []measured{{rule.Compute(r), rule.Unit}}
	}
	var out []measured
	of := *r
	for _, c := range r.Currencies() {
		of.Currency = c
		out = append(out, measured{rule.Compute(&of), x.Currencies[c]})
	}
	if len(out) == 0 {
		out = append(out, measured{unit: rule.Unit})
	}
	slices.SortFunc(out, func(a, b measured) int { return strings.Compare(a.unit, b.unit) })
	return out
}

// listedOutcome counts what registries list.
func listedOutcome(rule *Rule, r *Reading) Outcome {
	p := r.Listed
	if p == nil {
		p = new(plain.Pick)
	}
	a := rule.Plain(p)
	o := Outcome{Numerator: a.Numerator, Denominator: a.Denominator, Cases: r.Cases}
	for _, e := range a.Excluded {
		o.Excluded = append(o.Excluded, Exclusion(e))
	}
	return o
}

// figure rounds an outcome and says how it came about.
func (x *Question) figure(r *Rule, o measured, p Point) Figure {
	f := Figure{
		ID: r.ID, Version: r.Version, Title: r.Zh, Unit: o.unit, Formula: r.Formula,
		Numerator: strconv.FormatInt(o.Numerator, 10), Excluded: o.Excluded, Provisional: o.Provisional,
		Rounding: Rounding{Mode: "half_up", Decimals: r.Decimals}, On: workdays.NoDate, Query: x.Query, Position: x.KnownAt,
	}
	f.Query.From, f.Query.To, f.Query.AsOf = p.From, p.To, x.AsOfDay(p.To)
	if len(r.Daily) > 0 {
		f.On = o.On
	}
	if len(r.Due) > 0 || r.Listed {
		f.Query.AsOf = x.DueDay(p.To)
	}
	if x.Truncate {
		f.Rounding.Mode = "truncate"
	}
	if x.Decimals >= 0 && (r.Kind == Ratio || r.Kind == Mean) {
		f.Rounding.Decimals = x.Decimals
	}
	if r.Kind != Count && r.Kind != Sum {
		f.Denominator = strconv.FormatInt(o.Denominator, 10)
		if o.Denominator <= 0 {
			return f
		}
	}
	value := f.Numerator
	switch r.Kind {
	case Sum:
		f.Numerator = casefile.Amount(o.Numerator).String()
		value = decimal(o.Numerator, moneyUnit, 1, f.Rounding.Decimals, x.Truncate)
	case Percentile:
		value = strconv.FormatInt(o.Value, 10)
	case Ratio:
		value = decimal(o.Numerator, o.Denominator, 100, f.Rounding.Decimals, x.Truncate)
	case Mean:
		value = decimal(o.Numerator, o.Denominator, 1, f.Rounding.Decimals, x.Truncate)
	}
	f.Value = &value
	return f
}

// moneyUnit is how many parts of an amount make one unit of its currency.
const moneyUnit = 1_000_000
