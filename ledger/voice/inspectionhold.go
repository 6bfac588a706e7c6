package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// InspectionKind is whether an inspection was announced (检查方式).
type InspectionKind string

// Kinds of inspections.
const (
	Overt  InspectionKind = "overt"  // 明察
	Covert InspectionKind = "covert" // 暗访
)

var inspectionKinds = act.Options{Name: "InspectionKind", Says: "Whether it was announced (检查方式).", Values: []act.Option{
	{Value: string(Overt), Zh: "明察", En: "announced."},
	{Value: string(Covert), Zh: "暗访", En: "not announced."},
}}

// InspectionHeld (明察暗访): somebody went and looked.
type InspectionHeld struct {
	Inspection string
	Kind       InspectionKind
	Org        string
}

// Stored names the schema.
func (InspectionHeld) Stored() string { return "inspection.held/1" }

// Stream is the inspection's.
func (e InspectionHeld) Stream() ledger.StreamID { return inspectionStream(e.Inspection) }

var inspectionHeld = act.Of(inspectionSpec[InspectionHeld]{
	Zh: "明察暗访", En: "Inspection held", Public: act.Published,
	Command: "holdInspection", Says: "Records an inspection (明察暗访).", By: act.BySupervisor,
	Members: func(e *InspectionHeld, m *act.Members) {
		m.Name(&e.Inspection, "inspection", saysInspection, act.Always, act.Required)
		act.Choice(m, &e.Kind, "kind", "Whether it was announced (检查方式).", &inspectionKinds, act.Always, act.Required)
		m.Name(&e.Org, "org", "The organisation that was looked at (被检查单位).", act.Always, act.Required)
	},
	Check: func(e *InspectionHeld) error {
		return dossier.Given(e.Stream(), "inspection", e.Inspection, "org", e.Org)
	},
	Decide: func(i *Inspection, _ *dossier.Ask[struct{}], e InspectionHeld) (InspectionHeld, error) {
		if !i.Held.IsZero() {
			return e, refuse(RuleInspection, "the inspection was held on %s", casefile.StandardDate(i.Held))
		}
		return e, nil
	},
	Evolve: func(i *Inspection, f act.Facts, _ InspectionHeld) { i.Held = f.Occurred },
})
