package figures

import (
	"caseledger/ledger/casefile"
	"caseledger/projections/figures/plain"
)

// sharedDays: whose the working days of closed cases were, by day of closing.
// The key is a counter, n counts cases and the sum adds days. Of the unit's own
// only what differs from the case's working days; most cases have no cell.
var sharedDays = &Measure{
	Number: 11, Sums: true,
	Cells: func(c *Case, s *Sink) {
		if !c.Closed() {
			return
		}
		if !c.Shared() {
			s.add(c.Ended, sharesOfNobody, 1, int64(-c.Worked))
			return
		}
		for i, days := range [...]int{c.Shares.Own - c.Worked, c.Shares.Superior, c.Shares.Applicant, c.Shares.Consulted, c.Shares.Suspended} {
			if days != 0 {
				s.add(c.Ended, uint32(i), 1, int64(days))
			}
		}
	},
	Add: func(b *Block, key uint32, n, sum int64) {
		if key == sharesOfNobody {
			b.add(sharesOfNobody, n)
			key = shareOwn
		}
		b.add(int(min(key, shareSuspended)), sum)
	},
}

// Counters of sharedDays.
const (
	shareOwn = iota // less the working days
	shareSuperior
	shareApplicant
	shareConsulted
	shareSuspended
	sharesOfNobody // cases closed before they were accepted
)

// share is a part of the time that a case took.
type share struct {
	id, zh, en, formula string
	counter             int
	of                  func(casefile.Shares) int
}

var sharesOfTime = [...]share{
	{"mean_own_days", "平均本单位用时", "Mean days with the unit itself", "with the unit itself", shareOwn, func(s casefile.Shares) int { return s.Own }},
	{"mean_superior_days", "平均上级机关用时", "Mean days with a superior organ", "with a superior organ", shareSuperior, func(s casefile.Shares) int { return s.Superior }},
	{"mean_applicant_days", "平均申请人用时", "Mean days with the applicant", "from the notice of what is missing until it came", shareApplicant, func(s casefile.Shares) int { return s.Applicant }},
	{"mean_consulted_days", "平均征求意见用时", "Mean days while others were asked", "while others were asked", shareConsulted, func(s casefile.Shares) int { return s.Consulted }},
	{"mean_suspended_days", "平均中止时间", "Mean days while the clock stood still", "while the clock stood still otherwise", shareSuspended, func(s casefile.Shares) int { return s.Suspended }},
}

// shares are the means of whose time it was: they add up to the working days
// between acceptance, or receipt where the rules count from that, and closing.
func shares() (out []Rule) {
	for _, s := range sharesOfTime {
		out = append(out, Rule{
			ID: s.id, Version: 1, Zh: s.zh, En: s.en,
			Kind: Mean, Unit: "working days", Of: OfClosed, Adds: Never, Decimals: 2, LowIsBest: true,
			Formula: "sum of the working days after acceptance, or after receipt where the rules count from that, " + s.formula + ", each day of the first that had the case at its end ÷ closed in the period, not before acceptance",
			Flow:    []*Measure{closings, returns, sharedDays},
			Compute: func(r *Reading) Outcome { return r.share(s.counter) },
			Plain: func(p *plain.Pick) plain.Answer {
				shared := func(c *plain.Case) bool { return p.Closed(c) && c.Shared() }
				shaky := func(c *plain.Case) bool { return p.Closed(c) && c.ProvisionalDays() }
				n := p.Count(shared)
				return plain.Answer{Numerator: p.Sum(shared, func(c *plain.Case) int64 { return int64(s.of(c.Shares)) }), Denominator: n,
					Excluded:    append([]plain.Exclusion{{Reason: "ended_before_start", Count: p.Count(p.Closed) - n}}, p.Ended()...),
					Provisional: p.Count(shaky) > 0}
			},
		})
	}
	return out
}

func (r *Reading) share(counter int) Outcome {
	nobody := r.Flow.count(sharedDays, sharesOfNobody)
	days := r.Flow.count(sharedDays, counter)
	if counter == shareOwn {
		days += r.Flow.lengths(closings).sum
	}
	return Outcome{Numerator: days, Denominator: r.Flow.closed() - nobody,
		Excluded:    append([]Exclusion{{"ended_before_start", nobody}}, r.ended()...),
		Provisional: r.Flow.count(closings, closedProvisionalDays) > 0}
}
