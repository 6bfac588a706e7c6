package casefile

import (
	"time"

	"caseledger/ledger/act"
)

// ReturnReviewRequested (申请退回复核): the applicant asked to have the return
// looked at again.
type ReturnReviewRequested struct {
	Ground string `json:"ground"` // class
}

// RequestReturnReview asks to have the return looked at again.
type RequestReturnReview = ReturnReviewRequested

// Stored names the schema.
func (ReturnReviewRequested) Stored() string { return "case.return_review_requested/1" }

// ReturnReview is one review of a return.
type ReturnReview struct {
	Requested time.Time   `json:"requested,omitzero"` // zero where only the finding was told
	Ground    string      `json:"ground,omitempty"`
	Decided   time.Time   `json:"decided,omitzero"` // zero while it lasts
	Outcome   ReturnFound `json:"outcome,omitempty"`
	Basis     string      `json:"basis,omitempty"`
}

func (r *ReturnReview) open() bool { return r.Decided.IsZero() }

// A case that was reopened and sent back anew may be reviewed anew: the review
// before belongs to the return before.
var returnReviewRequested = act.Of(spec[ReturnReviewRequested]{
	Zh: "申请退回复核", En: "Review of the return requested", Public: act.Published,
	Command: "requestReturnReview", Says: "Asks to have the return looked at again (申请退回复核), once for each return.", Needs: onceBegun,
	Members: func(e *ReturnReviewRequested, m *act.Members) {
		m.Code(&e.Ground, "ground", "Class of the ground (复核理由).", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e ReturnReviewRequested) (ReturnReviewRequested, error) {
		if c.Status != SentBack {
			return e, refuse(RuleReview, "the case was not sent back, it is %s", c.Status)
		}
		if n := len(c.proceedings().Reviews); n > 0 {
			if last := c.proceedings().Reviews[n-1]; last.open() || last.Outcome == Upheld {
				return e, refuse(RuleReview, "a review of this return was asked for on %s; there is one", c.on(last.Requested))
			}
		}
		return e, later(RuleReview, "the return", a.Occurred, c.ClosedAt)
	},
	Evolve: func(c *Case, f act.Facts, e ReturnReviewRequested) {
		p := c.proceed()
		p.Reviews = append(p.Reviews, ReturnReview{Requested: f.Occurred, Ground: e.Ground})
	},
})
