package figures

import (
	"slices"

	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// ratings: by day of rating, of both stages. The key is the level in three
// bits, then whether the rater gave his name, whether it was invalidated, and
// whether no limit runs, and above them the number of the channel.
var ratings = &Measure{
	Number: 13,
	Cells: func(c *Case, s *Sink) {
		for i := range c.Ratings {
			if r := &c.Ratings[i]; r.Level > 0 {
				limitless := r.Bad() && r.Due == workdays.NoDate
				key := uint32(ratingChannel(r.Channel))<<6 | bit(limitless)<<5 | bit(r.Invalid)<<4 | bit(r.Named)<<3 | uint32(r.Level)
				s.add(r.On, key, 1, 0)
			}
		}
	},
	Add: addRating,
}

// ratingChannels are those that figures tell apart; all others are the last.
var ratingChannels = []string{"evaluation_box", "terminal", "qr", "counter", "phone", "web", "other"}

func ratingChannel(name string) int {
	if i := slices.Index(ratingChannels, name); i >= 0 {
		return i
	}
	return len(ratingChannels) - 1
}

// Counters of ratings. All but those of invalidated ones are of those that
// count; the levels 1 to 5 stand at their numbers.
const (
	ratedAll        = 0
	ratedBadNamed   = 6  // bad, by one who gave his name
	ratedLimitless  = 7  // bad, without a limit
	ratedInvalid    = 8  // invalidated
	ratedInvalidBad = 9  // invalidated, and bad
	ratedByChannel  = 10 // the channels, from here on
)

func addRating(b *Block, key uint32, n, _ int64) {
	level := int(key & 7)
	bad := level <= policy.Bad
	if key&(1<<4) != 0 {
		b.add(ratedInvalid, n)
		if bad {
			b.add(ratedInvalidBad, n)
		}
		return
	}
	b.add(ratedAll, n)
	b.add(min(max(level, policy.Worst), policy.Best), n)
	b.add(ratedByChannel+min(int(key>>6), len(ratingChannels)-1), n)
	if bad && key&(1<<3) != 0 {
		b.add(ratedBadNamed, n)
	}
	if bad && key&(1<<5) != 0 {
		b.add(ratedLimitless, n)
	}
}

// levels adds up the ratings of some levels, from the lowest to the highest.
func (r *Reading) levels(from, to int) (n int64) {
	for level := from; level <= to; level++ {
		n += r.Flow.count(ratings, level)
	}
	return n
}

func plainLevels(p *plain.Pick, from, to int) int64 {
	return p.Ratings(func(r *plain.Rating) bool { return r.Valid() && from <= r.Level && r.Level <= to })
}

func (r *Reading) invalidated() Exclusion {
	return Exclusion{"invalidated", r.Flow.count(ratings, ratedInvalid)}
}

func plainInvalidated(p *plain.Pick) plain.Exclusion {
	return plain.Exclusion{Reason: "invalidated", Count: p.Ratings(func(r *plain.Rating) bool { return r.Invalid })}
}

// ofLevels counts the ratings of some levels.
func ofLevels(id, zh, en, formula string, from, to int, lowIsBest bool) Rule {
	return Rule{
		ID: id, Version: 1, Zh: zh, En: en,
		Kind: Count, Unit: "ratings", Of: OfRated, Adds: Throughout, LowIsBest: lowIsBest,
		Formula: formula,
		Flow:    []*Measure{ratings},
		Compute: func(r *Reading) Outcome {
			return Outcome{Numerator: r.levels(from, to), Excluded: []Exclusion{r.invalidated()}}
		},
		Plain: func(p *plain.Pick) plain.Answer {
			return plain.Answer{Numerator: plainLevels(p, from, to), Excluded: []plain.Exclusion{plainInvalidated(p)}}
		},
	}
}

// ratingCounts are all ratings, the five levels, bad ones, those that do not
// count, and the channels.
func ratingCounts() []Rule {
	out := []Rule{ofLevels("ratings", "评价数", "Ratings", "ratings given in the period, without those that were invalidated", policy.Worst, policy.Best, false)}
	for i, l := range new(policy.Policy).Scale() {
		en := []string{"very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"}[i]
		words := []string{"very satisfied", "satisfied", "basically satisfied", "dissatisfied", "very dissatisfied"}[i]
		out = append(out, ofLevels("ratings_"+en, l.Name+"数", "Ratings: "+words, "ratings of level "+string(rune('0'+l.Level))+" given in the period", l.Level, l.Level, l.Level <= policy.Bad))
	}
	out = append(out, ofLevels("bad_ratings", "差评数", "Bad ratings", "ratings of the levels 2 and 1 given in the period", policy.Worst, policy.Bad, true), invalidatedRatings)
	for i, name := range ratingChannels {
		zh := []string{"评议箱", "评价器", "扫码", "窗口", "电话", "网上", "其他渠道"}[i]
		out = append(out, throughChannel(i, name, zh))
	}
	return out
}

func throughChannel(i int, name, zh string) Rule {
	formula := "ratings given in the period through the channel " + name
	if i == len(ratingChannels)-1 {
		formula = "ratings given in the period through any other channel, or one that is not told"
	}
	return Rule{
		ID: "ratings_by_" + name, Version: 1, Zh: zh + "评价数", En: "Ratings by channel: " + name,
		Kind: Count, Unit: "ratings", Of: OfRated, Adds: Throughout,
		Formula: formula,
		Flow:    []*Measure{ratings},
		Compute: func(r *Reading) Outcome {
			return Outcome{Numerator: r.Flow.count(ratings, ratedByChannel+i), Excluded: []Exclusion{r.invalidated()}}
		},
		Plain: func(p *plain.Pick) plain.Answer {
			of := func(r *plain.Rating) bool { return r.Valid() && ratingChannel(r.Channel) == i }
			return plain.Answer{Numerator: p.Ratings(of), Excluded: []plain.Exclusion{plainInvalidated(p)}}
		},
	}
}

var invalidatedRatings = Rule{
	ID: "invalidated_ratings", Version: 1, Zh: "无效评价数", En: "Invalidated ratings",
	Kind: Count, Unit: "ratings", Of: OfRated, Adds: Throughout, LowIsBest: true,
	Formula: "ratings given in the period and invalidated by now; all other figures of ratings leave them out",
	Flow:    []*Measure{ratings},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.invalidated().Count} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: plainInvalidated(p).Count} },
}

