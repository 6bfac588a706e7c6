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
		return queryMany(t, "SELECT number, records FROM cases WHERE number IN ", numbers, func(r row) (err error) {
			number := r.text(0)
			out[number], err = readTimeline(t, number, r.bytes(1))
			return err
		})
	})
	return out, err
}

func readTimeline(t tx, number string, list []byte) (out []TimelineEntry, err error) {
	err = readListed(t, list, casefile.Stream(number), func(r ledger.Record) error {
		out = append(out, TimelineEntry{
			Number: number, Revision: r.Revision, Position: r.Position, ID: r.ID, Type: r.Type,
			Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post, Public: r.Public, Sealed: len(r.Sealed),
		})
		return nil
	})
	return out, err
}
