package voice

import (
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
)

// SurveyOpened (开展测评): people are asked what they think of the centre.
type SurveyOpened struct {
	Org    string
	Scale  int
	Survey string
	Title  string
}

// Stored names the schema.
func (SurveyOpened) Stored() string { return "survey.opened/1" }

// Stream is the round's.
func (e SurveyOpened) Stream() ledger.StreamID { return surveyStream(e.Survey) }

var surveyOpened = act.Of(surveySpec[SurveyOpened]{
	Zh: "开展测评", En: "Survey opened", Public: act.Published,
	Command: "openSurvey", Says: "Opens a survey round (开展测评), apart from the ratings of cases.",
	Members: func(e *SurveyOpened, m *act.Members) {
		m.Name(&e.Org, "org", "Who holds it (组织单位).", act.Always, act.Required)
		m.Whole(&e.Scale, "scale", "How many levels there are to choose from (等级数).", 2, 10, act.Always, act.Required)
		m.Name(&e.Survey, "survey", saysSurvey, act.Always, act.Required)
		m.Text(&e.Title, "title", "What it is called (名称).", act.Always, act.Required)
	},
	Check: func(e *SurveyOpened) error {
		return dossier.Given(e.Stream(), "survey", e.Survey, "org", e.Org, "title", e.Title)
	},
	Decide: func(s *Survey, _ *dossier.Ask[struct{}], e SurveyOpened) (SurveyOpened, error) {
		if !s.Opened.IsZero() {
			return e, refuse(RuleSurvey, "the round was opened on %s", casefile.StandardDate(s.Opened))
		}
		return e, nil
	},
	Evolve: func(s *Survey, f act.Facts, e SurveyOpened) { s.Opened, s.Scale = f.Occurred, e.Scale },
})
