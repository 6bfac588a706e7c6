package figures

import (
	"fmt"

	"caseledger/projections/figures/plain"
)

// calendarDays: by day of closing; the key is the length in calendar days,
// zigzag.
var calendarDays = &Measure{
	Number: 7,
	Cells: func(c *Case, s *Sink) {
		if c.Closed() {
			s.add(c.Ended, Zigzag(c.Days), 1, 0)
		}
	},
	Add: func(b *Block, key uint32, n, _ int64) { b.length(Unzigzag(key), n) },
}

// A length is something that percentiles are taken of.
type length struct {
	id, zh, en, unit string
	from             string // what its first day is that of
	version          int
	flow             []*Measure
	of               *Measure // whose lengths
	plain            func(*plain.Case) int
	shaky            func(*Tally) bool
	plainShaky       func(*plain.Case) bool
}

var workingLength = length{
	id: "working_days", zh: "办结用时（工作日）", en: "Working days to closing", unit: "working days",
	from:    "acceptance, or from receipt where the rules count from that,",
	version: 3, flow: endings, of: closings,
	plain:      func(c *plain.Case) int { return c.Worked },
	shaky:      func(t *Tally) bool { return t.count(closings, closedProvisionalDays) > 0 },
	plainShaky: (*plain.Case).ProvisionalDays,
}

var calendarLength = length{
	id: "calendar_days", zh: "办结用时（自然日）", en: "Calendar days to closing", unit: "calendar days",
	from:    "acceptance",
	version: 1, flow: []*Measure{calendarDays, returns}, of: calendarDays,
	plain:      func(c *plain.Case) int { return c.Days },
	shaky:      func(*Tally) bool { return false },
	plainShaky: func(*plain.Case) bool { return false },
}

// percentiles are exact, by nearest rank: of n values in ascending order the
// one with number ⌈p·n/100⌉.
func percentiles() (out []Rule) {
	for _, l := range [...]length{workingLength, calendarLength} {
		for _, p := range [...]int{50, 75, 90, 95, 99, 100} {
			out = append(out, l.percentile(p))
		}
	}
	return out
}

func (l length) percentile(p int) Rule {
	name, zh, en := fmt.Sprintf("p%d", p), fmt.Sprintf("第%d百分位", p), fmt.Sprintf(", %dth percentile", p)
	if p == 100 {
		name, zh, en = "max", "最长", ", longest"
	}
	return Rule{
		ID: l.id + "_" + name, Version: l.version, Zh: l.zh + zh, En: l.en + en,
		Kind: Percentile, Unit: l.unit, Of: OfClosed, Adds: Never, LowIsBest: true,
		Formula: fmt.Sprintf("of the %s from %s to closing of the n cases closed in the period, in ascending order, the one with number ⌈%d·n/100⌉", l.unit, l.from, p),
		Flow:    l.flow,
		Compute: func(r *Reading) Outcome {
			h := r.Flow.lengths(l.of)
			rank := (int64(p)*h.n + 99) / 100
			return Outcome{Numerator: rank, Denominator: h.n, Value: int64(h.at(rank)), Excluded: r.ended(), Provisional: l.shaky(r.Flow)}
		},
		Plain: func(pick *plain.Pick) plain.Answer {
			rank, n, value := pick.Smallest(p, l.plain)
			shaky := func(c *plain.Case) bool { return pick.Closed(c) && l.plainShaky(c) }
			return plain.Answer{Numerator: rank, Denominator: n, Value: value, Excluded: pick.Ended(), Provisional: pick.Count(shaky) > 0}
		},
	}
}
