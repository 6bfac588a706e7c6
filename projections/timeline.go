package projections

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections/door"
)

// Timeline is a case's events in revision order; ErrNotFound.
func (v *Views) Timeline(ctx context.Context, number string) ([]TimelineEntry, error) {
	all, err := v.Timelines(ctx, []string{number})
	if err == nil && all[number] == nil {
		err = fmt.Errorf("case %s: %w", number, ErrNotFound)
	}
	return all[number], err
}

// Timelines reads many at once. Numbers without a case are left out.
func (v *Views) Timelines(ctx context.Context, numbers []string) (out map[string][]TimelineEntry, err error) {
	err = v.read(ctx, func(t door.Tx, _ ledger.Position) (err error) {
		out, err = timelines(t, numbers)
		return err
	})
	return out, err
}

func timelines(t door.Tx, numbers []string) (map[string][]TimelineEntry, error) {
	out := make(map[string][]TimelineEntry, len(numbers))
	var wanted []listedRecord
	err := queryMany(t, "SELECT number, records FROM cases WHERE number IN ", numbers, func(r door.Row) error {
		number := r.Text(0)
		if _, again := out[number]; again {
			return nil
		}
		ordinals, err := parseOrdinals(r.Bytes(1))
		out[number] = make([]TimelineEntry, 0, len(ordinals))
		for _, o := range ordinals {
			wanted = append(wanted, listedRecord{o, number})
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = eachListed(t, wanted, func(number string, r *ledger.Record) {
		out[number] = append(out[number], Told(number, r))
	})
	for _, list := range out {
		if err == nil {
			err = MarkAmended(list)
		}
	}
	return out, err
}

// Told is the entry of a record in the timeline of its case.
func Told(number string, r *ledger.Record) TimelineEntry {
	return TimelineEntry{
		Number: number, Revision: r.Revision, Position: r.Position, ID: r.ID, Type: r.Type,
		Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post, Public: r.Public, Sealed: len(r.Sealed),
	}
}

// MarkAmended sets AmendedBy in the timeline of one case.
func MarkAmended(list []TimelineEntry) error {
	if !slices.ContainsFunc(list, func(e TimelineEntry) bool { return casefile.Amends(e.Type) }) {
		return nil
	}
	entries, err := decoded(list)
	if err != nil {
		return err
	}
	answered := casefile.Answered(entries)
	for i := range list {
		if by, ok := answered[list[i].Revision]; ok {
			list[i].AmendedBy = &by
		}
	}
	return nil
}

// decoded are the entries of a timeline.
func decoded(list []TimelineEntry) ([]casefile.Entry, error) {
	out := make([]casefile.Entry, len(list))
	for i := range list {
		e := &list[i]
		r := ledger.Record{Position: e.Position, Stream: casefile.Stream(e.Number), Revision: e.Revision, Draft: ledger.Draft{
			ID: e.ID, Type: e.Type, Occurred: e.Occurred, Recorded: e.Recorded, Post: e.Post, Public: e.Public}}
		entry, err := casefile.Decode(&r)
		if err != nil {
			return nil, recordError(&r, err)
		}
		out[i] = entry
	}
	return out, nil
}

// listedRecord is a record that a case lists.
type listedRecord struct {
	ordinal uint64
	number  string
}

// selectListed selects records by so many ordinals.
var selectListed = [...]struct {
	n     int
	query string
}{{1, listedQuery(1)}, {8, listedQuery(8)}, {64, listedQuery(64)}}

func listedQuery(n int) string {
	return selectRecords + "WHERE ordinal IN " + door.Placeholders(1, n) + " ORDER BY ordinal"
}

// eachListed calls each for the records of many cases in ledger order, which
// within a case is the order of revisions.
func eachListed(t door.Tx, wanted []listedRecord, each func(number string, r *ledger.Record)) error {
	slices.SortFunc(wanted, func(a, b listedRecord) int { return cmp.Compare(a.ordinal, b.ordinal) })
	args := make([]any, 0, 64)
	for len(wanted) > 0 {
		size := 0
		for size < len(selectListed)-1 && selectListed[size].n < len(wanted) {
			size++
		}
		n := min(selectListed[size].n, len(wanted))
		args = args[:0]
		for i := range selectListed[size].n {
			args = append(args, int64(wanted[min(i, n-1)].ordinal))
		}
		found := 0
		err := t.Query(selectListed[size].query, func(row door.Row) error {
			if found == n || uint64(row.Int(0)) != wanted[found].ordinal {
				return wanted[min(found, n-1)].missing()
			}
			r, err := readRecord(row, casefile.Stream(wanted[found].number))
			if err == nil {
				each(wanted[found].number, &r)
			}
			found++
			return err
		}, args...)
		if err == nil && found < n {
			err = wanted[found].missing()
		}
		if err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	return nil
}

func (r listedRecord) missing() error {
	return &ledger.CorruptError{Where: "views", Reason: fmt.Sprintf("record %d of %s is missing", r.ordinal, casefile.Stream(r.number))}
}
