package projections

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// Figures computes figures of one population. A sum of fees comes once for
// each currency. A query that cannot be answered gives a *ledger.InvalidError.
//
// The cost does not grow with the number of cases, but for populations that
// name two of unit, item and officer and where none follows from the other.
func (v *Views) Figures(ctx context.Context, q FigureQuery) (out []Figure, err error) {
	err = v.read(ctx, func(t door.Tx, at ledger.Position) (err error) {
		out, err = figuresAt(t, at, q)
		return err
	})
	return out, err
}

func figuresAt(t door.Tx, at ledger.Position, q FigureQuery) ([]Figure, error) {
	x, err := inquire(t, at, q)
	if err != nil {
		return nil, err
	}
	points, err := x.points([]Point{{From: q.From, To: q.To}})
	if err != nil {
		return nil, err
	}
	return points[0].Figures, nil
}

// Series computes figures period by period over From … To, both required. The
// first and the last period are cut off at From and To. Stocks and cohorts are
// as of the end of each period, unless the query names a day.
func (v *Views) Series(ctx context.Context, q FigureQuery, g Grain) (out []Point, err error) {
	err = v.read(ctx, func(t door.Tx, at ledger.Position) (err error) {
		out, err = seriesAt(t, at, q, g)
		return err
	})
	return out, err
}

func seriesAt(t door.Tx, at ledger.Position, q FigureQuery, g Grain) ([]Point, error) {
	points, err := g.cut(q.From, q.To)
	if err != nil {
		return nil, err
	}
	x, err := inquire(t, at, q)
	if err != nil {
		return nil, err
	}
	return x.points(points)
}

// points computes the figures of periods.
func (x *inquiry) points(points []Point) ([]Point, error) {
	s := &scan{selection: x.selection, segments: x.cut(points), tallies: map[uint32][]tally{}}
	if err := x.reader.run(s); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	tallies := s.tally(0)
	for i := range points {
		points[i].Figures = x.figures(x.read(s.segments, tallies, points[i]), points[i])
	}
	return points, nil
}

// maxRanks bounds a ranking.
const maxRanks = 1000

// Ranking compares the values of a dimension by one figure, best first: the
// query names exactly one, and its definition says which end is best. Exact
// quotients are compared; equal ones share a place and are ordered by key.
// Every value is listed that has a case in the population, in the period or
// not; those without denominator come last, at place 0. Cases that name no
// value of the dimension are left out. The limit bounds the rows, 1 to 1000.
func (v *Views) Ranking(ctx context.Context, q FigureQuery, by Dimension, limit int) (out []Rank, err error) {
	err = v.read(ctx, func(t door.Tx, at ledger.Position) (err error) {
		out, err = rankingAt(t, at, q, by, limit)
		return err
	})
	return out, err
}

func rankingAt(t door.Tx, at ledger.Position, q FigureQuery, by Dimension, limit int) ([]Rank, error) {
	d, err := dimensionOf(by)
	switch {
	case err != nil:
		return nil, err
	case len(q.IDs) != 1:
		return nil, &ledger.InvalidError{Field: "figure", Reason: "a ranking is by exactly one figure"}
	case limit < 1 || limit > maxRanks:
		return nil, &ledger.InvalidError{Field: "limit", Value: strconv.Itoa(limit), Reason: fmt.Sprintf("want 1 to %d", maxRanks)}
	}
	x, err := inquire(t, at, q)
	if err != nil {
		return nil, err
	}
	return x.ranking(d, limit)
}

func dimensionOf(by Dimension) (dim, error) {
	switch by {
	case Org:
		return dimOrg, nil
	case Item:
		return dimItem, nil
	case KindOf:
		return dimKind, nil
	case Channel:
		return dimChannel, nil
	case Officer:
		return dimOfficer, nil
	}
	return 0, &ledger.InvalidError{Field: "dimension", Value: string(by),
		Reason: fmt.Sprintf("want one of %s, %s, %s, %s, %s", Org, Item, KindOf, Channel, Officer)}
}

func (x *inquiry) ranking(by dim, limit int) ([]Rank, error) {
	whole := Point{From: x.From, To: x.To}
	s := &scan{selection: x.selection, segments: x.cut([]Point{whole}), by: by, tallies: map[uint32][]tally{}}
	ever := &scan{selection: x.selection, segments: newSegments(), by: by, tallies: map[uint32][]tally{}}
	ever.want(workdays.NoDate, workdays.NoDate, acceptances) // who has any case at all
	for _, s := range [...]*scan{s, ever} {
		if err := x.reader.run(s); err != nil {
			return nil, fmt.Errorf("read figures: %w", err)
		}
	}
	names := map[uint32]string{}
	err := x.reader.t.Query("SELECT id, name FROM figure_names WHERE dim = ?1", func(row door.Row) error {
		names[uint32(row.Int(0))] = row.Text(1)
		return nil
	}, int64(by))
	if err != nil {
		return nil, err
	}
	var list []standing
	recipe := &x.recipes[0]
	for id, cases := range ever.tallies {
		if names[id] == "" || cases[0].accepted == 0 {
			continue
		}
		r := x.read(s.segments, s.tally(id), whole)
		for _, m := range x.measured(recipe, r) {
			list = append(list, standing{names[id], m})
		}
	}
	if err := oneCurrency(recipe, list); err != nil {
		return nil, err
	}
	return x.places(recipe, list, whole, limit), nil
}

// Values lists the values of a dimension that occur, sorted: each under which
// a case has ever counted. The empty value is left out.
func (v *Views) Values(ctx context.Context, by Dimension) (out []string, err error) {
	d, err := dimensionOf(by)
	if err != nil {
		return nil, err
	}
	err = v.read(ctx, func(t door.Tx, _ ledger.Position) error {
		return t.Query("SELECT name FROM figure_names WHERE dim = ?1 AND name <> '' ORDER BY name", func(row door.Row) error {
			out = append(out, row.Text(0))
			return nil
		}, int64(d))
	})
	slices.Sort(out)
	return out, err
}
