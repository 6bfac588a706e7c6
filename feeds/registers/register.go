package registers

import (
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// A Register is one kind of book.
type Register struct {
	Name    string // "accepted"
	Short   string // 受理登记
	Title   Words
	Says    Words // what its rows are
	Dated   Words // the dates of its period; the zero Words are those of acceptance
	Columns []Column

	// told says whether the rows of a case follow from its history as well;
	// nil says that those of none do.
	told func(c *casefile.Case) bool
	// open begins a book.
	open func() pages
}

// PeriodOf says of what the dates of its period are.
func (r *Register) PeriodOf() Words {
	if r.Dated != (Words{}) {
		return r.Dated
	}
	return frame["period"]
}

// OfCases says whether it is a book of cases, which lists those annulled.
func (r *Register) OfCases() bool { return r.open != nil }

// pages are the book of one run.
type pages struct {
	// rows are those of one case, without their serial number.
	rows func(f *file) [][]Cell
	// balance is the reconciliation once all cases are in.
	balance func(t *totals) []Equation
}

// file is one case as registers read it.
type file struct {
	*projections.Summary
	holding []casefile.Entry // what holds of its history, where it is told
	zone    *time.Location
	at      time.Time // when the last record of the snapshot was recorded
}

func (f *file) when(t time.Time) Cell { return moment(t, f.zone) }

var list = []*Register{&accepted, &handling, &results, &transfers, &materials}

// All lists the registers in the order in which centres keep them.
func All() []*Register { return slices.Clone(list) }

// Find gives the register with a name: "accepted", 受理登记 or 受理情况登记表. One
// that is not known gives a [*ledger.InvalidError].
func Find(name string) (*Register, error) {
	var names []string
	for _, r := range list {
		if slices.Contains([]string{r.Name, r.Short, r.Title.Zh}, name) {
			return r, nil
		}
		names = append(names, r.Name+" "+r.Short)
	}
	return nil, &ledger.InvalidError{Field: "book", Value: name, Reason: "want one of " + strings.Join(names, ", ")}
}
