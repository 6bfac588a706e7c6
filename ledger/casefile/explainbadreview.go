package casefile

import "caseledger/ledger/act"

// BadReviewExplained (差评说明): what the rater asks for has no legal basis, and
// he was told so (国办发〔2019〕51号: 对缺乏法定依据的,做好解释说明).
type BadReviewExplained struct {
	Explanation string      `json:"explanation"`
	Stage       RatingStage `json:"stage"`
}

// ExplainBadReview records the explanation.
type ExplainBadReview = BadReviewExplained

// Stored names the schema.
func (BadReviewExplained) Stored() string { return "case.bad_review_explained/1" }

var badReviewExplained = act.Of(spec[BadReviewExplained]{
	Zh: "差评说明", En: "Bad review explained", Public: act.Published,
	Command: "explainBadReview", Says: "Answers a bad review that asks for what has no legal basis (解释说明).", Needs: onceAccepted,
	Members: func(e *BadReviewExplained, m *act.Members) {
		m.Text(&e.Explanation, "explanation", "What the law says (说明), for everybody to read; nothing of what the rater said.", act.Always, act.Required)
		act.Choice(m, &e.Stage, "stage", "Which rating (评价环节).", &ratingStages, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e BadReviewExplained) (BadReviewExplained, error) {
		_, err := c.unanswered(e.Stage, a)
		return e, err
	},
	Evolve: func(c *Case, f act.Facts, e BadReviewExplained) {
		c.reviewed(e.Stage, func(v *Review) {
			if v.AnsweredAt().IsZero() {
				v.ExplainedAt, v.Explanation = f.Occurred, e.Explanation
			}
		})
	},
})
