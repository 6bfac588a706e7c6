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
	in := cell{measure: mAccepted, day: accepted, key: bit(s.Handling == casefile.Immediate), n: 1}
	if promised, legal := s.Promise, s.Accepted.Legal; promised > 0 && legal > 0 && legal <= maxLegal {
		in.key |= uint32(legal) << 1
		in.sum = int64(promised)
	}
	dst = append(dst, in)
	if ended != workdays.NoDate && ended < accepted {
		dst = append(dst, cell{measure: mOpen, day: ended, n: 1}, cell{measure: mOpen, day: accepted, n: -1})
	}
	if on := s.Limit.On; on != workdays.NoDate {
		dst = overdue(dst, max(accepted, on+1), ended, bit(provisionalDue(s.Limit)))
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
			cell{measure: mCohort, day: accepted, key: zigzag(int(ended - accepted)), n: 1},
			cell{measure: mDays, day: ended, key: zigzag(s.Days), n: 1})
	}
	return dst
}

// overdue appends a case's time past its due date: in on the day from, out on
// the day until, unless that is not after it or not known.
func overdue(dst []cell, from, until workdays.Date, key uint32) []cell {
	if until != workdays.NoDate && until <= from {
		return dst
	}
	dst = append(dst, cell{measure: mOverdue, day: from, key: key, n: 1})
	if until != workdays.NoDate {
		dst = append(dst, cell{measure: mOverdue, day: until, key: key, n: -1})
	}
	return dst
}

// provisionalDue says whether the due date itself rests on an unpublished
// calendar. An explicit deadline does not, whatever its length in days.
func provisionalDue(l casefile.Limit) bool { return l.Provisional && l.Basis != casefile.ByDeadline }

// maxLegal is the longest legal limit that counts for the promised speed-up,
// in working days; a longer one is a fault in the data.
const maxLegal = 1<<20 - 1

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
