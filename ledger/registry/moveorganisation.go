package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// OrganisationMoved (机构隶属变更): from a day on it stands below another.
type OrganisationMoved struct {
	Date   workdays.Date // first day below the new parent
	Org    string
	Parent string // empty: a root
}

// Stored names the schema.
func (OrganisationMoved) Stored() string { return "organisation.moved/1" }

// Stream is that of all organisations.
func (OrganisationMoved) Stream() ledger.StreamID { return OrganisationStream }

// Subject is the place from its first day on.
func (e OrganisationMoved) Subject() string { return subject(e.Org, "moved", e.Date.String()) }

// Since is the beginning of that day in UTC.
func (e OrganisationMoved) Since() time.Time { return since(e.Date) }

var organisationMoved = entry(spec[OrganisationMoved]{
	Zh: "机构隶属变更", En: "Organisation moved", Public: act.Published,
	Command: "moveOrganisation", Says: "Puts an organisation below another from a day on (机构隶属变更).", By: act.BySupervisor,
	Members: func(e *OrganisationMoved, m *act.Members) {
		m.Date(&e.Date, "date", "First day below the new one (变更日).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation (机构编码).", act.Required, act.Always)
		m.Name(&e.Parent, "parent", "Organisation above from then on (新上级); none: a root.")
	},
	Check: func(e *OrganisationMoved) error {
		return given("org", e.Org, "date", e.Date.String())
	},
})

func (e OrganisationMoved) allowed(d *Directory) error {
	if err := d.changing(e.Org, e.Date); err != nil {
		return err
	}
	if e.Parent != "" {
		if err := d.open(e.Parent, e.Date); err != nil {
			return err
		}
	}
	return d.With(e).sound(e.Org, e.Date)
}
