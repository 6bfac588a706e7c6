package statements

import (
	"context"
	"math/big"

	"caseledger/ledger/statement"
)

// A Comparison holds a count against its base (同比、环比、占比). FORMAT.md
// defines them.
type Comparison struct {
	ID        string           `json:"id"` // year_on_year, month_on_month, share
	Version   int              `json:"version"`
	Title     string           `json:"title"`
	Figure    string           `json:"figure"`
	Key       string           `json:"key"`       // of a share: the kind of case
	Numerator int64            `json:"numerator"` // of a change: by how much it grew
	Base      int64            `json:"base"`
	Period    statement.Period `json:"period"`
	Against   statement.Period `json:"against"` // period of the base
	// Value is in percent with two decimals, half up; nil where there is no base.
	Value *string `json:"value"`
}

// compared are the figures that are held against other months.
var compared = []string{"accepted", "closed"}

// Comparisons are those of a statement: its counts against the same month of the
// year before and the month before, all as known at the statement's record, and
// the share of each kind in what was accepted.
func Comparisons(ctx context.Context, v Views, of Scope, f statement.Frozen, rows []Row) (out []Comparison, err error) {
	for _, against := range []struct {
		id, title string
		months    int
	}{{"year_on_year", "同比", -12}, {"month_on_month", "环比", -1}} {
		then := Scope{of.Period.Add(against.months), of.Org}
		base, err := population(ctx, v, then, Whole, "", f.Ordinal, compared)
		if err != nil {
			return nil, err
		}
		for _, figure := range compared {
			b := count(base, Whole, "", figure)
			c := Comparison{ID: against.id, Version: 1, Title: against.title, Figure: figure, Numerator: count(rows, Whole, "", figure) - b,
				Base: b, Period: of.Period, Against: then.Period}
			c.Value = percent(c.Numerator, c.Base)
			out = append(out, c)
		}
	}
	all := count(rows, Whole, "", "accepted")
	for i := range rows {
		r := &rows[i]
		if r.Dimension == Kind && r.Figure == "accepted" && r.Numerator != "0" {
			c := Comparison{ID: "share", Version: 1, Title: "占比", Figure: r.Figure, Key: r.Key, Numerator: count(rows, Kind, r.Key, r.Figure), Base: all, Period: of.Period, Against: of.Period}
			c.Value = percent(c.Numerator, c.Base)
			out = append(out, c)
		}
	}
	return out, nil
}

// count is the numerator of a cell, 0 where it is not there.
func count(rows []Row, d Dimension, key, figure string) int64 {
	for i := range rows {
		if r := &rows[i]; r.Dimension == d && r.Key == key && r.Figure == figure {
			n, _ := new(big.Int).SetString(r.Numerator, 10)
			return n.Int64()
		}
	}
	return 0
}

// percent is a quotient in percent; nil without a base.
func percent(numerator, base int64) *string {
	if base == 0 {
		return nil
	}
	s := new(big.Rat).Mul(big.NewRat(numerator, base), big.NewRat(100, 1)).FloatString(2)
	return &s
}
