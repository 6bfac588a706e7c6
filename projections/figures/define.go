package figures

import (
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// Kind is how a figure's value follows from its numbers.
type Kind = plain.Kind

// Kinds, see package plain.
const (
	Count      = plain.Count
	Ratio      = plain.Ratio
	Mean       = plain.Mean
	Percentile = plain.Percentile
	Sum        = plain.Sum
)

// Additivity says which figures add up to that of the whole.
type Additivity string

// Additivities.
const (
	Throughout Additivity = "populations and periods" // of disjoint populations, and of periods that follow each other
	OneDay     Additivity = "populations"             // of disjoint populations, as of one day
	Never      Additivity = "no"
)

// Population is which cases a figure is about.
type Population string

// Populations.
const (
	OfAccepted   Population = "accepted in the period"
	OfClosed     Population = "closed in the period"
	OfLimited    Population = "closed in the period with a limit"
	OfEnded      Population = "ended in the period"
	OfInHand     Population = "in hand at the end of the day as of which"
	OfBeginning  Population = "accepted up to the day as of which"
	OfOpenedOrIn Population = "in hand before the period, or accepted in it"
	OfVisited    Population = "cases visited in the period"
	OfRated      Population = "rated in the period"
	OfReviewsDue Population = "with a bad review whose limit ended in the period"
	OfListed     Population = "listed in registries on the day as of which"
)

// A Rule declares a figure: what it is, what it reads, and how it is computed,
// twice. FIGURES.md says the same to strangers. A change in what a figure
// means raises its version.
type Rule struct {
	ID        string // "on_time_rate"; for ever
	Version   int    // of the definition, from 1 on
	Zh, En    string // names
	Kind      Kind
	Unit      string // "cases", "%", "working days", "calendar days", "charges", "visits", "ratings" or "currency"
	Formula   string // what numerator and denominator are, in words
	Of        Population
	Adds      Additivity
	Decimals  int  // of the value, unless a question says how many
	LowIsBest bool // which end of a ranking is its first place

	// Flow are the measures that it reads of the period; Stock, of all the time
	// before it and up to the day as of which; Due, of all the time up to the
	// day as of which cases are overdue.
	Flow, Stock, Due []*Measure
	// Daily are the measures that it reads of the period day by day.
	Daily []*Measure
	// Listed says that it counts what registries list: by Plain alone.
	Listed bool
	// Compute makes the figure from sums of cells.
	Compute func(*Reading) Outcome
	// Plain makes it again from a list of cases.
	Plain plain.Rule
}

// Reading is what is known of one population and period.
type Reading struct {
	Flow  *Tally // the period, with days told apart where rules read them
	Start *Tally // up to the end of the day before the period; empty where that is open
	AsOf  *Tally // up to the end of the day as of which
	Due   *Tally // up to the end of the day as of which cases are overdue; empty where nothing is recorded
	// Listed is what registries list on the day as of which; nil where no rule
	// counts that.
	Listed *plain.Pick
	// Currency is the number of that of a sum.
	Currency uint32
	// Cases is how many cases the population has at all, for rankings.
	Cases int64
}

// Outcome is a figure before it is rounded and dressed. Of a percentile the
// numerator is the rank and the denominator the number of values.
type Outcome struct {
	Numerator, Denominator int64
	Value                  int64 // of a percentile
	// Cases is how many cases a quotient rests on whose denominator counts
	// something else; 0 where it counts cases.
	Cases       int64
	Excluded    []Exclusion
	Provisional bool
	On          workdays.Date // of a peak: its first day, NoDate where there is none
}

// Definition describes a figure for catalogues and documentation.
type Definition struct {
	ID       string `json:"id"`
	Version  int    `json:"version"`
	Title    string `json:"title"`
	Unit     string `json:"unit"`
	Formula  string `json:"formula"`
	Decimals int    `json:"decimals"`
	// LowIsBest says which end of a ranking is its first place.
	LowIsBest bool `json:"lowIsBest,omitempty"`
}

// Definitions lists the figures.
func Definitions() []Definition {
	var out []Definition
	for _, r := range list {
		out = append(out, Definition{r.ID, r.Version, r.Zh, r.Unit, r.Formula, r.Decimals, r.LowIsBest})
	}
	return out
}

// Rules lists the declarations. Nobody may write to them.
func Rules() []*Rule { return catalogue.rules }

// RulesFor are the declarations of the given figures in the order asked for,
// or all. An id that is not known gives a [*ledger.InvalidError].
func RulesFor(ids []string) ([]*Rule, error) {
	known := Rules()
	if len(ids) == 0 {
		return known, nil
	}
	var out []*Rule
	for _, id := range ids {
		i := slices.IndexFunc(known, func(r *Rule) bool { return r.ID == id })
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

// MeasureOf is the measure with a number; nil where there is none.
func MeasureOf(number uint16) *Measure {
	if number > MaxMeasure {
		return nil
	}
	return catalogue.byNumber[number]
}

// Measures is how many measures there are. They are numbered without gaps, so
// it grows with each.
func Measures() int64 { return int64(len(catalogue.measures)) }

// Daily are the measures that rules read day by day.
func Daily() Set { return catalogue.daily }

// compiled is what follows from the list.
type compiled struct {
	rules    []*Rule
	measures []*Measure // by number
	byNumber [MaxMeasure + 1]*Measure
	daily    Set
}

var catalogue = compile(list)

func compile(list []Rule) *compiled {
	c := new(compiled)
	for i := range list {
		r := &list[i]
		c.rules = append(c.rules, r)
		for _, m := range slices.Concat(r.Flow, r.Stock, r.Due, r.Daily) {
			if have := c.byNumber[m.Number]; have != nil && have != m {
				panic("figures: two measures have one number; give that of " + r.ID + " another")
			}
			c.byNumber[m.Number] = m
		}
	}
	for _, m := range c.byNumber {
		if m != nil {
			c.measures = append(c.measures, m)
		}
	}
	c.daily = dailyOf(c.rules)
	return c
}
