package casefile

import (
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// Status is where a case stands.
type Status string

// Statuses of a case. Suspension is not one of them: the clock of an open case
// stands still, the case stays open.
const (
	None      Status = ""          // nothing has happened yet
	Pending   Status = "pending"   // 待受理: received or announced, not accepted yet
	Open      Status = "open"      // 在办
	Ended     Status = "closed"    // 办结
	SentBack  Status = "returned"  // 退回
	TakenBack Status = "withdrawn" // 撤回
	Struck    Status = "annulled"  // 整件作废
)

// Case is the state of one case after its events so far. It is a value: Evolve
// returns a new one and never writes into slices of the old, nor into its
// proceedings.
type Case struct {
	Accepted              // the facts of acceptance; handling and routing as they became since
	Status      Status    `json:"status"`
	AcceptedAt  time.Time `json:"acceptedAt,omitzero"`
	DecidedAt   time.Time `json:"decidedAt,omitzero"`
	ClosedAt    time.Time `json:"closedAt,omitzero"` // when it was closed, returned or withdrawn
	DeliveredAt time.Time `json:"deliveredAt,omitzero"`
	Outcome     Outcome   `json:"outcome,omitempty"`

	Holder    Holder  `json:"holder"`             // who has the case, or gave it away last
	Transit   *Holder `json:"transit,omitempty"`  // whom it is on the way to
	Transfers int     `json:"transfers,omitzero"` // transfers so far

	Suspensions []Suspension `json:"suspensions,omitempty"`
	Extensions  []Extension  `json:"extensions,omitempty"`
	Corrections []Correction `json:"corrections,omitempty"`

	Steps       int       `json:"steps,omitzero"`
	LastStep    string    `json:"lastStep,omitempty"`   // code of the latest step
	FirstStepAt time.Time `json:"firstStepAt,omitzero"` // earliest step
	LastStepAt  time.Time `json:"lastStepAt,omitzero"`  // latest step
	Fees        Amount    `json:"fees,omitzero"`        // charged in total
	Charges     int       `json:"charges,omitzero"`     // number of charges
	Currency    string    `json:"currency,omitempty"`

	// Proceedings is what only cases of some kinds have; nil for the others.
	Proceedings *Proceedings `json:"proceedings,omitempty"`
	// Docket is what few cases have; nil while there is none of it.
	Docket     *Docket `json:"docket,omitempty"`
	Amendments int     `json:"amendments,omitzero"` // records that correct or void others

	Events int `json:"events"` // events so far; the last one's revision is Events−1
}

// Holder is who has a case in hand (持有人).
type Holder struct {
	Org  string `json:"org,omitempty"`
	Post string `json:"post,omitempty"`
}

// Extension is a granted prolongation of the limit.
type Extension struct {
	At     time.Time `json:"at"`   // when it was recorded
	Days   int       `json:"days"` // working days
	Notice string    `json:"notice,omitempty"`
}

// Correction is one 补正 notice.
type Correction struct {
	Notice    string    `json:"notice"`
	Items     []string  `json:"items"`
	Requested time.Time `json:"requested"`
	Received  time.Time `json:"received,omitzero"`
	// Days and Unit are the applicant's period, as the notice names it.
	Days int    `json:"days,omitzero"`
	Unit string `json:"unit,omitempty"`
}

// Suspended says whether the clock stands still now. That of a case that has
// ended does not.
func (c *Case) Suspended() bool {
	return !c.ended() && slices.ContainsFunc(c.Suspensions, Suspension.lasts)
}

// ended says whether the case was closed, returned or withdrawn.
func (c *Case) ended() bool {
	return c.Status == Ended || c.Status == SentBack || c.Status == TakenBack
}

// Location is the case's time zone: the one named at acceptance, else
// Asia/Shanghai.
func (c *Case) Location() *time.Location { return location(c.Zone) }

// AcceptedOn, ClosedOn: local dates; NoDate where it has not happened.
func (c *Case) AcceptedOn() workdays.Date { return c.on(c.AcceptedAt) }

// ClosedOn is the local date of closing, return or withdrawal, else NoDate.
func (c *Case) ClosedOn() workdays.Date { return c.on(c.ClosedAt) }

func (c *Case) on(t time.Time) workdays.Date {
	if t.IsZero() {
		return workdays.NoDate
	}
	return workdays.DateOf(t, c.Location())
}

// Stream is the stream of the case with this number.
func Stream(number string) ledger.StreamID { return ledger.StreamID(StreamPrefix + number) }

// StreamPrefix begins the names of all case streams.
const StreamPrefix = "case/"
