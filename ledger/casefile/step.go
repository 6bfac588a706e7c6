package casefile

import (
	"time"

	"caseledger/ledger/act"
)

// StepPerformed (环节办理): somebody did a step of the procedure.
type StepPerformed struct {
	Due  time.Time `json:"due,omitzero"` // the step's own deadline
	Name string    `json:"name"`
	Org  string    `json:"org,omitempty"` // unit of the acting post
	Ref  string    `json:"ref,omitempty"` // the source's id of the step
	Step string    `json:"step"`          // code of the step
}

// Perform records a step of the procedure.
type Perform = StepPerformed

// Stored names the schema.
func (StepPerformed) Stored() string { return "case.step_performed/1" }

var stepPerformed = act.Of(spec[StepPerformed]{
	Zh: "环节办理", En: "Step performed", Public: act.Published,
	Command: "performStep", Says: "Records a step of the procedure (环节办理).", Needs: whileOpen,
	Members: func(e *StepPerformed, m *act.Members) {
		m.Time(&e.Due, "due", "The step's own deadline (环节期限).")
		m.Text(&e.Name, "name", "Its name (环节名称).", act.Always)
		m.Text(&e.Org, "org", "Unit of the acting post (部门).")
		m.Name(&e.Ref, "ref", "The sender's own id of the step (来源编号).")
		m.Text(&e.Step, "step", "Code of the step (环节).", act.Always, act.Required)
	},
	Decide: func(_ *Case, _ *Ask, e StepPerformed) (StepPerformed, error) { return e, nil },
	Evolve: func(c *Case, f act.Facts, e StepPerformed) {
		c.Steps++
		c.LastStep = e.Step
		if c.FirstStepAt.IsZero() || f.Occurred.Before(c.FirstStepAt) {
			c.FirstStepAt = f.Occurred
		}
		if f.Occurred.After(c.LastStepAt) {
			c.LastStepAt = f.Occurred
		}
		if h := (Holder{e.Org, f.Post}); c.Transit == nil && h != (Holder{}) {
			c.Holder = h
		}
	},
})
