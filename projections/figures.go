package projections

import (
	"context"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
	"caseledger/projections/figures/plain"
	"caseledger/projections/figures/runs"
)

// Names of package figures under which the views are asked.
type (
	Filter      = figures.Filter
	Facets      = figures.Facets
	FigureQuery = figures.Query
	Figure      = figures.Figure
	Exclusion   = figures.Exclusion
	Rounding    = figures.Rounding
	Grain       = figures.Grain
	Point       = figures.Point
	Dimension   = figures.Dimension
	Rank        = figures.Rank
	Definition  = figures.Definition
	Result      = figures.Result
)

// Grains, dimensions and results, see package figures.
const (
	Day      = figures.Day
	Week     = figures.Week
	Month    = figures.Month
	Quarter  = figures.Quarter
	HalfYear = figures.HalfYear
	Year     = figures.Year

	Org     = figures.Org
	Item    = figures.Item
	KindOf  = figures.KindOf
	Channel = figures.Channel
	Officer = figures.Officer

	Pending    = figures.Pending
	Early      = figures.Early
	OnTime     = figures.OnTime
	Late       = figures.Late
	WithoutDue = figures.WithoutDue
)

// Definitions lists the figures.
func Definitions() []Definition { return figures.Definitions() }

// Figures computes figures of one population, see [runs.Figures]. While figures
// are replayed, the error of this and of all that is asked about them is a
// [*ReplayError].
//
// The cost does not grow with the number of cases, but for populations that
// name two of unit, item and officer and where none follows from the other.
func (v *Views) Figures(ctx context.Context, q FigureQuery) ([]Figure, error) {
	return onCited(ctx, v, q, runs.Figures, func(list []Figure, cite func(*Figure)) {
		for i := range list {
			cite(&list[i])
		}
	})
}

// WorkingDays is the distribution of working days to closing in one population and
// period, see [runs.WorkingDays].
func (v *Views) WorkingDays(ctx context.Context, q FigureQuery) ([]figures.Length, error) {
	ask := func(t door.Tx, at ledger.Position, q FigureQuery, _ figures.Inventory) ([]figures.Length, error) {
		return runs.WorkingDays(t, at, q)
	}
	return onCited(ctx, v, q, ask, func([]figures.Length, func(*Figure)) {})
}

// Series computes figures period by period over From … To, both required. The
// first and the last period are cut off at From and To. Stocks and cohorts are
// as of the end of each period, unless the query names a day.
func (v *Views) Series(ctx context.Context, q FigureQuery, g Grain) ([]Point, error) {
	ask := func(t door.Tx, at ledger.Position, q FigureQuery, list figures.Inventory) ([]Point, error) {
		return runs.Series(t, at, q, g, list)
	}
	return onCited(ctx, v, q, ask, func(points []Point, cite func(*Figure)) {
		for i := range points {
			for j := range points[i].Figures {
				cite(&points[i].Figures[j])
			}
		}
	})
}

// Ranking compares the values of a dimension by one figure, see
// [runs.Ranking]. The limit bounds the rows, 1 to 1000.
func (v *Views) Ranking(ctx context.Context, q FigureQuery, by Dimension, limit int) ([]Rank, error) {
	ask := func(t door.Tx, at ledger.Position, q FigureQuery, list figures.Inventory) ([]Rank, error) {
		return runs.Ranking(t, at, q, by, limit, list)
	}
	return onCited(ctx, v, q, ask, func(ranks []Rank, cite func(*Figure)) {
		for i := range ranks {
			cite(&ranks[i].Figure)
		}
	})
}

// Values lists the values of a dimension that occur, sorted: each under which
// a case has ever counted. The empty value is left out.
func (v *Views) Values(ctx context.Context, by Dimension) (out []string, err error) {
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		if err = figuresReady(t, c); err == nil {
			out, err = runs.Values(t, by)
		}
		return err
	})
	return out, err
}

// counted is what counts of a summary; nothing of none.
func (s *Summary) counted() figures.Case {
	if s == nil {
		return figures.Case{Accepted: workdays.NoDate, Ended: workdays.NoDate, Due: workdays.NoDate}
	}
	ended := workdays.NoDate
	if s.Status != casefile.Open { // a case that was closed before its acceptance is open
		ended = s.ClosedOn()
	}
	return figures.Case{
		Status: s.Status, Accepted: s.AcceptedOn(), Ended: ended,
		Above: s.Above, Level: s.Level, Class: s.Class, Tags: s.Tags,
		Org: s.Org, Item: s.Item, Officer: s.Officer, Channel: s.Channel, Kind: s.Kind, Handling: s.Handling, Routing: s.Routing, Intake: s.Case.Intake(),
		Promised: s.Promise, Legal: s.Accepted.Legal,
		Due: s.Limit.On, Limit: s.Limit.Days, Basis: s.Limit.Basis, Provisional: s.Limit.Provisional,
		Result: s.Result, Worked: s.Worked, Shares: s.Shares, WorkedProvisional: s.WorkedProvisional, Days: s.Days,
		Fees: s.Fees, Charges: s.Charges, Currency: s.Currency, Refunds: s.Kept().Refunds, Refunded: s.Kept().Refunded, Anomalies: plain.AnomaliesOf(s.Anomalies),
		Visits:  plain.VisitsOf(&s.Case),
		Ratings: plain.RatingsOf(&s.Case, s.reviewDue),
	}
}

// counted is what changes mean to the figures. It writes over the argument.
func counted(dst []runs.Change, changes []change) []runs.Change {
	dst = dst[:0]
	for i := range changes {
		c := &changes[i]
		out := runs.Change{Position: c.position, Recorded: c.recorded}
		if c.before != c.after {
			out.Before, out.After = c.before.counted(), c.after.counted()
		}
		dst = append(dst, out)
	}
	return dst
}
