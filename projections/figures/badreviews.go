package figures

import (
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// reviewsDue: bad reviews by the last day in time for their answer. Key: 1 where
// it came in time, and 2 more where the day rests on an unpublished calendar.
var reviewsDue = &Measure{
	Number: 15,
	Cells: func(c *Case, s *Sink) {
		for i := range c.Ratings {
			if r := &c.Ratings[i]; r.Bad() && r.Due != workdays.NoDate {
				s.add(r.Due, bit(r.Provisional)<<1|bit(r.InTime()), 1, 0)
			}
		}
	},
	Add: func(b *Block, key uint32, n, _ int64) {
		b.add(dueAll, n)
		b.add(dueInTime, n*int64(key&1))
		b.add(dueProvisional, n*int64(key>>1&1))
	},
}

// Counters of reviewsDue.
const (
	dueAll = iota
	dueInTime
	dueProvisional
)

// followUps: bad reviews of raters who gave their names, by day of rating. The
// key is how many days later the rater was reached.
var followUps = &Measure{
	Number: 16, Lasting: true,
	Cells: func(c *Case, s *Sink) {
		for i := range c.Ratings {
			if r := &c.Ratings[i]; r.Bad() && r.Named && r.FollowedUp != workdays.NoDate {
				s.add(r.On, Zigzag(int(r.FollowedUp-r.On)), 1, 0)
			}
		}
	},
	Add: func(b *Block, _ uint32, n, _ int64) { b.add(0, n) },
}

// due counts what became due in the period, up to the day as of which. That may
// lie before the period, whose beginning then has more behind it.
func (r *Reading) due(i int) int64 {
	return max(0, r.Due.count(reviewsDue, i)-r.Start.count(reviewsDue, i))
}

var rectificationRate = Rule{
	ID: "bad_review_rectification_rate", Version: 1, Zh: "差评按期整改率", En: "Rate of bad reviews answered in time",
	Kind: Ratio, Unit: "%", Of: OfReviewsDue, Adds: Never, Decimals: 2,
	Formula: "bad reviews rectified or explained within their limit ÷ bad reviews whose limit ended from the first day of the period to the day as of which",
	Flow:    []*Measure{ratings}, Stock: []*Measure{reviewsDue}, Due: []*Measure{reviewsDue},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.due(dueInTime), Denominator: r.due(dueAll), Provisional: r.due(dueProvisional) > 0,
			Excluded: []Exclusion{{"no_limit", r.Flow.count(ratings, ratedLimitless)}, {"invalidated", r.Flow.count(ratings, ratedInvalidBad)}}}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		all := func(*plain.Rating) bool { return true }
		limitless := func(r *plain.Rating) bool { return r.Bad() && r.Due == workdays.NoDate }
		return plain.Answer{Numerator: p.ReviewsDue((*plain.Rating).InTime), Denominator: p.ReviewsDue(all),
			Provisional: p.ReviewsDue(func(r *plain.Rating) bool { return r.Provisional }) > 0,
			Excluded:    []plain.Exclusion{{Reason: "no_limit", Count: p.Ratings(limitless)}, plainInvalidatedBad(p)}}
	},
}

func plainInvalidatedBad(p *plain.Pick) plain.Exclusion {
	bad := func(r *plain.Rating) bool { was := *r; was.Invalid = false; return r.Invalid && was.Bad() }
	return plain.Exclusion{Reason: "invalidated", Count: p.Ratings(bad)}
}

var followUpRate = Rule{
	ID: "real_name_follow_up_rate", Version: 1, Zh: "实名差评回访率", En: "Rate of named bad reviews followed up",
	Kind: Ratio, Unit: "%", Of: OfRated, Adds: Never, Decimals: 2,
	Formula: "of the bad ratings with a name given in the period, those whose rater was reached by the day as of which ÷ bad ratings with a name given in the period",
	Flow:    []*Measure{ratings, followUps},
	Compute: func(r *Reading) Outcome {
		named, bad := r.Flow.count(ratings, ratedBadNamed), r.levels(policy.Worst, policy.Bad)
		return Outcome{Numerator: r.Flow.count(followUps, 0), Denominator: named,
			Excluded: []Exclusion{{"anonymous", bad - named}, {"invalidated", r.Flow.count(ratings, ratedInvalidBad)}}}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		named := func(r *plain.Rating) bool { return r.Bad() && r.Named }
		reached := func(r *plain.Rating) bool { return named(r) && plain.UpTo(r.FollowedUp, p.AsOf) }
		anonymous := func(r *plain.Rating) bool { return r.Bad() && !r.Named }
		return plain.Answer{Numerator: p.Ratings(reached), Denominator: p.Ratings(named),
			Excluded: []plain.Exclusion{{Reason: "anonymous", Count: p.Ratings(anonymous)}, plainInvalidatedBad(p)}}
	},
}
