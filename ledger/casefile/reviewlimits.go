package casefile

import (
	"time"

	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// ReviewLimits are the limits of one bad review (差评办理期限), by the rules in
// force on the day of the rating. Days run from the rating, which is not
// counted; a rating before the acceptance counts from that. A limit that the
// rules do not name has no day.
type ReviewLimits struct {
	Contact Limit `json:"contact"` // 联系核实
	// Answer is for rectification or explanation (整改): the one for what is
	// complex once somebody has found it so.
	Answer Limit `json:"answer"`
}

// ReviewLimits gives the limits of a bad review; none for other ratings, and of
// a case that is not accepted.
func (c *Case) ReviewLimits(r *Rating, rules Rules) ReviewLimits {
	none := Limit{On: workdays.NoDate}
	out := ReviewLimits{none, none}
	if !r.BadReview() || c.AcceptedAt.IsZero() {
		return out
	}
	from := max(c.on(r.At), c.AcceptedOn())
	p := ratingPolicy(rules, c.on(r.At))
	if p == nil {
		return out
	}
	limit := func(code string) Limit {
		d, ok := p.PeriodOf(code)
		if !ok || d.Days == 0 {
			return none
		}
		count := Period{Days: d.Days, Unit: d.Unit, From: from}
		count.count(rules.Calendar)
		return Limit{Basis: ByLaw, Days: d.Days, On: count.On, Due: lastMoment(count.On, c.Location()), Provisional: count.Provisional, Policy: p.ID()}
	}
	out.Contact = limit(policy.ReviewContact)
	if out.Answer = limit(policy.ReviewSimple); r.review().Complex {
		out.Answer = limit(policy.ReviewComplex)
	}
	return out
}

// OverdueFrom is the instant after which something about the review is late: the
// end of the first limit within which nothing was done. Zero where all was
// done, and where no limit runs. What was done late is not overdue any more.
func (l ReviewLimits) OverdueFrom(r *Rating) (from time.Time) {
	if !r.BadReview() {
		return from
	}
	v := r.review()
	for _, step := range []struct {
		done time.Time
		Limit
	}{{v.ContactedAt, l.Contact}, {v.AnsweredAt(), l.Answer}} {
		if step.done.IsZero() && !step.Due.IsZero() && (from.IsZero() || step.Due.Before(from)) {
			from = step.Due
		}
	}
	return from
}
