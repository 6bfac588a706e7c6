package plain

import (
	"slices"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Rating is what a case was rated at one stage, and what became of a bad one.
// The zero Rating is that of a stage that nobody rated. Dates are local ones.
type Rating struct {
	Level   int // 5 非常满意 … 1 非常不满意; 0 where nobody rated
	On      workdays.Date
	Channel string
	Named   bool // 实名
	Invalid bool // it was invalidated: figures leave it out, and count it

	// Of a bad review; NoDate where there is no such day.

	Due         workdays.Date // the last day in time for an answer; none where no limit runs
	Provisional bool          // Due rests on an unpublished calendar
	Answered    workdays.Date // it was rectified or explained
	FollowedUp  workdays.Date // the rater was reached
}

// RatingsOf are the ratings of a case by stage, in their order. due gives the
// last day in time for an answer, and whether that is provisional.
func RatingsOf(c *casefile.Case, due func(stage int) (workdays.Date, bool)) (out [2]Rating) {
	if len(c.Kept().Ratings) == 0 {
		return out
	}
	on := func(t time.Time) workdays.Date {
		if t.IsZero() {
			return workdays.NoDate
		}
		return workdays.DateOf(t, c.Location())
	}
	for i, stage := range casefile.AllStages() {
		r := c.Rated(stage)
		if r == nil {
			continue
		}
		x := &out[i]
		*x = Rating{Level: r.Level, On: on(r.At), Channel: r.Channel, Named: r.Named, Invalid: !r.InvalidatedAt.IsZero(),
			Due: workdays.NoDate, Answered: workdays.NoDate, FollowedUp: workdays.NoDate}
		if x.Bad() {
			x.Due, x.Provisional = due(i)
			if v := r.Review; v != nil {
				x.Answered, x.FollowedUp = on(v.AnsweredAt()), on(v.FollowedUpAt())
			}
		}
	}
	return out
}

// Valid says whether it counts.
func (r *Rating) Valid() bool { return r.Level > 0 && !r.Invalid }

// Bad says whether it is a bad review that counts (差评).
func (r *Rating) Bad() bool { return r.Valid() && r.Level <= policy.Bad }

// InTime says whether a bad review was answered within its limit.
func (r *Rating) InTime() bool { return r.Answered != workdays.NoDate && r.Answered <= r.Due }

// RatedBy says whether a rating that counts was given on or before a day.
func (c *Case) RatedBy(day workdays.Date) bool {
	return slices.ContainsFunc(c.Ratings[:], func(r Rating) bool { return r.Valid() && UpTo(r.On, day) })
}

// Ratings counts the ratings given in the period of which f holds.
func (p *Pick) Ratings(f func(*Rating) bool) int64 {
	return p.eachRating(func(r *Rating) bool { return r.Level > 0 && p.During(r.On) && f(r) })
}

// eachRating counts ratings, whenever they were given.
func (p *Pick) eachRating(f func(*Rating) bool) (n int64) {
	for i := range p.Cases {
		c := &p.Cases[i]
		for j := range c.Ratings {
			if c.Counts() && f(&c.Ratings[j]) {
				n++
			}
		}
	}
	return n
}

// ReviewsDue counts the bad reviews whose limit has ended in the period, up to
// the day as of which, and of which f holds.
func (p *Pick) ReviewsDue(f func(*Rating) bool) int64 {
	return p.eachRating(func(r *Rating) bool {
		return r.Bad() && r.Due != workdays.NoDate && p.DueOn != workdays.NoDate && r.Due <= p.DueOn &&
			(p.From == workdays.NoDate || r.Due >= p.From) && f(r)
	})
}
