package scores

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
	"caseledger/projections/tasks"
)

// TasksOnTime is the measure of plan tasks: the nodes due in the period, and those
// of them that were reached in time. Only organisations have tasks.
const TasksOnTime = "tasks_on_time"

// measure counts what parts name.
type measure struct {
	Views
	*Score
	filters []figures.Filter // whose figures are summed
	orgs    map[string]bool  // whose tasks; empty for a window or a post
	clock   task.Clock
}

func newMeasure(ctx context.Context, v Views, s *Score) (*measure, error) {
	m := &measure{Views: v, Score: s, orgs: map[string]bool{}}
	at := ledger.Position(s.KnownAt)
	d, err := v.Directory(ctx, at)
	if err != nil {
		return nil, err
	}
	switch s.Formula.Subject {
	case assessment.Post:
		m.filters = []figures.Filter{{Officer: &s.Subject}}
	case assessment.Window:
		for _, p := range d.Posts(s.To, "") {
			if p.Window == s.Subject {
				m.filters = append(m.filters, figures.Filter{Officer: &p.Post})
			}
		}
	default:
		m.filters = []figures.Filter{{Org: &s.Subject}}
		m.orgs[s.Subject] = true
		for _, o := range d.Organisations(s.To) {
			if slices.Contains(d.Path(o.Code, s.To), s.Subject) {
				m.orgs[o.Code] = true
			}
		}
	}
	if m.clock.Calendar, err = v.Calendar(ctx, workdays.China, at); err == nil {
		m.clock.Policies, err = v.Policies(ctx, at)
	}
	return m, err
}

// part counts a part and gives it its points.
func (m *measure) part(ctx context.Context, p assessment.Part) (out Part, err error) {
	n, d, err := m.count(ctx, p)
	out = Part{Part: p, Numerator: "-", Denominator: "-"}
	if err != nil || d.Sign() == 0 {
		return out, err
	}
	weight := new(big.Rat).SetInt64(int64(p.Weight))
	x := new(big.Rat)
	if p.Per > 0 {
		x.Sub(weight, x.Mul(n, new(big.Rat).SetInt64(int64(p.Per))))
	} else {
		x.Quo(n, d)
		if p.Invert {
			x.Sub(big.NewRat(1, 1), x)
		}
		x.Mul(x, weight)
	}
	if x.Sign() < 0 {
		x.SetInt64(0)
	}
	if x.Cmp(weight) > 0 {
		x.Set(weight)
	}
	out.Numerator, out.Denominator, out.Points, out.points = decimal(n), decimal(d), halfUp(x, 4), x
	return out, nil
}

// count gives numerator and denominator; that of a count is 1, and of what there
// is nothing to count of 0.
func (m *measure) count(ctx context.Context, p assessment.Part) (n, d *big.Rat, err error) {
	n, d = new(big.Rat), new(big.Rat)
	if p.Figure == TasksOnTime {
		inTime, due, err := tasks.Due(ctx, m.Views, m.orgs, m.From, m.To, m.clock, m.KnownAt)
		return n.SetInt64(int64(inTime)), d.SetInt64(int64(due)), err
	}
	for _, f := range m.filters {
		list, err := m.Figures(ctx, figures.Query{IDs: []string{p.Figure}, Filter: f, From: m.From, To: m.To, AsOf: workdays.NoDate, KnownAt: ledger.Position(m.KnownAt), Decimals: -1})
		if err != nil {
			return n, d, err
		}
		if len(list) != 1 || (list[0].Denominator == "") != (p.Per > 0) {
			return n, d, &ledger.InvalidError{Field: "figure", Value: p.Figure, Reason: "is a ratio where points are taken off for each, or a count where none are"}
		}
		if err := add(n, list[0].Numerator); err != nil {
			return n, d, err
		}
		if p.Per > 0 {
			d.SetInt64(1)
		} else if err := add(d, list[0].Denominator); err != nil {
			return n, d, err
		}
	}
	return n, d, nil
}

func add(sum *big.Rat, text string) error {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return fmt.Errorf("%q is no number", text)
	}
	sum.Add(sum, x)
	return nil
}

// decimal is an exact decimal of up to six places, without zeros at its end.
func decimal(x *big.Rat) string {
	if x.IsInt() {
		return x.Num().String()
	}
	s := x.FloatString(6)
	for s[len(s)-1] == '0' {
		s = s[:len(s)-1]
	}
	return s
}

// halfUp rounds a number that is not negative.
func halfUp(x *big.Rat, places int) string { return x.FloatString(places) } // halves go away from zero

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
