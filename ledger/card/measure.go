package card

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// MeasurePrefix begins the names of the streams of measures.
const MeasurePrefix = "measure/"

// MeasureTaken (责任追究): a measure against somebody responsible. It says of what
// class and in which unit, and neither against which post nor because of what:
// in public there are counts.
type MeasureTaken struct {
	Class  string
	Number string
	Org    string
}

// Stored names the schema.
func (MeasureTaken) Stored() string { return "measure.taken/1" }

// Stream is that of the measure.
func (e MeasureTaken) Stream() ledger.StreamID { return ledger.StreamID(MeasurePrefix + e.Number) }

var measureTaken = act.Of(act.Spec[bool, ask, MeasureTaken]{
	Zh: "责任追究", En: "Measure taken", Public: act.Published, By: act.BySupervisor,
	Command: "recordMeasure", Says: "Records that a measure was taken against somebody responsible (责任追究), never against whom.",
	Members: func(e *MeasureTaken, m *act.Members) {
		m.Code(&e.Class, "class", "Class of measure (措施): off_post 待岗, talk 约谈, criticism 通报批评, training 离岗培训 …", act.Always, act.Required)
		m.Name(&e.Number, "number", "Number of the measure (编号), which tells nothing of the post or the case.", act.Always, act.Required)
		m.Text(&e.Org, "org", "Unit (单位).", act.Always, act.Required)
	},
	Decide: func(taken *bool, _ *ask, e MeasureTaken) (MeasureTaken, error) {
		if *taken {
			return e, act.Refuse("责任追究", "a measure has this number already")
		}
		return e, nil
	},
	Evolve: func(taken *bool, _ act.Facts, _ MeasureTaken) { *taken = true },
})

// Measures are those that were taken.
var Measures = &dossier.Kind[bool, struct{}]{Prefix: MeasurePrefix, Book: act.NewBook(measureTaken)}
