package projections

import (
	"math"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// next is the summary after one more record; s is nil before the first. Where
// nothing changes that figures rest on, that is s itself, moved on: most
// records are steps, and a copy for each is most of what they cost. Otherwise
// the old summary stays as it is.
func (s *Summary) next(r *ledger.Record, e *casefile.Entry, w *writer) *Summary {
	if s == nil {
		s = new(Summary)
		s.Number = strings.TrimPrefix(string(r.Stream), casefile.StreamPrefix) // also before an event names it
	}
	n := s
	switch e.Event.(type) {
	case casefile.Transferred, casefile.Received, casefile.Delivered,
		casefile.AgentActed, casefile.AgentReleased, casefile.ReturnReviewRequested, casefile.Undertaken, casefile.PassedOn:
		n.Apply(e)
	case casefile.StepPerformed:
		before := s.Case
		n.Apply(e)
		if a := n.Case.Anomalies(); !slices.Equal(a, s.Anomalies) {
			n = s.copy()
			n.Anomalies = a
			s.Case = before
		}
	case casefile.FeeCharged:
		n = s.copy()
		n.Apply(e)
	default:
		n = s.copy()
		n.Apply(e)
		if moved(&s.Case, &n.Case) {
			n.Placing = placing(w.directory, &n.Case)
		}
		n.derive(w.rules(n.Calendar))
	}
	n.Position, n.Recorded = r.Position, r.Recorded
	return n
}

func (s *Summary) copy() *Summary {
	n := *s
	return &n
}

// derive computes everything that follows from the case and its rules.
func (s *Summary) derive(rules casefile.Rules) {
	s.Kind = s.Case.Kind()
	s.Limit = s.Case.Limit(rules)
	s.Legal = s.LegalLimit(rules)
	s.Anomalies = s.Case.Anomalies()
	s.Reviews = reviewsOf(&s.Case, rules)
	s.Worked, s.WorkedProvisional, s.Days, s.Result, s.Shares = 0, false, 0, Pending, casefile.Shares{}
	if s.ClosedAt.IsZero() {
		return
	}
	on := s.ClosedOn()
	if !s.AcceptedAt.IsZero() {
		s.Worked, s.WorkedProvisional = s.Case.Worked(rules, on)
		s.Days = int(on - s.AcceptedOn())
		if s.Status == casefile.Ended && s.Days >= 0 {
			s.Shares = s.shares(rules)
		}
	}
	s.Result = ResultOf(&s.Case, s.Limit)
}

// shares are whose the working days of a closed case were. Most are of the unit
// alone, and counted already.
func (s *Summary) shares(rules casefile.Rules) casefile.Shares {
	if len(s.Suspensions) == 0 && len(s.Corrections) == 0 && len(s.Kept().Consultations) == 0 && len(s.SuperiorSpans()) == 0 {
		return casefile.Shares{Own: s.Worked}
	}
	out, _ := s.Case.Shares(rules, s.ClosedOn())
	return out
}

// ResultOf is how a case kept its limit: [Pending] where it is not accepted,
// or not closed; returned and withdrawn cases end without being closed.
func ResultOf(c *casefile.Case, l casefile.Limit) Result {
	if c.Status != casefile.Ended || c.AcceptedAt.IsZero() {
		return Pending
	}
	return ResultAt(c.ClosedAt, c.Location(), l)
}

// ResultAt is how what was closed at an instant kept its limit; dates are those
// of the zone.
func ResultAt(closed time.Time, zone *time.Location, l casefile.Limit) Result {
	switch {
	case l.Due.IsZero():
		return WithoutDue
	case closed.After(l.Due):
		return Late
	case workdays.DateOf(closed, zone) < l.On:
		return Early
	}
	return OnTime
}

// rederived is the summary under other rules, or nil if nothing differs.
func (s *Summary) rederived(rules casefile.Rules) *Summary {
	n := s.copy()
	n.derive(rules)
	if n.Limit == s.Limit && n.Legal == s.Legal && n.Result == s.Result &&
		n.Worked == s.Worked && n.Shares == s.Shares && n.WorkedProvisional == s.WorkedProvisional && sameReviews(n.Reviews, s.Reviews) {
		return nil
	}
	return n
}

// never stands for an instant that does not come: after all others.
const never = math.MaxInt64

// noTime stands for an instant that is not known, in stored rows: before all
// others.
var noTime = micros(time.Time{})

func micros(t time.Time) int64 { return t.UnixMicro() }

func instant(us int64) time.Time {
	if us == noTime {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}

// dueAt is the order key of [ByDue].
func (s *Summary) dueAt() int64 {
	if s.Limit.Due.IsZero() {
		return never
	}
	return micros(s.Limit.Due)
}

// overdueFrom is the instant after which the case counts as overdue: never, if
// it was closed in time or has no limit.
func (s *Summary) overdueFrom() int64 {
	if s.Limit.Due.IsZero() || !s.ClosedAt.IsZero() && !s.ClosedAt.After(s.Limit.Due) {
		return never
	}
	return micros(s.Limit.Due)
}

// unexplainedFrom is overdueFrom, and never once the delay was explained
// (722号令36).
func (s *Summary) unexplainedFrom() int64 {
	if s.Kept().Delay != nil {
		return never
	}
	return s.overdueFrom()
}

// clockUntil is the last local date that the case's working days depend on;
// far away while that is not known.
func (s *Summary) clockUntil() int64 {
	until := max(s.Limit.On, s.Legal.On, s.ClosedOn(), s.Reviews.until())
	for _, l := range []casefile.Limit{s.Limit, s.Legal} {
		if l.Basis != casefile.NoLimit && l.Due.IsZero() {
			until = math.MaxInt32
		}
	}
	return int64(until)
}

// anomalyBits numbers the anomalies for the filter.
func anomalyBits(list ...casefile.Anomaly) (bits int64) {
	for _, a := range list {
		switch a {
		case casefile.EndsBeforeStart:
			bits |= 1
		case casefile.EventsAfterEnd:
			bits |= 2
		case casefile.EventsBeforeStart:
			bits |= 4
		}
	}
	return bits
}

// deviationBits numbers the deviations, above the anomalies.
func deviationBits(list ...casefile.Deviation) (bits int64) {
	for i, d := range casefile.AllDeviations() {
		if slices.Contains(list, d) {
			bits |= 256 << i
		}
	}
	return bits
}
