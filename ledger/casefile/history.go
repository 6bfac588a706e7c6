package casefile

import (
	"context"
	"time"

	"caseledger/ledger"
)

// A Moment bounds what of a case's history counts. All bounds that are set
// hold together; the zero Moment bounds nothing.
type Moment struct {
	// Revision, if set, is the last revision that counts.
	Revision *ledger.Revision
	// Position, if not zero, is the last position that counts: as known then.
	Position ledger.Position
	// Recorded, if not zero, leaves out what was recorded later: as known then.
	Recorded time.Time
	// Occurred, if not zero, leaves out what happened later: as it was then.
	Occurred time.Time
}

// History is a case with the records it follows from.
type History struct {
	Number  string
	Records []ledger.Record // ascending by revision
	Entries []Entry         // decoded, one for each record
	Case    Case
}

// Load reads a case up to a moment. A case that has no record at all is
// [ledger.ErrNotFound]; one that has none up to the moment is the zero Case.
func Load(ctx context.Context, s ledger.Store, number string, until Moment) (History, error) {
	panic("unwritten")
}

// A Change is one field in which two states of a case differ.
type Change struct {
	// Field is the JSON pointer of the field: "/closedAt", "/suspensions/0/until".
	Field string `json:"field"`
	// Before and After are the values as text; empty where there is none.
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Diff lists the fields in which b differs from a, in the order of the fields.
func Diff(a, b Case) []Change { panic("unwritten") }
