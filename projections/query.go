package projections

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Summary is one row of the case view. Summaries that views answer with share
// their lists: nobody may write to those.
type Summary struct {
	casefile.Case
	Placing
	Kind   casefile.Kind
	Limit  casefile.Limit  // governing limit
	Legal  casefile.Limit  // legal limit, if any
	Worked int             // working days from acceptance to closing; 0 while open
	Shares casefile.Shares // whose those working days were; none unless closed
	Days   int             // calendar days from acceptance to closing; 0 while open
	// WorkedProvisional: Worked rests on a year without published calendar.
	WorkedProvisional bool
	Result            Result
	Anomalies         []casefile.Anomaly
	Reviews           *Reviews        // limits of its bad reviews; nil without one. Nobody may write into it
	Position          ledger.Position // of the case's last record
	Recorded          time.Time       // recorded time of the case's last record
}

// Order of a case listing.
type Order string

// Orders. Each is total: equal keys are ordered by case number. Descending is
// the exact reverse.
const (
	ByAccepted Order = "accepted" // time of acceptance
	ByDue      Order = "due"      // due time; a case without one is due after all others
	ByNumber   Order = "number"
	ByUpdated  Order = "updated" // position of the last record
)

// CaseQuery asks for one page of cases.
type CaseQuery struct {
	Filter
	Status    []casefile.Status
	Overdue   *bool     // past Due at OverdueAt, while open or by its closing
	OverdueAt time.Time // required with Overdue, OverdueUnexplained and ReviewOverdue
	// OverdueUnexplained: overdue at OverdueAt, and nobody has said in public
	// why (722号令36); false are all other cases.
	OverdueUnexplained *bool
	BadReview          BadReviews    // has a bad review; empty leaves it open
	ReviewOverdue      *bool         // has a bad review, and at OverdueAt one that is overdue, or none
	AcceptedFrom       workdays.Date // inclusive; NoDate leaves it open
	AcceptedTo         workdays.Date // inclusive; NoDate leaves it open
	NumberPrefix       string
	Anomaly            casefile.Anomaly
	Deviation          casefile.Deviation
	Handling           casefile.Handling
	Routing            casefile.Routing
	Intake             casefile.Intake
	Label              Label
	OpenBook           *bool // stands in the open book (未销号), or does not

	Order      Order // default ByAccepted
	Descending bool
	After      string // cursor: the page begins after this row
	Before     string // cursor: the page ends before this row; with Last
	First      int    // rows from the front, 1 to 1000
	Last       int    // rows from the back, 1 to 1000; one of First and Last
	CountTotal bool
}

// CasePage is one page of a listing.
type CasePage struct {
	Rows     []Summary
	Cursors  []string // one for each row
	HasNext  bool
	HasPrev  bool
	Total    int // -1 unless asked for
	Position ledger.Position
}

// TimelineEntry is one event of a case as the public may see it.
type TimelineEntry struct {
	Number   string
	Revision ledger.Revision
	Position ledger.Position
	ID       ledger.EventID
	Type     string // stored name with version
	Occurred time.Time
	Recorded time.Time
	Post     string
	Public   []byte // canonical body
	Sealed   int    // number of sealed values
	// AmendedBy is the revision of the record that corrects or voids this one;
	// nil while it holds.
	AmendedBy *ledger.Revision
}

// CustodyEntry says who held a case in an interval.
type CustodyEntry struct {
	casefile.Holder
	From  time.Time
	Until time.Time // zero while it lasts
	// How the holder is known: "application" (received it), "accepted",
	// "transferred" (on the way, the giver has let go), "received", "step" (seen acting on the case), or
	// "reopened" (the holder has it again after its return was reviewed).
	How string
}

// PublicRecord is a record as feeds publish it.
type PublicRecord struct {
	Ordinal  uint64 // 1, 2, 3, … in ledger order without gaps
	Position ledger.Position
	Record   ledger.Record // Sealed has labels and commitments only
}
