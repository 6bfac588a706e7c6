package course

import (
	"cmp"
	"encoding/binary"
	"slices"

	"caseledger/ledger/casefile"
)

// A Variant is an order of steps.
type Variant struct {
	Steps  []string
	Cases  int
	Ended  int
	Median int // of the working days of those that ended; 0 without any
}

// A Loop is a step that cases did again.
type Loop struct {
	Step    string
	Cases   int // in which it was done more than once
	Repeats int // beyond the first time in each
}

// A Gap is the time between two steps that followed each other, over all cases.
type Gap struct {
	From, To string
	Times    int
	Median   int // whole hours
	Split
}

// Report is what was counted.
type Report struct {
	Cases    int
	Closed   int
	Shares   casefile.Shares // working days of the closed cases, by whose they were
	Variants []Variant       // the commonest first
	Loops    []Loop          // the commonest first
	Gaps     []Gap           // those first where the most time was idle
}

// Report is what was counted so far.
func (t *Tally) Report() Report {
	r := Report{Cases: t.cases, Closed: t.closed, Shares: t.shares}
	for key, v := range t.variants {
		x := Variant{Cases: v.cases, Steps: []string{}}
		for b := []byte(key); len(b) > 0; {
			code, n := binary.Uvarint(b)
			x.Steps, b = append(x.Steps, t.codes.Name(uint32(code))), b[n:]
		}
		for _, n := range v.days {
			x.Ended += n
		}
		x.Median, _ = v.days.median()
		r.Variants = append(r.Variants, x)
	}
	slices.SortFunc(r.Variants, func(a, b Variant) int { return cmp.Or(cmp.Compare(b.Cases, a.Cases), slices.Compare(a.Steps, b.Steps)) })
	for _, l := range t.repeats {
		r.Loops = append(r.Loops, *l)
	}
	slices.SortFunc(r.Loops, func(a, b Loop) int { return cmp.Or(cmp.Compare(b.Cases, a.Cases), cmp.Compare(a.Step, b.Step)) })
	for _, g := range t.gaps {
		g.Gap.Median, _ = g.hours.median()
		r.Gaps = append(r.Gaps, g.Gap)
	}
	slices.SortFunc(r.Gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(b.Idle, a.Idle), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return r
}
