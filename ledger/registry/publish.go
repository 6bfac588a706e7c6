package registry

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// Publish records the notices that the ledger does not hold yet, in the given
// order, and says how many. A notice is held if the latest one recorded of its
// year is the same; an amended one is recorded beside the old. at is the time
// of recording. Ids follow from content and place alone, so that two who
// publish the same at once record it once.
func Publish(ctx context.Context, s ledger.Store, notices []workdays.Notice, at time.Time) (recorded int, err error) {
	byCalendar, order := map[string][]workdays.Notice{}, []string{}
	for _, n := range notices {
		if _, ok := byCalendar[n.Calendar]; !ok {
			order = append(order, n.Calendar)
		}
		byCalendar[n.Calendar] = append(byCalendar[n.Calendar], n)
	}
	for _, id := range order {
		n, err := publish(ctx, s, stream(id), byCalendar[id], ledger.Time(at))
		recorded += n
		if err != nil {
			return recorded, fmt.Errorf("publish calendar %s: %w", id, err)
		}
	}
	return recorded, nil
}

func publish(ctx context.Context, s ledger.Store, id ledger.StreamID, notices []workdays.Notice, at time.Time) (int, error) {
	added := 0
	_, err := act.Append(ctx, s, id, func(*ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
		held, head, err := latest(ctx, s, id)
		if err != nil {
			return 0, nil, err
		}
		drafts, err := missing(id, head, held, notices, at)
		added = len(drafts)
		return head, drafts, err
	})
	if err != nil {
		return 0, err
	}
	return added, nil
}

// latest gives the body of the latest notice of each year, and the stream's
// revision.
func latest(ctx context.Context, s ledger.Store, id ledger.StreamID) (map[int][]byte, ledger.Revision, error) {
	held, head := map[int][]byte{}, ledger.NoStream
	for r, err := range s.Stream(ctx, id, 0) {
		if err != nil {
			return nil, 0, err
		}
		if n, ok, err := notice(&r); err != nil {
			return nil, 0, err
		} else if ok {
			held[n.Year] = r.Public
		}
		head = r.Revision
	}
	return held, head, nil
}

// missing drafts the notices that differ from what is held.
func missing(id ledger.StreamID, head ledger.Revision, held map[int][]byte, notices []workdays.Notice, at time.Time) ([]ledger.Draft, error) {
	var drafts []ledger.Draft
	for _, n := range notices {
		body, err := encode(n)
		if err != nil {
			return nil, err
		}
		if bytes.Equal(held[n.Year], body) {
			continue
		}
		held[n.Year] = body
		head++
		key := string(id) + "#" + strconv.FormatInt(int64(head), 10) + "\x00" + string(body)
		command := ledger.NewCommandID(time.Date(n.Year, 1, 1, 0, 0, 0, 0, time.UTC), key)
		drafts = append(drafts, ledger.Draft{
			ID: ledger.EventIDOf(command, 0), Type: CalendarPublished, Command: command,
			Occurred: at, Recorded: at, Public: body,
		})
	}
	return drafts, nil
}

func stream(calendar string) ledger.StreamID { return ledger.StreamID(CalendarPrefix + calendar) }

// notice reads a record as a calendar notice, if it is one.
func notice(r *ledger.Record) (n workdays.Notice, ok bool, err error) {
	v, err := Decode(r)
	if err != nil {
		return n, false, err
	}
	n, ok = v.(workdays.Notice)
	return n, ok, nil
}
