package projections

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// measured is an outcome with its unit.
type measured struct {
	outcome
	unit string
}

// measured computes a recipe: once, or the sum of fees once for each currency.
func (x *inquiry) measured(recipe *recipe, r *reading) []measured {
	if recipe.form != money {
		return []measured{{recipe.make(r), recipe.Unit}}
	}
	var out []measured
	for c, f := range r.flow.fees {
		if f.cases != 0 || f.millionths != 0 {
			r.currency = c
			out = append(out, measured{recipe.make(r), x.currencies[c]})
		}
	}
	if len(out) == 0 {
		out = append(out, measured{unit: recipe.Unit})
	}
	slices.SortFunc(out, func(a, b measured) int { return cmp.Compare(a.unit, b.unit) })
	return out
}

// figures computes the figures of one period.
func (x *inquiry) figures(r *reading, p Point) []Figure {
	var out []Figure
	for i := range x.recipes {
		for _, m := range x.measured(&x.recipes[i], r) {
			out = append(out, x.figure(&x.recipes[i], m, p))
		}
	}
	return out
}

// figure rounds an outcome and says how it came about.
func (x *inquiry) figure(r *recipe, o measured, p Point) Figure {
	f := Figure{
		ID: r.ID, Version: r.Version, Title: r.Title, Unit: o.unit, Formula: r.Formula,
		Numerator: strconv.FormatInt(o.numerator, 10), Excluded: o.excluded, Provisional: o.provisional,
		Rounding: Rounding{Mode: "half_up", Decimals: r.Decimals}, Query: x.FigureQuery, Position: x.KnownAt,
	}
	f.Query.From, f.Query.To, f.Query.AsOf = p.From, p.To, x.asOf(p.To)
	if r.overdue {
		f.Query.AsOf = x.overdueOn(p.To)
	}
	if x.Truncate {
		f.Rounding.Mode = "truncate"
	}
	if x.Decimals >= 0 && (r.form == percent || r.form == mean) {
		f.Rounding.Decimals = x.Decimals
	}
	value := f.Numerator
	if r.form != count && r.form != money {
		f.Denominator = strconv.FormatInt(o.denominator, 10)
	}
	switch {
	case r.form == money:
		f.Numerator = casefile.Amount(o.numerator).String()
		value = decimal(o.numerator, moneyUnit, 1, f.Rounding.Decimals, x.Truncate)
	case r.form == count:
	case o.denominator <= 0:
		return f
	case r.form == percentile:
		value = strconv.FormatInt(o.value, 10)
	case r.form == percent:
		value = decimal(o.numerator, o.denominator, 100, f.Rounding.Decimals, x.Truncate)
	default:
		value = decimal(o.numerator, o.denominator, 1, f.Rounding.Decimals, x.Truncate)
	}
	f.Value = &value
	return f
}

// moneyUnit is how many parts of an amount make one unit of its currency.
const moneyUnit = 1_000_000

// standing is what a value of a dimension is ranked by.
type standing struct {
	key string
	measured
}

// exact is the number that is compared; nil where there is none.
func (o *outcome) exact(f form) *big.Rat {
	switch {
	case f == count || f == money:
		return big.NewRat(o.numerator, 1)
	case o.denominator <= 0:
		return nil
	case f == percentile:
		return big.NewRat(o.value, 1)
	}
	return big.NewRat(o.numerator, o.denominator)
}

// oneCurrency holds that all rows are in one unit; rows of no fees take it on.
func oneCurrency(r *recipe, list []standing) error {
	unit := r.Unit
	for _, s := range list {
		if s.unit == r.Unit {
			continue
		}
		if unit != r.Unit && s.unit != unit {
			return &ledger.InvalidError{Field: "figure", Value: r.ID, Reason: "is in several currencies, " + unit + " and " + s.unit + ", which cannot be compared"}
		}
		unit = s.unit
	}
	for i := range list {
		list[i].unit = unit
	}
	return nil
}

// places orders the rows of a ranking and numbers them.
func (x *inquiry) places(r *recipe, list []standing, p Point, limit int) []Rank {
	compare := func(a, b standing) int {
		m, n := a.exact(r.form), b.exact(r.form)
		switch {
		case m == nil || n == nil:
			return cmp.Compare(bit(m == nil), bit(n == nil))
		case r.LowIsBest:
			return m.Cmp(n)
		}
		return n.Cmp(m)
	}
	slices.SortFunc(list, func(a, b standing) int { return cmp.Or(compare(a, b), cmp.Compare(a.key, b.key)) })
	var out []Rank
	for i, s := range list {
		if i == limit {
			break
		}
		rank := Rank{Place: i + 1, Key: s.key, Figure: x.figure(r, s.measured, p)}
		switch {
		case rank.Figure.Value == nil:
			rank.Place = 0
		case i > 0 && compare(list[i-1], s) == 0:
			rank.Place = out[i-1].Place
		}
		out = append(out, rank)
	}
	return out
}
