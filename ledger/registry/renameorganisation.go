package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// OrganisationRenamed (机构更名).
type OrganisationRenamed struct {
	Date workdays.Date // first day of the new name
	Name string
	Org  string
}

// Stored names the schema.
func (OrganisationRenamed) Stored() string { return "organisation.renamed/1" }

// Stream is that of all organisations.
func (OrganisationRenamed) Stream() ledger.StreamID { return OrganisationStream }

// Subject is the name from its first day on.
func (e OrganisationRenamed) Subject() string { return subject(e.Org, "renamed", e.Date.String()) }

// Since is the beginning of that day in UTC.
func (e OrganisationRenamed) Since() time.Time { return since(e.Date) }

var organisationRenamed = entry(spec[OrganisationRenamed]{
	Zh: "机构更名", En: "Organisation renamed", Public: act.Published,
	Command: "renameOrganisation", Says: "Gives an organisation another name from a day on (机构更名).", By: act.BySupervisor,
	Members: func(e *OrganisationRenamed, m *act.Members) {
		m.Date(&e.Date, "date", "First day of the new name (更名日).", act.Required, act.Always)
		m.Text(&e.Name, "name", "New name (新名称).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation (机构编码).", act.Required, act.Always)
	},
	Check: func(e *OrganisationRenamed) error {
		return given("org", e.Org, "name", e.Name, "date", e.Date.String())
	},
})

func (e OrganisationRenamed) allowed(d *Directory) error { return d.changing(e.Org, e.Date) }
