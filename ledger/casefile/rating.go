package casefile

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// RatingStage (评价环节) is what of a case is rated.
type RatingStage string

// Stages. One matter is rated once in each (一事一评).
const (
	AtAcceptance RatingStage = "acceptance" // 受理: from the acceptance to the end
	AtClosing    RatingStage = "closing"    // 办结: from the end on
)

var ratingStages = act.Options{Name: "RatingStage", Says: "What of a case is rated (评价环节).", Values: []act.Option{
	{Value: string(AtAcceptance), Zh: "受理", En: "how it was taken in, from its acceptance to its end."},
	{Value: string(AtClosing), Zh: "办结", En: "how it ended, from its end on."},
}}

// AllStages lists the stages in the order of a case.
func AllStages() []RatingStage { return []RatingStage{AtAcceptance, AtClosing} }

// Rating (评价) is what somebody said of a case in a stage, without who he is.
// Level is one of the five of [policy.Level], whatever the scale.
type Rating struct {
	At      time.Time   `json:"at"`
	Stage   RatingStage `json:"stage"`
	Level   int         `json:"level"`
	Channel string      `json:"channel,omitempty"`
	Named   bool        `json:"named,omitzero"`   // 实名
	Comment bool        `json:"comment,omitzero"` // something was said, and is sealed

	InvalidatedAt time.Time `json:"invalidatedAt,omitzero"`
	Invalidated   string    `json:"invalidated,omitempty"` // reason class

	Review *Review `json:"review,omitempty"` // what became of a bad one
}

// Review (差评办理) is what the centre did about a bad rating. Of each only the
// first counts; states share it, so it is replaced and never written into.
type Review struct {
	ContactedAt time.Time `json:"contactedAt,omitzero"` // 联系核实, the first attempt
	Contacts    int       `json:"contacts,omitzero"`
	ReachedAt   time.Time `json:"reachedAt,omitzero"` // the first that reached the rater
	Finding     Finding   `json:"finding,omitempty"`  // of the last one
	Complex     bool      `json:"complex,omitzero"`
	Reason      string    `json:"reason,omitempty"` // class: why it is complex

	RectifiedAt time.Time `json:"rectifiedAt,omitzero"`
	Measure     string    `json:"measure,omitempty"` // class
	ExplainedAt time.Time `json:"explainedAt,omitzero"`
	Explanation string    `json:"explanation,omitempty"` // why the law allows nothing else

	ConfirmedAt time.Time `json:"confirmedAt,omitzero"` // 回访确认: the rater was reached
	Calls       int       `json:"calls,omitzero"`
	Satisfied   bool      `json:"satisfied,omitzero"`
	Rerated     int       `json:"rerated,omitzero"` // level of the one re-rating, 0 without
}

// AnsweredAt is when the review was rectified or explained; zero before.
func (r *Review) AnsweredAt() time.Time {
	if r.RectifiedAt.IsZero() {
		return r.ExplainedAt
	}
	return r.RectifiedAt
}

// FollowedUpAt is when the rater was first reached (回访): when the review was
// looked into, or when he was asked whether he is content. Zero before.
func (r *Review) FollowedUpAt() time.Time {
	if r.ReachedAt.IsZero() || !r.ConfirmedAt.IsZero() && r.ConfirmedAt.Before(r.ReachedAt) {
		return r.ConfirmedAt
	}
	return r.ReachedAt
}

// BadReview says whether it opens a review (差评), and counts.
func (r *Rating) BadReview() bool {
	return r != nil && r.Level <= policy.Bad && r.InvalidatedAt.IsZero()
}

// OpenReview says whether the centre has still to do something about it: to
// answer, and of a rater who gave his name, to ask him whether he is content.
func (r *Rating) OpenReview() bool {
	return r.BadReview() && (r.review().AnsweredAt().IsZero() || r.Named && r.review().ConfirmedAt.IsZero())
}

var noReview Review // nobody writes into it

// review is that of the rating, to be read only.
func (r *Rating) review() *Review {
	if r.Review == nil {
		return &noReview
	}
	return r.Review
}

// Rated is the rating of a stage that counts, the first that was told; nil
// without one. Nobody may write into it.
func (c *Case) Rated(stage RatingStage) *Rating {
	all := c.Kept().Ratings
	if i := slices.IndexFunc(all, func(r Rating) bool { return r.Stage == stage }); i >= 0 {
		return &all[i]
	}
	return nil
}

// rerate changes the rating of a stage; where there is none nothing happens.
func (c *Case) rerate(stage RatingStage, change func(r *Rating)) {
	if c.Rated(stage) == nil {
		return
	}
	c.keep(func(d *Docket) { d.Ratings = slices.Clone(d.Ratings) })
	change(c.Rated(stage))
}

// reviewed changes the review of a stage's rating.
func (c *Case) reviewed(stage RatingStage, change func(v *Review)) {
	c.rerate(stage, func(r *Rating) {
		v := *r.review()
		change(&v)
		r.Review = &v
	})
}

// ratingPolicy is the version of the rules by which something is rated on a
// day; nil where none is in force.
func ratingPolicy(rules Rules, on workdays.Date) *policy.Policy {
	return rules.Policies.At(policy.Rating, on)
}

// RatingScale lists the levels that a rating may have had, by the rules in force
// on its day.
func (c *Case) RatingScale(r *Rating, rules Rules) []policy.Level {
	return ratingPolicy(rules, c.on(r.At)).Scale()
}

// onScale refuses a level that the scale in force on a day does not have.
func (c *Case) onScale(level int, a *Ask) error {
	p := ratingPolicy(a.Rules, c.on(a.Occurred))
	var names []string
	for _, l := range p.Scale() {
		if l.Level == level {
			return nil
		}
		names = append(names, strconv.Itoa(l.Level)+" "+l.Name)
	}
	return refuse(RuleScale, "level %d is not on the scale in force: %s", level, strings.Join(names, ", "))
}

// badReview gives the review that an action is about, or refuses.
func (c *Case) badReview(stage RatingStage, a *Ask) (*Rating, error) {
	r := c.Rated(stage)
	switch {
	case r == nil:
		return nil, refuse(RuleBadReview, "nobody has rated the case at its %s", stage)
	case !r.InvalidatedAt.IsZero():
		return nil, refuse(RuleBadReview, "the rating was invalidated on %s", c.on(r.InvalidatedAt))
	case r.Level > policy.Bad:
		return nil, refuse(RuleBadReview, "level %d is no bad review; those are 2 and 1", r.Level)
	}
	return r, later(RuleBadReview, "the rating", a.Occurred, r.At)
}

// unanswered gives a review that was looked into and not answered yet.
func (c *Case) unanswered(stage RatingStage, a *Ask) (*Rating, error) {
	r, err := c.badReview(stage, a)
	if err != nil {
		return nil, err
	}
	v := r.review()
	switch {
	case !v.AnsweredAt().IsZero():
		return nil, refuse(RuleBadReview, "the review was answered on %s", c.on(v.AnsweredAt()))
	case v.ContactedAt.IsZero():
		return nil, refuse(RuleBadReview, "the review was not looked into; contact the rater first")
	}
	return r, later(RuleBadReview, "the contact", a.Occurred, v.ContactedAt)
}
