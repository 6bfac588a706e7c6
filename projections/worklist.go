package projections

import (
	"cmp"
	"context"
	"encoding/base64"
	"math"
	"slices"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// WorklistQuery asks for one page of the worklist (督办清单): the open cases that
// have a limit, overdue ones first, then those with the least time left, which
// is ascending by due time; those whose clock stands still, so that nobody knows
// when they are due, come last. Equal ones are ordered by case number.
type WorklistQuery struct {
	At      time.Time // the instant for which days are counted
	Org     *string   // accepted by this organisation or one below it on the day of At
	Item    *string
	Officer *string // responsible post of the acceptance
	// OverdueOnly leaves out what can still be in time.
	OverdueOnly bool
	First       int    // rows, 1 to 1000
	After       string // cursor: begins after this row
}

// WorklistRow is a case with the days that are left.
type WorklistRow struct {
	Summary
	// Remaining is the number of working days left when the day of At has
	// ended (剩余工作日): 0 on the due date, negative by the working days since.
	// While the clock stands still it is what will be left when it runs again.
	Remaining int
	// Provisional: Remaining rests on a year without published calendar.
	Provisional bool
	Overdue     bool // At lies behind the due time
	Cursor      string
}

// WorklistPage is one page of the worklist.
type WorklistPage struct {
	Rows     []WorklistRow
	HasNext  bool
	Position ledger.Position // cases are open as of this one
}

// Worklist lists one page. Cases are as the views know them, so an instant in
// the past is answered for what is open now. A query that cannot be answered
// gives a [*ledger.InvalidError]. Days are counted for the page alone, and the
// cost does not grow with the number of cases.
func (v *Views) Worklist(ctx context.Context, q WorklistQuery) (page WorklistPage, err error) {
	if q.First < 1 || q.First > maxPage {
		return page, &ledger.InvalidError{Field: "first", Value: strconv.Itoa(q.First), Reason: "want 1 to 1000"}
	}
	if q.At.IsZero() {
		return page, &ledger.InvalidError{Field: "at", Reason: "is missing"}
	}
	from, err := parseWorkCursor(q.After)
	if err != nil {
		return page, err
	}
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) error {
		page.Position = c.position
		w := worklist{q: &q, t: t}
		if q.Org != nil {
			d, err := v.directory.now(t, c.ordinal)
			if err != nil {
				return err
			}
			w.branch = v.branches.of(d, *q.Org, casefile.StandardDate(q.At))
		}
		due, err := w.page(from, q.First+1)
		if err != nil {
			return err
		}
		if page.HasNext = len(due) > q.First; page.HasNext {
			due = due[:q.First]
		}
		page.Rows, err = v.workRows(t, due, q.At)
		return err
	})
	return page, err
}

// workRows reads the cases of a page and counts their days.
func (v *Views) workRows(t door.Tx, due []cursor, at time.Time) ([]WorklistRow, error) {
	if len(due) == 0 {
		return nil, nil
	}
	numbers, found := make([]string, len(due)), make(map[string]*Summary, len(due))
	for i := range due {
		numbers[i] = due[i].number
	}
	err := queryMany(t, "SELECT number, state FROM cases WHERE number IN ", numbers, func(r door.Row) (err error) {
		found[r.Text(0)], err = v.memo.parse(r.Bytes(1))
		return err
	})
	if err != nil {
		return nil, err
	}
	rules := published{}
	if rules.calendars, err = readCalendars(t, "", 0); err != nil {
		return nil, err
	}
	if rules.policies, err = readPolicies(t, "", 0); err != nil {
		return nil, err
	}
	out := make([]WorklistRow, len(due))
	for i := range due {
		s := found[due[i].number]
		r := &out[i]
		r.Summary, r.Cursor = *s, due[i].workCursor()
		r.Overdue = !s.Limit.Due.IsZero() && at.After(s.Limit.Due)
		by, today := rules.rules(s.Calendar), workdays.DateOf(at, s.Location())
		r.Remaining, _ = s.Case.Remaining(by, s.Limit, today)
		_, provisional := s.Case.Worked(by, today)
		r.Provisional = provisional || s.Limit.Provisional
	}
	return out, nil
}

// worklist finds the rows of a page by the indexes of what is open.
type worklist struct {
	q       *WorklistQuery
	t       door.Tx
	*branch // of the query's organisation; nil for all
}

// onWorklist is what the indexes of the worklist hold: [Summary.workDue] of cases
// that stand on it. Queries say it in the same words, so that they are taken.
const onWorklist = "work_due > -62135596800000000"

// workDue is the due time of an open case with a limit, and noTime of others.
func (s *Summary) workDue() int64 {
	if s.Status != casefile.Open || s.Limit.Basis == casefile.NoLimit {
		return noTime
	}
	return s.dueAt()
}

