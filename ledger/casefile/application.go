package casefile

import (
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ApplicationReceived (收件): the application came in, and nobody has accepted
// it yet. From now on the organ has five working days to say what is missing.
// The limits are those of the item: they begin with the acceptance.
type ApplicationReceived struct {
	Calendar string   `json:"calendar"`
	Channel  string   `json:"channel,omitempty"`
	Handling Handling `json:"handling,omitempty"`
	Item     string   `json:"item,omitempty"`
	Legal    int      `json:"legalDays,omitzero"`
	Number   string   `json:"number"`
	Officer  string   `json:"officer,omitempty"` // first asked (首问责任岗)
	Org      string   `json:"org,omitempty"`
	Promise  int      `json:"promisedDays,omitzero"`
	Regime   string   `json:"regime,omitempty"`
	Routing  Routing  `json:"routing,omitempty"`
	Source   string   `json:"source,omitempty"`
	Window   string   `json:"window,omitempty"`
	Zone     string   `json:"zone"`
}

// ReceiveApplication records that an application came in.
type ReceiveApplication = ApplicationReceived

// Stored names the schema.
func (ApplicationReceived) Stored() string { return "case.application_received/1" }

var applicationReceived = act.Of(spec[ApplicationReceived]{
	Zh: "收件", En: "Application received", Public: act.Published,
	Command: "receiveApplication", Says: "Records that an application came in, before its acceptance (收件).",
	Needs: func(c *Case, a *Ask) error {
		if err := c.unaccepted(); err != nil {
			return err
		}
		if d := c.Kept(); !d.ReceivedAt.IsZero() {
			return refuse(RuleRegister, "the application was received on %s", c.on(d.ReceivedAt))
		}
		return c.notBefore(a.Occurred)
	},
	Members: func(e *ApplicationReceived, m *act.Members) {
		m.Code(&e.Calendar, "calendar", "Working-day calendar (工作日历); default CN.", act.Always)
		m.Code(&e.Channel, "channel", "Channel (办理渠道): window, internet, post …")
		act.Choice(m, &e.Handling, "handling", "How it is promised to be handled (办理方式).", &handlings)
		m.Name(&e.Item, "item", "Code of the service item (事项).")
		m.Whole(&e.Legal, "legalDays", "Legal limit in working days (法定时限), from acceptance.", 0, workdays.MaxDays)
		m.Name(&e.Number, "number", "Public case number (办件编号).", act.Always, act.Derived)
		m.Text(&e.Officer, "officer", "Post that was asked first (首问责任岗), never a person's name.")
		m.Text(&e.Org, "org", "Receiving unit (收件部门).")
		m.Whole(&e.Promise, "promisedDays", "Promised limit in working days (承诺时限), from acceptance.", 0, workdays.MaxDays)
		m.Code(&e.Regime, "regime", "Regime whose rules count (办理依据类别): licence, foi, service …")
		act.Choice(m, &e.Routing, "routing", "Who must act besides the accepting unit (办理路径).", &routings)
		m.Text(&e.Source, "source", "Where an imported case comes from (来源).", act.Derived)
		m.Text(&e.Window, "window", "Window (窗口).")
		m.Text(&e.Zone, "zone", "IANA time zone (时区); default Asia/Shanghai.", act.Always)
	},
	Check: func(e *ApplicationReceived) error { a := e.facts(); return checkAccepted(&a) },
	Decide: func(c *Case, a *Ask, e ApplicationReceived) (ApplicationReceived, error) {
		full, err := a.complete(e.facts(), c)
		return factsOf(full), err
	},
	Evolve: func(c *Case, f act.Facts, e ApplicationReceived) {
		c.begin(f.Occurred)
		if c.Status == Pending {
			c.Accepted, c.Holder = e.facts(), Holder{Org: e.Org, Post: e.Officer}
			c.keepAxes()
		}
		c.keep(func(d *Docket) { d.ReceivedAt = f.Occurred })
		if e.Officer != "" {
			c.onDuty(Duty{Since: f.Occurred, Duty: FirstAsked, Post: e.Officer})
		}
	},
})

// facts are those of an acceptance that adds nothing.
func (e *ApplicationReceived) facts() Accepted {
	return Accepted{
		Calendar: e.Calendar, Channel: e.Channel, Handling: e.Handling, Item: e.Item, Legal: e.Legal, Number: e.Number,
		Officer: e.Officer, Org: e.Org, Promise: e.Promise, Regime: e.Regime, Routing: e.Routing, Source: e.Source, Window: e.Window, Zone: e.Zone,
	}
}

func factsOf(e Accepted) ApplicationReceived {
	return ApplicationReceived{
		Calendar: e.Calendar, Channel: e.Channel, Handling: e.Handling, Item: e.Item, Legal: e.Legal, Number: e.Number,
		Officer: e.Officer, Org: e.Org, Promise: e.Promise, Regime: e.Regime, Routing: e.Routing, Source: e.Source, Window: e.Window, Zone: e.Zone,
	}
}

// Begins says whether the stream of a case may begin with the event.
func Begins(e Event) bool {
	switch e.(type) {
	case Accepted, ApplicationReceived, AppointmentMade:
		return true
	}
	return false
}

// begin notes the first that happens before acceptance.
func (c *Case) begin(at time.Time) {
	if c.Status == None {
		c.Status = Pending
	}
	if began := c.Kept().Began; c.AcceptedAt.IsZero() && (began.IsZero() || at.Before(began)) {
		c.keep(func(d *Docket) { d.Began = at })
	}
}

// ReceivedOn is the local date on which the application came in, else NoDate.
func (c *Case) ReceivedOn() workdays.Date { return c.on(c.Kept().ReceivedAt) }

// BeforeAcceptance is the number of working days from the first that happened
// to the case to its acceptance, or to the date where that has not come
// (受理前工作日). They are outside the clock. ok is false where the case began
// with its acceptance.
func (c *Case) BeforeAcceptance(rules Rules, date workdays.Date) (days int, ok bool) {
	began := c.Kept().Began
	if began.IsZero() {
		return 0, false
	}
	until := date
	switch {
	case !c.AcceptedAt.IsZero():
		until = c.AcceptedOn()
	case !c.ClosedAt.IsZero():
		until = c.ClosedOn()
	}
	return max(rules.Calendar.Count(c.on(began), until), 0), true
}
