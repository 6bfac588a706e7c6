package voice

import (
	"fmt"
	"maps"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
)

// SurveyCounted (测评结果): the sheets about one organisation were counted.
type SurveyCounted struct {
	Issued int
	Levels []LevelCount
	Org    string
	Survey string
}

// LevelCount is how many sheets chose a level.
type LevelCount struct{ Count, Level int }

// Stored names the schema.
func (SurveyCounted) Stored() string { return "survey.counted/1" }

// Stream is the round's.
func (e SurveyCounted) Stream() ledger.StreamID { return surveyStream(e.Survey) }

// Returned is how many sheets were counted.
func (e *SurveyCounted) Returned() (n int) {
	for _, l := range e.Levels {
		n += l.Count
	}
	return n
}

const maxSheets = 1_000_000

var surveyCounted = act.Of(surveySpec[SurveyCounted]{
	Zh: "测评结果", En: "Survey counted", Public: act.Published,
	Command: "countSurvey", Says: "Records how many sheets of a survey round chose each level (测评结果), for one organisation once.", Needs: whileSurveying,
	Members: func(e *SurveyCounted, m *act.Members) {
		m.Whole(&e.Issued, "issued", "How many sheets were handed out (发放份数).", 0, 10*maxSheets, act.Always, act.Required)
		act.Each(m, &e.Levels, "levels", "How many chose each level (各等级份数).", 10, func(l *LevelCount, m *act.Members) {
			m.Whole(&l.Count, "count", "Sheets (份数).", 0, maxSheets, act.Always)
			m.Whole(&l.Level, "level", "Level (等级): 1 is the worst.", 1, 10, act.Always, act.Required)
		}, act.Always, act.Required)
		m.Name(&e.Org, "org", "The organisation that was judged (被测评单位).", act.Always, act.Required)
		m.Name(&e.Survey, "survey", saysSurvey, act.Always, act.Required)
	},
	Check: func(e *SurveyCounted) error {
		seen := map[int]bool{}
		for i, l := range e.Levels {
			if seen[l.Level] {
				return act.Invalid(fmt.Sprintf("levels[%d].level", i), fmt.Sprint(l.Level), "stands there twice")
			}
			seen[l.Level] = true
		}
		if n := e.Returned(); n > e.Issued {
			return act.Invalid("issued", fmt.Sprint(e.Issued), fmt.Sprintf("are fewer than the %d that came back", n))
		}
		return nil
	},
	Decide: func(s *Survey, _ *dossier.Ask[struct{}], e SurveyCounted) (SurveyCounted, error) {
		for i, l := range e.Levels {
			if l.Level > s.Scale {
				return e, act.Invalid(fmt.Sprintf("levels[%d].level", i), fmt.Sprint(l.Level), fmt.Sprintf("the round has %d levels", s.Scale))
			}
		}
		if s.Counted[e.Org] {
			return e, refuse(RuleSurvey, "the sheets about %s were counted", e.Org)
		}
		return e, nil
	},
	Evolve: func(s *Survey, _ act.Facts, e SurveyCounted) {
		counted := maps.Clone(s.Counted)
		if counted == nil {
			counted = map[string]bool{}
		}
		counted[e.Org] = true
		s.Counted = counted
	},
})
