package voice

import (
	"maps"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// FindingPublished (曝光): what an inspection found is said in public.
type FindingPublished struct {
	Class      string
	Finding    string
	Inspection string
	Text       string
}

// Stored names the schema.
func (FindingPublished) Stored() string { return "inspection.finding_published/1" }

// Stream is the inspection's.
func (e FindingPublished) Stream() ledger.StreamID { return inspectionStream(e.Inspection) }

// maxFindings bounds the findings of one inspection.
const maxFindings = 1000

var findingPublished = act.Of(inspectionSpec[FindingPublished]{
	Zh: "曝光问题", En: "Finding published", Public: act.Published,
	Command: "publishFinding", Says: "Says in public what an inspection found (曝光).", By: act.BySupervisor, Needs: onceHeld,
	Members: func(e *FindingPublished, m *act.Members) {
		m.Code(&e.Class, "class", "Class of what was found (问题类别): `absent`, `attitude`, `delay`, or another.", act.Always, act.Required)
		m.Name(&e.Finding, "finding", saysFinding, act.Always, act.Required)
		m.Name(&e.Inspection, "inspection", saysInspection, act.Always, act.Required)
		m.Text(&e.Text, "text", "What was found (问题), for everybody to read, without anybody's name.")
	},
	Decide: func(i *Inspection, _ *dossier.Ask[struct{}], e FindingPublished) (FindingPublished, error) {
		if _, there := i.Findings[e.Finding]; there {
			return e, refuse(RuleInspection, "the finding %s is published", e.Finding)
		}
		if len(i.Findings) >= maxFindings {
			return e, refuse(RuleInspection, "an inspection has %d findings at most", maxFindings)
		}
		return e, nil
	},
	Evolve: func(i *Inspection, _ act.Facts, e FindingPublished) { i.with(e.Finding, time.Time{}) },
})

// with sets a finding in a copy: states share the old one.
func (i *Inspection) with(finding string, rectified time.Time) {
	all := maps.Clone(i.Findings)
	if all == nil {
		all = map[string]time.Time{}
	}
	all[finding] = rectified
	i.Findings = all
}
