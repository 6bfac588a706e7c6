package projections

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// Case is the summary of one case; ErrNotFound.
func (v *Views) Case(ctx context.Context, number string) (Summary, error) {
	all, err := v.CasesByNumber(ctx, []string{number})
	if err != nil {
		return Summary{}, err
	}
	s, ok := all[number]
	if !ok {
		return Summary{}, fmt.Errorf("case %s: %w", number, ErrNotFound)
	}
	return s, nil
}

// CasesByNumber gives the summaries of those that exist.
func (v *Views) CasesByNumber(ctx context.Context, numbers []string) (map[string]Summary, error) {
	out := make(map[string]Summary, len(numbers))
	err := v.read(ctx, func(t door.Tx, _ ledger.Position) error {
		return queryMany(t, "SELECT number, state FROM cases WHERE number IN ", numbers, func(r door.Row) error {
			s, err := v.memo.parse(r.Bytes(1))
			if err == nil {
				out[r.Text(0)] = *s
			}
			return err
		})
	})
	return out, err
}

// Cases lists one page of cases. A query that cannot be answered gives a
// [*ledger.InvalidError].
func (v *Views) Cases(ctx context.Context, q CaseQuery) (CasePage, error) {
	l, err := newListing(q)
	if err != nil {
		return CasePage{}, err
	}
	var page CasePage
	err = v.readAt(ctx, func(t door.Tx, c *checkpoint) (err error) {
		page, err = v.list(t, c, l, q.CountTotal)
		return err
	})
	return page, err
}

// list answers a listing, and counts all of its rows if that is asked for.
func (v *Views) list(t door.Tx, c *checkpoint, l *listing, total bool) (page CasePage, err error) {
	page = CasePage{Total: -1, Position: c.position}
	if err := l.drive(t, v.few(c)); err != nil {
		return page, err
	}
	if err := l.page(t, &v.memo, &page); err != nil {
		return page, err
	}
	if total {
		page.Total, err = l.count(t)
	}
	return page, err
}

// maxPage bounds the rows of one page.
const maxPage = 1000

// listing answers one query for cases. Rows are ordered by a column of whole
// numbers and the case number, or by the number alone.
type listing struct {
	order      Order
	key        string // the column; empty for ByNumber
	descending bool
	after      *cursor
	before     *cursor
	limit      int
	fromBack   bool // the limit counts from the back
	filters    []filter
	driver     int // the filter whose index is walked, or byOrder
}

// byOrder: the index of the order is walked.
const byOrder = -1

var orderKeys = map[Order]string{ByAccepted: "accepted_at", ByDue: "due_at", ByNumber: "", ByUpdated: "position"}

func newListing(q CaseQuery) (l *listing, err error) {
	l = &listing{order: q.Order, descending: q.Descending, limit: q.First, driver: byOrder}
	if l.order == "" {
		l.order = ByAccepted
	}
	var ok bool
	if l.key, ok = orderKeys[l.order]; !ok {
		return nil, &ledger.InvalidError{Field: "order", Value: string(q.Order), Reason: `want "accepted", "due", "number" or "updated"`}
	}
	if (q.First == 0) == (q.Last == 0) {
		return nil, &ledger.InvalidError{Field: "first", Reason: "give one of first and last, 1 to 1000"}
	}
	if q.Last != 0 {
		l.limit, l.fromBack = q.Last, true
	}
	if l.limit < 1 || l.limit > maxPage {
		return nil, &ledger.InvalidError{Field: "rows of a page", Value: strconv.Itoa(l.limit), Reason: "want 1 to 1000"}
	}
	if l.after, err = l.parseCursor("after", q.After); err != nil {
		return nil, err
	}
	if l.before, err = l.parseCursor("before", q.Before); err != nil {
		return nil, err
	}
	if l.filters, err = filters(&q); err != nil {
		return nil, err
	}
	return l, nil
}

// page fills in rows, cursors and what lies beyond.
func (l *listing) page(t door.Tx, m *memo, page *CasePage) error {
	from, to := l.after.bound(false), l.before.bound(false)
	found, err := l.scan(t, from, to, l.fromBack, l.limit+1)
	if err != nil {
		return err
	}
	more := len(found) > l.limit
	if more {
		found = found[:l.limit]
	}
	if l.fromBack {
		slices.Reverse(found)
	}
	if len(found) > 0 {
		page.Rows = make([]Summary, len(found))
	}
	for i := range found {
		s, err := m.parse(found[i].state)
		if err != nil {
			return err
		}
		page.Rows[i] = *s
	}
	page.Cursors = l.format(found)
	return l.beyond(t, page, found, more)
}

