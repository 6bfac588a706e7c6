package statements

import (
	"context"
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/statement"
	"caseledger/projections/figures"
)

// Views are what statements are computed from.
type Views interface {
	Figures(context.Context, figures.Query) ([]figures.Figure, error)
	Values(context.Context, figures.Dimension) ([]string, error)
}

// A Scope is what a statement is of.
type Scope struct {
	Period statement.Period
	Org    string // with all below it; empty for the whole
}

// figureIDs are those of a statement that is closed now, in the order of its rows.
var figureIDs = []string{
	"accepted", "closed", "open", "overdue", "returned", "withdrawn",
	"closed_early", "closed_on_time", "closed_late", "closed_without_due",
	"completion_rate_flow", "completion_rate_cohort", "on_time_rate", "on_time_rate_strict", "early_rate", "immediate_rate",
	"mean_promised_days", "mean_actual_days", "mean_early_days", "speed_up",
}

// Definitions are those of a statement that is closed now.
func Definitions() (out []statement.Definition) {
	rules, err := figures.RulesFor(figureIDs)
	if err != nil {
		panic(err) // the ids above are those of figures
	}
	for _, r := range rules {
		out = append(out, statement.Definition{ID: r.ID, Version: r.Version})
	}
	return out
}

// ids are the figures of definitions, if this program has them in these versions.
func ids(list []statement.Definition) (out []string, err error) {
	for _, d := range list {
		rules, err := figures.RulesFor([]string{d.ID})
		if err != nil || rules[0].Version != d.Version {
			return nil, &DefinitionError{d}
		}
		out = append(out, d.ID)
	}
	return out, nil
}

// A DefinitionError: a statement rests on a definition that this program does not
// have, so its figures cannot be computed here.
type DefinitionError struct{ statement.Definition }

func (e *DefinitionError) Error() string {
	return fmt.Sprintf("the statement rests on version %d of the figure %s, which this program does not have", e.Version, e.ID)
}

// Rows computes the rows of a scope as known at the record of an ordinal: those of
// the whole, then of each unit, item and kind that counts something, keys ascending
// by their bytes, figures in the order of the definitions.
func Rows(ctx context.Context, v Views, of Scope, ordinal int, list []statement.Definition) ([]Row, error) {
	wanted, err := ids(list)
	if err != nil {
		return nil, err
	}
	var out []Row
	for _, d := range dimensions {
		keys, err := keysOf(ctx, v, of, d)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			rows, err := population(ctx, v, of, d, key, ordinal, wanted)
			if err != nil {
				return nil, err
			}
			out = append(out, rows...)
		}
	}
	return out, nil
}

// keysOf are the values of a dimension that may have cases, ascending. Nothing
// stands for cases that have none.
func keysOf(ctx context.Context, v Views, of Scope, d Dimension) ([]string, error) {
	switch {
	case d == Whole:
		return []string{""}, nil
	case d == Org && of.Org != "": // what stands below it may have moved
		return nil, nil
	}
	keys, err := v.Values(ctx, figures.Dimension(d))
	if d != Kind {
		keys = append(keys, "")
	}
	slices.Sort(keys)
	return keys, err
}

// population computes the rows of one key; none where it counts nothing.
func population(ctx context.Context, v Views, of Scope, d Dimension, key string, ordinal int, wanted []string) ([]Row, error) {
	q := figures.Query{IDs: wanted, Decimals: -1, KnownAt: ledger.Position(ordinal)}
	q.From, q.To = of.Period.Days()
	q.AsOf = q.To
	if of.Org != "" {
		q.Org = &of.Org
	}
	switch d {
	case Org:
		q.Org, q.OrgOnly = &key, true
	case Item:
		q.Item = &key
	case Kind:
		q.Kind = &key
	}
	return rowsOf(ctx, v, of, d, key, q)
}

func rowsOf(ctx context.Context, v Views, of Scope, d Dimension, key string, q figures.Query) ([]Row, error) {
	list, err := v.Figures(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []Row
	some := d == Whole
	for i := range list {
		r := rowOf(of, d, key, &list[i])
		some = some || !r.empty()
		out = append(out, r)
	}
	if !some {
		return nil, nil
	}
	return out, nil
}
