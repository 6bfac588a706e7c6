package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// OrganisationDescribed (机构信息变更): where it is found from a day on,
// complete.
type OrganisationDescribed struct {
	Address    string
	Date       workdays.Date // first day
	Duties     []string
	Hours      string
	Org        string
	Telephones []Telephone
	Web        string
}

// Stored names the schema.
func (OrganisationDescribed) Stored() string { return "organisation.described/1" }

// Stream is that of all organisations.
func (OrganisationDescribed) Stream() ledger.StreamID { return OrganisationStream }

// Subject is the description from its first day on.
func (e OrganisationDescribed) Subject() string { return subject(e.Org, "described", e.Date.String()) }

// Since is the beginning of that day in UTC.
func (e OrganisationDescribed) Since() time.Time { return since(e.Date) }

var organisationDescribed = entry(spec[OrganisationDescribed]{
	Zh: "机构信息变更", En: "Organisation described", Public: act.Published,
	Command: "describeOrganisation", Says: "Says where an organisation is found and what it does (机构信息).", By: act.BySupervisor,
	Members: func(e *OrganisationDescribed, m *act.Members) {
		m.Text(&e.Address, "address", "Where it is (办公地址).")
		m.Date(&e.Date, "date", "First day (变更日).", act.Required, act.Always)
		m.Texts(&e.Duties, "duties", "What it is for (工作职责).", maxDuties)
		m.Text(&e.Hours, "hours", "When it is open (办公时间).")
		m.Name(&e.Org, "org", "Organisation (机构编码).", act.Required, act.Always)
		act.Each(m, &e.Telephones, "telephones", "Numbers of the office (电话).", maxTelephones, telephone)
		m.Name(&e.Web, "web", "Web address (网址).")
	},
	Check: func(e *OrganisationDescribed) error {
		if err := given("org", e.Org, "date", e.Date.String()); err != nil {
			return err
		}
		if err := checkTelephones(e.Telephones); err != nil {
			return err
		}
		return checkWeb(e.Web)
	},
})

func (e OrganisationDescribed) allowed(d *Directory) error { return d.changing(e.Org, e.Date) }
