package casefile

import (
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/vault"
)

// ResultFedBack (结果反馈): the applicant gave back the feedback slip
// (结果反馈单). What he suggests is a sealed value, never public.
type ResultFedBack struct {
	Suggestion bool `json:"suggestion,omitzero"`
}

// FeedBackResult records the feedback slip.
type FeedBackResult = ResultFedBack

// SuggestionLabel is the label of the sealed value that holds the applicant's
// suggestion.
const SuggestionLabel = "suggestion"

// Stored names the schema.
func (ResultFedBack) Stored() string { return "case.result_fed_back/1" }

var resultFedBack = act.Of(spec[ResultFedBack]{
	Zh: "结果反馈", En: "Result fed back", Public: act.Published,
	Command: "feedBackResult", Says: "Records the applicant's feedback slip (结果反馈单); the suggestion itself is a sealed value with the label suggestion.", Needs: onceAccepted,
	Members: func(e *ResultFedBack, m *act.Members) {
		m.Truth(&e.Suggestion, "suggestion", "Whether the applicant suggests something (意见建议); true if it is sealed with the command.")
	},
	Decide: func(c *Case, a *Ask, e ResultFedBack) (ResultFedBack, error) {
		switch {
		case !c.ended():
			return e, refuse(RuleFeedback, "the case is %s; the slip follows its result", c.Status)
		case !c.Kept().FedBackAt.IsZero():
			return e, refuse(RuleFeedback, "the slip came back on %s", c.on(c.Kept().FedBackAt))
		}
		if slices.ContainsFunc(a.Sealed, func(v vault.Value) bool { return v.Label == SuggestionLabel }) {
			e.Suggestion = true
		}
		return e, later(RuleFeedback, "the end of the case", a.Occurred, c.ClosedAt)
	},
	Evolve: func(c *Case, f act.Facts, e ResultFedBack) {
		c.keep(func(d *Docket) { d.FedBackAt, d.Suggestion = f.Occurred, e.Suggestion })
	},
})
