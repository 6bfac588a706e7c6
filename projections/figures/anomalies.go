package figures

import (
	"caseledger/ledger/casefile"
	"caseledger/projections/figures/plain"
)

// strange: by day of acceptance; the key is the place in strangeness, and so
// is the counter.
var strange = &Measure{
	Number: 9,
	Cells: func(c *Case, s *Sink) {
		for i, a := range strangeness {
			if c.Anomalies.Has(a.what) {
				s.add(c.Accepted, uint32(i), 1, 0)
			}
		}
	},
	Add: func(b *Block, key uint32, n, _ int64) { b.add(min(int(key), len(strangeness)-1), n) },
}

// strangeness lists the anomalies in the order of their stored numbers.
var strangeness = [...]struct {
	what            casefile.Anomaly
	zh, en, formula string
}{
	{casefile.EndsBeforeStart, "办结早于受理件数", "Cases closed before acceptance", "closed before it was accepted"},
	{casefile.EventsAfterEnd, "办结后仍有环节件数", "Cases with a step after closing", "with a step after closing"},
	{casefile.EventsBeforeStart, "受理前已有环节件数", "Cases with a step before acceptance", "with a step before acceptance"},
}

func anomalies() (out []Rule) {
	for i, a := range strangeness {
		out = append(out, Rule{
			ID: "anomaly_" + string(a.what), Version: 1, Zh: a.zh, En: a.en,
			Kind: Count, Unit: "cases", Of: OfAccepted, Adds: Throughout, LowIsBest: true,
			Formula: "accepted in the period, " + a.formula,
			Flow:    []*Measure{strange},
			Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.count(strange, i)} },
			Plain: func(p *plain.Pick) plain.Answer {
				return plain.Answer{Numerator: p.Count(func(c *plain.Case) bool { return p.Accepted(c) && c.Anomalies.Has(a.what) })}
			},
		})
	}
	return out
}
