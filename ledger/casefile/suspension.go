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
	// WithCase: the ending of the case ended it, not a resumption. Where both
	// are of one instant, the earlier record did.
	WithCase bool `json:"withCase,omitempty"`
}

func (s Suspension) lasts() bool { return s.Until.IsZero() }

// told gives the suspensions that may stop the clock: what lasts in a case that
// has ended does not.
func (c *Case) told() []Suspension {
	if !c.ended() || !slices.ContainsFunc(c.Suspensions, Suspension.lasts) {
		return c.Suspensions
	}
	return slices.DeleteFunc(slices.Clone(c.Suspensions), Suspension.lasts)
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
			s.Until, s.WithCase = time.Time{}, false
		}
		then = append(then, s)
	}
	return then
}

// merged gives the union of suspensions, ascending, none overlapping another.
func merged(all []Suspension) []Suspension {
	all = slices.DeleteFunc(slices.Clone(all), func(s Suspension) bool {
		return !s.lasts() && !s.From.Before(s.Until)
	})
	slices.SortStableFunc(all, func(a, b Suspension) int { return a.From.Compare(b.From) })
	out := all[:0]
	for _, s := range all {
		n := len(out)
		switch {
		case n == 0 || !out[n-1].lasts() && !s.From.Before(out[n-1].Until):
			out = append(out, s)
		case out[n-1].lasts(): // and holds this one too
		case s.lasts() || s.Until.After(out[n-1].Until):
			out[n-1].Until, out[n-1].WithCase = s.Until, s.WithCase
		case s.Until.Equal(out[n-1].Until):
			out[n-1].WithCase = out[n-1].WithCase || s.WithCase
		}
	}
	return out
}
