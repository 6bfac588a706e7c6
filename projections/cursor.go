package projections

import (
	"encoding/base64"
	"slices"

	"caseledger/ledger"
	"caseledger/projections/door"
)

// cursor is the place of a row in a listing: its order key and its number.
type cursor struct {
	key    int64
	number string
}

// bound is one end of a scan.
type bound struct {
	cursor
	inclusive bool
}

func (c *cursor) bound(inclusive bool) *bound {
	if c == nil {
		return nil
	}
	return &bound{*c, inclusive}
}

// cursorOrders numbers the orders in cursors: the number, with 1 added for
// descending.
var cursorOrders = []Order{ByAccepted, "", ByDue, "", ByNumber, "", ByUpdated, ""}

// stamp is the byte that ties a cursor to the order it was made for.
func (l *listing) stamp() byte {
	return byte(slices.Index(cursorOrders, l.order)) + byte(door.Flag(l.descending))
}

// format gives the cursors' texts, which share one piece of memory. Callers
// must not look into them.
func (l *listing) format(rows []foundCase) []string {
	if len(rows) == 0 {
		return nil
	}
	w := coder{writing: true}
	stamp := l.stamp()
	all := make([]byte, 0, 48*len(rows))
	ends := make([]int, len(rows))
	for i := range rows {
		w.b = append(w.b[:0], stamp)
		number(&w, &rows[i].cursor.key)
		w.text(&rows[i].cursor.number)
		all = base64.RawURLEncoding.AppendEncode(all, w.b)
		ends[i] = len(all)
	}
	texts, from := string(all), 0
	out := make([]string, len(rows))
	for i, end := range ends {
		out[i], from = texts[from:end], end
	}
	return out
}

// parseCursor reads a cursor that was made for the same order.
func (l *listing) parseCursor(field, s string) (*cursor, error) {
	if s == "" {
		return nil, nil
	}
	bad := func(reason string) error { return &ledger.InvalidError{Field: field, Value: s, Reason: reason} }
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) == 0 {
		return nil, bad("is not a cursor; give one as it was received")
	}
	c, r := new(cursor), coder{b: b[1:]}
	number(&r, &c.key)
	r.text(&c.number)
	if r.err != nil || len(r.b) > 0 {
		return nil, bad("is not a cursor; give one as it was received")
	}
	if b[0] != l.stamp() {
		return nil, bad("was made for another order; begin again without a cursor")
	}
	return c, nil
}
