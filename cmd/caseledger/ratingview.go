package main

import (
	"fmt"
	"strings"
	"time"

	"caseledger/ledger/casefile"
)

// ratingView is a rating as show prints it, with the limits of a bad one.
type ratingView struct {
	casefile.Rating
	Name   string                 `json:"name"` // of the level on the scale in force
	Limits *casefile.ReviewLimits `json:"limits,omitempty"`
}

func newRatingViews(c *casefile.Case, rules casefile.Rules) (out []ratingView) {
	all := c.Kept().Ratings
	for i := range all {
		r := &all[i]
		v := ratingView{Rating: *r}
		for _, l := range c.RatingScale(r, rules) {
			if l.Level == r.Level {
				v.Name = l.Name
			}
		}
		if r.BadReview() {
			limits := c.ReviewLimits(r, rules)
			v.Limits = &limits
		}
		out = append(out, v)
	}
	return out
}

// write adds a rating, and what became of a bad one.
func (v *ratingView) write(out *printer, t *table) {
	named := "anonymous 匿名"
	if v.Named {
		named = "named 实名"
	}
	says := fmt.Sprintf("%s %s: %d %s, %s %s", out.time(v.At), v.Stage, v.Level, v.Name, named, v.Channel)
	if !v.InvalidatedAt.IsZero() {
		says += fmt.Sprintf(", invalidated 无效 %s %s", out.time(v.InvalidatedAt), v.Invalidated)
	}
	out.fact(t, "rating 评价", strings.TrimSpace(says))
	if v.Limits == nil {
		return
	}
	review := v.Review
	if review == nil {
		review = new(casefile.Review)
	}
	step := func(what string, done time.Time, says string, by casefile.Limit) string {
		switch {
		case !done.IsZero():
			return strings.TrimSpace(fmt.Sprintf("%s %s %s", what, out.time(done), says))
		case !by.Due.IsZero():
			return fmt.Sprintf("%s by %s", what, by.On)
		}
		return what + " open"
	}
	steps := []string{step("contact 核实", review.ContactedAt, string(review.Finding), v.Limits.Contact)}
	if review.ExplainedAt.IsZero() {
		steps = append(steps, step("rectified 整改", review.RectifiedAt, review.Measure, v.Limits.Answer))
	} else {
		steps = append(steps, step("explained 说明", review.ExplainedAt, review.Explanation, v.Limits.Answer))
	}
	if v.Named {
		content := map[bool]string{true: "satisfied 满意", false: "dissatisfied 不满意"}[review.Satisfied]
		if review.Rerated > 0 {
			content += fmt.Sprintf(", rated again 追评 %d", review.Rerated)
		}
		steps = append(steps, step("asked 回访", review.ConfirmedAt, content, casefile.Limit{}))
	}
	out.fact(t, "bad review 差评", strings.Join(steps, "; "))
}
