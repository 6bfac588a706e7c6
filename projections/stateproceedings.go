package projections

import "caseledger/ledger/casefile"

// proceedings names every field of what only cases of some kinds have.
func (c *coder) proceedings(p *casefile.Proceedings) {
	list(c, &p.Parts, (*coder).part)
	list(c, &p.Meetings, (*coder).meeting)
	list(c, &p.Forwards, (*coder).forward)
	list(c, &p.Mandates, (*coder).mandate)
	optional(c, &p.Grant, (*coder).grant)
	list(c, &p.Reviews, (*coder).returnReview)
	list(c, &p.Stages, (*coder).stage)
	list(c, &p.Deviations, word[casefile.Deviation])
}

func (c *coder) part(p *casefile.Part) {
	c.text(&p.Name)
	c.text(&p.Org)
	c.text(&p.Post)
	c.time(&p.Assigned)
	number(c, &p.Promise)
	number(c, &p.Legal)
	c.time(&p.Closed)
	word(c, &p.Opinion)
	c.text(&p.Document)
}

func (c *coder) meeting(m *casefile.Meeting) {
	c.time(&m.At)
	list(c, &m.Present, (*coder).text)
	list(c, &m.Absent, (*coder).text)
	c.text(&m.Document)
}

func (c *coder) forward(f *casefile.Forward) {
	c.text(&f.Organ)
	c.text(&f.Notice)
	c.time(&f.From)
	c.time(&f.Until)
	word(c, &f.Outcome)
	c.text(&f.Document)
}

func (c *coder) mandate(m *casefile.Mandate) {
	c.text(&m.Agent)
	c.text(&m.Mandate)
	c.text(&m.Document)
	c.time(&m.From)
	c.time(&m.Until)
	c.text(&m.Reason)
	number(c, &m.Acts)
}

func (c *coder) grant(g *casefile.Grant) {
	c.time(&g.At)
	c.text(&g.Approver)
	c.text(&g.Reason)
	c.text(&g.Basis)
}

func (c *coder) returnReview(r *casefile.ReturnReview) {
	c.time(&r.Requested)
	c.text(&r.Ground)
	c.time(&r.Decided)
	word(c, &r.Outcome)
	c.text(&r.Basis)
}

func (c *coder) stage(s *casefile.Stage) {
	c.time(&s.At)
	c.text(&s.Stage)
	word(c, &s.Level)
	c.text(&s.Org)
	c.text(&s.Post)
	c.text(&s.ToOrg)
	c.text(&s.ToPost)
}