// beyond says whether rows stand before the page and after it. Without a
// cursor on that side there can be none but what the limit left over.
func (l *listing) beyond(t door.Tx, page *CasePage, found []foundCase, more bool) error {
	page.HasNext, page.HasPrev = more && !l.fromBack, more && l.fromBack
	first, last := l.after.bound(true), l.before.bound(true) // of an empty page
	if n := len(found); n > 0 {
		first, last = found[0].cursor.bound(false), found[n-1].cursor.bound(false)
	}
	if !page.HasNext && l.before != nil {
		rest, err := l.scan(t, last, nil, false, 1)
		if err != nil {
			return err
		}
		page.HasNext = len(rest) > 0
	}
	if !page.HasPrev && l.after != nil {
		rest, err := l.scan(t, nil, first, true, 1)
		if err != nil {
			return err
		}
		page.HasPrev = len(rest) > 0
	}
	return nil
}

// foundCase is a row of a scan.
type foundCase struct {
	cursor cursor
	state  []byte
}

// scan reads up to n rows between two bounds of the listing, from the front or
// from the back.
func (l *listing) scan(t door.Tx, from, to *bound, back bool, n int) (out []foundCase, err error) {
	s := l.where(t)
	key, number := l.column(t, l.key), l.column(t, "number")
	down := l.descending
	s.bound(key, number, from, !down)
	s.bound(key, number, to, down)
	order := number + direction(down != back)
	selected := "0"
	if l.key != "" {
		selected = l.key
		order = key + direction(down != back) + ", " + order
	}
	query := "SELECT " + selected + ", number, state FROM cases" + s.text() + " ORDER BY " + order + " LIMIT " + s.arg(int64(n))
	out = make([]foundCase, 0, min(n, 128))
	err = t.Query(query, func(r door.Row) error {
		out = append(out, foundCase{cursor{r.Int(0), r.Text(1)}, r.Bytes(2)})
		return nil
	}, s.args...)
	return out, err
}

func direction(down bool) string {
	if down {
		return " DESC"
	}
	return ""
}

// column names a column of the order, so that its index is walked only if the
// order drives the scan.
func (l *listing) column(t door.Tx, name string) string {
	if name == "" || l.ordered() {
		return name
	}
	return t.Aside(name)
}

// ordered says whether rows come in order from the driver's index.
func (l *listing) ordered() bool {
	return l.driver == byOrder || l.filters[l.driver].orders(l.order)
}

// count is the number of all rows that the filters select.
func (l *listing) count(t door.Tx) (n int, err error) {
	s := l.where(t)
	err = t.Query("SELECT count(*) FROM cases"+s.text(), func(r door.Row) error {
		n = int(r.Int(0))
		return nil
	}, s.args...)
	return n, err
}

// where puts the filters into a condition.
func (l *listing) where(t door.Tx) *condition {
	s := new(condition)
	for i := range l.filters {
		l.filters[i].add(s, t, i == l.driver || l.bounds(i))
	}
	return s
}

// bounds says whether a filter bounds the second column of the index that is
// walked, or the first of the order's. No other filter may choose an index.
func (l *listing) bounds(i int) bool {
	switch f := &l.filters[i]; {
	case l.ordered():
		return f.column == l.key
	default:
		return f.column == "accepted_at" && l.filters[l.driver].equality()
	}
}

// few is how many rows of a filter are sorted rather than looked for in the
// order of the list. To look for a page of 50 among n cases, of which k are
// wanted, visits 50·n/k; that is k for k = √(50·n). It is more where the wanted
// ones lie together.
func (v *Views) few(c *checkpoint) int {
	if v.sortUpTo >= 0 {
		return v.sortUpTo
	}
	return 1000 + int(10*math.Sqrt(float64(c.lastID)))
}

// drive chooses what is walked: an index that has the order and a filter, else
// the index of a filter that leaves few rows, which are then sorted, else the
// index of the order.
func (l *listing) drive(t door.Tx, few int) error {
	best, fewest := byOrder, few
	var candidates []int
	for i := range l.filters {
		if f := &l.filters[i]; f.indexed {
			candidates = append(candidates, i)
			if f.orders(l.order) && (best == byOrder || !l.filters[best].orders(l.order)) {
				best = i
			}
		}
	}
	if len(candidates) == 1 && best != byOrder {
		l.driver = best
		return nil
	}
	for _, i := range candidates {
		n, err := l.countUpTo(t, i, few)
		if err != nil {
			return err
		}
		if n < fewest {
			best, fewest = i, n
		}
	}
	l.driver = best
	return nil
}

// countUpTo counts the rows that the index of a filter gives, up to a bound.
func (l *listing) countUpTo(t door.Tx, i, few int) (n int, err error) {
	s := new(condition)
	for j := range l.filters {
		if j == i || l.filters[i].equality() && l.filters[j].column == "accepted_at" {
			l.filters[j].add(s, t, true)
		}
	}
	query := "SELECT count(*) FROM (SELECT 1 FROM cases" + s.text() + " LIMIT " + s.arg(int64(few)) + ") AS few"
	err = t.Query(query, func(r door.Row) error {
		n = int(r.Int(0))
		return nil
	}, s.args...)
	return n, err
}
