package course

import (
	"math"
	"slices"
	"time"

	"caseledger/ledger/casefile"
)

// Split says whose a stretch of time was: each moment is of the first that had the
// case then, in the order of the fields.
type Split struct {
	Superior  time.Duration // 上级机关
	Applicant time.Duration // 申请人: from a correction notice until the documents came
	Consulted time.Duration // 征求意见
	Suspended time.Duration // 中止
	Idle      time.Duration // 等待: the unit itself had it
}

// Whole is the sum.
func (s Split) Whole() time.Duration {
	return s.Superior + s.Applicant + s.Consulted + s.Suspended + s.Idle
}

func (s *Split) add(o Split) {
	s.Superior += o.Superior
	s.Applicant += o.Applicant
	s.Consulted += o.Consulted
	s.Suspended += o.Suspended
	s.Idle += o.Idle
}

// span is a time in which somebody else had the case; rank is that of the fields
// of Split.
type span struct {
	from, until int64
	rank        int
}

func spansOf(c *casefile.Case) (out []span) {
	add := func(rank int, from, until time.Time) {
		s := span{from.UnixMicro(), math.MaxInt64, rank}
		if !until.IsZero() {
			s.until = until.UnixMicro()
		}
		out = append(out, s)
	}
	for _, x := range c.SuperiorSpans() {
		add(0, x.From, x.Until)
	}
	for _, x := range c.Corrections {
		add(1, x.Requested, x.Received)
	}
	for _, x := range c.Kept().Consultations {
		add(2, x.Asked, x.Answered)
	}
	for _, x := range c.Suspensions {
		add(3, x.From, x.Until)
	}
	return out
}

// split parts a stretch of time.
func split(a, b int64, spans []span) Split {
	cuts := []int64{a, b}
	for _, s := range spans {
		cuts = append(cuts, min(max(s.from, a), b), min(max(s.until, a), b))
	}
	slices.Sort(cuts)
	var of [5]int64
	for i := 1; i < len(cuts); i++ {
		rank := 4
		for _, s := range spans {
			if s.from <= cuts[i-1] && cuts[i] <= s.until {
				rank = min(rank, s.rank)
			}
		}
		of[rank] += cuts[i] - cuts[i-1]
	}
	d := func(i int) time.Duration { return time.Duration(of[i]) * time.Microsecond }
	return Split{d(0), d(1), d(2), d(3), d(4)}
}

// histogram counts small whole numbers.
type histogram map[int]int

func (h *histogram) add(n int) {
	if *h == nil {
		*h = histogram{}
	}
	(*h)[n]++
}

// median is the ⌈n/2⌉-th in ascending order; ok is false without any.
func (h histogram) median() (m int, ok bool) {
	all, keys := 0, make([]int, 0, len(h))
	for k, n := range h {
		all, keys = all+n, append(keys, k)
	}
	slices.Sort(keys)
	seen := 0
	for _, k := range keys {
		if seen += h[k]; 2*seen >= all {
			return k, true
		}
	}
	return 0, false
}
