package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/workdays"
)

// Suspension is a time in which the clock stands still.
type Suspension struct {
	From   time.Time `json:"from"`
	Until  time.Time `json:"until,omitzero"` // zero while it lasts
	Reason string    `json:"reason"`
	Notice string    `json:"notice,omitempty"`
}

// spans gives suspensions as local dates.
func spans(all []Suspension, zone *time.Location) []workdays.Span {
	if len(all) == 0 {
		return nil
	}
	out := make([]workdays.Span, len(all))
	for i, s := range all {
		out[i] = workdays.Span{From: workdays.DateOf(s.From, zone), Until: workdays.NoDate, Reason: s.Reason}
		if !s.Until.IsZero() {
			out[i].Until = workdays.DateOf(s.Until, zone)
		}
	}
	return out
}

// asOf gives suspensions as they stood at an instant: later ones had not
// begun, and what ended later still lasted.
func asOf(all []Suspension, at time.Time) []Suspension {
	var then []Suspension
	for _, s := range all {
		if s.From.After(at) {
			continue
		}
		if s.Until.After(at) {
			s.Until = time.Time{}
		}
		then = append(then, s)
	}
	return then
}

// merged gives the union of suspensions, ascending, none overlapping another.
func merged(all []Suspension) []Suspension {
	all = slices.DeleteFunc(slices.Clone(all), func(s Suspension) bool {
		return !s.Until.IsZero() && !s.From.Before(s.Until)
	})
	slices.SortStableFunc(all, func(a, b Suspension) int { return a.From.Compare(b.From) })
	out := all[:0]
	for _, s := range all {
		n := len(out)
		switch {
		case n == 0 || !out[n-1].Until.IsZero() && !s.From.Before(out[n-1].Until):
			out = append(out, s)
		case out[n-1].Until.IsZero(): // lasts, and holds this one too
		case s.Until.IsZero() || s.Until.After(out[n-1].Until):
			out[n-1].Until = s.Until
		}
	}
	return out
}
