package projections

import (
	"context"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
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
func (v *Views) Timelines(ctx context.Context, numbers []string) (map[string][]TimelineEntry, error) {
	out := make(map[string][]TimelineEntry, len(numbers))
	err := v.read(ctx, func(t tx, _ ledger.Position) error {
		ids := make(map[string]int64, len(numbers))
		err := queryMany(t, "SELECT id, number FROM cases WHERE number IN ", numbers, func(r row) error {
			ids[r.text(1)] = r.int(0)
			return nil
		})
		if err != nil {
			return err
		}
		for number, id := range ids {
			if out[number], err = readTimeline(t, id, number); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func readTimeline(t tx, id int64, number string) (out []TimelineEntry, err error) {
	stream := casefile.Stream(number)
	err = t.query("SELECT "+recordColumns+" FROM records WHERE id >= ?1 AND id < ?2 ORDER BY id", func(r row) error {
		rec, err := readRecord(r, stream)
		out = append(out, TimelineEntry{
			Number: number, Revision: rec.Revision, Position: rec.Position, ID: rec.ID, Type: rec.Type,
			Occurred: rec.Occurred, Recorded: rec.Recorded, Post: rec.Post, Public: rec.Public, Sealed: len(rec.Sealed),
		})
		return err
	}, recordKey(id, 0), recordKey(id+1, 0))
	return out, err
}
