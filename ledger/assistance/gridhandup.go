package assistance

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// GridHandedUp (上报): a matter went one level up.
type GridHandedUp struct {
	Level  Level
	Matter string
	Reason string
	To     string
}

// Stored names the schema.
func (GridHandedUp) Stored() string { return "grid.handed_up/1" }

// Stream is the matter's.
func (e GridHandedUp) Stream() ledger.StreamID { return gridStream(e.Matter) }

var gridHandedUp = act.Of(gridSpec[GridHandedUp]{
	Zh: "网格事项上报", En: "Grid matter handed up", Public: act.Published,
	Command: "handUpGridMatter", Says: "Hands a matter of a grid one level up (上报).", Needs: inHand,
	Members: func(e *GridHandedUp, m *act.Members) {
		act.Choice(m, &e.Level, "level", "The level to which it goes (上报层级).", &levels, act.Always, act.Required)
		m.Name(&e.Matter, "matter", saysMatter, act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Class of the reason (原因): `no_power`, `no_means`, or another.", act.Always, act.Required)
		m.Name(&e.To, "to", "Code of the organisation that takes it (接收机构).", act.Always, act.Required)
	},
	Check: func(e *GridHandedUp) error {
		return dossier.Given(e.Stream(), "matter", e.Matter, "reason", e.Reason, "to", e.To)
	},
	Decide: func(s *Matter, _ *dossier.Ask[struct{}], e GridHandedUp) (GridHandedUp, error) {
		if up := map[Level]Level{InGrid: InTownship, InTownship: InCounty}[s.Level]; e.Level != up {
			return e, refuse(RuleGrid, "the matter is at level %s; only %q comes next above", s.Level, up)
		}
		return e, nil
	},
	Evolve: func(s *Matter, f act.Facts, e GridHandedUp) { s.Level, s.Latest = e.Level, f.Occurred },
})
