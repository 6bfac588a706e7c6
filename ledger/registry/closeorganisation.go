package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// OrganisationClosed (撤销机构).
type OrganisationClosed struct {
	Date   workdays.Date // first day on which it is closed
	Org    string
	Reason string
}

// Stored names the schema.
func (OrganisationClosed) Stored() string { return "organisation.closed/1" }

// Stream is that of all organisations.
func (OrganisationClosed) Stream() ledger.StreamID { return OrganisationStream }

// Subject is the organisation's end.
func (e OrganisationClosed) Subject() string { return subject(e.Org, "ended") }

// Since is the beginning of that day in UTC.
func (e OrganisationClosed) Since() time.Time { return since(e.Date) }

var organisationClosed = entry(spec[OrganisationClosed]{
	Zh: "撤销机构", En: "Organisation closed", Public: act.Published,
	Command: "closeOrganisation", Says: "Closes an organisation from a day on (机构撤销).", By: act.BySupervisor,
	Members: func(e *OrganisationClosed, m *act.Members) {
		m.Date(&e.Date, "date", "First day on which it is closed (撤销日).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation (机构编码).", act.Required, act.Always)
		m.Code(&e.Reason, "reason", "Reason class (原因).")
	},
	Check: func(e *OrganisationClosed) error {
		return given("org", e.Org, "date", e.Date.String())
	},
})

func (e OrganisationClosed) allowed(d *Directory) error {
	if err := d.changing(e.Org, e.Date); err != nil {
		return err
	}
	if below := d.openBelow(e.Org, e.Date); below != "" {
		return refuse(RuleOpen, "%s stands below %s and is open on %s; move or close it first", below, e.Org, e.Date)
	}
	return nil
}
