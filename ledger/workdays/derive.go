package workdays

// Derived is one day of a derivation.
type Derived struct {
	Date    Date `json:"date"`
	Counted bool `json:"counted"`
	// N is the number of days counted up to and including this date.
	N int `json:"n"`
	// Why names the rule that decided: the calendar's reason, "day 0", or
	// "suspended: …".
	Why         string `json:"why"`
	Provisional bool   `json:"provisional,omitempty"`
}

// Derivation explains a deadline day by day.
type Derivation struct {
	// Due is the date of the last counted day, or [NoDate] while an open
	// suspension keeps it from being known.
	Due         Date      `json:"due"`
	Provisional bool      `json:"provisional"`
	Days        []Derived `json:"days"`
}

// MaxDerived bounds the days that a derivation lists, about 27 years.
const MaxDerived = 10_000

// Derive explains the clock's limit from day 0 to the due date, or to the
// given date if that is later. While the due date is not known it goes at
// least to the date from which on nothing is counted.
func (c *Calendar) Derive(k Clock, until Date) Derivation {
	due, provisional := c.Due(k)
	end := max(due, until)
	if stops := union(k.Spans); due == NoDate {
		end = max(end, stops[len(stops)-1].from)
	}
	return Derivation{Due: due, Provisional: provisional, Days: c.Explain(k, end)}
}

// Explain lists each day from the clock's start to a date, at most
// [MaxDerived]; day 0 is always there.
func (c *Calendar) Explain(k Clock, until Date) []Derived {
	length := min(max(int(until)-int(k.Start), 0)+1, MaxDerived)
	days := make([]Derived, 0, length)
	n := 0
	for d := k.Start; len(days) < length; d++ {
		s := c.On(d)
		day := Derived{Date: d, Counted: s.Working, Why: s.Reason, Provisional: s.Provisional}
		if d == k.Start {
			day.Counted, day.Why, day.Provisional = false, "day 0", false
		} else if why, ok := suspended(k.Spans, d); ok && day.Counted {
			day.Counted, day.Why = false, why
		}
		if day.Counted {
			n++
		}
		day.N = n
		days = append(days, day)
	}
	return days
}

func suspended(spans []Span, d Date) (why string, ok bool) {
	for _, s := range spans {
		if s.Covers(d) {
			return "suspended: " + s.Reason, true
		}
	}
	return "", false
}
