package casefile

import "caseledger/ledger/act"

// PassedOn (传递): a unit of some level passed the papers on in the network. Who
// has the case in hand is 转办.
type PassedOn struct {
	Level  Level  `json:"level"`
	Org    string `json:"org,omitempty"`
	ToOrg  string `json:"toOrg,omitempty"`
	ToPost string `json:"toPost,omitempty"`
}

// PassOn records that the papers were passed on in the network.
type PassOn = PassedOn

// Stored names the schema.
func (PassedOn) Stored() string { return "case.passed_on/1" }

var passedOn = act.Of(spec[PassedOn]{
	Zh: "传递", En: "Passed on", Public: act.Published,
	Command: "passOn", Says: "Records that a unit passed the papers on in the network (传递).", Needs: whileOpen,
	Members: func(e *PassedOn, m *act.Members) {
		act.Choice(m, &e.Level, "level", "Level of the unit that passes on (层级).", &levels, act.Always, act.Required)
		m.Text(&e.Org, "org", "Unit that passes on (传递单位).")
		m.Text(&e.ToOrg, "toOrg", "Unit that it goes to (接收部门).")
		m.Text(&e.ToPost, "toPost", "Post that it goes to (接收岗位).")
	},
	Decide: func(c *Case, _ *Ask, e PassedOn) (PassedOn, error) {
		if e.Level == Township && !c.undertakenAt(Township) {
			return e, refuse(RuleFlow, "a township undertakes a case before it passes it on (受理、承办、传递、反馈); record who undertook it first")
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e PassedOn) {
		skipped := e.Level == Township && !c.undertakenAt(Township)
		p := c.proceed()
		p.Stages = append(p.Stages, Stage{At: f.Occurred, Stage: StagePassedOn, Level: e.Level, Org: e.Org, ToOrg: e.ToOrg, ToPost: e.ToPost})
		if skipped {
			c.deviate(PassedUndone)
		}
	},
})
