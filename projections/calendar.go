package projections

import (
	"context"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// Calendar is a working-day calendar as the ledger's notices define it now. One
// that has no notice counts Monday to Friday, and all its years are
// provisional.
func (v *Views) Calendar(ctx context.Context, id string) (*workdays.Calendar, error) {
	cal := workdays.NewCalendar(id)
	err := v.read(ctx, func(t door.Tx, _ ledger.Position) (err error) {
		c, err := readCalendars(t)
		if c[id] != nil {
			cal = c[id]
		}
		return err
	})
	return cal, err
}

// readCalendars puts the calendars together from the stored notices.
func readCalendars(t door.Tx) (map[string]*workdays.Calendar, error) {
	out := map[string]*workdays.Calendar{}
	err := t.Query("SELECT name, records FROM streams ORDER BY id", func(s door.Row) error {
		name := ledger.StreamID(s.Text(0))
		if !strings.HasPrefix(string(name), registry.CalendarPrefix) {
			return nil
		}
		return readListed(t, s.Bytes(1), name, func(r ledger.Record) error {
			var it item
			if err := it.decode(&r); err != nil {
				return recordError(&r, err)
			}
			out[it.notice.Calendar] = extended(out[it.notice.Calendar], it.notice)
			return nil
		})
	})
	return out, err
}

func extended(c *workdays.Calendar, n *workdays.Notice) *workdays.Calendar {
	if c == nil {
		c = workdays.NewCalendar(n.Calendar)
	}
	return c.With(*n)
}

// rederiveMany bounds the cases that are derived anew at a time.
const rederiveMany = 5000

// applyNotice extends a calendar, and derives the cases anew whose working
// days it touches.
func (w *writer) applyNotice(t door.Tx, it *item) error {
	n := it.notice
	w.calendars[n.Calendar] = extended(w.calendars[n.Calendar], n)
	if err := w.flush(t); err != nil { // what came before knew the old calendar
		return err
	}
	from, to := span(n)
	for last := int64(0); ; {
		var some []*held
		err := t.Query("SELECT id, number, records, state FROM cases WHERE id > ?1 AND calendar = ?2 AND accepted_on <= ?3 AND clock_until >= ?4 ORDER BY id LIMIT ?5",
			func(r door.Row) (err error) {
				h := w.cases.peek(r.Text(1))
				if h == nil {
					h = &held{number: r.Text(1)}
					err = h.load(r)
				}
				some = append(some, h)
				return err
			}, last, n.Calendar, int64(to), int64(from), int64(rederiveMany))
		if err != nil || len(some) == 0 {
			return err
		}
		for _, h := range some {
			before := h.summary
			if after := before.rederived(w.calendars[n.Calendar]); after != nil {
				h.summary = after
				w.change(h, &it.record, before)
			}
		}
		if err := w.flush(t); err != nil {
			return err
		}
		last = some[len(some)-1].id
	}
}

// span is the range of dates that a notice speaks of: its year, and the days
// it names beyond.
func span(n *workdays.Notice) (from, to workdays.Date) {
	from, to = workdays.Civil(n.Year, time.January, 1), workdays.Civil(n.Year, time.December, 31)
	for _, d := range n.Days {
		from, to = min(from, d.Date), max(to, d.Date)
	}
	return from, to
}
