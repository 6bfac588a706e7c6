package runs

import (
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// asked is a question that is put to a snapshot.
type asked struct {
	*figures.Question
	reader    *reader
	selection selection
}

// ask puts a query to a snapshot that stands at a position.
func ask(t door.Tx, at ledger.Position, q figures.Query) (*asked, error) {
	question, err := figures.NewQuestion(q, at)
	if err != nil {
		return nil, err
	}
	x := &asked{Question: question}
	if err := x.prepare(t); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return x, nil
}

func (x *asked) prepare(t door.Tx) (err error) {
	if x.reader, err = newReader(t, x.KnownAt); err != nil {
		return err
	}
	err = t.Query("SELECT day FROM figure_days WHERE position <= ?1 ORDER BY position DESC LIMIT 1", func(row door.Row) error {
		x.Today = workdays.Date(row.Int(0))
		return nil
	}, int64(x.KnownAt))
	if err != nil {
		return err
	}
	if x.selection, err = resolve(t, x.Filter); err != nil {
		return err
	}
	return eachName(t, dimCurrency, func(id uint32, name string) { x.Currencies[id] = name })
}

// eachName calls f for every name of a dimension.
func eachName(t door.Tx, d dim, f func(id uint32, name string)) error {
	return t.Query("SELECT id, name FROM figure_names WHERE dim = ?1", func(row door.Row) error {
		f(uint32(row.Int(0)), row.Text(1))
		return nil
	}, int64(d))
}

// resolve turns names into numbers.
func resolve(t door.Tx, f figures.Filter) (s selection, err error) {
	var kind, channel uint32
	for _, c := range [...]struct {
		dim  dim
		name *string
		id   *uint32
	}{{dimOrg, f.Org, &s.org}, {dimItem, f.Item, &s.item}, {dimOfficer, f.Officer, &s.officer}, {dimKind, f.Kind, &kind}, {dimChannel, f.Channel, &channel}} {
		if c.name == nil {
			continue
		}
		err := t.Query("SELECT id FROM figure_names WHERE dim = ?1 AND name = ?2", func(row door.Row) error {
			*c.id = uint32(row.Int(0))
			return nil
		}, int64(c.dim), *c.name)
		if err != nil {
			return s, err
		}
		s.none = s.none || *c.id == 0
	}
	if s.none {
		return s, nil
	}
	if s.org != 0 {
		if err := s.selectPlaces(t); err != nil {
			return s, err
		}
	}
	if kind == 0 && channel == 0 {
		return s, nil
	}
	mixes, err := loadMixes(t)
	if err != nil {
		return s, err
	}
	s.mixes = make([]bool, len(mixes))
	for i, m := range mixes {
		s.mixes[i] = i > 0 && (kind == 0 || kind == m.kind) && (channel == 0 || channel == m.channel)
	}
	return s, nil
}

// selectPlaces finds the places at a unit or below a node.
func (s *selection) selectPlaces(t door.Tx) error {
	var list []int64
	most := int64(0)
	err := t.Query("SELECT place FROM figure_places WHERE node = ?1", func(row door.Row) error {
		list = append(list, row.Int(0))
		return nil
	}, int64(s.org))
	if err != nil {
		return err
	}
	err = t.Query("SELECT MAX(place) FROM figure_places", func(row door.Row) error {
		most = row.Int(0)
		return nil
	})
	s.places = make([]bool, most+1)
	for _, p := range list {
		s.places[p] = true
	}
	return err
}

// Figures computes figures of one population on a snapshot that stands at a
// position. A sum of fees comes once for each currency. A query that cannot be
// answered gives a [*ledger.InvalidError].
func Figures(t door.Tx, at ledger.Position, q figures.Query) ([]figures.Figure, error) {
	x, err := ask(t, at, q)
	if err != nil {
		return nil, err
	}
	points := []figures.Point{{From: q.From, To: q.To}}
	if err := x.points(points); err != nil {
		return nil, err
	}
	return points[0].Figures, nil
}

// Series computes figures period by period, see [figures.Grain.Cut].
func Series(t door.Tx, at ledger.Position, q figures.Query, g figures.Grain) ([]figures.Point, error) {
	points, err := g.Cut(q.From, q.To)
	if err != nil {
		return nil, err
	}
	x, err := ask(t, at, q)
	if err != nil {
		return nil, err
	}
	return points, x.points(points)
}

// points computes the figures of periods.
func (x *asked) points(points []figures.Point) error {
	s := x.scan(cut(x.Question, points), dimAll)
	if err := x.reader.run(s); err != nil {
		return fmt.Errorf("read figures: %w", err)
	}
	for i, r := range s.readings(x.Question, s.tally(0), points) {
		points[i].Figures = x.Question.Figures(&r, points[i])
	}
	return nil
}

func (x *asked) scan(s *segments, by dim) *scan {
	return &scan{selection: x.selection, segments: s, by: by, tallies: map[uint32][]figures.Tally{}}
}

// Ranking compares the values of a dimension by one figure, best first: the
// query names exactly one, and its definition says which end is best. Exact
// quotients are compared; equal ones share a place and are ordered by key.
// Every value is listed that has a case in the population, in the period or
// not; those without denominator come last, at place 0. Cases that name no
// value of the dimension are left out. The limit bounds the rows.
func Ranking(t door.Tx, at ledger.Position, q figures.Query, by figures.Dimension, limit int) ([]figures.Rank, error) {
	d, err := dimensionOf(by)
	if err == nil {
		err = figures.CheckRanking(q, limit)
	}
	if err != nil {
		return nil, err
	}
	x, err := ask(t, at, q)
	if err != nil {
		return nil, err
	}
	whole := []figures.Point{{From: q.From, To: q.To}}
	s := x.scan(cut(x.Question, whole), d)
	s.want(workdays.NoDate, workdays.NoDate, figures.Acceptances()) // who has any case at all
	if err := x.reader.run(s); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	readings := map[string]*figures.Reading{}
	err = eachName(t, d, func(id uint32, name string) {
		cases := int64(0)
		for i := range s.tallies[id] {
			cases += s.tallies[id][i].Accepted()
		}
		if name != "" && cases != 0 {
			r := &s.readings(x.Question, s.tally(id), whole)[0]
			r.Cases = cases
			readings[name] = r
		}
	})
	if err != nil {
		return nil, err
	}
	return x.Question.Ranking(readings, whole[0], limit)
}

func dimensionOf(by figures.Dimension) (dim, error) {
	switch by {
	case figures.Org:
		return dimOrg, nil
	case figures.Item:
		return dimItem, nil
	case figures.KindOf:
		return dimKind, nil
	case figures.Channel:
		return dimChannel, nil
	case figures.Officer:
		return dimOfficer, nil
	}
	return 0, &ledger.InvalidError{Field: "dimension", Value: string(by),
		Reason: fmt.Sprintf("want one of %s, %s, %s, %s, %s", figures.Org, figures.Item, figures.KindOf, figures.Channel, figures.Officer)}
}

// Values lists the values of a dimension that occur, sorted: each under which
// a case has ever counted. The empty value is left out.
func Values(t door.Tx, by figures.Dimension) (out []string, err error) {
	d, err := dimensionOf(by)
	if err != nil {
		return nil, err
	}
	err = eachName(t, d, func(_ uint32, name string) {
		if name != "" {
			out = append(out, name)
		}
	})
	slices.Sort(out)
	return out, err
}
