package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// SurveyClosed (测评结束): nothing more is counted.
type SurveyClosed struct{ Survey string }

// Stored names the schema.
func (SurveyClosed) Stored() string { return "survey.closed/1" }

// Stream is the round's.
func (e SurveyClosed) Stream() ledger.StreamID { return surveyStream(e.Survey) }

var surveyClosed = act.Of(surveySpec[SurveyClosed]{
	Zh: "测评结束", En: "Survey closed", Public: act.Published,
	Command: "closeSurvey", Says: "Closes a survey round (测评结束).", Needs: whileSurveying,
	Members: func(e *SurveyClosed, m *act.Members) {
		m.Name(&e.Survey, "survey", saysSurvey, act.Always, act.Required)
	},
	Decide: func(_ *Survey, _ *dossier.Ask[struct{}], e SurveyClosed) (SurveyClosed, error) { return e, nil },
	Evolve: func(s *Survey, f act.Facts, _ SurveyClosed) { s.Closed = f.Occurred },
})
