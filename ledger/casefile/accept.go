package casefile

import (
	"cmp"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Accepted (受理): the case was taken in and its clocks began. The promised
// limit runs in working days from acceptance; where no promise is given the
// explicit deadline holds, and without that the legal limit.
type Accepted struct {
	Calendar string    `json:"calendar"`           // working-day calendar id
	Channel  string    `json:"channel,omitempty"`  // 办理渠道: window, internet, post …
	Deadline time.Time `json:"deadline,omitzero"`  // explicit deadline, an instant
	Handling Handling  `json:"handling,omitempty"` // empty where the source does not say
	Item     string    `json:"item,omitempty"`     // 事项 code
	Legal    int       `json:"legalDays,omitzero"`
	Number   string    `json:"number"`            // public case number, with letters
	Officer  string    `json:"officer,omitempty"` // responsible post (责任岗位)
	Org      string    `json:"org,omitempty"`     // accepting unit
	Promise  int       `json:"promisedDays,omitzero"`
	Regime   string    `json:"regime,omitempty"` // 办理依据类别: licence, foi, service …
	Routing  Routing   `json:"routing,omitempty"`
	Source   string    `json:"source,omitempty"` // where an imported case comes from
	Window   string    `json:"window,omitempty"`
	Zone     string    `json:"zone"` // IANA time zone of local dates
}

// Accept takes the case in. What it leaves empty is that of the receipt, the
// number that of the order.
type Accept = Accepted

// Stored names the schema.
func (Accepted) Stored() string { return "case.accepted/1" }

// Handling is how a case is promised to be handled (办理方式).
type Handling string

// The three handling modes.
const (
	Immediate Handling = "immediate" // 即办件: closed on the spot or the same day
	Promised  Handling = "promised"  // 承诺件: closed within a promised limit
	Special   Handling = "special"   // 特办件: by special grant
)

var handlings = act.Options{Name: "Handling", Says: "How a case is promised to be handled (办理方式).", Values: []act.Option{
	{Value: string(Immediate), Zh: "即办", En: "on the spot or the same day."},
	{Value: string(Promised), Zh: "承诺", En: "within a promised limit."},
	{Value: string(Special), Zh: "特办", En: "by special grant."},
}}

// Routing is who must act on a case besides the accepting unit (办理路径).
type Routing string

// The four routings.
const (
	Single    Routing = "single"    // one unit decides
	Joint     Routing = "joint"     // 联办件: several units
	Forwarded Routing = "forwarded" // 上报件: a superior organ decides
	Agent     Routing = "agent"     // 代理件: an agent acts for the applicant
)

var routings = act.Options{Name: "Routing", Says: "Who must act besides the accepting unit (办理路径).", Values: []act.Option{
	{Value: string(Single), Zh: "单办", En: "one unit decides."},
	{Value: string(Joint), Zh: "联办", En: "several units."},
	{Value: string(Forwarded), Zh: "上报", En: "a superior organ decides."},
	{Value: string(Agent), Zh: "代理", En: "an agent acts for the applicant."},
}}

var accepted = act.Of(spec[Accepted]{
	Zh: "受理", En: "Accepted", Public: act.Published,
	Command: "acceptCase", Says: "Takes a case in (受理).",
	Members: func(e *Accepted, m *act.Members) {
		m.Code(&e.Calendar, "calendar", "Working-day calendar (工作日历); default CN.", act.Always)
		m.Code(&e.Channel, "channel", "Channel (办理渠道): window, internet, post …")
		m.Time(&e.Deadline, "deadline", "An explicit deadline (约定期限).")
		act.Choice(m, &e.Handling, "handling", "How it is promised to be handled (办理方式).", &handlings)
		m.Name(&e.Item, "item", "Code of the service item (事项).")
		m.Whole(&e.Legal, "legalDays", "Legal limit in working days (法定时限).", 0, workdays.MaxDays)
		m.Name(&e.Number, "number", "Public case number (办件编号).", act.Always, act.Derived)
		m.Text(&e.Officer, "officer", "Responsible post (责任岗位), never a person's name.")
		m.Text(&e.Org, "org", "Accepting unit (受理部门).")
		m.Whole(&e.Promise, "promisedDays", "Promised limit in working days (承诺时限).", 0, workdays.MaxDays)
		m.Code(&e.Regime, "regime", "Regime whose rules count (办理依据类别): licence, foi, service …; the one in force on the day fills what is left open. Default none.")
		act.Choice(m, &e.Routing, "routing", "Who must act besides the accepting unit (办理路径).", &routings)
		m.Text(&e.Source, "source", "Where an imported case comes from (来源).", act.Derived)
		m.Text(&e.Window, "window", "Window (窗口).")
		m.Text(&e.Zone, "zone", "IANA time zone (时区); default Asia/Shanghai.", act.Always)
	},
	Check: checkAccepted,
	Decide: func(c *Case, a *Ask, e Accepted) (Accepted, error) {
		if err := c.standing(); err != nil {
			return e, err
		}
		if !c.AcceptedAt.IsZero() {
			return e, refuse(RuleRegister, "the case was accepted on %s; a new application needs a new number", c.AcceptedOn())
		}
		if err := c.acceptable(a); err != nil {
			return e, err
		}
		return a.complete(e, c)
	},
	Evolve: func(c *Case, f act.Facts, e Accepted) {
		c.Accepted, c.Status, c.AcceptedAt = e, Open, f.Occurred
		c.keepAxes()
		c.Holder = Holder{Org: e.Org, Post: e.Officer}
	},
})

// checkAccepted says what is wrong with an acceptance, or with a receipt, which
// has the same facts.
func checkAccepted(e *Accepted) error {
	if e.Calendar == "" {
		return invalid("calendar", "", "is missing")
	}
	if _, err := ParseZone(e.Zone); err != nil || e.Zone == "" {
		return invalid("time zone", e.Zone, "is not an IANA time zone such as Asia/Shanghai")
	}
	return CheckNumber(e.Number)
}

// acceptable says whether what came in before may still be accepted: what is
// missing must have come, and silence must not have accepted it already.
func (c *Case) acceptable(a *Ask) error {
	if c.ended() {
		return refuse(RuleEnded, "the case is %s since %s; a new application needs a new number", c.Status, c.ClosedOn())
	}
	if err := c.notBefore(a.Occurred); err != nil {
		return err
	}
	if err := c.undeemed(a); err != nil {
		return err
	}
	if notice, ok := c.missing(); ok {
		return refuse(RuleMissing, "the documents of notice %s have not come in", notice)
	}
	return nil
}

// complete fills what an acceptance leaves open: from the receipt, else with
// what is usual.
func (a *Ask) complete(e Accepted, c *Case) (Accepted, error) {
	e.Number = cmp.Or(e.Number, a.Number)
	e.Zone = cmp.Or(e.Zone, c.Zone, DefaultZone)
	e.Calendar = cmp.Or(e.Calendar, c.Calendar, workdays.China)
	e.Channel, e.Item = cmp.Or(e.Channel, c.Channel), cmp.Or(e.Item, c.Item)
	e.Org, e.Window, e.Officer = cmp.Or(e.Org, c.Org), cmp.Or(e.Window, c.Window), cmp.Or(e.Officer, c.Officer)
	e.Handling, e.Routing = cmp.Or(e.Handling, c.Handling), cmp.Or(e.Routing, c.Routing)
	e.Regime = cmp.Or(e.Regime, c.Regime)
	e.Legal, e.Promise = cmp.Or(e.Legal, c.Legal), cmp.Or(e.Promise, c.Promise)
	if !e.Deadline.IsZero() {
		e.Deadline = ledger.Time(e.Deadline)
	}
	_, err := ParseZone(e.Zone)
	national, claimed := ParseNational(e.Number)
	switch {
	case e.Number != a.Number:
		return e, invalid("case number", e.Number, "is not that of the order, "+a.Number)
	case claimed && national.check() != nil:
		return e, national.check()
	case err != nil:
		return e, invalid("time zone", e.Zone, "is not an IANA time zone such as Asia/Shanghai")
	case !e.Deadline.IsZero() && e.Deadline.Before(a.Occurred):
		return e, invalid("deadline", ledger.FormatTime(e.Deadline), "lies before the acceptance")
	case e.Legal > 0 && e.Promise > e.Legal:
		return e, refuse(RuleLimit, "%d working days are promised, the law allows %d", e.Promise, e.Legal)
	}
	return e, a.governed(&e, c)
}

// governed refuses a regime of which no rules are known, and a promise that is
// longer than they allow.
func (a *Ask) governed(e *Accepted, c *Case) error {
	if e.Regime == "" {
		return nil
	}
	x := Case{Accepted: *e, AcceptedAt: a.Occurred, Docket: c.Docket}
	p, on := x.Policy(a.Rules), x.AcceptedOn()
	if p == nil || e.Regime == policy.Rating { // those are of every case
		return refuse(RuleLimit, "no rules of the regime %s are known for %s; publish them, or name licence, foi or service", e.Regime, on)
	}
	if days, _ := p.Limit(e.Routing == Joint); e.Legal == 0 && days > 0 && e.Promise > days {
		return refuse(RuleLimit, "%d working days are promised, %s allows %d", e.Promise, p.Basis, days)
	}
	return nil
}
