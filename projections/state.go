package projections

import (
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// stateLayout numbers the layout of stored summaries. Another layout needs
// another version of the view "cases".
const stateLayout = 13

// appendState appends the stored form of a summary: the layout's number, then
// the fields in the order of [coder.summary].
func appendState(b []byte, s *Summary) []byte {
	c := coder{b: append(b, stateLayout), writing: true}
	c.summary(s)
	return c.b
}

// parseState reads the stored form of a summary.
func parseState(b []byte) (*Summary, error) {
	c := coder{b: b}
	if layout := c.byte(0); c.err == nil && layout != stateLayout {
		c.fail("layout %d is not known", layout)
	}
	s := new(Summary)
	c.summary(s)
	if c.err == nil && len(c.b) > 0 {
		c.fail("%d bytes too many", len(c.b))
	}
	if c.err != nil {
		return nil, c.err
	}
	return s, nil
}

// summary names every field of a summary once, for both directions.
func (c *coder) summary(s *Summary) {
	c.accepted(&s.Accepted)
	word(c, &s.Status)
	c.time(&s.AcceptedAt)
	c.time(&s.DecidedAt)
	c.time(&s.ClosedAt)
	c.time(&s.DeliveredAt)
	word(c, &s.Outcome)
	c.holder(&s.Holder)
	optional(c, &s.Transit, (*coder).holder)
	number(c, &s.Transfers)
	list(c, &s.Suspensions, (*coder).suspension)
	list(c, &s.Extensions, (*coder).extension)
	list(c, &s.Corrections, (*coder).correction)
	number(c, &s.Steps)
	c.text(&s.LastStep)
	c.time(&s.FirstStepAt)
	c.time(&s.LastStepAt)
	number(c, &s.Fees)
	number(c, &s.Charges)
	c.text(&s.Currency)
	optional(c, &s.Proceedings, (*coder).proceedings)
	optional(c, &s.Docket, (*coder).docket)
	number(c, &s.Amendments)
	number(c, &s.Events)
	word(c, &s.Kind)
	c.limit(&s.Limit)
	c.limit(&s.Legal)
	number(c, &s.Worked)
	c.shares(&s.Shares)
	number(c, &s.Days)
	c.truth(&s.WorkedProvisional)
	word(c, &s.Result)
	list(c, &s.Anomalies, word[casefile.Anomaly])
	optional(c, &s.Reviews, (*coder).reviews)
	c.placing(&s.Placing)
	number(c, &s.Position)
	c.time(&s.Recorded)
}

func (c *coder) shares(s *casefile.Shares) {
	for _, n := range [...]*int{&s.Superior, &s.Applicant, &s.Consulted, &s.Suspended, &s.Own} {
		number(c, n)
	}
}

// placing writes the organisations up to the last.
func (c *coder) placing(p *Placing) {
	n := 0
	for n < len(p.Above) && p.Above[n] != "" {
		n++
	}
	number(c, &n)
	for i := range min(max(n, 0), len(p.Above)) {
		c.text(&p.Above[i])
	}
	c.text(&p.Level)
	c.text(&p.Class)
	word(c, &p.Tags)
}

func (c *coder) accepted(a *casefile.Accepted) {
	c.text(&a.Calendar)
	c.text(&a.Channel)
	c.time(&a.Deadline)
	word(c, &a.Handling)
	c.text(&a.Item)
	number(c, &a.Legal)
	c.text(&a.Number)
	c.text(&a.Officer)
	c.text(&a.Org)
	number(c, &a.Promise)
	c.text(&a.Regime)
	word(c, &a.Routing)
	c.text(&a.Source)
	c.text(&a.Window)
	c.text(&a.Zone)
}

func (c *coder) holder(h *casefile.Holder) {
	c.text(&h.Org)
	c.text(&h.Post)
}

func (c *coder) suspension(s *casefile.Suspension) {
	c.time(&s.From)
	c.time(&s.Until)
	c.text(&s.Reason)
	c.text(&s.Notice)
	c.truth(&s.WithCase)
}

func (c *coder) extension(e *casefile.Extension) {
	c.time(&e.At)
	number(c, &e.Days)
	c.text(&e.Notice)
}

func (c *coder) correction(x *casefile.Correction) {
	c.text(&x.Notice)
	list(c, &x.Items, (*coder).text)
	c.time(&x.Requested)
	c.time(&x.Received)
	number(c, &x.Days)
	c.text(&x.Unit)
}

func (c *coder) limit(l *casefile.Limit) {
	word(c, &l.Basis)
	number(c, &l.Days)
	c.time(&l.Due)
	number(c, (*workdays.Date)(&l.On))
	c.truth(&l.Provisional)
	c.text(&l.Policy)
}

// time is coded as microseconds since 1970, 1 added; 0 is the zero time.
func (c *coder) time(t *time.Time) {
	n := int64(0)
	if c.writing && !t.IsZero() {
		if n = micros(*t); n >= 0 {
			n++
		}
	}
	number(c, &n)
	if !c.writing && n != 0 {
		if n > 0 {
			n--
		}
		*t = instant(n)
	}
}
