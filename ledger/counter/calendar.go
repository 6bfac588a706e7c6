package counter

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// checkCalendar refuses a calendar that nobody has published: with it every
// deadline would count Monday to Friday and look official. Empty is the
// default.
func (c *Counter) checkCalendar(ctx context.Context, id string) error {
	if id == "" || id == workdays.China || id == workdays.Weekdays {
		return nil
	}
	stream := ledger.StreamID(registry.CalendarPrefix + id)
	if stream.Validate() == nil {
		for _, err := range c.Desk.Store.Stream(ctx, stream, 0) {
			if err == nil {
				return nil
			}
			if !errors.Is(err, ledger.ErrNotFound) {
				return err
			}
		}
	}
	known, err := registry.Calendars(ctx, c.Desk.Store)
	if err != nil {
		return err
	}
	names := map[string]bool{workdays.China: true, workdays.Weekdays: true}
	for name := range known {
		names[name] = true
	}
	return &ledger.InvalidError{Field: "calendar", Reason: "there is no such calendar; known are " + strings.Join(slices.Sorted(maps.Keys(names)), ", ")}
}
