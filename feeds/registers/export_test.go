package registers

import (
	"log/slog"
	"net/http"

	"caseledger/projections"
)

// Bounded is a handler with other bounds.
func Bounded(v *projections.Views, cases int, records uint64) http.Handler {
	return newHandler(v, slog.Default(), limits{cases, records})
}

// Unbalanced is a register that never reconciles.
func Unbalanced() *Register {
	r := accepted
	open := r.open
	r.open = func() pages {
		p := open()
		p.balance = func(t *totals) []Equation {
			return []Equation{{Term{ofAccepted, t.accepted + 1}, []Term{{ofRows, t.accepted}}}}
		}
		return p
	}
	return &r
}

// Flush writes what a CSV sheet holds.
func Flush(s Sheet) { s.(*csvSheet).out.Flush() }
