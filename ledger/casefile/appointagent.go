package casefile

import (
	"time"

	"caseledger/ledger/act"
)

// AgentAppointed (委托代办): an agent acts for the applicant from now on.
type AgentAppointed struct {
	Agent    string `json:"agent"` // post or pseudonym, never a person's name
	Document string `json:"document,omitempty"`
	Mandate  string `json:"mandate"` // class of what the agent may do
}

// AppointAgent gives an agent a mandate.
type AppointAgent = AgentAppointed

// Stored names the schema.
func (AgentAppointed) Stored() string { return "case.agent_appointed/1" }

// Mandate is one agent's mandate for the case.
type Mandate struct {
	Agent    string    `json:"agent,omitempty"`
	Mandate  string    `json:"mandate,omitempty"`
	Document string    `json:"document,omitempty"`
	From     time.Time `json:"from"`
	Until    time.Time `json:"until,omitzero"`   // zero while it lasts
	Reason   string    `json:"reason,omitempty"` // of the release
	Acts     int       `json:"acts,omitzero"`    // so far
}

func (m *Mandate) lasts() bool { return m.Until.IsZero() }

// agent is the mandate that lasts, nil if there is none.
func (c *Case) agent() *Mandate {
	all := c.proceedings().Mandates
	for i := range all {
		if all[i].lasts() {
			return &all[i]
		}
	}
	return nil
}

var agentAppointed = act.Of(spec[AgentAppointed]{
	Zh: "委托代办", En: "Agent appointed", Public: act.Published,
	Command: "appointAgent", Says: "Gives an agent the mandate to act for the applicant (委托代办).", Needs: inHand,
	Members: func(e *AgentAppointed, m *act.Members) {
		m.Text(&e.Agent, "agent", "Post or pseudonym of the agent (代办员), never a person's name.", act.Always, act.Required)
		m.Name(&e.Document, "document", "Number of the mandate's document (委托书).")
		m.Code(&e.Mandate, "mandate", "Class of what the agent may do (代办权限).", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e AgentAppointed) (AgentAppointed, error) {
		if now := c.agent(); now != nil {
			return e, refuse(RuleAgent, "%s is the agent since %s; release that one first", now.Agent, c.on(now.From))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e AgentAppointed) {
		p := c.proceed()
		p.Mandates = append(p.Mandates, Mandate{Agent: e.Agent, Mandate: e.Mandate, Document: e.Document, From: f.Occurred})
		c.route(Agent)
	},
})
