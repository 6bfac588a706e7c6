package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// OrganisationCreated (设立机构).
type OrganisationCreated struct {
	Address    string
	Authority  bool
	Date       workdays.Date // first day; NoDate: it was always there
	Duties     []string
	Hours      string
	Kind       string
	Level      Level
	Name       string
	Org        string
	Parent     string
	Scheme     string
	Telephones []Telephone
	Web        string
}

// Stored names the schema.
func (OrganisationCreated) Stored() string { return "organisation.created/1" }

// Stream is that of all organisations.
func (OrganisationCreated) Stream() ledger.StreamID { return OrganisationStream }

// Subject is the organisation.
func (e OrganisationCreated) Subject() string { return e.Org }

// Since is the beginning of its first day in UTC.
func (e OrganisationCreated) Since() time.Time { return since(e.Date) }

var organisationCreated = entry(spec[OrganisationCreated]{
	Zh: "设立机构", En: "Organisation created", Public: act.Published,
	Command: "createOrganisation", Says: "Puts an organisation into the tree (机构设立).", By: act.BySupervisor,
	Members: func(e *OrganisationCreated, m *act.Members) {
		m.Text(&e.Address, "address", "Where it is (办公地址).")
		m.Truth(&e.Authority, "authority", "`true`: an administrative organ (行政机关).")
		m.Date(&e.Date, "date", "First day (设立日); none: it was always there.")
		m.Texts(&e.Duties, "duties", "What it is for (工作职责).", maxDuties)
		m.Text(&e.Hours, "hours", "When it is open (办公时间).")
		m.Code(&e.Kind, "kind", "What it is (机构类型): `government`, `department`, `centre`, `hall`, or another.")
		act.Choice(m, &e.Level, "level", "Level (层级).", &levels, act.Required, act.Always)
		m.Text(&e.Name, "name", "Name (名称).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Code by which records name it (机构编码).", act.Required, act.Always)
		m.Name(&e.Parent, "parent", "Code of the organisation above (上级); none: a root.")
		act.Choice(m, &e.Scheme, "scheme", "What the code is (编码规则); none: the centre's own.", &codeSchemes)
		act.Each(m, &e.Telephones, "telephones", "Numbers of the office (电话).", maxTelephones, telephone)
		m.Name(&e.Web, "web", "Web address (网址).")
	},
	Check: func(e *OrganisationCreated) error {
		if err := given("org", e.Org, "name", e.Name); err != nil {
			return err
		}
		if e.Scheme == CreditCode && !ValidCreditCode(e.Org) {
			return act.Invalid("org", e.Org, "is no unified social credit code: 18 characters, of which the last is a check character (GB 32100)")
		}
		if err := checkTelephones(e.Telephones); err != nil {
			return err
		}
		return checkWeb(e.Web)
	},
})

func (e OrganisationCreated) allowed(d *Directory) error {
	if d.organisations[e.Org] != nil {
		return refuse(RuleTree, "there is an organisation %s already", e.Org)
	}
	if e.Parent == "" {
		return nil
	}
	if err := d.open(e.Parent, e.Date); err != nil {
		return err
	}
	for _, day := range d.days(e.Date) {
		path := d.Path(e.Parent, day)
		if d.organisations[e.Parent].merged(day) {
			path = path[1:]
		}
		if len(path) >= MaxLevels {
			return tooDeep(e.Org, path, day)
		}
	}
	return nil
}
