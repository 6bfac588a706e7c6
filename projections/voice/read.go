package voice

import (
	"context"
	"fmt"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// A Query chooses entries of one kind.
type Query struct {
	Kind    Kind
	Org     string // answers for it now
	Channel voice.Channel
	Class   string
	Status  voice.Status
	Finding voice.Finding
	Case    string
	// From and To bound the local date of filing, both inclusive; NoDate leaves a
	// side open.
	From, To workdays.Date
	// OverdueAt, if set, chooses what was overdue at that instant.
	OverdueAt time.Time
	After     uint64
	First     int // at most so many, after the ordinal After
}

// maxEntries bounds the entries of one page, maxGroups the groups of a count.
const maxEntries, maxGroups = 1000, 1000

// A Page is one of entries, in the order in which they came.
type Page struct {
	Entries []*Entry
	More    bool
	At      uint64 // ordinal of the last record taken into account
}

// List gives a page. A First that is not from 1 to 1000 is an
// [*ledger.InvalidError].
func List(ctx context.Context, v view.Reader, q Query) (p Page, err error) {
	if q.First < 1 || q.First > maxEntries {
		return p, &ledger.InvalidError{Field: "first", Value: fmt.Sprint(q.First), Reason: fmt.Sprintf("want 1 to %d", maxEntries)}
	}
	where, args := q.where()
	where += " AND ordinal > " + door.Bind(&args, int64(q.After)) + " ORDER BY ordinal LIMIT " + door.Bind(&args, int64(q.First+1))
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		p.At = at
		return t.Query("SELECT body FROM voice_entries WHERE "+where, func(r door.Row) error {
			e, err := parse(r.Bytes(0))
			p.Entries = append(p.Entries, e)
			return err
		}, args...)
	})
	if p.More = len(p.Entries) > q.First; p.More {
		p.Entries = p.Entries[:q.First]
	}
	return p, err
}

// A Group is how many entries share an organisation, a channel, a status and a
// finding.
type Group struct {
	Org     string
	Channel string
	Status  voice.Status
	Finding voice.Finding
	Count   int
}

// Counts counts what a query chooses, whatever its page, by organisation, channel,
// status and finding; the first thousand groups.
func Counts(ctx context.Context, v view.Reader, q Query) (out []Group, err error) {
	where, args := q.where()
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query("SELECT org, channel, status, finding, COUNT(*) FROM voice_entries WHERE "+where+
			" GROUP BY org, channel, status, finding ORDER BY org, channel, status, finding LIMIT "+door.Bind(&args, int64(maxGroups)), func(r door.Row) error {
			out = append(out, Group{r.Text(0), r.Text(1), voice.Status(r.Text(2)), voice.Finding(r.Text(3)), int(r.Int(4))})
			return nil
		}, args...)
	})
	return out, err
}

// Total is how many entries a query chooses, whatever its page.
func Total(ctx context.Context, v view.Reader, q Query) (n int, err error) {
	where, args := q.where()
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query("SELECT COUNT(*) FROM voice_entries WHERE "+where, func(r door.Row) error {
			n = int(r.Int(0))
			return nil
		}, args...)
	})
	return n, err
}

// where is the condition of a query, and its arguments.
func (q Query) where() (string, []any) {
	var args []any
	where := []string{"kind = " + door.Bind(&args, string(q.Kind))}
	for _, c := range []struct{ column, value string }{
		{"org", q.Org}, {"channel", string(q.Channel)}, {"class", q.Class}, {"status", string(q.Status)}, {"finding", string(q.Finding)}, {"case_number", q.Case},
	} {
		if c.value != "" {
			where = append(where, c.column+" = "+door.Bind(&args, c.value))
		}
	}
	if q.From != workdays.NoDate {
		where = append(where, "filed_on >= "+door.Bind(&args, int64(q.From)))
	}
	if q.To != workdays.NoDate {
		where = append(where, "filed_on <= "+door.Bind(&args, int64(q.To)))
	}
	if !q.OverdueAt.IsZero() {
		at := door.Bind(&args, q.OverdueAt.UnixMicro())
		late := func(due, done string) string {
			return fmt.Sprintf("(%[1]s <> 0 AND %[1]s < %[3]s AND (%[2]s = 0 OR %[2]s > %[3]s))", due, done, at)
		}
		where = append(where, "("+late("accept_due", "settled")+" OR "+late("answer_due", "answered")+")")
	}
	return strings.Join(where, " AND "), args
}
