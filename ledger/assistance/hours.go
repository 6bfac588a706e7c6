package assistance

import (
	"fmt"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// HoursPrefix begins the names of the streams of hours, one for each organisation.
const HoursPrefix = "hours/"

// DayKind says on which days a span of hours holds (日别).
type DayKind string

// Kinds of days, by the calendar of the State Council's notices.
const (
	Workday DayKind = "workday" // 工作日, make-up days among them
	Restday DayKind = "restday" // 休息日
)

var dayKinds = act.Options{Name: "DayKind", Says: "On which days hours hold (日别).", Values: []act.Option{
	{Value: string(Workday), Zh: "工作日", En: "on working days, make-up days (调休) among them."},
	{Value: string(Restday), Zh: "休息日", En: "on all other days."},
}}

// HoursPublished (公布服务时间): an organisation says when it serves.
type HoursPublished struct {
	From    workdays.Date
	Org     string
	Pattern string
	Spans   []Span
}

// Span is a stretch of a day in which an organisation serves.
type Span struct {
	Closes   string // 17:30; what happens in this minute lies outside
	Day      DayKind
	Extended bool   // 延时服务: beyond the ordinary hours
	Opens    string // 09:00
}

// Stored names the schema.
func (HoursPublished) Stored() string { return "hours.published/1" }

// Stream is that of the hours of the organisation.
func (e HoursPublished) Stream() ledger.StreamID { return ledger.StreamID(HoursPrefix + e.Org) }

// Hours are those of an organisation, in the order in which they were published.
type Hours []HoursPublished

// Openings is the kind of hours.
var Openings = &dossier.Kind[Hours, struct{}]{Prefix: HoursPrefix, Book: act.NewBook(hoursPublished)}

var hoursPublished = act.Of(act.Spec[Hours, dossier.Ask[struct{}], HoursPublished]{
	Zh: "公布服务时间", En: "Service hours published", Public: act.Published,
	Command: "publishHours", Says: "Publishes the hours of an organisation from a day on (公布服务时间), with what is beyond the ordinary ones (延时服务).",
	Members: func(e *HoursPublished, m *act.Members) {
		m.Date(&e.From, "from", "First day (启用日).", act.Always, act.Required)
		m.Name(&e.Org, "org", "Code of the organisation (机构编码), by which its stream is named.", act.Always, act.Required)
		m.Text(&e.Pattern, "pattern", "What people call it (模式): 5+4+1.")
		act.Each(m, &e.Spans, "spans", "When it serves (服务时段).", 20, func(s *Span, m *act.Members) {
			m.Text(&s.Closes, "closes", "End (止), as 17:30.", act.Always, act.Required)
			act.Choice(m, &s.Day, "day", "On which days (日别).", &dayKinds, act.Always, act.Required)
			m.Truth(&s.Extended, "extended", "Beyond the ordinary hours (延时服务).")
			m.Text(&s.Opens, "opens", "Begin (起), as 09:00.", act.Always, act.Required)
		}, act.Always, act.Required)
	},
	Check: func(e *HoursPublished) error {
		if err := dossier.Given(e.Stream(), "org", e.Org); err != nil {
			return err
		}
		return checkSpans(e.Spans)
	},
	Decide: func(s *Hours, a *dossier.Ask[struct{}], e HoursPublished) (HoursPublished, error) {
		if today := casefile.StandardDate(a.Recorded); e.From < today {
			return e, refuse(RuleHours, "hours hold from %s at the earliest, the day of their publication", today)
		}
		return e, nil
	},
	Evolve: func(s *Hours, _ act.Facts, e HoursPublished) { *s = append(slices.Clip(*s), e) },
})

// checkSpans holds spans to their form: each ends after it begins, and no two of
// the same kind of day overlap.
func checkSpans(spans []Span) error {
	for i, s := range spans {
		name := fmt.Sprintf("spans[%d].", i)
		from, ok := minute(s.Opens)
		if !ok {
			return act.Invalid(name+"opens", s.Opens, "want a time of day as 09:00")
		}
		to, ok := minute(s.Closes)
		if !ok || to <= from {
			return act.Invalid(name+"closes", s.Closes, "want a later time of the same day, as 17:30")
		}
		for _, other := range spans[:i] {
			if other.Day == s.Day && other.Opens < s.Closes && s.Opens < other.Closes {
				return act.Invalid(name+"opens", s.Opens, "overlaps another span of such days")
			}
		}
	}
	return nil
}

// minute reads a time of day, 00:00 to 24:00, as minutes.
func minute(s string) (int, bool) {
	if s == "24:00" {
		return 24 * 60, true
	}
	t, err := time.Parse("15:04", s)
	return t.Hour()*60 + t.Minute(), err == nil && len(s) == 5
}

// In gives the hours in force on a day: those with the latest first day up to it,
// of several of one day the last published. ok is false where none were published.
func (h Hours) In(day workdays.Date) (e HoursPublished, ok bool) {
	for _, x := range h {
		if x.From <= day && (!ok || x.From >= e.From) {
			e, ok = x, true
		}
	}
	return e, ok
}

// Served says how an instant lies to hours (服务时段).
type Served string

// Ways to lie.
const (
	InHours   Served = "ordinary" // 正常时间
	Extended  Served = "extended" // 延时服务
	OutOfTime Served = "outside"  // 公布时间之外
	Untold    Served = "untold"   // 未公布服务时间
)

// At says how an instant lies to the hours. rest says whether its local day is
// no working day.
func (h Hours) At(t time.Time, rest bool) Served {
	e, ok := h.In(casefile.StandardDate(t))
	if !ok {
		return Untold
	}
	at, kind := t.In(casefile.Standard()).Format("15:04"), Workday
	if rest {
		kind = Restday
	}
	for _, s := range e.Spans {
		switch {
		case s.Day != kind || at < s.Opens || at >= s.Closes:
		case s.Extended:
			return Extended
		default:
			return InHours
		}
	}
	return OutOfTime
}
