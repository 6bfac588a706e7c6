package figures

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"caseledger/ledger"
)

// MaxRanks bounds a ranking.
const MaxRanks = 1000

// CheckRanking says whether a ranking can be answered.
func CheckRanking(q Query, by Dimension, limit int) error {
	switch {
	case len(q.IDs) != 1:
		return &ledger.InvalidError{Field: "figure", Reason: "a ranking is by exactly one figure"}
	case limit < 1 || limit > MaxRanks:
		return &ledger.InvalidError{Field: "limit", Value: strconv.Itoa(limit), Reason: "want 1 to " + strconv.Itoa(MaxRanks)}
	}
	rules, err := RulesFor(q.IDs)
	if err == nil && rules[0].Listed {
		err = rules[0].canRankListed(by)
	}
	return err
}

// standing is what a value of a dimension is ranked by.
type standing struct {
	key string
	measured
	exact *big.Rat // the number that is compared; nil where there is none
	cases int64    // how many it rests on
}

// Ranking orders readings of the values of a dimension by the question's one
// figure, best first, and cuts the list at a limit.
func (x *Question) Ranking(readings map[string]*Reading, p Point, limit int) ([]Rank, error) {
	rule := x.Rules[0]
	var list []standing
	for key, r := range readings {
		for _, m := range x.measured(rule, r) {
			list = append(list, standing{key, m, m.exact(rule.Kind), m.cases(rule.Kind, r)})
		}
	}
	if err := oneCurrency(rule, list); err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b standing) int { return cmp.Or(rule.compare(&a, &b), cmp.Compare(a.key, b.key)) })
	var out []Rank
	for i := range list[:min(len(list), limit)] {
		s := &list[i]
		rank := Rank{Place: i + 1, Key: s.key, Figure: x.figure(rule, s.measured, p), Cases: s.cases, Of: len(list)}
		switch {
		case rank.Figure.Value == nil:
			rank.Place = 0
		case i > 0 && rule.compare(&list[i-1], s) == 0:
			rank.Place = out[i-1].Place
		}
		out = append(out, rank)
	}
	return out, nil
}

// compare orders two standings, the better one first; those without a value
// come last.
func (r *Rule) compare(a, b *standing) int {
	m, n := a.exact, b.exact
	switch {
	case m == nil || n == nil:
		return cmp.Compare(bit(m == nil), bit(n == nil))
	case r.LowIsBest:
		return m.Cmp(n)
	}
	return n.Cmp(m)
}

// exact is the number that is compared; nil where there is none.
func (o *Outcome) exact(k Kind) *big.Rat {
	switch {
	case k == Count || k == Sum:
		return big.NewRat(o.Numerator, 1)
	case o.Denominator <= 0:
		return nil
	case k == Percentile:
		return big.NewRat(o.Value, 1)
	}
	return big.NewRat(o.Numerator, o.Denominator)
}

// cases is how many cases the figure rests on: those of a quotient's
// denominator; for counts and sums those of the population.
func (o *Outcome) cases(k Kind, r *Reading) int64 {
	switch {
	case k == Count || k == Sum:
		return r.Cases
	case o.Cases > 0:
		return o.Cases
	}
	return o.Denominator
}

// oneCurrency holds that all rows are in one unit; rows of no fees take it on.
func oneCurrency(r *Rule, list []standing) error {
	unit := r.Unit
	for _, s := range list {
		if s.unit == r.Unit {
			continue
		}
		if unit != r.Unit && s.unit != unit {
			first, second := min(unit, s.unit), max(unit, s.unit)
			return &ledger.InvalidError{Field: "figure", Value: r.ID, Reason: "is in several currencies, " + first + " and " + second + ", which cannot be compared"}
		}
		unit = s.unit
	}
	for i := range list {
		list[i].unit = unit
	}
	return nil
}
