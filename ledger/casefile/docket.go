package casefile

import "time"

// Docket is what a centre keeps of a case beside its clock, and what most cases
// have none of. States share it: an effect changes a copy, see [Case.keep], and
// never writes into its lists.
type Docket struct {
	// Began is the first that happened before acceptance, ReceivedAt when the
	// application came in (收件). Zero where a case began with its acceptance.
	Began      time.Time `json:"began,omitzero"`
	ReceivedAt time.Time `json:"receivedAt,omitzero"`
	// Deemed is the legal basis by which silence accepted the case (视为受理).
	Deemed       string        `json:"deemed,omitempty"`
	Appointments []Appointment `json:"appointments,omitempty"`
	SiteChecks   []SiteCheck   `json:"siteChecks,omitempty"`

	Duties    []Duty     `json:"duties,omitempty"` // in the order in which they were recorded
	FastTrack *FastTrack `json:"fastTrack,omitempty"`

	Notifications int       `json:"notifications,omitzero"` // sent so far
	NotifiedAt    time.Time `json:"notifiedAt,omitzero"`    // the latest

	// Abandoned is the legal basis by which the application counts as given up
	// (视为放弃).
	Abandoned string `json:"abandoned,omitempty"`

	Archive *Archive `json:"archive,omitempty"`

	Materials     []Material      `json:"materials,omitempty"`
	Consultations []Consultation  `json:"consultations,omitempty"`
	Answer        Answer          `json:"answer,omitempty"` // to a request for information
	Result        *ResultDocument `json:"result,omitempty"`
	Collection    string          `json:"collection,omitempty"` // 领取方式: how the applicant wants the result
	FedBackAt     time.Time       `json:"fedBackAt,omitzero"`
	Suggestion    bool            `json:"suggestion,omitzero"` // the applicant suggests something

	Ratings []Rating `json:"ratings,omitempty"` // in the order in which they were recorded
	Visits  []Visit  `json:"visits,omitempty"`  // after the end, in the order in which they were recorded

	Slip     string `json:"slip,omitempty"`    // on which all charges stand (一票制)
	Refunds  Amount `json:"refunds,omitzero"`  // in total
	Refunded int    `json:"refunded,omitzero"` // number of refunds

	Delay    *Delay           `json:"delay,omitempty"`
	Defaults []TimeoutDefault `json:"defaults,omitempty"` // in the order in which they were recorded
}

// nothing is the docket of a case that has none. Nobody writes to it.
var nothing Docket

// Kept is the docket for reading, never nil. Nobody may write to it.
func (c *Case) Kept() *Docket {
	if c.Docket == nil {
		return &nothing
	}
	return c.Docket
}

// keep changes the docket: a copy, since other states share the old one.
func (c *Case) keep(change func(d *Docket)) {
	d := *c.Kept()
	change(&d)
	c.Docket = &d
}
