package casefile

import "caseledger/ledger/act"

// BadReviewRectified (差评整改): what a bad review is about was put right.
type BadReviewRectified struct {
	Document string      `json:"document,omitempty"`
	Measure  string      `json:"measure"` // class
	Stage    RatingStage `json:"stage"`
}

// RectifyBadReview records that something was put right.
type RectifyBadReview = BadReviewRectified

// Stored names the schema.
func (BadReviewRectified) Stored() string { return "case.bad_review_rectified/1" }

var badReviewRectified = act.Of(spec[BadReviewRectified]{
	Zh: "差评整改", En: "Bad review rectified", Public: act.Published,
	Command: "rectifyBadReview", Says: "Records that what a bad review is about was put right (差评整改).", Needs: onceAccepted,
	Members: func(e *BadReviewRectified, m *act.Members) {
		m.Name(&e.Document, "document", "Number of the record (整改记录号).")
		m.Code(&e.Measure, "measure", "Class of the measure (整改措施): apology, correction, training, process, accountability …", act.Always, act.Required)
		act.Choice(m, &e.Stage, "stage", "Which rating (评价环节).", &ratingStages, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e BadReviewRectified) (BadReviewRectified, error) {
		_, err := c.unanswered(e.Stage, a)
		return e, err
	},
	Evolve: func(c *Case, f act.Facts, e BadReviewRectified) {
		c.reviewed(e.Stage, func(v *Review) {
			if v.AnsweredAt().IsZero() {
				v.RectifiedAt, v.Measure = f.Occurred, e.Measure
			}
		})
	},
})
