package casefile

import (
	"time"

	"caseledger/ledger/workdays"
)

// Basis is what a limit rests on.
type Basis string

// Bases of a limit.
const (
	NoLimit    Basis = ""
	ByPromise  Basis = "promise"   // 承诺时限, working days
	ByDeadline Basis = "deadline"  // an explicit instant
	ByLaw      Basis = "legal"     // 法定时限, working days
	BySameDay  Basis = "immediate" // 即办: the day of acceptance
)

// Limit is the deadline of a case: on time ⇔ closed at or before Due.
type Limit struct {
	Basis Basis `json:"basis"`
	// Days is the limit in working days, counted extensions included. For an
	// explicit deadline it is the number of working days from acceptance to
	// the deadline as it was given, and the counted extensions.
	Days int `json:"days"`
	// Due is the last instant that is on time: the explicit deadline, or the
	// last microsecond of the due date. Zero while an open suspension keeps it
	// from being known, and where there is no limit.
	Due time.Time `json:"due,omitzero"`
	// On is the local date of Due, or NoDate.
	On workdays.Date `json:"on"`
	// Provisional: Days or Due rests on a year without published calendar.
	Provisional bool `json:"provisional"`
	// Policy is the version of the rules by which it was counted
	// (规则版本): "licence/2019-04-23". Empty for a case without a regime.
	Policy string `json:"policy,omitempty"`
}

// Limit is the limit that governs the case: promise, else explicit deadline,
// else the same day for immediate cases, else the legal limit. Suspensions and
// counted extensions move it. A case that is not accepted has none.
func (c *Case) Limit(rules Rules) Limit {
	return c.limit(c.basis(rules), rules)
}

// LegalLimit is the legal limit, which runs beside the promised one.
func (c *Case) LegalLimit(rules Rules) Limit {
	if c.AcceptedAt.IsZero() || c.legalDays(rules) <= 0 {
		return c.limit(NoLimit, rules)
	}
	return c.limit(ByLaw, rules)
}

// basis is what the governing limit rests on.
func (c *Case) basis(rules Rules) Basis {
	switch {
	case c.AcceptedAt.IsZero():
		return NoLimit
	case c.Promise > 0:
		return ByPromise
	case !c.Deadline.IsZero():
		return ByDeadline
	case c.Handling == Immediate:
		return BySameDay
	case c.legalDays(rules) > 0:
		return ByLaw
	}
	return NoLimit
}

func (c *Case) limit(b Basis, rules Rules) Limit {
	if b == NoLimit {
		return Limit{On: workdays.NoDate}
	}
	stops := c.stops(rules)
	return c.limitUnder(b, rules, stops, c.granted(b, rules, stops))
}

// limitUnder is the limit under these suspensions and so many days of
// extension.
func (c *Case) limitUnder(b Basis, rules Rules, stops []Suspension, extra int) Limit {
	l := Limit{Basis: b, Days: c.days(b, rules) + extra}
	if p := c.Policy(rules); p != nil {
		l.Policy = p.ID()
	}
	if b == ByDeadline {
		return c.movedDeadline(l, rules.Calendar, merged(stops), extra)
	}
	from := c.DayZero(rules)
	if b == BySameDay { // 即办 is due on the day of acceptance itself
		from = c.AcceptedOn()
	}
	return c.due(l, from, rules.Calendar, stops)
}

// due completes a limit in working days that runs from a date.
func (c *Case) due(l Limit, from workdays.Date, cal *workdays.Calendar, stops []Suspension) Limit {
	zone := c.Location()
	l.On, l.Provisional = cal.Due(workdays.Clock{Start: from, Days: l.Days, Spans: spans(stops, zone)})
	if l.On != workdays.NoDate {
		l.Due = lastMoment(l.On, zone)
	}
	return l
}

// days is a limit in working days as it was given.
func (c *Case) days(b Basis, rules Rules) int {
	switch b {
	case ByPromise:
		return min(c.Promise, workdays.MaxDays)
	case ByLaw:
		return min(c.legalDays(rules), workdays.MaxDays)
	}
	return 0
}