// Bounds of the ways to find a page of an organisation with others below it.
const (
	// So many units are merged at once, of one item fewer; with more, all cases, or
	// those of the item, are walked first. To look at a unit takes as long as to walk
	// over ten rows.
	fewUnits, fewOfItem = 256, 32
	// longWalk is how many rows are looked at for a page, before units are merged
	// after all.
	longWalk = 4_000
	// walkAtOnce bounds the rows that are asked for at once.
	walkAtOnce = 1_000
)

// page gives the due times and numbers of up to n rows after a place.
//
// A post's open cases are walked, those of one organisation and some below it
// are merged. One with many below it has a good share of all, or of an item, so
// these are walked for a while.
func (w *worklist) page(from *cursor, n int) ([]cursor, error) {
	few := fewUnits
	if w.q.Item != nil {
		few = fewOfItem
	}
	switch {
	case w.q.Officer != nil:
		return w.walk("officer", w.q.Officer, from, n, math.MaxInt)
	case w.branch != nil && len(w.units) <= few:
		return w.merge(from, n)
	}
	column, most := "", math.MaxInt
	if w.q.Item != nil {
		column = "item"
	}
	if w.branch != nil {
		most = longWalk
	}
	out, err := w.walk(column, w.q.Item, from, n, most)
	if err != nil || out != nil {
		return out, err
	}
	return w.merge(from, n)
}

// walk goes over the open cases that have a value in a column, all of them
// without one, and keeps those of the branch. It asks for no more than a page at
// first, for most organisations that are walked have nearly all of it. It gives nil
// where it has looked at so many rows in vain.
func (w *worklist) walk(column string, value *string, from *cursor, n, most int) ([]cursor, error) {
	out := make([]cursor, 0, min(n, 128))
	for seen, size := 0, n; ; size = max(n, min(2*size, walkAtOnce)) {
		got := 0
		err := w.scan(column, value, from, nil, size, func(c cursor, org string) {
			got++
			from = &c
			if len(out) < n && (w.branch == nil || w.has[org]) {
				out = append(out, c)
			}
		})
		if seen += got; err != nil || len(out) == n || got < size {
			return out, err
		}
		if seen >= most {
			return nil, nil
		}
	}
}

// merge takes the first rows of each unit of the branch together: of those after
// the first few only what comes before the last row that there is.
func (w *worklist) merge(from *cursor, n int) ([]cursor, error) {
	var out []cursor
	var last *cursor // of a full page, so far
	for i := range w.units {
		had := len(out)
		err := w.scan("org", &w.units[i], from, last, n, func(c cursor, _ string) { out = append(out, c) })
		if err != nil {
			return nil, err
		}
		if len(out) > had && len(out) >= n {
			slices.SortFunc(out, cursor.compare)
			out = out[:n]
			last = &cursor{out[n-1].key, out[n-1].number}
		}
	}
	if last == nil {
		slices.SortFunc(out, cursor.compare)
	}
	return out, nil
}

func (c cursor) compare(d cursor) int {
	return cmp.Or(cmp.Compare(c.key, d.key), cmp.Compare(c.number, d.number))
}

// scan reads up to n rows after a place, and not due after another, by the index of
// one column, from the index alone.
func (w *worklist) scan(column string, value *string, from, upTo *cursor, n int, each func(c cursor, org string)) error {
	s := new(condition)
	s.and(onWorklist)
	for name, v := range map[string]*string{"item": w.q.Item, "officer": w.q.Officer} {
		if v != nil && name != column {
			s.and(w.t.Aside(name) + " = " + s.arg(*v))
		}
	}
	if value != nil {
		s.and(column + " = " + s.arg(*value))
	}
	if from != nil {
		s.and("(work_due, number) > (" + s.arg(from.key) + ", " + s.arg(from.number) + ")")
	}
	if upTo != nil {
		s.and("work_due <= " + s.arg(upTo.key))
	}
	if w.q.OverdueOnly {
		s.and("work_due < " + s.arg(micros(w.q.At)))
	}
	query := "SELECT work_due, number, org FROM cases" + s.text() + " ORDER BY work_due, number LIMIT " + s.arg(int64(n))
	return w.t.Query(query, func(r door.Row) error {
		each(cursor{r.Int(0), r.Text(1)}, r.Text(2))
		return nil
	}, s.args...)
}

// workStamp is the first byte of a cursor of the worklist.
const workStamp = 'w'

func (c cursor) workCursor() string {
	w := coder{b: []byte{workStamp}, writing: true}
	number(&w, &c.key)
	w.text(&c.number)
	return base64.RawURLEncoding.EncodeToString(w.b)
}

// parseWorkCursor reads a cursor; nil for the empty text.
func parseWorkCursor(s string) (*cursor, error) {
	if s == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err == nil && len(b) > 0 && b[0] == workStamp {
		c, r := new(cursor), coder{b: b[1:]}
		number(&r, &c.key)
		r.text(&c.number)
		if r.err == nil && len(r.b) == 0 {
			return c, nil
		}
	}
	return nil, &ledger.InvalidError{Field: "after", Value: s, Reason: "is not a cursor of the worklist; give one as it was received"}
}
