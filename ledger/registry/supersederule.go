package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// RuleSuperseded (废止制度): the rule no longer holds from a day on.
type RuleSuperseded struct {
	By   string // empty: none
	Date workdays.Date
	Rule string
}

// Stored names the schema.
func (RuleSuperseded) Stored() string { return "rule.superseded/1" }

// Stream is that of the rule.
func (e RuleSuperseded) Stream() ledger.StreamID { return named(RulePrefix, e.Rule) }

// Subject is its end.
func (e RuleSuperseded) Subject() string { return subject("superseded", e.Date.String()) }

// Since is the beginning of its first day in UTC.
func (e RuleSuperseded) Since() time.Time { return since(e.Date) }

var ruleSuperseded = entry(spec[RuleSuperseded]{
	Zh: "废止制度", En: "Rule superseded", Public: act.Published,
	Command: "supersedeRule", Says: "Ends a rule from a day on (规则废止).", By: act.BySupervisor,
	Members: func(e *RuleSuperseded, m *act.Members) {
		m.Name(&e.By, "by", "Code of the rule that stands in its place (代替规则).")
		m.Date(&e.Date, "date", "First day without it (废止日).", act.Required, act.Always)
		m.Name(&e.Rule, "rule", "Code of the rule (规则编号).", act.Required, act.Always)
	},
	Check: func(e *RuleSuperseded) error {
		if err := given("date", e.Date.String()); err != nil {
			return err
		}
		return stands("rule", e.Rule, e.Stream())
	},
})

func (e RuleSuperseded) allowed(d *Directory) error {
	if d.rules.on(e.Rule, e.Date) == nil {
		return refuse(RuleCode, "the rule %s does not hold on %s", e.Rule, e.Date)
	}
	return nil
}
