package site

import (
	"errors"
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// noDate is no date.
const noDate = workdays.NoDate

// casePage is one case: how it stands in plain words, its clock day by day, what
// happened, and who held it.
func casePage(v *visit, parts []string) (document, error) {
	h, err := v.history(parts[0])
	if err != nil {
		return document{}, err
	}
	c := &h.Case
	rules, err := v.rules(c.Calendar)
	if err != nil {
		return document{}, err
	}
	doc := document{sheet: sheet{Columns: []string{"revision", "action", "occurred", "recorded", "post"}}}
	data := caseData{Number: parts[0], Item: v.itemName(c.Item), ItemCode: c.Item, Org: v.orgName(c.Org), OrgCode: c.Org,
		Kind: coded(kinds, v.Lang, string(c.Kind())), Channel: coded(channels, v.Lang, c.Channel), Status: string(c.Status)}
	data.Headline, data.Lead = v.standing(c, rules)
	doc.title = data.Headline
	data.facts(v, c, rules)
	data.Weeks = v.weeks(c, rules)
	if data.Events, data.Moments, err = v.events(&h, &doc.sheet); err != nil {
		return doc, err
	}
	for _, x := range projections.Chain(h.Entries) {
		data.Custody = append(data.Custody, holder{orElseText(x.Post, v.orgName(x.Org)), v.moment(x.From), v.moment(x.Until), x.Until.IsZero() && c.Status == casefile.Open})
	}
	doc.data = data
	return doc, nil
}

type caseData struct {
	Number, Item, ItemCode, Org, OrgCode, Kind, Channel, Status string
	Headline, Lead                                              string
	Facts, Spent                                                []fact
	Weeks                                                       []week
	Events                                                      []event
	Moments                                                     []uint64 // records after which it was known otherwise
	Custody                                                     []holder
}

type fact struct{ Name, Value, Link string }

type holder struct {
	Who, From, Until string
	Now              bool
}

// history is the case as known at the record of the page.
func (v *visit) history(number string) (casefile.History, error) {
	at, err := v.Views.Cited(v, ledger.Position(v.known))
	if err != nil {
		return casefile.History{}, err
	}
	h, err := casefile.Load(v, v.Store, number, casefile.Moment{Position: at})
	if errors.Is(err, ledger.ErrNotFound) || err == nil && len(h.Entries) == 0 {
		err = projections.ErrNotFound
	}
	var bad *ledger.InvalidError
	if errors.As(err, &bad) {
		err = projections.ErrNotFound
	}
	return h, err
}

// rules are those by which a case's clock goes, as known at the record.
func (v *visit) rules(calendar string) (r casefile.Rules, err error) {
	if r.Calendar, err = v.Views.Calendar(v, calendar, v.position()); err != nil {
		return r, err
	}
	r.Policies, err = v.Views.Policies(v, v.position())
	return r, err
}

// standing says in plain words how a case stands.
func (v *visit) standing(c *casefile.Case, rules casefile.Rules) (headline, lead string) {
	say := func(key string, values ...any) string { return fmt.Sprintf(words[key].In(v.Lang), values...) }
	l := c.Limit(rules)
	if l.On != noDate {
		lead = say("case.due", v.Lang.date(l.On))
	}
	switch c.Status {
	case casefile.Pending:
		return say("case.pending"), ""
	case casefile.Open:
	default:
		days, _ := c.Worked(rules, c.ClosedOn())
		return say("case."+string(c.Status), v.Lang.date(c.ClosedOn())), say("case.took", days)
	}
	left, ok := c.Remaining(rules, l, v.today)
	switch {
	case !ok:
		return say("case.open"), say("case.nolimit")
	case l.On == noDate:
		return say("case.stopped", left), say("case.unknown")
	case left < 0:
		return say("case.overdue", -left), lead
	case left == 0:
		return say("case.lastday"), lead
	}
	return say("case.left", left), lead
}

// facts are what stands beside the clock.
func (d *caseData) facts(v *visit, c *casefile.Case, rules casefile.Rules) {
	add := func(key, value, link string) {
		if value != "" {
			d.Facts = append(d.Facts, fact{words[key].In(v.Lang), value, link})
		}
	}
	add("case.number", d.Number, "")
	if !c.AcceptedAt.IsZero() {
		add("accepted", v.moment(c.AcceptedAt), "")
	}
	add("channel", d.Channel, "")
	days := func(l casefile.Limit) string {
		if l.Basis == casefile.NoLimit {
			return ""
		}
		return fmt.Sprintf("%d %s", l.Days, unit(v.Lang, "working days"))
	}
	add("limit", days(c.Limit(rules)), "")
	add("legal", days(c.LegalLimit(rules)), "")
	if p := c.Policy(rules); p != nil {
		add("rules", p.Version, v.to("rules").String())
	}
	if c.Charges > 0 {
		add("fees", c.Fees.String()+" "+c.Currency, "")
	}
	if s, ok := c.Shares(rules, v.until(c)); ok {
		for _, x := range []struct {
			key string
			n   int
		}{{"spent.own", s.Own}, {"spent.suspended", s.Suspended}, {"spent.superior", s.Superior}, {"spent.applicant", s.Applicant}, {"spent.consulted", s.Consulted}} {
			d.Spent = append(d.Spent, fact{words[x.key].In(v.Lang), fmt.Sprintf("%d %s", x.n, unit(v.Lang, "working days")), ""})
		}
	}
}

// until is the day up to which a case's days are counted.
func (v *visit) until(c *casefile.Case) workdays.Date {
	if on := c.ClosedOn(); on != noDate {
		return on
	}
	return v.today
}

// event is one action of the case, in words.
type event struct {
	When, Recorded, Says, Post string
	Late                       int // working days from what happened to its record
	Amended                    bool
	Ordinal                    uint64
}

// lateDays is from how many working days on an entry is told as late.
const lateDays = 1

func (v *visit) events(h *casefile.History, to *sheet) (out []event, moments []uint64, err error) {
	cal, err := v.Calendar()
	if err != nil {
		return nil, nil, err
	}
	zone := h.Case.Location()
	for i := range h.Records {
		r := &h.Records[i]
		e := event{When: v.moment(r.Occurred), Recorded: v.moment(r.Recorded), Says: v.action(r.Type), Post: r.Post,
			Late: cal.Count(workdays.DateOf(r.Occurred, zone), workdays.DateOf(r.Recorded, zone))}
		if e.Ordinal, err = v.Views.OrdinalAfter(v, r.Position-1); err != nil {
			return nil, nil, err
		}
		out = append(out, e)
		to.add(fmt.Sprint(r.Revision), r.Type, ledger.FormatTime(r.Occurred), ledger.FormatTime(r.Recorded), r.Post)
		if e.Late >= lateDays && i < len(h.Records)-1 {
			moments = append(moments, e.Ordinal-1)
		}
	}
	slices.SortStableFunc(out, func(a, b event) int {
		if a.When < b.When {
			return -1
		}
		if a.When > b.When {
			return 1
		}
		return 0
	})
	return out, moments, nil
}

func orElseText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func dayOr(d workdays.Date) string {
	if d == noDate {
		return "—"
	}
	return d.String()
}
