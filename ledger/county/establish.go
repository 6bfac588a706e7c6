package county

import (
	"context"
	"fmt"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// founding is an entry of a registry, and when it is recorded.
type founding struct {
	at    time.Time
	entry registry.Entry
}

// published is a calendar as it is known from an instant on.
type published struct {
	since    time.Time
	calendar *workdays.Calendar
}

// establish says what the registries hold: first that the ledger is simulated,
// then what is there before the first case, then what changes.
func (c *County) establish() {
	began := onDate(c.From-1, 8*3600)
	c.record(began, registry.Simulated{Cases: c.Cases, From: c.From, Profile: c.Profile, Seed: int(c.Seed), To: c.To, Version: Version})
	began = began.Add(time.Minute)
	c.announce(began)
	c.describe(began)
	c.house(began)
	c.change()
	c.clean()
	slices.SortStableFunc(c.founding, func(a, b founding) int { return a.at.Compare(b.at) })
}

func (c *County) record(at time.Time, e registry.Entry) {
	c.founding = append(c.founding, founding{at, e})
}

// announce publishes the calendars of the years of the period.
func (c *County) announce(began time.Time) {
	known := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		at := announced(n.Year)
		if at.Before(began) {
			at = began
		}
		if n.Year < c.From.Year() || at.After(c.end) {
			continue
		}
		known = known.With(n)
		c.known = append(c.known, published{at, known})
		c.record(at, registry.Notice(n))
	}
}

// calendarAt is the calendar as it is known at an instant.
func (c *County) calendarAt(at time.Time) *workdays.Calendar {
	out := workdays.NewCalendar(workdays.China)
	for _, k := range c.known {
		if !k.since.After(at) {
			out = k.calendar
		}
	}
	return out
}

// foundings makes records of the entries, in their order, by the rules of the
// registries.
func (c *County) foundings(ctx context.Context) ([]written, error) {
	s := memory.New()
	for from := 0; from < len(c.founding); {
		at, to := c.founding[from].at, from
		var entries []registry.Entry
		for ; to < len(c.founding) && c.founding[to].at.Equal(at); to++ {
			entries = append(entries, c.founding[to].entry)
		}
		if _, err := registry.Record(ctx, s, at, "", entries...); err != nil {
			return nil, fmt.Errorf("found the county: %w", err)
		}
		from = to
	}
	var out []written
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			return nil, err
		}
		if item.Live {
			return out, nil
		}
		if item.Record != nil {
			w := written{Record: *item.Record}
			w.leaf = w.Hash()
			out = append(out, w)
		}
	}
	return out, nil
}
