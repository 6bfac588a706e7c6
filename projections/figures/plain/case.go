package plain

import (
	"slices"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Case is everything about one case that figures rest on, and nothing else:
// two that are equal count the same in every figure. It is comparable, so that
// whoever adds a field need not remember to compare it.
type Case struct {
	Status   casefile.Status
	Accepted workdays.Date // local date of acceptance, NoDate before it
	Ended    workdays.Date // local date of closing, return or withdrawal; NoDate while open, whatever was told before

	Org string // the unit that accepted it
	// Above are the nodes above the unit as of acceptance, the nearest first;
	// empty behind the last. A case counts in each of them.
	Above    [5]string
	Item     string
	Officer  string // the responsible post
	Channel  string
	Kind     casefile.Kind
	Handling casefile.Handling
	Routing  casefile.Routing
	Intake   casefile.Intake
	// Level, Class and Tags are those of the item's version in force on the day
	// of acceptance; where it says no level, that of the organisation.
	Level, Class string
	Tags         Tags

	// Promised and Legal are the limits given at acceptance, in working days;
	// 0 where there is none.
	Promised, Legal int
	// Due is the local due date of the governing limit; NoDate where there is
	// none, or while the clock stands still.
	Due         workdays.Date
	Limit       int            // length of the governing limit in working days
	Basis       casefile.Basis // of the governing limit
	Provisional bool           // the governing limit rests on an unpublished calendar

	Result            Result
	Worked            int  // working days from acceptance to closing
	WorkedProvisional bool // Worked rests on an unpublished calendar
	Days              int  // calendar days from acceptance to closing

	// Shares are whose the working days from acceptance to closing were.
	Shares casefile.Shares

	Fees     casefile.Amount // all that was charged
	Charges  int             // number of charges
	Currency string          // of the last charge
	Refunds  casefile.Amount // all that went back
	Refunded int             // number of refunds

	Anomalies Anomalies

	Visits Days // local dates of follow-up visits

	Ratings [2]Rating // at its acceptance and at its closing
}

// Days is a list of dates, in order, parted by spaces.
type Days string

// DaysOf is the list of some dates.
func DaysOf(list []workdays.Date) Days {
	slices.Sort(list)
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = d.String()
	}
	return Days(strings.Join(words, " "))
}

// List lists the dates, in order.
func (d Days) List() (out []workdays.Date) {
	for _, word := range strings.Fields(string(d)) {
		if day, err := workdays.ParseDate(word); err == nil {
			out = append(out, day)
		}
	}
	return out
}

// VisitsOf are the local dates of a case's follow-up visits.
func VisitsOf(c *casefile.Case) Days {
	all := c.Kept().Visits
	if len(all) == 0 {
		return ""
	}
	list := make([]workdays.Date, len(all))
	for i, v := range all {
		list[i] = workdays.DateOf(v.At, c.Location())
	}
	return DaysOf(list)
}

// Tags is a set of tags, which overlap: in order, parted by spaces.
type Tags string

// TagsOf is the set of those in a list.
func TagsOf(list []string) Tags {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	return Tags(strings.Join(list, " "))
}

// List lists the tags.
func (t Tags) List() []string { return strings.Fields(string(t)) }

// Has says whether a tag is in the set; the empty one, whether the set is empty.
func (t Tags) Has(tag string) bool {
	return tag == string(t) || tag != "" && slices.Contains(t.List(), tag)
}

// Result is how a closed case kept its limit. Cases that are open, returned or
// withdrawn have none.
type Result string

// Results. Early and OnTime are both on time.
const (
	Pending    Result = ""        // not closed
	Early      Result = "early"   // closed on a date before the due date
	OnTime     Result = "on_time" // closed on the due date, not after the due time
	Late       Result = "late"    // closed after the due time
	WithoutDue Result = "no_due"  // closed, and there is no limit to hold it to
)

// Anomalies is a set of anomalies.
type Anomalies uint8

var anomalies = [...]casefile.Anomaly{casefile.EndsBeforeStart, casefile.EventsAfterEnd, casefile.EventsBeforeStart}

