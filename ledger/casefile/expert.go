package casefile

import "caseledger/ledger/act"

// ExpertReviewHeld (专家评审): experts looked at the case.
type ExpertReviewHeld struct {
	Experts int    `json:"experts,omitzero"`
	Notice  string `json:"notice"`
}

// Stored names the schema.
func (ExpertReviewHeld) Stored() string { return "case.expert_review_held/1" }

var expertReviewHeld = act.Of(spec[ExpertReviewHeld]{
	Zh: "专家评审", En: "Expert review held", Public: act.Published,
	Command: "holdExpertReview", Says: "Records that experts looked at the case (专家评审).", Needs: whileOpen,
	Members: func(e *ExpertReviewHeld, m *act.Members) {
		m.Whole(&e.Experts, "experts", "How many (专家人数).", 0, 100, act.Asked)
		m.Name(&e.Notice, "notice", "Number of the minutes (文书号).", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e ExpertReviewHeld) (ExpertReviewHeld, error) {
		if e.Experts < 3 {
			return e, refuse("专家评审规则", "%d experts are no panel; want at least 3", e.Experts)
		}
		return e, nil
	},
	Evolve: func(*Case, act.Facts, ExpertReviewHeld) {},
})
