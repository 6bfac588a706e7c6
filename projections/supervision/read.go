package supervision

import (
	"context"
	"fmt"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// A Query chooses cards. Empty members choose all.
type Query struct {
	Orgs   []string // responsible is one of these
	Item   string
	Case   string
	Number string // of the card
	Colour string
	Rule   string
	Status Status
	Appeal Appeal
	// From and To bound the local date on which cards fell due, both inclusive;
	// NoDate leaves a side open.
	From, To workdays.Date
	// KnownAt, if not zero, is the ordinal of the last record taken into account.
	KnownAt uint64
	After   uint64
	First   int // at most so many, after the ordinal After
}

// Under chooses the cards of an organisation and, unless only itself is meant, of
// those below it on the day To; by the latest tree where that is open.
func (q *Query) Under(d *registry.Directory, org string, only bool) {
	on := q.To
	if on == workdays.NoDate {
		on = registry.Latest
	}
	if q.Orgs = []string{org}; !only {
		q.Orgs = d.Below(org, on)
	}
}

// maxCards bounds the cards of one page, maxGroups the groups of a count, maxOrgs
// the units of a query.
const maxCards, maxGroups, maxOrgs = 1000, 1000, 10_000

// A Page is one of cards, in the order in which they were recorded.
type Page struct {
	Cards []*Card
	More  bool
	At    uint64 // ordinal of the last record taken into account
}

// List gives a page. A First that is not from 1 to 1000 is an
// [*ledger.InvalidError].
func List(ctx context.Context, v view.Reader, q Query) (p Page, err error) {
	if q.First < 1 || q.First > maxCards {
		return p, &ledger.InvalidError{Field: "first", Value: fmt.Sprint(q.First), Reason: fmt.Sprintf("want 1 to %d", maxCards)}
	}
	err = q.read(ctx, v, func(t door.Tx, at uint64) error {
		p.At = at
		where, args := q.where(at)
		where += " AND ordinal > " + door.Bind(&args, int64(q.After)) + " ORDER BY ordinal LIMIT " + door.Bind(&args, int64(q.First+1))
		return t.Query("SELECT body FROM supervision_cards WHERE "+where, func(r door.Row) error {
			c, err := parse(r.Bytes(0))
			p.Cards = append(p.Cards, c)
			return err
		}, args...)
	})
	if p.More = len(p.Cards) > q.First; p.More {
		p.Cards = p.Cards[:q.First]
	}
	return p, err
}

// Find is the card of a number as it was known at an ordinal, 0 for now; nil
// where there was none.
func Find(ctx context.Context, v view.Reader, number string, knownAt uint64) (c *Card, err error) {
	q := Query{KnownAt: knownAt}
	err = q.read(ctx, v, func(t door.Tx, at uint64) (err error) {
		c, err = find(t, number, at)
		return err
	})
	return c, err
}

// A Group is how many cards share a unit, a colour, an occasion, a status and how
// the appeal stands.
type Group struct {
	Org    string
	Colour string
	Rule   string
	Status Status
	Appeal Appeal
	Count  int
}

// Counts counts what a query chooses, whatever its page: the first thousand
// groups.
func Counts(ctx context.Context, v view.Reader, q Query) (out []Group, err error) {
	const by = "org, colour, rule, status, appeal"
	err = q.read(ctx, v, func(t door.Tx, at uint64) error {
		where, args := q.where(at)
		return t.Query("SELECT "+by+", COUNT(*) FROM supervision_cards WHERE "+where+" GROUP BY "+by+" ORDER BY "+by+" LIMIT "+door.Bind(&args, int64(maxGroups)), func(r door.Row) error {
			out = append(out, Group{r.Text(0), r.Text(1), r.Text(2), Status(r.Text(3)), Appeal(r.Text(4)), int(r.Int(5))})
			return nil
		}, args...)
	})
	return out, err
}

// Total is how many cards a query chooses, whatever its page.
func Total(ctx context.Context, v view.Reader, q Query) (n int, err error) {
	err = q.read(ctx, v, func(t door.Tx, at uint64) error {
		where, args := q.where(at)
		return t.Query("SELECT COUNT(*) FROM supervision_cards WHERE "+where, func(r door.Row) error {
			n = int(r.Int(0))
			return nil
		}, args...)
	})
	return n, err
}

// A Measure is how many of one class were taken in one unit (责任追究).
type Measure struct {
	Org   string `json:"org"`
	Class string `json:"class"`
	Count int    `json:"count"`
}

// Measures counts the measures of the units and dates of a query.
func Measures(ctx context.Context, v view.Reader, q Query) (out []Measure, err error) {
	out = []Measure{}
	err = q.read(ctx, v, func(t door.Tx, at uint64) error {
		args := []any{int64(at)}
		where := "ordinal <= ?1" + q.between(&args, "taken_on") + q.within(&args)
		return t.Query("SELECT org, class, COUNT(*) FROM supervision_measures WHERE "+where+" GROUP BY org, class ORDER BY org, class LIMIT "+door.Bind(&args, int64(maxGroups)), func(r door.Row) error {
			out = append(out, Measure{r.Text(0), r.Text(1), int(r.Int(2))})
			return nil
		}, args...)
	})
	return out, err
}

// read reads the view at the query's ordinal.
func (q *Query) read(ctx context.Context, v view.Reader, f func(t door.Tx, at uint64) error) error {
	if len(q.Orgs) > maxOrgs {
		return &ledger.InvalidError{Field: "org", Value: fmt.Sprint(len(q.Orgs), " units"), Reason: fmt.Sprintf("want at most %d", maxOrgs)}
	}
	return v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		if q.KnownAt != 0 {
			at = min(at, q.KnownAt)
		}
		return f(t, at)
	})
}

// where is the condition of a query as of an ordinal, and its arguments.
func (q *Query) where(at uint64) (string, []any) {
	args := []any{int64(at)}
	where := "since <= ?1 AND until > ?1"
	for _, c := range []struct{ column, value string }{
		{"number", q.Number}, {"item", q.Item}, {"case_number", q.Case}, {"colour", q.Colour}, {"rule", q.Rule}, {"status", string(q.Status)}, {"appeal", string(q.Appeal)},
	} {
		if c.value != "" {
			where += " AND " + c.column + " = " + door.Bind(&args, c.value)
		}
	}
	return where + q.between(&args, "fell_on") + q.within(&args), args
}

// between bounds the dates of a column.
func (q *Query) between(args *[]any, column string) (where string) {
	if q.From != workdays.NoDate {
		where += " AND " + column + " >= " + door.Bind(args, int64(q.From))
	}
	if q.To != workdays.NoDate {
		where += " AND " + column + " <= " + door.Bind(args, int64(q.To))
	}
	return where
}

// within bounds the units.
func (q *Query) within(args *[]any) string {
	if len(q.Orgs) == 0 {
		return ""
	}
	places := make([]string, len(q.Orgs))
	for i, org := range q.Orgs {
		places[i] = door.Bind(args, org)
	}
	return " AND org IN (" + strings.Join(places, ", ") + ")"
}
