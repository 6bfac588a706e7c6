package casefile

import (
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
)

// RectificationConfirmed (整改回访): a rater who gave his name was asked whether
// he is content now. Once he says so he may rate once more (追评): that stands
// beside his first rating and does not replace it.
type RectificationConfirmed struct {
	Level  int         `json:"level,omitzero"`
	Result VisitResult `json:"result"`
	Stage  RatingStage `json:"stage"`
}

// ConfirmRectification records what the rater said.
type ConfirmRectification = RectificationConfirmed

// Stored names the schema.
func (RectificationConfirmed) Stored() string { return "case.rectification_confirmed/1" }

var rectificationConfirmed = act.Of(spec[RectificationConfirmed]{
	Zh: "整改回访", En: "Rectification confirmed", Public: act.Published,
	Command: "confirmRectification", Says: "Records whether a rater who gave his name is content with the answer, and his one re-rating (回访确认).", Needs: onceAccepted,
	Members: func(e *RectificationConfirmed, m *act.Members) {
		m.Whole(&e.Level, "level", "Level of the re-rating (追评等级), as in a rating; none without one.", 0, policy.Best)
		act.Choice(m, &e.Result, "result", "What came of asking (回访结果).", &visitResults, act.Always, act.Required)
		act.Choice(m, &e.Stage, "stage", "Which rating (评价环节).", &ratingStages, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e RectificationConfirmed) (RectificationConfirmed, error) {
		if err := c.confirmable(e.Stage, a); err != nil {
			return e, err
		}
		switch {
		case e.Level == 0:
			return e, nil
		case e.Result == VisitUnreached || (e.Level >= policy.Satisfied) != (e.Result == VisitSatisfied):
			return e, invalid("level", "", "does not fit the result")
		}
		return e, c.onScale(e.Level, a)
	},
	Evolve: func(c *Case, f act.Facts, e RectificationConfirmed) {
		c.reviewed(e.Stage, func(v *Review) {
			v.Calls++
			if v.ConfirmedAt.IsZero() && e.Result != VisitUnreached {
				v.ConfirmedAt, v.Satisfied, v.Rerated = f.Occurred, e.Result == VisitSatisfied, e.Level
			}
		})
	},
})

// confirmable refuses to ask a rater who cannot be asked, has not been answered,
// or has said how content he is.
func (c *Case) confirmable(stage RatingStage, a *Ask) error {
	r, err := c.badReview(stage, a)
	if err != nil {
		return err
	}
	v := r.review()
	switch {
	case !r.Named:
		return refuse(RuleBadReview, "the rater gave no name; nobody can ask him")
	case v.AnsweredAt().IsZero():
		return refuse(RuleBadReview, "the review is not answered yet; rectify or explain it first")
	case !v.ConfirmedAt.IsZero():
		return refuse(RuleBadReview, "the rater was asked on %s", c.on(v.ConfirmedAt))
	case v.Calls >= maxVisits:
		return refuse(RuleBadReview, "the rater was called %d times already", maxVisits)
	}
	return later(RuleBadReview, "the answer", a.Occurred, v.AnsweredAt())
}
