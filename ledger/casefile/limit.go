package casefile

import (
	"time"

	"caseledger/ledger/workdays"
)

// Basis is what a limit rests on.
type Basis string

// Bases of a limit.
const (
	NoLimit    Basis = ""
	ByPromise  Basis = "promise"   // 承诺时限, working days
	ByDeadline Basis = "deadline"  // an explicit instant
	ByLaw      Basis = "legal"     // 法定时限, working days
	BySameDay  Basis = "immediate" // 即办: the day of acceptance
)

// Limit is the deadline of a case: on time ⇔ closed at or before Due.
type Limit struct {
	Basis Basis `json:"basis"`
	// Days is the limit in working days, counted extensions included. For an
	// explicit deadline it is the number of working days from acceptance.
	Days int `json:"days"`
	// Due is the last instant that is on time: the explicit deadline, or the
	// last microsecond of the due date. Zero while an open suspension keeps it
	// from being known, and where there is no limit.
	Due time.Time `json:"due,omitzero"`
	// On is the local date of Due, or NoDate.
	On workdays.Date `json:"on"`
	// Provisional: a year without published calendar is counted.
	Provisional bool `json:"provisional"`
}

// Limit is the limit that governs the case: promise, else explicit deadline,
// else the same day for immediate cases, else the legal limit. Suspensions and
// counted extensions move it.
func (c *Case) Limit(cal *workdays.Calendar) Limit { panic("unwritten") }

// LegalLimit is the legal limit, which runs beside the promised one.
func (c *Case) LegalLimit(cal *workdays.Calendar) Limit { panic("unwritten") }

// Derive explains the governing limit day by day, from acceptance to the due
// date, or to the given date if that is later or the due date is not known.
func (c *Case) Derive(cal *workdays.Calendar, until workdays.Date) workdays.Derivation {
	panic("unwritten")
}

// Worked is the number of counted working days from acceptance to a date, and
// whether it is provisional: the actual length when date is the closing date.
// Negative where the date lies before acceptance.
func (c *Case) Worked(cal *workdays.Calendar, date workdays.Date) (days int, provisional bool) {
	panic("unwritten")
}
