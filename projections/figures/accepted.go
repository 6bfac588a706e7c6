package figures

import (
	"caseledger/ledger/casefile"
	"caseledger/projections/figures/plain"
)

// acceptances: by day of acceptance. The lowest bit of the key is 1 for
// immediate handling; the rest is the legal limit in working days where there
// is a promised one too, which is in the sum; else both are 0.
var acceptances = &Measure{
	Number: 4, Sums: true,
	Cells: func(c *Case, s *Sink) {
		key, promised := bit(c.Handling == casefile.Immediate), int64(0)
		if c.BothLimits() {
			key |= uint32(c.Legal) << 1
			promised = int64(c.Promised)
		}
		s.add(c.Accepted, key, 1, promised)
	},
	Add: func(b *Block, key uint32, n, sum int64) {
		b.add(acceptedAll, n)
		b.add(acceptedImmediate, n*int64(key&1))
		if legal := int64(key >> 1); legal > 0 {
			b.add(acceptedBothLimits, n)
			b.add(acceptedLegal, legal*n)
			b.add(acceptedPromised, sum)
		}
	},
}

// Counters of acceptances.
const (
	acceptedAll        = iota
	acceptedImmediate  // for immediate handling
	acceptedBothLimits // with a legal and a promised limit
	acceptedLegal      // sum of those legal limits
	acceptedPromised   // sum of those promised limits
)

var accepted = Rule{
	ID: "accepted", Version: 1, Zh: "受理件数", En: "Cases accepted",
	Kind: Count, Unit: "cases", Of: OfAccepted, Adds: Throughout,
	Formula: "accepted in the period",
	Flow:    []*Measure{acceptances},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.accepted()} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: p.Count(p.Accepted)} },
}

func (r *Reading) accepted() int64 { return r.Flow.count(acceptances, acceptedAll) }

var immediateRate = Rule{
	ID: "immediate_rate", Version: 1, Zh: "即办率", En: "Rate of immediate handling",
	Kind: Ratio, Unit: "%", Of: OfAccepted, Adds: Never, Decimals: 2,
	Formula: "accepted in the period for immediate handling ÷ accepted in the period",
	Flow:    []*Measure{acceptances},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.count(acceptances, acceptedImmediate), Denominator: r.accepted()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Denominator: p.Count(p.Accepted),
			Numerator: p.Count(func(c *plain.Case) bool { return p.Accepted(c) && c.Handling == casefile.Immediate })}
	},
}

var promiseSpeedUp = Rule{
	ID: "promise_speed_up", Version: 1, Zh: "承诺提速率", En: "Promised speed-up",
	Kind: Ratio, Unit: "%", Of: OfAccepted, Adds: Never, Decimals: 2,
	Formula: "sum of legal − promised days ÷ sum of legal days, over the cases accepted in the period with both limits",
	Flow:    []*Measure{acceptances},
	Compute: func(r *Reading) Outcome {
		legal := r.Flow.count(acceptances, acceptedLegal)
		both := r.Flow.count(acceptances, acceptedBothLimits)
		return Outcome{Numerator: legal - r.Flow.count(acceptances, acceptedPromised), Denominator: legal, Cases: both,
			Excluded: []Exclusion{{"no_legal_or_promised_limit", r.accepted() - both}}}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		both := func(c *plain.Case) bool { return p.Accepted(c) && c.BothLimits() }
		legal := p.Sum(both, func(c *plain.Case) int64 { return int64(c.Legal) })
		promised := p.Sum(both, func(c *plain.Case) int64 { return int64(c.Promised) })
		return plain.Answer{Numerator: legal - promised, Denominator: legal,
			Excluded: []plain.Exclusion{{Reason: "no_legal_or_promised_limit", Count: p.Count(p.Accepted) - p.Count(both)}}}
	},
}

// Acceptances is the set of measures that [Tally.Accepted] reads.
func Acceptances() Set { return SetOf(acceptances) }

// Accepted is how many cases were accepted.
func (t *Tally) Accepted() int64 { return t.count(acceptances, acceptedAll) }
