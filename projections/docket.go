package projections

import "caseledger/ledger/casefile"

// docket names every field of a docket once, for both directions.
func (c *coder) docket(d *casefile.Docket) {
	c.atTheCounter(d)
	c.inHand(d)
	c.handedOver(d)
}

// atTheCounter names what is told from the application to the acceptance, and who
// is responsible.
func (c *coder) atTheCounter(d *casefile.Docket) {
	c.time(&d.Began)
	c.time(&d.ReceivedAt)
	c.text(&d.Deemed)
	c.text(&d.Abandoned)
	list(c, &d.Appointments, func(c *coder, x *casefile.Appointment) {
		c.time(&x.At)
		c.text(&x.Place)
	})
	list(c, &d.SiteChecks, func(c *coder, x *casefile.SiteCheck) {
		c.time(&x.At)
		word(c, &x.Result)
		c.text(&x.Document)
	})
	list(c, &d.Duties, func(c *coder, x *casefile.Duty) {
		c.time(&x.Since)
		word(c, &x.Duty)
		c.text(&x.Post)
		c.text(&x.From)
		c.text(&x.Reason)
	})
	optional(c, &d.FastTrack, func(c *coder, x *casefile.FastTrack) {
		c.time(&x.At)
		c.text(&x.Approver)
		c.text(&x.Reason)
	})
}

// inHand names what is told while a case is handled, up to its result.
func (c *coder) inHand(d *casefile.Docket) {
	number(c, &d.Notifications)
	c.time(&d.NotifiedAt)
	optional(c, &d.Archive, func(c *coder, x *casefile.Archive) {
		c.text(&x.Number)
		c.text(&x.Officer)
		c.time(&x.At)
		c.time(&x.StruckOffAt)
	})
	list(c, &d.Materials, func(c *coder, x *casefile.Material) {
		c.text(&x.Code)
		number(c, &x.Copies)
		c.truth(&x.Original)
		c.text(&x.SHA256)
		c.text(&x.Slip)
		c.time(&x.ReceivedAt)
		c.time(&x.ReturnedAt)
	})
	list(c, &d.Consultations, func(c *coder, x *casefile.Consultation) {
		word(c, &x.Party)
		c.text(&x.Notice)
		c.time(&x.Asked)
		c.time(&x.Answered)
		word(c, &x.Opinion)
	})
	word(c, &d.Answer)
	optional(c, &d.Result, func(c *coder, x *casefile.ResultDocument) {
		c.text(&x.Number)
		number(c, &x.Date)
		number(c, &x.ValidUntil)
		c.time(&x.IssuedAt)
	})
}

// handedOver names what is told of a result, and of what was late.
func (c *coder) handedOver(d *casefile.Docket) {
	c.text(&d.Collection)
	c.time(&d.FedBackAt)
	c.truth(&d.Suggestion)
	list(c, &d.Ratings, (*coder).rating)
	list(c, &d.Visits, func(c *coder, x *casefile.Visit) {
		c.time(&x.At)
		word(c, &x.Method)
		word(c, &x.Result)
	})
	c.text(&d.Slip)
	number(c, &d.Refunds)
	number(c, &d.Refunded)
	optional(c, &d.Delay, func(c *coder, x *casefile.Delay) {
		c.time(&x.At)
		c.text(&x.Reason)
		c.text(&x.Explanation)
	})
	list(c, &d.Defaults, func(c *coder, x *casefile.TimeoutDefault) {
		c.time(&x.At)
		word(c, &x.Effect)
		c.text(&x.Basis)
		c.text(&x.Organ)
		c.text(&x.Regime)
		c.time(&x.RevokedAt)
		c.text(&x.RevokedBasis)
	})
}
