package casefile

import (
	"cmp"
	"slices"

	"caseledger/ledger/act"
)

// AgentActed (代办办理): the agent did something for the applicant.
type AgentActed struct {
	Act   string `json:"act"` // class
	Agent string `json:"agent,omitempty"`
}

// RecordAgentAct records an act of the agent. An empty agent is the one
// appointed.
type RecordAgentAct = AgentActed

// Stored names the schema.
func (AgentActed) Stored() string { return "case.agent_acted/1" }

var agentActed = act.Of(spec[AgentActed]{
	Zh: "代办办理", En: "Agent acted", Public: act.Published,
	Command: "recordAgentAct", Says: "Records what the agent did for the applicant (代办办理).", Needs: onceBegun,
	Members: func(e *AgentActed, m *act.Members) {
		m.Code(&e.Act, "act", "Class of the act (代办事项).", act.Always, act.Required)
		m.Text(&e.Agent, "agent", "The agent (代办员); default the one appointed.")
	},
	Decide: func(c *Case, a *Ask, e AgentActed) (AgentActed, error) {
		now := c.agent()
		if now == nil {
			return e, refuse(RuleAgent, "nobody is appointed to act for the applicant; appoint the agent first")
		}
		if e.Agent = cmp.Or(e.Agent, now.Agent); e.Agent != now.Agent {
			return e, refuse(RuleAgent, "%s is the agent, not %s", now.Agent, e.Agent)
		}
		return e, later(RuleAgent, "the appointment", a.Occurred, now.From)
	},
	Evolve: func(c *Case, _ act.Facts, e AgentActed) {
		p := c.proceed()
		i := slices.IndexFunc(p.Mandates, func(m Mandate) bool { return m.lasts() && (e.Agent == "" || m.Agent == e.Agent) })
		if i < 0 {
			c.deviate(WithoutMandate)
			return
		}
		p.Mandates = slices.Clone(p.Mandates)
		p.Mandates[i].Acts++
	},
})
