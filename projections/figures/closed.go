package figures

import (
	"slices"

	"caseledger/projections/figures/plain"
)

// closings: by day of closing. The key is a closing; the sum is the limit in
// working days of those that have one.
var closings = &Measure{
	Number: 5, Sums: true,
	Cells: func(c *Case, s *Sink) {
		if !c.Closed() {
			return
		}
		how := closing{worked: c.Worked, result: c.Result, provisionalDue: c.ProvisionalDue(), provisionalDays: c.ProvisionalDays()}
		limit := int64(c.Limit)
		if !c.Limited() {
			how.result, limit = WithoutDue, 0
		}
		s.add(c.Ended, how.key(), 1, limit)
	},
	Add: addClosing,
}

// Counters of closings. Lengths are in working days.
const (
	closedEarlyN = iota
	closedOnDueDateN
	closedLateN
	closedWithoutDueN
	closedProvisionalDue     // an unpublished calendar decides whether it is on time
	closedProvisionalDays    // an unpublished calendar is in its working days or in its limit
	closedProvisionalLimited // the same, of those with a limit
	closedLimit              // sum of the limits
	closedSpent              // sum of the working days, of those with a limit
)

// results in the order of their stored numbers; the first is free.
var results = [...]Result{Pending, Early, OnTime, Late, WithoutDue}

// A closing is how one case was closed.
type closing struct {
	worked                          int // working days
	result                          Result
	provisionalDue, provisionalDays bool
}

func (c closing) key() uint32 {
	return Zigzag(c.worked)<<5 | bit(c.provisionalDays)<<4 | bit(c.provisionalDue)<<3 | uint32(slices.Index(results[:], c.result))
}

func addClosing(b *Block, key uint32, n, sum int64) {
	worked := Unzigzag(key >> 5)
	provisionalDue, provisionalDays := key&(1<<3) != 0, key&(1<<4) != 0
	limited := true
	switch results[min(int(key&7), len(results)-1)] {
	case Early:
		b.add(closedEarlyN, n)
	case OnTime:
		b.add(closedOnDueDateN, n)
	case Late:
		b.add(closedLateN, n)
	default:
		b.add(closedWithoutDueN, n)
		limited = false
	}
	b.length(worked, n)
	if provisionalDue {
		b.add(closedProvisionalDue, n)
	}
	if provisionalDays {
		b.add(closedProvisionalDays, n)
	}
	if limited {
		b.add(closedLimit, sum)
		b.add(closedSpent, int64(worked)*n)
		if provisionalDays {
			b.add(closedProvisionalLimited, n)
		}
	}
}

func (t *Tally) closed() int64 {
	return t.counts(closings, closedEarlyN, closedOnDueDateN, closedLateN, closedWithoutDueN)
}

// inTime is how many were closed at or before their due time.
func (t *Tally) inTime() int64 { return t.counts(closings, closedEarlyN, closedOnDueDateN) }

func (t *Tally) limited() int64 {
	return t.counts(closings, closedEarlyN, closedOnDueDateN, closedLateN)
}

// shakyDue says that the due date of a case closed in the period is provisional.
func (r *Reading) shakyDue() bool { return r.Flow.count(closings, closedProvisionalDue) > 0 }

func plainShakyDue(p *plain.Pick) bool {
	return p.Count(func(c *plain.Case) bool { return p.Closed(c) && c.ProvisionalDue() }) > 0
}

var closed = Rule{
	ID: "closed", Version: 1, Zh: "办结件数", En: "Cases closed",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: Throughout,
	Formula: "closed in the period; returned and withdrawn cases are not closed",
	Flow:    []*Measure{closings},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.closed()} },
	Plain:   func(p *plain.Pick) plain.Answer { return plain.Answer{Numerator: p.Count(p.Closed)} },
}

var closedEarly = Rule{
	ID: "closed_early", Version: 3, Zh: "提前办结件数", En: "Cases closed early",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: Throughout,
	Formula: "closed in the period on a date before the due date",
	Flow:    []*Measure{closings},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.count(closings, closedEarlyN), Provisional: r.shakyDue()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		n := p.Count(func(c *plain.Case) bool { return p.Closed(c) && c.Result == plain.Early })
		return plain.Answer{Numerator: n, Provisional: plainShakyDue(p)}
	},
}

var closedOnTime = Rule{
	ID: "closed_on_time", Version: 3, Zh: "按时办结件数", En: "Cases closed on time",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: Throughout,
	Formula: "closed in the period at or before the due time, early ones included",
	Flow:    []*Measure{closings},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.inTime(), Provisional: r.shakyDue()} },
	Plain: func(p *plain.Pick) plain.Answer {
		n := p.Count(func(c *plain.Case) bool { return p.Closed(c) && c.InTime() })
		return plain.Answer{Numerator: n, Provisional: plainShakyDue(p)}
	},
}

var closedLate = Rule{
	ID: "closed_late", Version: 3, Zh: "超时办结件数", En: "Cases closed late",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: Throughout, LowIsBest: true,
	Formula: "closed in the period after the due time",
	Flow:    []*Measure{closings},
	Compute: func(r *Reading) Outcome {
		return Outcome{Numerator: r.Flow.count(closings, closedLateN), Provisional: r.shakyDue()}
	},
	Plain: func(p *plain.Pick) plain.Answer {
		n := p.Count(func(c *plain.Case) bool { return p.Closed(c) && c.Result == plain.Late })
		return plain.Answer{Numerator: n, Provisional: plainShakyDue(p)}
	},
}

var closedWithoutDue = Rule{
	ID: "closed_without_due", Version: 2, Zh: "无时限办结件数", En: "Cases closed without a limit",
	Kind: Count, Unit: "cases", Of: OfClosed, Adds: Throughout, LowIsBest: true,
	Formula: "closed in the period, with no limit to hold it to",
	Flow:    []*Measure{closings},
	Compute: func(r *Reading) Outcome { return Outcome{Numerator: r.Flow.count(closings, closedWithoutDueN)} },
	Plain: func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Count(func(c *plain.Case) bool { return p.Closed(c) && !c.Limited() })}
	},
}
