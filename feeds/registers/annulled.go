package registers

import (
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// Annulled is a case of the period that should not have been there (整件作废). It
// is in no count.
type Annulled struct {
	Number     string
	AcceptedOn workdays.Date
	At         time.Time
	Zone       *time.Location
	Reason     string
	SameAs     string // number of the case that holds
}

// annulled calls take for the annulled cases that had been accepted in the
// period.
func (s *source) annulled(take func(Annulled)) error {
	put := func(c *projections.Summary, told []casefile.Entry) error {
		if a, ok := annulment(c, casefile.Holding(told)); ok && s.holds(a.AcceptedOn) {
			take(a)
		}
		return nil
	}
	if s.then {
		return all(s.struck, put)
	}
	asked := projections.CaseQuery{Status: []casefile.Status{casefile.Struck}, Order: projections.ByNumber,
		AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
	asked.Org = s.Org
	return eachCase(s.snapshot, asked, func(*casefile.Case) bool { return true }, put)
}

// annulment finds it in what holds of a case; ok is false for one that was
// never accepted.
func annulment(c *projections.Summary, holding []casefile.Entry) (a Annulled, ok bool) {
	var before casefile.Case
	for i := range holding {
		x, annuls := holding[i].Event.(casefile.Annulled)
		if !annuls {
			before.Apply(&holding[i])
			continue
		}
		return Annulled{Number: c.Number, AcceptedOn: before.AcceptedOn(), Zone: before.Location(),
			At: holding[i].Occurred, Reason: x.Reason, SameAs: x.SameAs}, !before.AcceptedAt.IsZero()
	}
	return a, false
}
