package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// OfficerAssigned (定岗): a post got a duty in the case (首问负责制, AB岗制).
type OfficerAssigned struct {
	Duty    DutyKind `json:"duty"`
	Officer string   `json:"officer"`
}

// AssignOfficer gives a post a duty.
type AssignOfficer = OfficerAssigned

// Stored names the schema.
func (OfficerAssigned) Stored() string { return "case.officer_assigned/1" }

// DutyKind is a duty in a case.
type DutyKind string

// Duties.
const (
	FirstAsked DutyKind = "first" // 首问: answers for the case until another does
	MainPost   DutyKind = "a"     // A岗: answers for it
	DeputyPost DutyKind = "b"     // B岗: stands in when the case is handed over to it
)

var dutyKinds = act.Options{Name: "Duty", Says: "A duty in a case (岗位职责).", Values: []act.Option{
	{Value: string(FirstAsked), Zh: "首问", En: "was asked first, and answers for the case until another does."},
	{Value: string(MainPost), Zh: "A岗", En: "answers for the case."},
	{Value: string(DeputyPost), Zh: "B岗", En: "stands in when the case is handed over to it."},
}}

// Duty is one change of duties. One without a kind is a hand-over.
type Duty struct {
	Since  time.Time `json:"since"`
	Duty   DutyKind  `json:"duty,omitempty"`
	Post   string    `json:"post"`
	From   string    `json:"from,omitempty"`   // who handed over
	Reason string    `json:"reason,omitempty"` // of a hand-over
}

// maxDuties bounds the changes of duties of a case.
const maxDuties = 200

var officerAssigned = act.Of(spec[OfficerAssigned]{
	Zh: "定岗", En: "Officer assigned", Public: act.Published,
	Command: "assignOfficer", Says: "Gives a post a duty in the case: first asked, A or B (首问、A岗、B岗).", Needs: inHand,
	Members: func(e *OfficerAssigned, m *act.Members) {
		act.Choice(m, &e.Duty, "duty", "The duty (岗位职责).", &dutyKinds, act.Always, act.Required)
		m.Text(&e.Officer, "officer", "The post (岗位), never a person's name.", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e OfficerAssigned) (OfficerAssigned, error) {
		if err := c.moreDuties(a); err != nil {
			return e, err
		}
		if last, ok := c.lastDuty(e.Duty, a.Occurred); ok && last.Post == e.Officer {
			return e, refuse(RuleDuty, "%s has this duty since %s", e.Officer, c.on(last.Since))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e OfficerAssigned) {
		c.onDuty(Duty{Since: f.Occurred, Duty: e.Duty, Post: e.Officer})
	},
})

// onDuty adds a change of duties.
func (c *Case) onDuty(x Duty) {
	c.keep(func(d *Docket) { d.Duties = append(slices.Clip(d.Duties), x) })
}

// moreDuties says whether duties may change once more. Nobody hands over what
// another has got since: changes are told in order.
func (c *Case) moreDuties(a *Ask) error {
	all := c.Kept().Duties
	if len(all) >= maxDuties {
		return refuse(RuleDuty, "duties in this case have changed %d times already", maxDuties)
	}
	for _, d := range all {
		if err := later(RuleDuty, "the last change of duties", a.Occurred, d.Since); err != nil {
			return err
		}
	}
	return nil
}

// duties are the changes up to an instant in the order of their times, the
// acceptance's among them: who accepts a case answers for it, until another
// does.
func (c *Case) duties(at time.Time) []Duty {
	all := slices.Clone(c.Kept().Duties)
	if c.Officer != "" && !c.AcceptedAt.IsZero() {
		all = append(all, Duty{Since: c.AcceptedAt, Duty: FirstAsked, Post: c.Officer})
	}
	slices.SortStableFunc(all, func(a, b Duty) int { return a.Since.Compare(b.Since) })
	return slices.DeleteFunc(all, func(d Duty) bool { return d.Since.After(at) })
}

// lastDuty is the latest post with a duty at an instant.
func (c *Case) lastDuty(kind DutyKind, at time.Time) (last Duty, ok bool) {
	for _, d := range c.duties(at) {
		if d.Duty == kind {
			last, ok = d, true
		}
	}
	return last, ok
}

// Responsible is who answered for the case at an instant (责任岗位): the post
// that was asked first, the A post from its assignment on, and after a
// hand-over whom it names. A B post answers only for what is handed over to it.
// Where the case is does not matter: that is its holder. ok is false before
// anybody did.
func (c *Case) Responsible(at time.Time) (who Duty, ok bool) {
	for _, d := range c.duties(at) {
		switch d.Duty {
		case FirstAsked:
			if !ok || who.Duty == FirstAsked {
				who, ok = d, true
			}
		case MainPost:
			who, ok = d, true
		case DeputyPost:
		default:
			if d.From == who.Post {
				who, ok = d, true
			}
		}
	}
	return who, ok
}
