package casefile

import "caseledger/ledger/act"

// RatingInvalidated (评价无效): a rating was found to be mistaken or malicious
// after review (国办发〔2019〕51号). It stays on record, and figures say how many
// they leave out. The matter was rated: nobody rates it again.
type RatingInvalidated struct {
	Reason string      `json:"reason"` // class
	Stage  RatingStage `json:"stage"`
}

// InvalidateRating takes a rating out of the figures.
type InvalidateRating = RatingInvalidated

// Stored names the schema.
func (RatingInvalidated) Stored() string { return "case.rating_invalidated/1" }

var ratingInvalidated = act.Of(spec[RatingInvalidated]{
	Zh: "评价无效", En: "Rating invalidated", Public: act.Published,
	Command: "invalidateRating", Says: "Takes a mistaken or malicious rating out of the figures, which count it apart (评价无效).", By: act.BySupervisor, Needs: onceAccepted,
	Members: func(e *RatingInvalidated, m *act.Members) {
		m.Code(&e.Reason, "reason", "Reason class (原因): mistaken 误评, malicious 恶意评价, other_matter …", act.Always, act.Required)
		act.Choice(m, &e.Stage, "stage", "Which rating (评价环节).", &ratingStages, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e RatingInvalidated) (RatingInvalidated, error) {
		r := c.Rated(e.Stage)
		switch {
		case r == nil:
			return e, refuse(RuleInvalid, "nobody has rated the case at its %s", e.Stage)
		case !r.InvalidatedAt.IsZero():
			return e, refuse(RuleInvalid, "the rating was invalidated on %s", c.on(r.InvalidatedAt))
		}
		return e, later(RuleInvalid, "the rating", a.Occurred, r.At)
	},
	Evolve: func(c *Case, f act.Facts, e RatingInvalidated) {
		c.rerate(e.Stage, func(r *Rating) {
			if r.InvalidatedAt.IsZero() {
				r.InvalidatedAt, r.Invalidated = f.Occurred, e.Reason
			}
		})
	},
})
