package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// AgentReleased (解除代办): the agent acts for the applicant no more.
type AgentReleased struct {
	Reason string `json:"reason"` // reason class, never free text
}

// ReleaseAgent ends the agent's mandate.
type ReleaseAgent = AgentReleased

// Stored names the schema.
func (AgentReleased) Stored() string { return "case.agent_released/1" }

var agentReleased = act.Of(spec[AgentReleased]{
	Zh: "解除代办", En: "Agent released", Public: act.Published,
	Command: "releaseAgent", Says: "Ends the agent's mandate (解除代办).", Needs: onceBegun,
	Members: func(e *AgentReleased, m *act.Members) {
		m.Code(&e.Reason, "reason", "Reason class (原因), never free text.", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e AgentReleased) (AgentReleased, error) {
		now := c.agent()
		if now == nil {
			return e, refuse(RuleAgent, "nobody is appointed to act for the applicant")
		}
		return e, later(RuleAgent, "the appointment", a.Occurred, now.From)
	},
	Evolve: func(c *Case, f act.Facts, e AgentReleased) {
		p := c.proceed()
		p.Mandates = slices.Clone(p.Mandates)
		for i := range p.Mandates {
			if m := &p.Mandates[i]; m.lasts() {
				m.Until, m.Reason = f.Occurred, e.Reason
			}
		}
	},
})
