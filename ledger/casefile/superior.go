package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// SuperiorDecided (上级决定): the superior organ's decision came back.
type SuperiorDecided struct {
	Document string  `json:"document,omitempty"`
	Outcome  Outcome `json:"outcome"`
}

// RecordSuperiorDecision records that the superior organ's decision came back.
type RecordSuperiorDecision = SuperiorDecided

// Stored names the schema.
func (SuperiorDecided) Stored() string { return "case.superior_decided/1" }

var superiorDecided = act.Of(spec[SuperiorDecided]{
	Zh: "上级决定", En: "Superior organ decided", Public: act.Published,
	Command: "recordSuperiorDecision", Says: "Records that the superior organ's decision came back (上级决定).", Needs: whileOpen,
	Members: func(e *SuperiorDecided, m *act.Members) {
		m.Name(&e.Document, "document", "Number of the document (文书号).")
		act.Choice(m, &e.Outcome, "outcome", "The decision (决定).", &outcomes, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e SuperiorDecided) (SuperiorDecided, error) {
		f := c.withSuperior()
		if f == nil {
			return e, refuse(RuleForward, "the case is with no superior organ; forward it first")
		}
		return e, later(RuleForward, "the forwarding", a.Occurred, f.From)
	},
	Evolve: func(c *Case, f act.Facts, e SuperiorDecided) {
		p := c.proceed()
		i := slices.IndexFunc(p.Forwards, func(x Forward) bool { return x.open() })
		if i < 0 {
			p.Forwards = append(p.Forwards, Forward{Until: f.Occurred, Outcome: e.Outcome, Document: e.Document})
		} else {
			p.Forwards = slices.Clone(p.Forwards)
			back := &p.Forwards[i]
			back.Until, back.Outcome, back.Document = f.Occurred, e.Outcome, e.Document
		}
		c.route(Forwarded)
	},
})
