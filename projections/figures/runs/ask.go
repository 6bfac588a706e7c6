package runs

import (
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
	"caseledger/projections/figures/plain"
)

// asked is a question that is put to a snapshot.
type asked struct {
	*figures.Question
	reader    *reader
	selection selection
	inventory figures.Inventory
}

// ask puts a query to a snapshot that stands at a position.
func ask(t door.Tx, at ledger.Position, q figures.Query, inventory figures.Inventory) (*asked, error) {
	question, err := figures.NewQuestion(q, at)
	if err != nil {
		return nil, err
	}
	x := &asked{Question: question, inventory: inventory}
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
	if x.selection, err = resolve(t, &x.Query); err != nil {
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
func resolve(t door.Tx, q *figures.Query) (s selection, err error) {
	s.own = q.OrgOnly
	find := func(d dim, name *string) (id uint32) {
		if name == nil || err != nil {
			return 0
		}
		err = t.Query("SELECT id FROM figure_names WHERE dim = ?1 AND name = ?2", func(row door.Row) error {
			id = uint32(row.Int(0))
			return nil
		}, int64(d), *name)
		s.none = s.none || id == 0
		return id
	}
	s.org, s.item, s.officer = find(dimOrg, q.Org), find(dimItem, q.Item), find(dimOfficer, q.Officer)
	var want mix
	for i, d := range facets {
		want[i] = find(d, facetOf(d, q))
	}
	if err != nil || s.none {
		return s, err
	}
	if s.org != 0 {
		if err := s.selectPlaces(t); err != nil {
			return s, err
		}
	}
	return s, s.selectMixes(t, want, q.Tag)
}

// facetOf is what a query wants of a facet; nil for all.
func facetOf(d dim, q *figures.Query) *string {
	switch d {
	case dimKind:
		return q.Kind
	case dimChannel:
		return q.Channel
	case dimHandling:
		return q.Handling
	case dimRouting:
		return q.Routing
	case dimIntake:
		return q.Intake
	case dimLevel:
		return q.Level
	case dimClass:
		return q.Class
	}
	return nil // tags: by what is in the set, see selectMixes
}

// selectMixes finds the mixes that have the wanted facets, 0 for any, and the
// tag.
func (s *selection) selectMixes(t door.Tx, want mix, tag *string) error {
	if want == (mix{}) && tag == nil {
		return nil
	}
	tagged := map[uint32]bool{}
	if tag != nil {
		err := eachName(t, dimTags, func(id uint32, name string) { tagged[id] = plain.Tags(name).Has(*tag) })
		if err != nil {
			return err
		}
	}
	mixes, err := loadMixes(t)
	if err != nil {
		return err
	}
	s.mixes = make([]bool, len(mixes))
	for i := range mixes[1:] {
		m := &mixes[i+1]
		takes := tag == nil || tagged[m.of(dimTags)]
		for f := range m {
			takes = takes && (want[f] == 0 || want[f] == m[f])
		}
		s.mixes[i+1] = takes
	}
	return nil
}

// selectPlaces finds the places at a unit or below a node; at the unit alone,
// where only what it has itself is selected.
func (s *selection) selectPlaces(t door.Tx) error {
	var list []int64
	most := int64(0)
	err := t.Query("SELECT place, above FROM figure_places WHERE node = ?1", func(row door.Row) error {
		if !s.own || row.Int(1) == 0 {
			list = append(list, row.Int(0))
		}
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
// answered gives a [*ledger.InvalidError]. The inventory is asked where a figure
// counts what registries list; there may be none.
func Figures(t door.Tx, at ledger.Position, q figures.Query, inventory figures.Inventory) ([]figures.Figure, error) {
	x, err := ask(t, at, q, inventory)
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
func Series(t door.Tx, at ledger.Position, q figures.Query, g figures.Grain, inventory figures.Inventory) ([]figures.Point, error) {
	points, err := g.Cut(q.From, q.To)
	if err != nil {
		return nil, err
	}
	x, err := ask(t, at, q, inventory)
	if err != nil {
		return nil, err
	}
	return points, x.points(points)
}

// points computes the figures of periods.
func (x *asked) points(points []figures.Point) error {
	s := x.scan(points, dimAll)
	if err := x.reader.run(s); err != nil {
		return fmt.Errorf("read figures: %w", err)
	}
	for i, r := range s.readings(x.Question, s.group(0).tallies, points) {
		var err error
		if r.Listed, err = x.List(x.inventory, points[i].To); err != nil {
			return err
		}
		points[i].Figures = x.Question.Figures(&r, points[i])
	}
	return nil
}

// WorkingDays is the distribution of working days to closing in one population and
// period, ascending; the query's figures are left aside.
func WorkingDays(t door.Tx, at ledger.Position, q figures.Query) ([]figures.Length, error) {
	q.IDs = []string{"working_days_p50"} // which reads it
	x, err := ask(t, at, q, nil)
	if err != nil {
		return nil, err
	}
	points := []figures.Point{{From: q.From, To: q.To}}
	s := x.scan(points, dimAll)
	if err := x.reader.run(s); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	return s.readings(x.Question, s.group(0).tallies, points)[0].WorkingDays(), nil
}

func (x *asked) scan(points []figures.Point, by dim) *scan {
	return &scan{selection: x.selection, segments: cut(x.Question, points), by: by}
}

// Ranking compares the values of a dimension by one figure, best first: the
// query names exactly one, and its definition says which end is best. Exact
// quotients are compared; equal ones share a place and are ordered by key.
// Every value is listed that has a case in the population, in the period or
// not; those without denominator come last, at place 0. Cases that name no
// value of the dimension are left out. The limit bounds the rows.
func Ranking(t door.Tx, at ledger.Position, q figures.Query, by figures.Dimension, limit int, inventory figures.Inventory) ([]figures.Rank, error) {
	d, err := dimensionOf(by)
	if err == nil {
		err = figures.CheckRanking(q, by, limit)
	}
	if err != nil {
		return nil, err
	}
	x, err := ask(t, at, q, inventory)
	if err != nil {
		return nil, err
	}
	whole := []figures.Point{{From: q.From, To: q.To}}
	if x.Listed() {
		return x.ListedRanking(inventory, by, whole[0], limit)
	}
	s := x.scan(whole, d)
	s.ever = true // who has any case at all
	readings := map[string]*figures.Reading{}
	names, err := s.names(t)
	if err == nil {
		err = x.reader.run(s)
	}
	if err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	for id := range s.found {
		g := &s.found[id]
		if name := names[uint32(id)]; name != "" && g.cases != 0 {
			r := &s.readings(x.Question, g.tallies, whole)[0]
			r.Cases = g.cases
			readings[name] = r
		}
	}
	return x.Question.Ranking(readings, whole[0], limit)
}

// dimensions are what rankings compare. What is by tags is by each of a set's.
var dimensions = map[figures.Dimension]dim{
	figures.Org: dimOrg, figures.Item: dimItem, figures.Officer: dimOfficer, figures.KindOf: dimKind, figures.Channel: dimChannel,
	figures.Handling: dimHandling, figures.Routing: dimRouting, figures.Intake: dimIntake,
	figures.Level: dimLevel, figures.Class: dimClass, figures.Tag: dimTags,
}

func dimensionOf(by figures.Dimension) (dim, error) {
	d, ok := dimensions[by]
	if !ok {
		return 0, &ledger.InvalidError{Field: "dimension", Value: string(by), Reason: "want one of " + figures.DimensionNames()}
	}
	return d, nil
}

// names are those of the groups that a scan tells apart. Tags get numbers for
// this scan.
func (s *scan) names(t door.Tx) (names map[uint32]string, err error) {
	names = map[uint32]string{}
	if s.by == dimOrg && s.org != 0 {
		return names, t.Query(`SELECT id, name FROM figure_names WHERE dim = ?1 AND id IN
			(SELECT node FROM figure_places WHERE place IN (SELECT place FROM figure_places WHERE node = ?2))`, func(row door.Row) error {
			names[uint32(row.Int(0))] = row.Text(1)
			return nil
		}, int64(dimOrg), int64(s.org))
	}
	if s.by != dimTags {
		return names, eachName(t, s.by, func(id uint32, name string) { names[id] = name })
	}
	numbers := map[string]uint32{}
	s.tags = [][]uint32{nil}
	err = t.Query("SELECT id, name FROM figure_names WHERE dim = ?1 ORDER BY id", func(row door.Row) error {
		var set []uint32
		for _, tag := range plain.Tags(row.Text(1)).List() {
			if numbers[tag] == 0 {
				numbers[tag] = uint32(len(numbers)) + 1
				names[numbers[tag]] = tag
			}
			set = append(set, numbers[tag])
		}
		if s.tags = append(s.tags, set); row.Int(0) != int64(len(s.tags))-1 {
			return errEntry
		}
		return nil
	}, int64(dimTags))
	return names, err
}

// Values lists the values of a dimension that occur, sorted: each under which
// a case has ever counted. The empty value is left out.
func Values(t door.Tx, by figures.Dimension) (out []string, err error) {
	d, err := dimensionOf(by)
	if err != nil {
		return nil, err
	}
	names, err := (&scan{by: d}).names(t)
	for _, name := range names {
		if name != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, err
}
