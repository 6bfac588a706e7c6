package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// RulePublished (公布制度): a rule of the centre, such as 首问负责制, holds from a day
// on; published again it is a new version.
type RulePublished struct {
	Basis string
	Date  workdays.Date
	Kind  string
	Name  string
	Org   string
	Rule  string
	Texts []string
}

// Stored names the schema.
func (RulePublished) Stored() string { return "rule.published/1" }

// Stream is that of the rule.
func (e RulePublished) Stream() ledger.StreamID { return named(RulePrefix, e.Rule) }

// Subject is the version from its first day on.
func (e RulePublished) Subject() string { return subject("published", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e RulePublished) Since() time.Time { return since(e.Date) }

var rulePublished = entry(spec[RulePublished]{
	Zh: "公布制度", En: "Rule published", Public: act.Published,
	Command: "publishRule", Says: "Publishes a rule of the centre (公布规则).", By: act.BySupervisor,
	Members: func(e *RulePublished, m *act.Members) {
		m.Text(&e.Basis, "basis", "Document that decides it (依据).")
		m.Date(&e.Date, "date", "First day (施行日).", act.Required, act.Always)
		m.Code(&e.Kind, "kind", "What it is (制度类别), or another list of the centre.")
		m.Text(&e.Name, "name", "Name (名称).", act.Required, act.Always)
		m.Name(&e.Org, "org", "Organisation that sets it (制定机构).")
		m.Name(&e.Rule, "rule", "Code of the rule (规则编号).", act.Required, act.Always)
		m.Texts(&e.Texts, "texts", "What it says, a line each (内容).", maxLines)
	},
	Check: func(e *RulePublished) error {
		if err := given("date", e.Date.String(), "name", e.Name); err != nil {
			return err
		}
		return stands("rule", e.Rule, e.Stream())
	},
})

func (e RulePublished) allowed(d *Directory) error {
	return nil
}
