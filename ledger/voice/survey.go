package voice

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// SurveyPrefix begins the names of the streams of survey rounds.
const SurveyPrefix = "survey/"

// Survey is a survey round (测评) as it stands. Its results are counts of sheets
// and never mixed with ratings of cases.
type Survey struct {
	Opened, Closed time.Time
	Scale          int             // levels: 5 is the best of five
	Counted        map[string]bool // the organisations whose sheets were counted
}

// Surveys is the kind of survey rounds.
var Surveys = &dossier.Kind[Survey, struct{}]{
	Prefix: SurveyPrefix,
	Book:   act.NewBook(surveyOpened, surveyCounted, surveyClosed),
}

type surveySpec[E act.Event] = act.Spec[Survey, dossier.Ask[struct{}], E]

func surveyStream(number string) ledger.StreamID { return ledger.StreamID(SurveyPrefix + number) }

const saysSurvey = "Number of the round (测评编号), by which its stream is named."

// whileSurveying allows what happens between opening and closing.
func whileSurveying(s *Survey, a *dossier.Ask[struct{}]) error {
	switch {
	case s.Opened.IsZero():
		return refuse(RuleSurvey, "there is no such round")
	case !s.Closed.IsZero():
		return refuse(RuleSurvey, "it was closed on %s", casefile.StandardDate(s.Closed))
	}
	return later(RuleSurvey, "its opening", a.Occurred, s.Opened)
}
