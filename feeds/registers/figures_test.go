package registers_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"

	"caseledger/feeds/registers"
	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// paper is a book as its JSON tells it.
type paper struct {
	Rows           []map[string]any
	Reconciliation []struct {
		Sum   term
		Parts []term
		Holds bool
	}
	Annulled []map[string]string
}

type term struct {
	En string
	N  int64
}

// read makes the five books; every reconciliation in them holds.
func read(t testing.TB, v *projections.Views, q registers.Query) map[string]paper {
	t.Helper()
	out := map[string]paper{}
	for name, text := range written(t, v, q, ".json") {
		var p paper
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, e := range p.Reconciliation {
			left := e.Sum.N
			for _, part := range e.Parts {
				left -= part.N
			}
			if !e.Holds || left != 0 {
				t.Errorf("%s does not reconcile: %+v", name, e)
			}
		}
		out[name] = p
	}
	return out
}

// term is a number of the reconciliation.
func (p paper) term(t testing.TB, en string) int64 {
	t.Helper()
	for _, e := range p.Reconciliation {
		for _, x := range append(e.Parts, e.Sum) {
			if x.En == en {
				return x.N
			}
		}
	}
	t.Fatalf("the reconciliation has no %q", en)
	return 0
}

func (p paper) column(key string) (out []string) {
	for _, row := range p.Rows {
		out = append(out, fmt.Sprint(row[key]))
	}
	return out
}

func day(t testing.TB, instant string) workdays.Date {
	t.Helper()
	at, err := ledger.ParseTime(instant)
	if err != nil {
		t.Fatal(err)
	}
	return workdays.DateOf(at, casetest.Time("2024-01-01").Location())
}

// figure asks for one figure.
func figure(t testing.TB, v *projections.Views, q projections.FigureQuery, id string) int64 {
	t.Helper()
	q.IDs, q.Decimals = []string{id}, -1
	list, err := v.Figures(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseInt(list[0].Numerator, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFigures holds the books against the published figures where both mean the
// same: what was accepted in any period, what of it is closed by now, and over
// all time how cases ended and how many are in hand.
func TestFigures(t *testing.T) {
	shape := casetest.Pingxiang()
	v := viewsOf(t, func(s ledger.Store) {
		for _, h := range hallCases() {
			if _, err := h.AppendTo(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}
		for stream, drafts := range shape.Histories() {
			if _, err := s.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
				t.Fatal(err)
			}
		}
	})
	periods := []registers.Query{everyDay}
	for from := shape.First; from <= shape.Last; from += 61 {
		periods = append(periods, registers.Query{From: from, To: from + 60})
	}
	periods = append(periods, registers.Query{From: workdays.Civil(2024, 3, 1), To: workdays.Civil(2024, 3, 31)})
	for _, q := range periods {
		books := read(t, v, q)
		b := books["accepted"]
		asked := projections.FigureQuery{From: q.From, To: q.To, AsOf: workdays.LastDate}
		if got, want := b.term(t, "accepted"), figure(t, v, asked, "accepted"); got != want {
			t.Errorf("%s to %s: %d accepted, the figure is %d", q.From, q.To, got, want)
		}
		if got, want := b.term(t, "closed"), figure(t, v, asked, "completion_rate_cohort"); got != want {
			t.Errorf("%s to %s: %d closed, of the cohort %d are", q.From, q.To, got, want)
		}
		if q.From != workdays.NoDate {
			continue
		}
		for _, id := range []string{"closed", "returned", "withdrawn", "open"} {
			if got, want := b.term(t, id), figure(t, v, asked, id); got != want {
				t.Errorf("%d %s, the figure is %d", got, id, want)
			}
		}
	}
	if b := read(t, v, everyDay)["accepted"]; b.term(t, "accepted") != 3896+6 || b.term(t, "closed") != 3850+2 {
		t.Errorf("%d accepted, %d closed", b.term(t, "accepted"), b.term(t, "closed"))
	}
}