// movedDeadline moves the explicit deadline by the extension and by the
// working days of each suspension that began before it. It keeps its local
// time of day. Closing during such a suspension is in time, also where it
// covers no working day: the deadline is then on the next one after. Closing
// at the very instant at which the clock ran again is not during it.
func (c *Case) movedDeadline(l Limit, cal *workdays.Calendar, stops []Suspension, extra int) Limit {
	zone := c.Location()
	start, given := c.AcceptedOn(), workdays.DateOf(c.Deadline, zone)
	due := func(on workdays.Date) time.Time {
		if on == given {
			return c.Deadline
		}
		return happened(atTimeOf(on, c.Deadline, zone))
	}
	l.Days, l.On = cal.Count(start, given)+extra, cal.Add(given, extra)
	l.Provisional = cal.Provisional(start, max(given, l.On))
	for _, s := range stops {
		if s.From.After(due(l.On)) {
			break
		}
		if s.lasts() {
			l.On = workdays.NoDate
			return l
		}
		// Day 0 is not counted, so stopping on it costs nothing, unless the
		// deadline is on day 0 itself.
		first := max(workdays.DateOf(s.From, zone), min(start+1, given))
		until := workdays.DateOf(s.Until, zone)
		l.On = cal.Add(l.On, cal.Count(first-1, until-1))
		if c.ended() && s.WithCase && s.Until.Equal(c.ClosedAt) && due(l.On).Before(c.ClosedAt) {
			l.On = cal.Add(max(l.On, until), 1) // closed with the clock at rest
		}
	}
	l.Due = due(l.On)
	l.Provisional = l.Provisional || l.On != given && cal.Provisional(given, l.On)
	return l
}

// granted is the number of working days by which extensions prolong the limit.
// One counts if it has a notice and was recorded before the limit ended, as
// the limit stood at that time.
func (c *Case) granted(b Basis, rules Rules, stops []Suspension) int {
	days := 0
	for _, x := range c.Extensions {
		if x.Days <= 0 || x.Notice == "" {
			continue
		}
		then := c.limitUnder(b, rules, asOf(stops, x.At), days)
		if then.Due.IsZero() || !x.At.After(then.Due) {
			days = min(days+x.Days, workdays.MaxDays)
		}
	}
	return days
}

// Derive explains the governing limit day by day, from acceptance to the due
// date, or to the given date if that is later or the due date is not known. A
// case that is not accepted gives no days.
func (c *Case) Derive(rules Rules, until workdays.Date) workdays.Derivation {
	return c.derive(c.Limit(rules), rules, until)
}

// DeriveLegal explains the legal limit, like [Case.Derive].
func (c *Case) DeriveLegal(rules Rules, until workdays.Date) workdays.Derivation {
	return c.derive(c.LegalLimit(rules), rules, until)
}

func (c *Case) derive(l Limit, rules Rules, until workdays.Date) workdays.Derivation {
	d := workdays.Derivation{Due: l.On, Provisional: l.Provisional}
	if !c.AcceptedAt.IsZero() {
		k := workdays.Clock{Start: c.DayZero(rules), Days: l.Days, Spans: spans(c.stops(rules), c.Location())}
		d.Days = rules.Calendar.Explain(k, max(l.On, until))
	}
	return d
}

// Remaining is the number of counted working days that are left of a limit of
// this case when a date has ended (剩余天数): 0 at the end of the due date,
// negative by the working days since. While the clock stands still it is what
// will be left when it runs again. ok is false where there is no limit.
func (c *Case) Remaining(rules Rules, l Limit, date workdays.Date) (days int, ok bool) {
	if l.Basis == NoLimit {
		return 0, false
	}
	total := l.Days
	if l.On != workdays.NoDate {
		total, _ = c.Worked(rules, l.On)
	}
	worked, _ := c.Worked(rules, date)
	return total - worked, true
}

// Worked is the number of counted working days from acceptance to a date, and
// whether it is provisional: the actual length when date is the closing date.
// Negative where the date lies before acceptance; 0 where the case is not
// accepted or there is no date.
func (c *Case) Worked(rules Rules, date workdays.Date) (days int, provisional bool) {
	if c.AcceptedAt.IsZero() || date == workdays.NoDate {
		return 0, false
	}
	return rules.Calendar.Worked(workdays.Clock{Start: c.DayZero(rules), Spans: spans(c.stops(rules), c.Location())}, date)
}

// lastMoment is the last microsecond of a local date, in UTC.
func lastMoment(d workdays.Date, zone *time.Location) time.Time {
	return min(d, workdays.LastDate).End(zone).Add(-time.Microsecond).UTC()
}

// atTimeOf is the local time of day of t on another date, in UTC.
func atTimeOf(d workdays.Date, t time.Time, zone *time.Location) time.Time {
	y, m, day := d.Civil()
	t = t.In(zone)
	return time.Date(y, m, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone).UTC()
}
