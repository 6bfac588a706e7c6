package supervision_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/supervision"
	"caseledger/projections/view"
	"caseledger/projections/viewtest"
)

var monday = time.Date(2024, 9, 2, 1, 0, 0, 0, time.UTC)

// watch is a ledger into which tests record what supervision and people do.
type watch struct {
	ledger.Store
	n int
}

func (w *watch) issue(t testing.TB, e card.Issued) string {
	t.Helper()
	e.Policy, e.Number = "supervision/1949-10-01", ""
	e.Number = card.NumberOf(e)
	d, err := e.Draft("", monday, monday)
	if err == nil {
		_, err = w.Append(context.Background(), e.Stream(), ledger.NoStream, d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return e.Number
}

// do carries out an order, or does nothing where it is refused.
func (w *watch) do(e dossier.Event) {
	w.n++
	at := monday.Add(time.Duration(w.n) * time.Minute)
	o := dossier.Order{ID: ledger.NewCommandID(at, fmt.Sprint(w.n)), Event: e, Recorded: at}
	for _, k := range []dossier.Handler{card.Cards, card.Measures} {
		if k.Has(e.Stream()) {
			_, _ = k.Do(context.Background(), &dossier.Desk{Store: w.Store}, o)
		}
	}
}

var all = supervision.Query{From: workdays.NoDate, To: workdays.NoDate, First: 1000}

// listed is what a query chooses, each card in a line, and its counts.
func listed(t testing.TB, v view.Reader, q supervision.Query) (out []string) {
	t.Helper()
	p, err := supervision.List(t.Context(), v, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Cards {
		out = append(out, fmt.Sprint(c.Colour, " ", c.Rule, " ", c.Org, " ", c.Case, " ", c.Status(), " ", c.Appeal(), " ", c.Result))
	}
	total, err := supervision.Total(t.Context(), v, q)
	if err != nil || total != len(out) {
		t.Errorf("%d are counted of %d: %v", total, len(out), err)
	}
	groups, err := supervision.Counts(t.Context(), v, q)
	for _, g := range groups {
		total -= g.Count
	}
	if err != nil || total != 0 {
		t.Errorf("groups leave %d: %v", total, err)
	}
	return out
}

// TestCards: each row is a question after a course of cards.
func TestCards(t *testing.T) {
	w := &watch{Store: memory.New()}
	a := w.issue(t, card.Issued{Colour: policy.Yellow, Rule: policy.PastPromise, Case: "a", Org: "住建局", Item: "sx-1", Due: workdays.Civil(2024, 8, 30)})
	b := w.issue(t, card.Issued{Colour: policy.Red, Rule: policy.PastLegal, Case: "b", Org: "税务局", Due: workdays.Civil(2024, 8, 30)})
	c := w.issue(t, card.Issued{Colour: policy.Warning, Rule: policy.NearPromise, Case: "a", Org: "住建局", Item: "sx-1", Due: workdays.Civil(2024, 9, 3)})
	issued, _ := w.Head(t.Context())
	w.do(card.Appealed{Number: a, Ground: "system_fault"})
	w.do(card.Appealed{Number: b, Ground: "applicant"})
	w.do(card.AppealDecided{Number: a, Outcome: card.Granted, Basis: "监察办法12"})
	w.do(card.AppealDecided{Number: b, Outcome: card.Dismissed})
	w.do(card.RectificationOrdered{Number: b, Limit: workdays.Civil(2024, 9, 9)})
	w.do(card.RectificationVerified{Number: b, Result: card.Done})
	w.do(card.Cancelled{Number: c, Reason: "force_majeure"})
	w.do(card.MeasureTaken{Class: "talk", Number: "ZJ-1", Org: "税务局"})
	w.do(card.MeasureTaken{Class: "talk", Number: "ZJ-2", Org: "税务局"})
	v := viewtest.Of(t, w.Store)
	yellow, red, warning := "yellow past_promise 住建局 a cancelled granted ", "red past_legal 税务局 b standing dismissed done", "warning near_promise 住建局 a cancelled  "
	for _, row := range []struct {
		name   string
		change func(*supervision.Query)
		want   []string
	}{
		{"all", func(*supervision.Query) {}, []string{yellow, red, warning}},
		{"known when they were issued", func(q *supervision.Query) { q.KnownAt = uint64(issued) },
			[]string{"yellow past_promise 住建局 a standing  ", "red past_legal 税务局 b standing  ", "warning near_promise 住建局 a standing  "}},
		{"known before", func(q *supervision.Query) { q.KnownAt = 1 }, []string{"yellow past_promise 住建局 a standing  "}},
		{"of a case", func(q *supervision.Query) { q.Case = "a" }, []string{yellow, warning}},
		{"of units", func(q *supervision.Query) { q.Orgs = []string{"税务局", "水利局"} }, []string{red}},
		{"by colour", func(q *supervision.Query) { q.Colour = policy.Red }, []string{red}},
		{"by occasion", func(q *supervision.Query) { q.Rule = policy.NearPromise }, []string{warning}},
		{"of an item", func(q *supervision.Query) { q.Item = "sx-1" }, []string{yellow, warning}},
		{"that hold", func(q *supervision.Query) { q.Status = supervision.Standing }, []string{red}},
		{"appeals granted", func(q *supervision.Query) { q.Appeal = supervision.Granted }, []string{yellow}},
		{"a number", func(q *supervision.Query) { q.Number = b }, []string{red}},
		{"before", func(q *supervision.Query) { q.To = workdays.Civil(2024, 9, 1) }, nil},
		{"on the day", func(q *supervision.Query) { q.From, q.To = workdays.Civil(2024, 9, 2), workdays.Civil(2024, 9, 2) }, []string{yellow, red, warning}},
	} {
		q := all
		row.change(&q)
		if diff := cmp.Diff(row.want, listed(t, v, q)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", row.name, diff)
		}
	}
	measures, err := supervision.Measures(t.Context(), v, all)
	if diff := cmp.Diff([]supervision.Measure{{Org: "税务局", Class: "talk", Count: 2}}, measures); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if then, err := supervision.Find(t.Context(), v, a, uint64(issued)); err != nil || then.Status() != supervision.Standing || then.FellOn() != workdays.Civil(2024, 9, 2) {
		t.Errorf("%+v, %v", then, err)
	}
}

// TestReplayIsIncremental: however the ledger is cut, at every record the same is
// known, then as now.
func TestReplayIsIncremental(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { replayed(t, rand.New(rand.NewPCG(seed, 1))) })
	}
}

func replayed(t *testing.T, r *rand.Rand) {
	w := &watch{Store: memory.New()}
	v := viewtest.New(t)
	var numbers []string
	known := map[ledger.Position][]string{}
	for range 1 + r.IntN(25) {
		if len(numbers) == 0 || r.IntN(4) == 0 {
			numbers = append(numbers, w.issue(t, card.Issued{Colour: policy.Yellow, Rule: policy.PastPromise, Case: fmt.Sprint("c", len(numbers)), Org: "住建局", Due: workdays.NoDate}))
		} else {
			n := numbers[r.IntN(len(numbers))]
			events := []dossier.Event{card.Appealed{Number: n, Ground: "x"}, card.AppealDecided{Number: n, Outcome: card.Dismissed},
				card.AppealDecided{Number: n, Outcome: card.Granted}, card.Cancelled{Number: n, Reason: "x"}, card.RectificationOrdered{Number: n, Limit: workdays.Civil(2030, 1, 1)},
				card.RectificationVerified{Number: n, Result: card.NotDone}, card.MeasureTaken{Number: "m" + n, Class: "talk", Org: "住建局"}}
			w.do(events[r.IntN(len(events))])
		}
		if err := v.CatchUp(t.Context(), w.Store, nil); err != nil {
			t.Fatal(err)
		}
		head, _ := w.Head(t.Context())
		known[head] = listed(t, v, all)
	}
	again := viewtest.New(t)
	if err := again.CatchUp(t.Context(), storetest.Cut(w.Store, 1+r.IntN(9)), nil); err != nil {
		t.Fatal(err)
	}
	for at, want := range known {
		q := all
		q.KnownAt = uint64(at)
		for _, of := range []*projections.Views{v, again} {
			if got := listed(t, of, q); !slices.Equal(got, want) {
				t.Fatalf("at %d: got %v, want %v", at, got, want)
			}
		}
	}
}
