package projections

import (
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// ReviewDue are the last days in time for what is to be done about a bad
// review; NoDate where no limit runs.
type ReviewDue struct {
	Contact, Answer workdays.Date
	Provisional     bool // Answer rests on a year without published calendar
}

// Reviews are the limits of a case's bad reviews, by stage in the order of
// [casefile.AllStages], as the rules are known.
type Reviews struct {
	Due  [2]ReviewDue
	Open bool // something is still to be done about one
	// OverdueFrom is the instant after which one is overdue; zero for never.
	OverdueFrom time.Time
}

// reviewsOf derives them; nil of a case without a bad review that counts.
func reviewsOf(c *casefile.Case, rules casefile.Rules) *Reviews {
	if len(c.Kept().Ratings) == 0 || c.AcceptedAt.IsZero() {
		return nil
	}
	var out *Reviews
	for i, stage := range casefile.AllStages() {
		r := c.Rated(stage)
		if !r.BadReview() {
			continue
		}
		if out == nil {
			none := ReviewDue{Contact: workdays.NoDate, Answer: workdays.NoDate}
			out = &Reviews{Due: [2]ReviewDue{none, none}}
		}
		l := c.ReviewLimits(r, rules)
		out.Due[i] = ReviewDue{l.Contact.On, l.Answer.On, l.Answer.Provisional}
		out.Open = out.Open || r.OpenReview()
		if from := l.OverdueFrom(r); !from.IsZero() && (out.OverdueFrom.IsZero() || from.Before(out.OverdueFrom)) {
			out.OverdueFrom = from
		}
	}
	return out
}

// reviewDue is the last day in time for the answer to the bad review of a stage,
// and whether that is provisional.
func (s *Summary) reviewDue(stage int) (workdays.Date, bool) {
	if s.Reviews == nil {
		return workdays.NoDate, false
	}
	d := s.Reviews.Due[stage]
	return d.Answer, d.Provisional
}

// sameReviews says whether nothing differs.
func sameReviews(a, b *Reviews) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// until is the last local date that the limits depend on.
func (r *Reviews) until() workdays.Date {
	until := workdays.NoDate
	if r != nil {
		for _, d := range r.Due {
			until = max(until, d.Contact, d.Answer)
		}
	}
	return until
}

// Numbers of a case's bad reviews for the filter.
const (
	noReview = iota
	reviewDone
	reviewOpen
)

func (r *Reviews) number() int64 {
	switch {
	case r == nil:
		return noReview
	case r.Open:
		return reviewOpen
	}
	return reviewDone
}

// overdueFrom is the instant after which a review is overdue: never, where
// nothing is left to do, or no limit runs.
func (r *Reviews) overdueFrom() int64 {
	if r == nil || r.OverdueFrom.IsZero() {
		return never
	}
	return micros(r.OverdueFrom)
}

// BadReviews says which cases with a bad review are wanted.
type BadReviews string

// Which bad reviews.
const (
	AnyBadReview  BadReviews = "any"
	OpenBadReview BadReviews = "open" // something is still to be done
)

// reviewFilters turns what a query wants of bad reviews into conditions. Those
// that are overdue at no instant are the others.
func reviewFilters(q *CaseQuery) (out []filter) {
	if q.BadReview == "" && q.ReviewOverdue == nil {
		return nil
	}
	terms := []term{{"<> 0", nil}}
	if q.BadReview == OpenBadReview {
		terms = append(terms, term{"=", int64(reviewOpen)})
	}
	out = append(out, filter{"bad_review", terms, true, nil})
	if q.ReviewOverdue != nil {
		op := map[bool]string{true: "<", false: ">="}[*q.ReviewOverdue]
		out = append(out, filter{"review_overdue_from", []term{{op, micros(q.OverdueAt)}}, false, nil})
	}
	return out
}

func (c *coder) reviews(r *Reviews) {
	for i := range r.Due {
		number(c, &r.Due[i].Contact)
		number(c, &r.Due[i].Answer)
		c.truth(&r.Due[i].Provisional)
	}
	c.truth(&r.Open)
	c.time(&r.OverdueFrom)
}

func (c *coder) rating(r *casefile.Rating) {
	c.time(&r.At)
	word(c, &r.Stage)
	number(c, &r.Level)
	c.text(&r.Channel)
	c.truth(&r.Named)
	c.truth(&r.Comment)
	c.time(&r.InvalidatedAt)
	c.text(&r.Invalidated)
	optional(c, &r.Review, func(c *coder, v *casefile.Review) {
		c.time(&v.ContactedAt)
		number(c, &v.Contacts)
		c.time(&v.ReachedAt)
		word(c, &v.Finding)
		c.truth(&v.Complex)
		c.text(&v.Reason)
		c.time(&v.RectifiedAt)
		c.text(&v.Measure)
		c.time(&v.ExplainedAt)
		c.text(&v.Explanation)
		c.time(&v.ConfirmedAt)
		number(c, &v.Calls)
		c.truth(&v.Satisfied)
		number(c, &v.Rerated)
	})
}