// AnomaliesOf is the set of those in a list.
func AnomaliesOf(list []casefile.Anomaly) (set Anomalies) {
	for _, a := range list {
		if i := slices.Index(anomalies[:], a); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}

// Has says whether an anomaly is in the set.
func (s Anomalies) Has(a casefile.Anomaly) bool { return s&AnomaliesOf([]casefile.Anomaly{a}) != 0 }

// Counts says whether the case counts at all: from its acceptance on.
func (c *Case) Counts() bool { return c.Status != casefile.None && c.Accepted != workdays.NoDate }

// Closed says whether it ended by closing; returned and withdrawn cases did not.
func (c *Case) Closed() bool { return c.Status == casefile.Ended }

// Limited says whether it was closed and had a limit to keep.
func (c *Case) Limited() bool {
	return c.Closed() && (c.Result == Early || c.Result == OnTime || c.Result == Late)
}

// InTime says whether it was closed at or before its due time.
func (c *Case) InTime() bool { return c.Closed() && (c.Result == Early || c.Result == OnTime) }

// BothLimits says whether a legal and a promised limit were given.
func (c *Case) BothLimits() bool {
	return c.Promised > 0 && c.Legal > 0 && c.Legal <= maxLegal
}

// maxLegal is the longest legal limit that counts, in working days; a longer
// one is a fault in the data.
const maxLegal = 1_048_575

// Shared says whether it was closed, and not before it was accepted: then its
// days are somebody's.
func (c *Case) Shared() bool { return c.Closed() && c.Days >= 0 }

// ProvisionalDue says whether the due date itself rests on an unpublished
// calendar; an explicit deadline never does.
func (c *Case) ProvisionalDue() bool { return c.Provisional && c.Basis != casefile.ByDeadline }

// ProvisionalDays says whether the length in working days, or the limit's,
// rests on an unpublished calendar.
func (c *Case) ProvisionalDays() bool { return c.Provisional || c.WorkedProvisional }

// OpenOn says whether it was in hand at the end of a day; NoDate stands for
// the end of time.
func (c *Case) OpenOn(day workdays.Date) bool {
	return UpTo(c.Accepted, day) && (c.Status == casefile.Open || !UpTo(c.Ended, day))
}

// UpTo says whether something happened on or before a day; NoDate as the day
// stands for the end of time.
func UpTo(d, day workdays.Date) bool {
	return d != workdays.NoDate && (day == workdays.NoDate || d <= day)
}

// Of makes the case that counts from the state of a case file, under a
// calendar as it is known.
func Of(c *casefile.Case, rules casefile.Rules) Case {
	limit := c.Limit(rules)
	out := Case{
		Status: c.Status, Accepted: c.AcceptedOn(), Ended: workdays.NoDate,
		Org: c.Org, Item: c.Item, Officer: c.Officer, Channel: c.Channel, Kind: c.Kind(), Handling: c.Handling, Routing: c.Routing, Intake: c.Intake(),
		Promised: c.Promise, Legal: c.Accepted.Legal,
		Due: limit.On, Limit: limit.Days, Basis: limit.Basis, Provisional: limit.Provisional,
		Fees: c.Fees, Charges: c.Charges, Currency: c.Currency, Refunds: c.Kept().Refunds, Refunded: c.Kept().Refunded, Anomalies: AnomaliesOf(c.Anomalies()),
		Visits: VisitsOf(c),
	}
	out.Ratings = RatingsOf(c, func(stage int) (workdays.Date, bool) {
		l := c.ReviewLimits(c.Rated(casefile.AllStages()[stage]), rules)
		return l.Answer.On, l.Answer.Provisional
	})
	if c.Status == casefile.Open { // also where it was closed before its acceptance
		return out
	}
	if out.Ended = c.ClosedOn(); out.Ended == workdays.NoDate || out.Accepted == workdays.NoDate {
		return out
	}
	out.Worked, out.WorkedProvisional = c.Worked(rules, out.Ended)
	out.Days = int(out.Ended - out.Accepted)
	if out.Closed() {
		out.Shares, _ = c.Shares(rules, out.Ended)
	}
	switch {
	case !out.Closed():
	case limit.Basis == casefile.NoLimit || limit.Due.IsZero():
		out.Result = WithoutDue
	case c.ClosedAt.After(limit.Due):
		out.Result = Late
	case out.Ended == limit.On:
		out.Result = OnTime
	default:
		out.Result = Early
	}
	return out
}
