package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// FindingRectified (立查立改): what was found is put right.
type FindingRectified struct {
	Finding    string
	Inspection string
	Measure    string
}

// Stored names the schema.
func (FindingRectified) Stored() string { return "inspection.finding_rectified/1" }

// Stream is the inspection's.
func (e FindingRectified) Stream() ledger.StreamID { return inspectionStream(e.Inspection) }

var findingRectified = act.Of(inspectionSpec[FindingRectified]{
	Zh: "立查立改", En: "Finding rectified", Public: act.Published,
	Command: "rectifyFinding", Says: "Records that what an inspection found is put right (立查立改).", By: act.BySupervisor, Needs: onceHeld,
	Members: func(e *FindingRectified, m *act.Members) {
		m.Name(&e.Finding, "finding", saysFinding, act.Always, act.Required)
		m.Name(&e.Inspection, "inspection", saysInspection, act.Always, act.Required)
		m.Code(&e.Measure, "measure", "Class of what was done (整改措施).", act.Always, act.Required)
	},
	Decide: func(i *Inspection, _ *dossier.Ask[struct{}], e FindingRectified) (FindingRectified, error) {
		at, there := i.Findings[e.Finding]
		switch {
		case !there:
			return e, refuse(RuleInspection, "no finding %s is published", e.Finding)
		case !at.IsZero():
			return e, refuse(RuleInspection, "it was put right on %s", casefile.StandardDate(at))
		}
		return e, nil
	},
	Evolve: func(i *Inspection, f act.Facts, e FindingRectified) { i.with(e.Finding, f.Occurred) },
})