// shareOfLevels is the share of the ratings from a level on. Who did not rate is
// in neither number, and is told.
func shareOfLevels(id, zh, en, formula string, from int) Rule {
	return Rule{
		ID: id, Version: 1, Zh: zh, En: en,
		Kind: Ratio, Unit: "%", Of: OfRated, Adds: Never, Decimals: 2,
		Formula: formula,
		Flow:    []*Measure{ratings, closings, ratedClosings},
		Compute: func(r *Reading) Outcome {
			return Outcome{Numerator: r.levels(from, policy.Best), Denominator: r.Flow.count(ratings, ratedAll),
				Excluded: []Exclusion{r.invalidated(), {"unrated", r.Flow.closed() - r.ratedClosings()}}}
		},
		Plain: func(p *plain.Pick) plain.Answer {
			return plain.Answer{Numerator: plainLevels(p, from, policy.Best), Denominator: plainLevels(p, policy.Worst, policy.Best),
				Excluded: []plain.Exclusion{plainInvalidated(p), {Reason: "unrated", Count: plainUnrated(p)}}}
		},
	}
}

var satisfactionRate = shareOfLevels("satisfaction_rate", "满意率", "Satisfaction rate",
	"ratings of the levels 5, 4 and 3 given in the period ÷ ratings given in the period; who did not rate is in neither", policy.Satisfied)

var goodRatingRate = shareOfLevels("good_rating_rate", "好评率", "Rate of good ratings",
	"ratings of the levels 5 and 4 given in the period ÷ ratings given in the period; who did not rate is in neither", policy.Good)
