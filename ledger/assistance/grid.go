package assistance

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// GridPrefix begins the names of the streams of matters of grids.
const GridPrefix = "grid/"

// Mode is how a matter of a grid is handled (办理方式).
type Mode string

// Modes.
const (
	Immediate Mode = "immediate" // 即办
	Assigned  Mode = "assigned"  // 交办
	Joint     Mode = "joint"     // 协办
)

// Level is where a matter is (层级).
type Level string

// Levels, from below.
const (
	InGrid     Level = "grid"
	InTownship Level = "township"
	InCounty   Level = "county"
)

var (
	modes = act.Options{Name: "GridMode", Says: "How a matter of a grid is handled (办理方式).", Values: []act.Option{
		{Value: string(Immediate), Zh: "即办", En: "by the grid, at once."},
		{Value: string(Assigned), Zh: "交办", En: "by somebody whom it is given to."},
		{Value: string(Joint), Zh: "协办", En: "by several together."},
	}}
	levels = act.Options{Name: "GridLevel", Says: "Where a matter of a grid is (层级).", Values: []act.Option{
		{Value: string(InGrid), Zh: "网格", En: "in the grid."},
		{Value: string(InTownship), Zh: "乡镇", En: "handed up to the township."},
		{Value: string(InCounty), Zh: "县", En: "handed up to the county."},
	}}
)

// Levels lists the levels of a matter, from below.
func Levels() *act.Options { return &levels }

// Modes lists the modes of a matter.
func Modes() *act.Options { return &modes }

// Matter is a matter of a grid (网格事项) as it stands.
type Matter struct {
	Opened, Closed time.Time // zero until then
	Latest         time.Time // when the last of it happened
	Level          Level     // where it is
}

// Matters is the kind of the matters of grids.
var Matters = &dossier.Kind[Matter, struct{}]{
	Prefix: GridPrefix,
	Book:   act.NewBook(gridOpened, gridHandedUp, gridClosed),
}

type gridSpec[E act.Event] = act.Spec[Matter, dossier.Ask[struct{}], E]

func gridStream(number string) ledger.StreamID { return ledger.StreamID(GridPrefix + number) }

const saysMatter = "Number of the matter (网格事项编号), by which its stream is named."

// inHand allows what happens between opening and closing.
func inHand(s *Matter, a *dossier.Ask[struct{}]) error {
	switch {
	case s.Opened.IsZero():
		return refuse(RuleGrid, "there is no such matter")
	case !s.Closed.IsZero():
		return refuse(RuleGrid, "the matter was closed on %s", casefile.StandardDate(s.Closed))
	case a.Occurred.Before(s.Latest):
		return refuse(RuleGrid, "it would lie before what happened on %s", casefile.StandardDate(s.Latest))
	}
	return nil
}
