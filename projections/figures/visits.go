package figures

import "caseledger/projections/figures/plain"

// visited: follow-up visits, by their day. There is one key.
var visited = &Measure{
	Number: 12,
	Cells: func(c *Case, s *Sink) {
		for _, day := range c.Visits.List() {
			s.add(day, 0, 1, 0)
		}
	},
	Add: func(b *Block, _ uint32, n, _ int64) { b.add(0, n) },
}

var visits = Rule{
	ID: "visits", Version: 1, Zh: "回访次数", En: "Follow-up visits",
	Kind: Count, Unit: "visits", Of: OfVisited, Adds: Throughout,
	Formula: "follow-up visits made in the period, whatever came of them, each counted in its case's population",
	Flow:    []*Measure{visited},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.count(visited, 0)} },
	Plain: func(p *plain.Pick) plain.Answer {
		in := func(c *plain.Case) (n int64) {
			for _, day := range c.Visits.List() {
				if p.During(day) {
					n++
				}
			}
			return n
		}
		return plain.Answer{Numerator: p.Sum((*plain.Case).Counts, in)}
	},
}
