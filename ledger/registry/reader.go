package registry

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Calendars reads all calendars as the ledger defines them now, by id. It
// passes over the whole ledger; who needs one calendar takes a [Reader].
func Calendars(ctx context.Context, s ledger.Store) (map[string]*workdays.Calendar, error) {
	out := map[string]*workdays.Calendar{}
	for item, err := range s.Follow(ctx, 0, ledger.Filter{Stream: CalendarPrefix}) {
		if err != nil {
			return nil, fmt.Errorf("read calendars: %w", err)
		}
		if item.Live {
			break
		}
		if item.Record == nil {
			continue
		}
		n, ok, err := notice(item.Record)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		id := strings.TrimPrefix(string(item.Record.Stream), CalendarPrefix)
		if out[id] == nil {
			out[id] = workdays.NewCalendar(id)
		}
		out[id] = out[id].With(n)
	}
	return out, nil
}

// A Reader gives calendars as the ledger defines them now. It keeps what it
// has read, so that asking again reads only what was recorded since. It is
// safe for concurrent use. Set Store before use and do not copy a Reader.
type Reader struct {
	Store ledger.Store

	mu   sync.Mutex
	read map[string]calendarAt // guarded by mu
}

// calendarAt is a calendar with the first revision that it does not hold.
type calendarAt struct {
	calendar *workdays.Calendar
	next     ledger.Revision
}

// maxRead bounds the calendars that a Reader keeps: ids come from cases, and a
// foreign import may name any number of them.
const maxRead = 256

// Calendar gives one calendar. An id without any notice gives a calendar that
// knows no year.
func (r *Reader) Calendar(ctx context.Context, id string) (*workdays.Calendar, error) {
	if id == "" || id == workdays.Weekdays {
		return workdays.NewCalendar(workdays.Weekdays), nil
	}
	r.mu.Lock()
	at, ok := r.read[id]
	r.mu.Unlock()
	if !ok {
		at.calendar = workdays.NewCalendar(id)
	}
	for rec, err := range r.Store.Stream(ctx, stream(id), at.next) {
		if err != nil {
			return nil, fmt.Errorf("read calendar %s: %w", id, err)
		}
		n, ok, err := notice(&rec)
		if err != nil {
			return nil, err
		}
		if ok {
			at.calendar = at.calendar.With(n)
		}
		at.next = rec.Revision + 1
	}
	r.keep(id, at)
	return at.calendar, nil
}

func (r *Reader) keep(id string, at calendarAt) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.read == nil || len(r.read) >= maxRead {
		r.read = map[string]calendarAt{}
	}
	if at.next >= r.read[id].next {
		r.read[id] = at
	}
}
