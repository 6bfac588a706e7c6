package projections

import (
	"slices"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// contributions appends what a case adds to the figures. It depends on the
// summary alone; currency is the number of the summary's currency. A case
// counts from its acceptance on: before, it adds nothing.
func contributions(dst []cell, s *Summary, currency uint32) []cell {
	accepted := s.AcceptedOn()
	if accepted == workdays.NoDate || s.Status == casefile.None {
		return dst
	}
	ended := workdays.NoDate
	if s.Status != casefile.Open {
		ended = s.ClosedOn()
	}
	dst = append(dst, cell{measure: mAccepted, day: accepted, key: bit(s.Handling == casefile.Immediate), n: 1})
	dst = stock(dst, cell{measure: mOpen}, accepted, ended)
	if on := s.Limit.On; on != workdays.NoDate {
		overdue := cell{measure: mOverdue, key: bit(provisionalDue(s.Limit))}
		dst = stock(dst, overdue, max(accepted, on+1), ended)
	}
	if promised, legal := s.Promise, s.Accepted.Legal; promised > 0 && legal > 0 {
		dst = append(dst,
			cell{measure: mLimits, day: accepted, key: 0, n: 1, sum: int64(promised)},
			cell{measure: mLimits, day: accepted, key: 1, n: 1, sum: int64(legal)})
	}
	if s.Charges > 0 {
		dst = append(dst,
			cell{measure: mFees, day: accepted, key: currency << 1, n: 1, sum: int64(s.Fees)},
			cell{measure: mFees, day: accepted, key: currency<<1 | 1, n: int64(s.Charges)})
	}
	for _, a := range s.Anomalies {
		if i := slices.Index(anomalies[:], a); i >= 0 {
			dst = append(dst, cell{measure: mAnomaly, day: accepted, key: uint32(i), n: 1})
		}
	}
	return ending(dst, s, accepted, ended)
}

// ending appends what the end of the case adds.
func ending(dst []cell, s *Summary, accepted, ended workdays.Date) []cell {
	switch s.Status {
	case casefile.SentBack, casefile.TakenBack:
		return append(dst, cell{measure: mReturned, day: ended, key: bit(s.Status == casefile.TakenBack), n: 1})
	case casefile.Ended:
		c := closing{worked: s.Worked, result: s.Result, provisionalDue: provisionalDue(s.Limit)}
		c.provisionalDays = s.WorkedProvisional || s.Limit.Provisional
		promised := int64(s.Limit.Days)
		if s.Result == Pending || s.Result == WithoutDue {
			c.result, promised = WithoutDue, 0
		}
		return append(dst,
			cell{measure: mClosed, day: ended, key: c.key(), n: 1, sum: promised},
			cell{measure: mCohort, day: accepted, key: zigzag(int(ended)), n: 1},
			cell{measure: mDays, day: ended, key: zigzag(s.Days), n: 1})
	}
	return dst
}

// stock appends a case's stay in a stock: in on the day from, out on the day
// until, unless that is not after it or not known.
func stock(dst []cell, c cell, from, until workdays.Date) []cell {
	if until != workdays.NoDate && until <= from {
		return dst
	}
	c.day, c.n = from, 1
	dst = append(dst, c)
	if until != workdays.NoDate {
		c.day, c.n = until, -1
		dst = append(dst, c)
	}
	return dst
}

// provisionalDue says whether the due date itself rests on an unpublished
// calendar. An explicit deadline does not, whatever its length in days.
func provisionalDue(l casefile.Limit) bool { return l.Provisional && l.Basis != casefile.ByDeadline }

func bit(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

// sameContributions says cheaply that two summaries of a case add the same to
// the figures. Most records of a case are steps, which add nothing.
func sameContributions(a, b *Summary) bool {
	return a.Accepted == b.Accepted && a.AcceptedAt == b.AcceptedAt && a.ClosedAt == b.ClosedAt &&
		a.Status == b.Status && a.Kind == b.Kind && a.Limit == b.Limit &&
		a.Worked == b.Worked && a.WorkedProvisional == b.WorkedProvisional && a.Days == b.Days && a.Result == b.Result &&
		a.Fees == b.Fees && a.Charges == b.Charges && a.Currency == b.Currency &&
		slices.Equal(a.Anomalies, b.Anomalies)
}
