package assistance

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// GridClosed (网格事项办结): a matter is settled, at the level where it was.
type GridClosed struct {
	Level  Level
	Matter string
	Result string
}

// Stored names the schema.
func (GridClosed) Stored() string { return "grid.closed/1" }

// Stream is the matter's.
func (e GridClosed) Stream() ledger.StreamID { return gridStream(e.Matter) }

var gridClosed = act.Of(gridSpec[GridClosed]{
	Zh: "网格事项办结", En: "Grid matter closed", Public: act.Published,
	Command: "closeGridMatter", Says: "Closes a matter of a grid (网格事项办结).", Needs: inHand,
	Members: func(e *GridClosed, m *act.Members) {
		act.Choice(m, &e.Level, "level", "The level at which it was settled (办结层级).", &levels, act.Always, act.Derived)
		m.Name(&e.Matter, "matter", saysMatter, act.Always, act.Required)
		m.Code(&e.Result, "result", "Class of the result (办理结果): `settled`, `explained`, or another.", act.Always, act.Required)
	},
	Check: func(e *GridClosed) error { return dossier.Given(e.Stream(), "matter", e.Matter, "result", e.Result) },
	Decide: func(s *Matter, _ *dossier.Ask[struct{}], e GridClosed) (GridClosed, error) {
		e.Level = s.Level
		return e, nil
	},
	Evolve: func(s *Matter, f act.Facts, e GridClosed) {
		s.Level, s.Closed, s.Latest = e.Level, f.Occurred, f.Occurred
	},
})
