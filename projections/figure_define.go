package projections

import (
	"slices"
	"strings"
	"sync"

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
	form form
	// flows is what it needs of the period; stocks, of all the time before and
	// up to the day as of which; overdue says that it counts cases in hand past
	// their due date.
	flows, stocks measures
	overdue       bool
	make          func(*reading) outcome
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

// since is the recipe with the version from which its figure means what it
// means now.
func (r recipe) since(version int) recipe {
	r.Version = version
	return r
}

// recipes lists all figures. A change in what a figure means raises its
// version; FIGURES.md says the same to strangers, and what changed.
func recipes() []recipe {
	out := slices.Concat(countRecipes(), rateRecipes(), dayRecipes(), percentileRecipes(), feeRecipes(), anomalyRecipes())
	for i := range out {
		out[i].Version = max(1, out[i].Version)
	}
	return out
}

// allRecipes is recipes, made once; nobody may write to it.
var allRecipes = sync.OnceValue(recipes)

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
	known := allRecipes()
	if len(ids) == 0 {
		return slices.Clone(known), nil
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
