package site

import (
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// week is a row of the clock's calendar, Monday to Sunday.
type week [7]cell

// cell is a day of the clock: which working day it is, or why none.
type cell struct {
	In          bool // from day 0 to the end of what is shown
	Date        string
	N           int // which working day
	Counted     bool
	Zero        bool // day 0
	Why         string
	Stopped     bool // would have counted
	Today       bool
	Promised    bool // the governing limit's day
	Legal       bool
	Future      bool
	Provisional bool
}

// mostWeeks bounds the calendar that a page shows; the days are all in its data.
const mostWeeks = 60

// weeks is the clock of a case, day by day; none for a case that is not accepted.
func (v *visit) weeks(c *casefile.Case, rules casefile.Rules) (out []week) {
	legal := c.LegalLimit(rules)
	d := c.Derive(rules, max(v.until(c), legal.On))
	if len(d.Days) == 0 {
		return nil
	}
	monday := d.Days[0].Date - weekdayOf(d.Days[0].Date)
	for i := range d.Days {
		x := &d.Days[i]
		at := int(x.Date - monday)
		for len(out) <= at/7 {
			out = append(out, week{})
		}
		_, _, day := x.Date.Civil()
		k := cell{In: true, Date: x.Date.String()[5:], N: x.N, Counted: x.Counted, Zero: i == 0, Provisional: x.Provisional,
			Today: x.Date == v.today, Future: x.Date > v.today, Promised: x.Date == d.Due && c.Limit(rules).Basis != casefile.ByLaw, Legal: x.Date == legal.On}
		if day != 1 && at%7 != 0 && i > 0 {
			k.Date = k.Date[3:]
		}
		if !x.Counted && i > 0 {
			k.Why = v.why(x.Why)
			k.Stopped = rules.Calendar.On(x.Date).Working
		}
		out[at/7][at%7] = k
		if len(out) > mostWeeks {
			return out[:mostWeeks]
		}
	}
	return out
}

// why puts the reason of a day into words.
func (v *visit) why(reason string) string {
	if stopped, ok := strings.CutPrefix(reason, "suspended: "); ok {
		return words["clock.stopped"].In(v.Lang) + v.Colon() + coded(reasons, v.Lang, stopped)
	}
	if name, ok := strings.CutSuffix(reason, " make-up day"); ok {
		return name + words["makeup"].In(v.Lang)
	}
	return coded(reasons, v.Lang, reason)
}

// weekdayOf is 0 for Monday to 6 for Sunday.
func weekdayOf(d workdays.Date) workdays.Date {
	return workdays.Date((int(d.Start(casefile.Standard()).Weekday()) + 6) % 7)
}
