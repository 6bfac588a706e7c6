package projections

import (
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// Calendar is a working-day calendar as the ledger's notices define it, up to a
// record named by its ordinal, or now for 0. One that has no notice counts Monday to
// Friday, and all its years are provisional.
func (v *Views) Calendar(ctx context.Context, id string, upTo ledger.Position) (*workdays.Calendar, error) {
	cal := workdays.NewCalendar(id)
	err := v.read(ctx, func(t door.Tx, _ ledger.Position) (err error) {
		c, err := readCalendars(t, "", uint64(upTo))
		if c[id] != nil {
			cal = c[id]
		}
		return err
	})
	return cal, err
}

// readCalendars puts the calendars together from the notices of the streams in
// the table whose name has the prefix, up to a record named by its ordinal, or all
// of them for 0.
func readCalendars(t door.Tx, prefix string, upTo uint64) (map[string]*workdays.Calendar, error) {
	out := map[string]*workdays.Calendar{}
	err := eachEntry(t, prefix, registry.CalendarPrefix, upTo, func(e act.Event) {
		if n, ok := e.(registry.Notice); ok {
			n := workdays.Notice(n)
			out[n.Calendar] = extended(out[n.Calendar], &n)
		}
	})
	return out, err
}

// eachEntry takes what the streams of a registry say whose names begin so: those
// of the table whose name has the prefix, up to a record named by its ordinal,
// or all of it for 0.
func eachEntry(t door.Tx, prefix, streams string, upTo uint64, take func(act.Event)) error {
	return t.Query("SELECT name, records FROM "+prefix+"streams WHERE name >= ?1 AND name < ?2 ORDER BY id", func(s door.Row) error {
		name := ledger.StreamID(s.Text(0))
		ordinals, err := parseOrdinals(s.Bytes(1))
		if err != nil {
			return err
		}
		if upTo > 0 {
			ordinals = before(ordinals, upTo+1)
		}
		return eachOrdinal(t, ordinals, name, func(r ledger.Record) error {
			e, err := registry.Decode(&r)
			if err != nil {
				return recordError(&r, err)
			}
			take(e)
			return nil
		})
	}, streams, after(streams))
}

func extended(c *workdays.Calendar, n *workdays.Notice) *workdays.Calendar {
	if c == nil {
		c = workdays.NewCalendar(n.Calendar)
	}
	return c.With(*n)
}

// notice is the [dependency] of a calendar's notice: it touches the cases whose
// working days are counted over days that it speaks of.
type notice struct{ *workdays.Notice }

// touched implements [dependency].
func (n notice) touched(w *writer) (condition string, args []any) {
	if len(w.calendars[n.Calendar].Years()) == 0 { // until then not even an empty span was certain
		return "calendar = ?1", []any{n.Calendar}
	}
	from, to := span(n.Notice)
	return "calendar = ?1 AND clock_until >= ?2 AND accepted_on <= ?3", []any{n.Calendar, int64(from), int64(to)}
}

// derivation implements [dependency].
func (n notice) derivation(w *writer) func(*Summary) *Summary {
	c := extended(w.calendars[n.Calendar], n.Notice)
	return func(s *Summary) *Summary { return s.rederived(casefile.Rules{Calendar: c, Policies: w.policies}) }
}

// learn implements [dependency].
func (n notice) learn(w *writer) {
	w.calendars[n.Calendar] = extended(w.calendars[n.Calendar], n.Notice)
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
