package voice

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// InspectionPrefix begins the names of the streams of inspections.
const InspectionPrefix = "inspection/"

// Inspection is an inspection (明察暗访) as it stands.
type Inspection struct {
	Held     time.Time
	Findings map[string]time.Time // by code; when it was put right, zero until then
}

// Inspections is the kind of inspections.
var Inspections = &dossier.Kind[Inspection, struct{}]{
	Prefix: InspectionPrefix,
	Book:   act.NewBook(inspectionHeld, findingPublished, findingRectified),
}

type inspectionSpec[E act.Event] = act.Spec[Inspection, dossier.Ask[struct{}], E]

func inspectionStream(number string) ledger.StreamID {
	return ledger.StreamID(InspectionPrefix + number)
}

const (
	saysInspection = "Number of the inspection (检查编号), by which its stream is named."
	saysFinding    = "Code of the finding (问题编号), within its inspection."
)

// onceHeld allows what follows on an inspection.
func onceHeld(i *Inspection, a *dossier.Ask[struct{}]) error {
	if i.Held.IsZero() {
		return refuse(RuleInspection, "there is no such inspection")
	}
	return later(RuleInspection, "the inspection", a.Occurred, i.Held)
}
