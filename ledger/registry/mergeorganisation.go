package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// OrganisationMerged (机构合并): from a day on it is a part of another. What it
// did before stays where it was; what stood below it stands below the other.
type OrganisationMerged struct {
	Date workdays.Date // first day as a part
	Into string
	Org  string
}

// Stored names the schema.
func (OrganisationMerged) Stored() string { return "organisation.merged/1" }

// Stream is that of all organisations.
func (OrganisationMerged) Stream() ledger.StreamID { return OrganisationStream }

// Subject is the organisation's end.
func (e OrganisationMerged) Subject() string { return subject(e.Org, "ended") }

// Since is the beginning of that day in UTC.
func (e OrganisationMerged) Since() time.Time { return since(e.Date) }

var organisationMerged = entry(spec[OrganisationMerged]{
	Zh: "机构合并", En: "Organisation merged", Public: act.Published,
	Command: "mergeOrganisation", Says: "Merges an organisation into another from a day on (机构合并).", By: act.BySupervisor,
	Members: func(e *OrganisationMerged, m *act.Members) {
		m.Date(&e.Date, "date", "First day as a part of the other (合并日).", act.Required, act.Always)
		m.Name(&e.Into, "into", "Organisation of which it becomes a part (并入机构).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation that ends (机构编码).", act.Required, act.Always)
	},
	Check: func(e *OrganisationMerged) error {
		return given("org", e.Org, "into", e.Into, "date", e.Date.String())
	},
})

func (e OrganisationMerged) allowed(d *Directory) error {
	if err := d.changing(e.Org, e.Date); err != nil {
		return err
	}
	if err := d.open(e.Into, e.Date); err != nil {
		return err
	}
	return d.With(e).sound(e.Org, e.Date)
}
