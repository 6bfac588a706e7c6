package runs

import (
	"cmp"
	"slices"
	"time"

	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// newRow is a row in the making.
type newRow struct {
	period int32
	id     uint32
	cells  []packed
}

// gathering collects cells into rows.
type gathering struct {
	rows  []newRow
	index map[int64]int // of places; nil while few rows can be looked through
}

// fewRows is how many rows are looked through.
const fewRows = 8

func (g *gathering) row(period int32, id uint32) *newRow {
	if n := len(g.rows); n > 0 && g.rows[n-1].period == period && g.rows[n-1].id == id {
		return &g.rows[n-1]
	}
	if g.index == nil {
		for i := range g.rows {
			if r := &g.rows[i]; r.period == period && r.id == id {
				return r
			}
		}
		if len(g.rows) == fewRows {
			g.index = make(map[int64]int)
			for i := range g.rows {
				g.index[placeOf(g.rows[i].period, g.rows[i].id)] = i
			}
		}
	}
	k := placeOf(period, id)
	i, ok := g.index[k]
	if !ok {
		i = len(g.rows)
		g.rows = append(g.rows, newRow{period: period, id: id})
		if g.index != nil {
			g.index[k] = i
		}
	}
	return &g.rows[i]
}

// sorted gives the rows in order, each added up.
func (g *gathering) sorted() []newRow {
	for i := range g.rows {
		g.rows[i].cells = addUp(g.rows[i].cells)
	}
	slices.SortFunc(g.rows, func(a, b newRow) int {
		return cmp.Or(cmp.Compare(a.period, b.period), cmp.Compare(a.id, b.id))
	})
	return g.rows
}

// newRows puts all cells of entries into rows of days of one dimension; those
// of a place into the rows of each of its nodes.
func newRows(d dim, entries []entry, placed []place) []newRow {
	var g gathering
	one := make([]uint32, 1)
	for i := range entries {
		e := &entries[i]
		ids, mix := one, e.mix
		switch d {
		case dimAll:
			mix = 0
		case dimOrg:
			ids = placed[e.place].nodes()
		case dimItem:
			one[0] = e.item
		case dimOfficer:
			one[0] = e.officer
		}
		for above, id := range ids {
			if above > 0 {
				mix |= below
			}
			for j := range e.cells {
				g.add(&e.cells[j], id, mix)
			}
		}
	}
	return g.sorted()
}

// add puts a cell into the row of its month.
func (g *gathering) add(c *figures.Cell, id, mix uint32) {
	month, day := monthOf(c.Day)
	key := c.Key
	if measureOf(c.Measure).Lasting { // from days after the cell's day to days after the month's first
		key = figures.Zigzag(figures.Unzigzag(key) + day - 1)
	}
	row := g.row(month, id)
	row.cells = append(row.cells, packed{packAt(c.Measure, day, mix), key, c.N, c.Sum})
}

// rollUp adds rows of shorter periods up to longer ones, or days up to months.
func rollUp(rows []newRow, from, to int64) []newRow {
	var g gathering
	for _, r := range rows {
		first, _ := datesOf(from, r.period)
		period := floor(r.period*monthsOf(from), monthsOf(to))
		start, _ := datesOf(to, period)
		shift := int(first - start)
		row := g.row(period, r.id)
		for _, c := range r.cells {
			c.at &^= dayMask
			if shift != 0 && measureOf(c.measure()).Lasting {
				c.key = figures.Zigzag(figures.Unzigzag(c.key) + shift)
			}
			row.cells = append(row.cells, c)
		}
	}
	return g.sorted()
}

// countsOf are the counts by day of rows of days.
func countsOf(rows []newRow) []newRow {
	var g gathering
	daily := figures.Daily()
	for _, r := range rows {
		year := floor(r.period, 12)
		before := uint32(firstOfMonth(r.period) - firstOfMonth(year*12))
		var row *newRow
		for _, c := range r.cells {
			if !daily.Has(c.measure()) {
				continue
			}
			if row == nil {
				row = g.row(year, r.id)
			}
			row.cells = append(row.cells, packed{c.at &^ dayMask, before + uint32(c.day()) - 1, c.n, 0})
		}
	}
	return g.sorted()
}

// everOf counts what rows have accepted.
func everOf(rows []newRow) []newRow {
	var g gathering
	for _, r := range rows {
		for _, c := range r.cells {
			if accepted.Has(c.measure()) {
				row := g.row(0, r.id)
				row.cells = append(row.cells, packed{c.at, 0, c.n, 0})
			}
		}
	}
	return g.sorted()
}

// withoutMixes copies rows that tell mixes apart to rows that do not.
func withoutMixes(rows []newRow) []newRow {
	out := slices.Clone(rows)
	for i := range out {
		cells := slices.Clone(out[i].cells)
		for j := range cells {
			cells[j].at &^= mixMask
		}
		out[i].cells = addUp(cells)
	}
	return out
}

// monthOf counts months from January of the year 0.
func monthOf(d workdays.Date) (month int32, dayOfMonth int) {
	y, m, day := d.Civil()
	return int32(y)*12 + int32(m) - 1, day
}

func firstOfMonth(month int32) workdays.Date {
	return workdays.Civil(0, time.Month(month)+1, 1)
}

// floor divides and rounds down: months and years may be negative.
func floor(n, by int32) int32 {
	if n < 0 {
		return -((by - 1 - n) / by)
	}
	return n / by
}

// datesOf is the range of dates of a row.
func datesOf(grain int64, period int32) (from, to workdays.Date) {
	n := monthsOf(grain)
	return firstOfMonth(period * n), firstOfMonth(period*n+n) - 1
}
