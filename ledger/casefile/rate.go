package casefile

import (
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/vault"
)

// Rated (评价): somebody said how content he is. Who he is stands nowhere in
// public; what he said is a sealed value.
type Rated struct {
	Channel string      `json:"channel,omitempty"`
	Comment bool        `json:"comment,omitzero"`
	Level   int         `json:"level"`
	Named   bool        `json:"named,omitzero"`
	Stage   RatingStage `json:"stage"`
}

// RateCase records a rating.
type RateCase = Rated

// CommentLabel is the label of the sealed value that holds what a rater said.
const CommentLabel = "comment"

// Stored names the schema.
func (Rated) Stored() string { return "case.rated/1" }

// A bad rating opens a review by itself (差评).
var rated = act.Of(spec[Rated]{
	Zh: "评价", En: "Rated", Public: act.Published,
	Command: "rateCase", Says: "Records a rating of the case (好差评), once in each stage; what the rater said is a sealed value with the label comment, and who he is belongs nowhere.", Needs: onceAccepted,
	Members: func(e *Rated, m *act.Members) {
		m.Code(&e.Channel, "channel", "Where it was given (评价渠道): evaluation_box 评议箱, terminal 评价器, qr 扫码, counter, phone, web …")
		m.Truth(&e.Comment, "comment", "Whether something was said (评价内容); true if it is sealed with the command.")
		m.Whole(&e.Level, "level", "5 非常满意, 4 满意, 3 基本满意, 2 不满意 or 1 非常不满意, whatever the scale in force calls it; the last two are bad reviews (差评).", policy.Worst, policy.Best, act.Always, act.Required)
		m.Truth(&e.Named, "named", "Whether the rater gave his name (实名); never the name.")
		act.Choice(m, &e.Stage, "stage", "What is rated (评价环节).", &ratingStages, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e Rated) (Rated, error) {
		if err := c.rateable(e.Stage, a); err != nil {
			return e, err
		}
		if slices.ContainsFunc(a.Sealed, func(v vault.Value) bool { return v.Label == CommentLabel }) {
			e.Comment = true
		}
		return e, c.onScale(e.Level, a)
	},
	Evolve: func(c *Case, f act.Facts, e Rated) {
		c.keep(func(d *Docket) {
			d.Ratings = append(slices.Clip(d.Ratings), Rating{At: f.Occurred, Stage: e.Stage, Level: e.Level, Channel: e.Channel, Named: e.Named, Comment: e.Comment})
		})
	},
})

// rateable refuses a rating out of its stage, and a second one in it.
func (c *Case) rateable(stage RatingStage, a *Ask) error {
	if r := c.Rated(stage); r != nil {
		return refuse(RuleOneRating, "the case was rated at its %s on %s; one matter is rated once (一事一评)", stage, c.on(r.At))
	}
	switch {
	case stage == AtAcceptance && c.ended() && a.Occurred.After(c.ClosedAt):
		return refuse(RuleStage, "the case is %s since %s; rate it at its closing", c.Status, c.ClosedOn())
	case stage == AtClosing && !c.ended():
		return refuse(RuleStage, "the case is %s; its closing is rated after its end", c.Status)
	case stage == AtClosing:
		return later(RuleStage, "the end of the case", a.Occurred, c.ClosedAt)
	}
	return nil
}
