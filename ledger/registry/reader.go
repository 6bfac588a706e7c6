package registry

import (
	"context"
	"fmt"
	"sync"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Calendars reads all calendars as the ledger defines them now, by id. It
// passes over the whole ledger; who needs one calendar takes a [Reader].
func Calendars(ctx context.Context, s ledger.Store) (map[string]*workdays.Calendar, error) {
	return CalendarsUntil(ctx, s, Until{})
}

// CalendarsUntil is [Calendars] as they were known at a moment.
func CalendarsUntil(ctx context.Context, s ledger.Store, until Until) (map[string]*workdays.Calendar, error) {
	out := map[string]*workdays.Calendar{}
	err := each(ctx, s, CalendarPrefix, until, func(e act.Event) {
		if n, ok := e.(Notice); ok {
			if out[n.Calendar] == nil {
				out[n.Calendar] = workdays.NewCalendar(n.Calendar)
			}
			out[n.Calendar] = withNotice(out[n.Calendar], n)
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read calendars: %w", err)
	}
	return out, nil
}

// Until bounds what of the registries counts: as it was known then. Bounds that
// are set hold together; the zero Until bounds nothing.
type Until struct {
	Position ledger.Position // the last that counts
	Recorded time.Time       // what was recorded later does not count
}

// leaves says whether a record does not count.
func (u Until) leaves(r *ledger.Record) bool {
	return u.Position > 0 && r.Position > u.Position || !u.Recorded.IsZero() && r.Recorded.After(u.Recorded)
}

// each takes the entries of all streams whose names begin so, in ledger order.
func each(ctx context.Context, s ledger.Store, prefix string, until Until, take func(act.Event)) error {
	for item, err := range s.Follow(ctx, 0, ledger.Filter{Stream: prefix}) {
		if err != nil {
			return err
		}
		if item.Live {
			break
		}
		if item.Record == nil || until.leaves(item.Record) {
			continue
		}
		e, err := Decode(item.Record)
		if err != nil {
			return err
		}
		take(e)
	}
	return nil
}

// A Reader gives calendars, policies and the directory as the ledger defines them now. It keeps
// what it has read, so that asking again reads only what was recorded since. It
// is safe for concurrent use. Set Store before use and do not copy a Reader.
type Reader struct {
	Store ledger.Store

	calendars shelf[*workdays.Calendar]
	policies  shelf[*policy.Set]
	listed    listed
}

// Calendar gives one calendar. An id without any notice gives a calendar that
// knows no year.
func (r *Reader) Calendar(ctx context.Context, id string) (*workdays.Calendar, error) {
	if id == "" || id == workdays.Weekdays {
		return workdays.NewCalendar(workdays.Weekdays), nil
	}
	return r.calendars.now(ctx, r.Store, stream(id), workdays.NewCalendar(id), withNotice)
}

func withNotice(c *workdays.Calendar, e act.Event) *workdays.Calendar {
	if n, ok := e.(Notice); ok {
		return c.With(workdays.Notice(n))
	}
	return c
}

// shelf keeps what streams say, each with the first revision that was not read.
type shelf[T any] struct {
	mu   sync.Mutex
	read map[ledger.StreamID]volume[T] // guarded by mu
}

type volume[T any] struct {
	says T
	next ledger.Revision
}

// maxRead bounds the streams that a shelf keeps: ids come from cases, and a
// foreign import may name any number of them.
const maxRead = 256

// now gives what a stream says, starting from none, with the entries that came
// since it was read last.
func (k *shelf[T]) now(ctx context.Context, s ledger.Store, id ledger.StreamID, none T, with func(T, act.Event) T) (T, error) {
	k.mu.Lock()
	v, ok := k.read[id]
	k.mu.Unlock()
	if !ok {
		v.says = none
	}
	for rec, err := range s.Stream(ctx, id, v.next) {
		if err != nil {
			return none, fmt.Errorf("read %s: %w", id, err)
		}
		e, err := Decode(&rec)
		if err != nil {
			return none, err
		}
		v.says, v.next = with(v.says, e), rec.Revision+1
	}
	k.keep(id, v)
	return v.says, nil
}

func (k *shelf[T]) keep(id ledger.StreamID, v volume[T]) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read == nil || len(k.read) >= maxRead {
		k.read = map[ledger.StreamID]volume[T]{}
	}
	if v.next >= k.read[id].next {
		k.read[id] = v
	}
}
