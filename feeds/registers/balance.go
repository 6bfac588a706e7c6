package registers

import (
	"fmt"
	"strings"

	"caseledger/ledger/casefile"
)

// An Equation is one line of a reconciliation (勾稽): what should be the sum of
// its parts.
type Equation struct {
	Sum   Term
	Parts []Term
}

// A Term is a number with its words.
type Term struct {
	Words
	N int
}

// Holds says whether the parts add up.
func (e Equation) Holds() bool {
	n := e.Sum.N
	for _, p := range e.Parts {
		n -= p.N
	}
	return n == 0
}

// String writes it in both languages: "受理 accepted 3 = 办结 closed 2 + 在办 open 1".
func (e Equation) String() string {
	var b strings.Builder
	write := func(sign string, t Term) { fmt.Fprintf(&b, "%s%s %s %d", sign, t.Zh, t.En, t.N) }
	write("", e.Sum)
	sign := " = "
	for _, p := range e.Parts {
		write(sign, p)
		sign = " + "
	}
	return b.String()
}

// An ImbalanceError: a book does not reconcile. It was written, and says so
// itself. The views are damaged, or this program has a fault.
type ImbalanceError struct {
	Register *Register
	Equation Equation
}

func (e *ImbalanceError) Error() string {
	return fmt.Sprintf("the book %s %s does not reconcile: %s", e.Register.Name, e.Register.Title.Zh, e.Equation)
}

// totals count the cases of a run, whatever books they are in.
type totals struct {
	accepted                          int // by the database's own count
	closed, returned, withdrawn, open int // by their states
}

func (t *totals) add(c *casefile.Case) {
	switch c.Status {
	case casefile.Ended:
		t.closed++
	case casefile.SentBack:
		t.returned++
	case casefile.TakenBack:
		t.withdrawn++
	case casefile.Open:
		t.open++
	}
}

func (t *totals) ended() []Term {
	return []Term{{ofClosed, t.closed}, {ofReturned, t.returned}, {ofWithdrawn, t.withdrawn}}
}

// of holds the cases accepted against the rows of a book that has one for each.
func (t *totals) of(rows int) []Equation {
	all := Term{ofAccepted, t.accepted}
	return []Equation{{all, []Term{{ofRows, rows}}}, {all, append(t.ended(), Term{ofOpen, t.open})}}
}
