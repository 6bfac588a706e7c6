package registers

import (
	"cmp"
	"fmt"
	"time"

	"caseledger/ledger/workdays"
)

// A Sheet writes one book: Begin, a Row for each row, End. Errors are those of
// what is written to.
type Sheet interface {
	Begin(h Head) error
	Row(cells []Cell) error // as many as there are columns; kept, so nobody writes to them
	End(f Foot) error
}

// Head is what a book says before its rows.
type Head struct {
	*Register
	Query
	Ordinal  uint64    // of the last record taken into account
	Recorded time.Time // of that record; zero where there is none
	// Simulated: the ledger says that a program made it up.
	Simulated bool
}

// Foot is what it says after them.
type Foot struct {
	Balance  []Equation
	Annulled []Annulled
}

// Period is the period in numbers, "…" for a side that is open.
func (h Head) Period() string {
	if h.From == workdays.NoDate && h.To == workdays.NoDate {
		return frame["ever"].both()
	}
	return cmp.Or(h.From.String(), "…") + " – " + cmp.Or(h.To.String(), "…")
}

// Unit is the accepting unit that the book is of.
func (h Head) Unit() string {
	if h.Org == nil {
		return frame["all"].both()
	}
	return *h.Org
}

// AsOf names the last record taken into account, when it was recorded, and
// whether the ledger is simulated.
func (h Head) AsOf() string {
	as := fmt.Sprint(h.Ordinal)
	if !h.Recorded.IsZero() {
		as += fmt.Sprintf("（%s UTC）", h.Recorded.UTC().Format(time.DateTime))
	}
	if h.Simulated {
		as += " " + frame["simulated"].both()
	}
	return as
}
