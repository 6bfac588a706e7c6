package casefile

import (
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// PartAssigned (联办分派): a member of a joint case was given its part. The lead
// is the accepting unit.
type PartAssigned struct {
	Legal   int    `json:"legalDays,omitzero"`
	Org     string `json:"org"`
	Part    string `json:"part"`
	Post    string `json:"post,omitempty"`
	Promise int    `json:"promisedDays,omitzero"`
	Reason  string `json:"reason,omitempty"` // reason class
}

// AssignPart gives a member of a joint case its part.
type AssignPart = PartAssigned

// Stored names the schema.
func (PartAssigned) Stored() string { return "case.part_assigned/1" }

// Part is what one member of a joint case has to do, with a clock of its own.
type Part struct {
	Name     string    `json:"name"`
	Org      string    `json:"org,omitempty"`
	Post     string    `json:"post,omitempty"`
	Assigned time.Time `json:"assigned,omitzero"` // zero where only its closing was told
	Promise  int       `json:"promisedDays,omitzero"`
	Legal    int       `json:"legalDays,omitzero"`
	Closed   time.Time `json:"closed,omitzero"`
	Opinion  Opinion   `json:"opinion,omitempty"`
	Document string    `json:"document,omitempty"`
}

func (p *Part) open() bool { return p.Closed.IsZero() }

// part finds the open part of a name, nil if there is none.
func (c *Case) part(name string) *Part {
	parts := c.proceedings().Parts
	for i := range parts {
		if p := &parts[i]; p.Name == name && p.open() {
			return p
		}
	}
	return nil
}

// PartLimit is the limit of a part: its promise, else its legal limit, in
// working days from its assignment by the case's calendar. Where the clock of
// the case stands still, that of its parts does.
func (c *Case) PartLimit(p *Part, rules Rules) Limit {
	l := Limit{Basis: ByPromise, Days: min(p.Promise, workdays.MaxDays)}
	if p.Promise <= 0 {
		l.Basis, l.Days = ByLaw, min(p.Legal, workdays.MaxDays)
	}
	if l.Days <= 0 || p.Assigned.IsZero() {
		return Limit{On: workdays.NoDate}
	}
	return c.due(l, c.on(p.Assigned), rules.Calendar, c.stops(rules))
}

var partAssigned = act.Of(spec[PartAssigned]{
	Zh: "联办分派", En: "Part assigned", Public: act.Published,
	Command: "assignPart", Says: "Gives a member of a joint case its part (联办分派).", Needs: whileOpen,
	Members: func(e *PartAssigned, m *act.Members) {
		m.Whole(&e.Legal, "legalDays", "Legal limit of the part in working days (法定时限).", 0, workdays.MaxDays)
		m.Text(&e.Org, "org", "Unit whose part it is (联办单位).", act.Always, act.Required)
		m.Text(&e.Part, "part", "Name of the part (联办环节), known by it until it is closed.", act.Always, act.Required)
		m.Text(&e.Post, "post", "Post whose part it is (承办岗位).").As("toPost")
		m.Whole(&e.Promise, "promisedDays", "Promised limit of the part in working days from its assignment (承诺时限).", 0, workdays.MaxDays)
		m.Code(&e.Reason, "reason", "Reason class (原因), never free text.")
	},
	Decide: func(c *Case, _ *Ask, e PartAssigned) (PartAssigned, error) {
		open := c.part(e.Part)
		switch {
		case !c.DecidedAt.IsZero():
			return e, refuse(RuleDecision, "the case was decided on %s", c.on(c.DecidedAt))
		case e.Org == c.Org:
			return e, refuse(RuleJoint, "%s leads the case; parts are those of the other units", e.Org)
		case open != nil:
			return e, refuse(RuleJoint, "the part %s is with %s since %s; close it first, or give this one another name", e.Part, open.Org, c.on(open.Assigned))
		case e.Legal > 0 && e.Promise > e.Legal:
			return e, refuse(RuleLimit, "%d working days are promised, the law allows %d", e.Promise, e.Legal)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e PartAssigned) {
		p := c.proceed()
		p.Parts = append(p.Parts, Part{Name: e.Part, Org: e.Org, Post: e.Post, Assigned: f.Occurred, Promise: e.Promise, Legal: e.Legal})
		c.route(Joint)
	},
})
