package assistance

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// GridOpened (网格事项登记): a matter came up in a grid.
type GridOpened struct {
	Class  string
	Grid   string
	Matter string
	Mode   Mode
}

// Stored names the schema.
func (GridOpened) Stored() string { return "grid.opened/1" }

// Stream is the matter's.
func (e GridOpened) Stream() ledger.StreamID { return gridStream(e.Matter) }

var gridOpened = act.Of(gridSpec[GridOpened]{
	Zh: "网格事项登记", En: "Grid matter opened", Public: act.Published,
	Command: "openGridMatter", Says: "Opens a matter of a grid (网格事项登记).",
	Members: func(e *GridOpened, m *act.Members) {
		m.Code(&e.Class, "class", "Class of the matter (事项类别): `repair`, `dispute`, `subsidy`, or another.", act.Always, act.Required)
		m.Name(&e.Grid, "grid", "Code of the grid (网格编码).", act.Always, act.Required)
		m.Name(&e.Matter, "matter", saysMatter, act.Always, act.Required)
		act.Choice(m, &e.Mode, "mode", "How it is handled (办理方式).", &modes, act.Always, act.Required)
	},
	Check: func(e *GridOpened) error {
		return dossier.Given(e.Stream(), "matter", e.Matter, "grid", e.Grid, "class", e.Class)
	},
	Decide: func(s *Matter, _ *dossier.Ask[struct{}], e GridOpened) (GridOpened, error) {
		if !s.Opened.IsZero() {
			return e, refuse(RuleGrid, "the matter was opened on %s", casefile.StandardDate(s.Opened))
		}
		return e, nil
	},
	Evolve: func(s *Matter, f act.Facts, e GridOpened) {
		s.Opened, s.Latest, s.Level = f.Occurred, f.Occurred, InGrid
	},
})
