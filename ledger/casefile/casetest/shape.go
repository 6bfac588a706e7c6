package casetest

import (
	"fmt"
	"iter"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// A Shape is a ledger of which only sums are known, as centres report them.
// Every case in it is accepted between First and Last and, unless open, closed
// by Last.
type Shape struct {
	Name string // begins the case numbers
	// Immediate cases are all closed on the day of acceptance.
	Immediate int
	// Promised cases have ten working days; Open of them are not closed and
	// not overdue at Last, Late are closed the day after their limit, the
	// others in time.
	Promised, Open, Late int
	First, Last          workdays.Date
}

// Tacheng is a prefecture in Xinjiang, from 2010-01-04 to the first half of
// 2011: 27 084 accepted, 27 031 closed, 按时办结率 99.99 %, which means two to
// four late cases; here three. Kinds were not published.
func Tacheng() Shape {
	return Shape{Name: "TC", Promised: 27_084, Open: 53, Late: 3,
		First: workdays.Civil(2010, 1, 4), Last: workdays.Civil(2011, 6, 30)}
}

// MountainCounty is a county with a three-level network: 29 300 immediate
// cases, all closed, and 3 256 promised ones, 95 % closed, which here means
// 3 093: 即办率 90.00 %, 办结率 99.50 %.
func MountainCounty() Shape {
	return Shape{Name: "SX", Immediate: 29_300, Promised: 3_256, Open: 163,
		First: workdays.Civil(2009, 1, 1), Last: workdays.Civil(2009, 12, 31)}
}

// Pingxiang are township centres in Jiangxi: 3 896 accepted, 3 850 closed,
// 98.82 %, published as 98 %.
func Pingxiang() Shape {
	return Shape{Name: "PX", Promised: 3_896, Open: 46,
		First: workdays.Civil(2008, 1, 2), Last: workdays.Civil(2008, 12, 31)}
}

// Limits of promised cases, and how long before the end of the period the last
// of them is accepted that is to be closed in it.
const (
	shapePromise = 10
	shapeRunOut  = 20
)

// Histories yields the cases, one append each: acceptance, a step and closing.
func (s Shape) Histories() iter.Seq2[ledger.StreamID, []ledger.Draft] {
	return func(yield func(ledger.StreamID, []ledger.Draft) bool) {
		cal, zone := China(), shanghai()
		days := cal.Count(s.First-1, s.Last)
		for i := range s.Immediate + s.Promised {
			h := s.history(i, days, cal, zone)
			if !yield(h.Stream(), h.Drafts) {
				return
			}
		}
	}
}

// history is the i-th case: immediate ones first, then promised ones, the late
// ones of them first and the open ones last.
func (s Shape) history(i, days int, cal *workdays.Calendar, zone *time.Location) *History {
	h := Case(fmt.Sprintf("%s-%07d", s.Name, i+1))
	unit := units[i%len(units)]
	hour := func(d workdays.Date, n int) time.Time {
		return d.Start(zone).Add(time.Duration(9+n)*time.Hour + time.Duration(i%3600)*time.Second)
	}
	accepted := casefile.Accepted{Channel: channels[i%len(channels)], Handling: casefile.Immediate, Item: fmt.Sprintf("SX-%03d", i%items+1), Org: unit, Routing: casefile.Single}
	p := i - s.Immediate // number among the promised ones
	on, actual := s.spread(cal, i, s.Immediate, days), 0
	if p >= 0 {
		accepted.Handling, accepted.Promise, accepted.Legal = casefile.Promised, shapePromise, 20
		on, actual = s.spread(cal, p, s.Promised, days-shapeRunOut), p%shapePromise
	}
	open := p >= s.Promised-s.Open
	switch {
	case open:
		on = cal.Add(s.First-1, days-p%5)
	case p >= 0 && p < s.Late:
		actual = shapePromise + 1
	}
	t := hour(on, 0)
	h.Add(t, t, post(unit, "受理岗", 1), accepted)
	t = t.Add(time.Minute)
	h.Add(t, t, post(unit, "承办岗", 1), casefile.StepPerformed{Name: "审核", Org: unit, Step: "S06"})
	if !open {
		t = hour(cal.Add(on, actual), 1)
		h.Add(t, t, post(unit, "承办岗", 1), casefile.Closed{Outcome: casefile.Granted})
	}
	return h
}

// spread is the date of acceptance of the i-th of n cases over so many days.
func (s Shape) spread(cal *workdays.Calendar, i, n, days int) workdays.Date {
	return cal.Add(s.First-1, 1+i*days/max(n, 1))
}
