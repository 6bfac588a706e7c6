package voice

import (
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// Regimes whose policies limit what follows on people's words.
const (
	ComplaintRegime = "complaint" // 投诉: noticeDays to accept or not, legalDays to answer
	QuestionRegime  = "question"  // 咨询: legalDays to answer
	ObjectionRegime = "objection" // 异议: legalDays to answer
)

// Calendar is the one by which all days are counted.
const Calendar = workdays.China

// Clock counts limits, by what is known of policies and of the calendar.
type Clock struct {
	Calendar *workdays.Calendar
	Policies *policy.Set
}

// A Limit is the last day on which something is in time.
type Limit struct {
	On workdays.Date // NoDate: there is none
	// Due is the last instant of that day; zero: there is none.
	Due time.Time
	// Provisional: it rests on a year whose calendar is not published.
	Provisional bool
	Policy      string // the version of the rules: "complaint/1949-10-01"
}

// Overdue says whether at an instant the limit had passed and what it limits was
// not done. done is zero for what is not done at all.
func (l Limit) Overdue(done, at time.Time) bool {
	return !l.Due.IsZero() && at.After(l.Due) && (done.IsZero() || done.After(at))
}

// Acceptance is the limit for accepting a complaint or not (决定是否受理).
func (c Clock) Acceptance(filed time.Time) Limit {
	return c.limit(ComplaintRegime, filed, filed, func(p *policy.Policy) int { return p.NoticeDays })
}

// Answer is the limit for an answer to what was filed under a regime. It runs
// from the acceptance, from the filing where that is zero or the policy counts
// from the receipt.
func (c Clock) Answer(regime string, filed, accepted time.Time) Limit {
	from := accepted
	if p := c.Policies.At(regime, casefile.StandardDate(filed)); accepted.IsZero() || p != nil && p.FromReceipt {
		from = filed
	}
	return c.limit(regime, filed, from, func(p *policy.Policy) int { return p.LegalDays })
}

func (c Clock) limit(regime string, filed, from time.Time, days func(*policy.Policy) int) Limit {
	none := Limit{On: workdays.NoDate}
	p := c.Policies.At(regime, casefile.StandardDate(filed))
	if p == nil || days(p) == 0 || filed.IsZero() {
		return none
	}
	start := casefile.StandardDate(from)
	if p.FirstDay {
		start--
	}
	l := Limit{Policy: p.ID()}
	l.On, l.Provisional = c.Calendar.Due(workdays.Clock{Start: start, Days: days(p)})
	l.Due = min(l.On, workdays.LastDate).End(casefile.Standard()).Add(-time.Microsecond).UTC()
	return l
}
