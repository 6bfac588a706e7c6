package projections_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// town is a ledger of n cases over ten years: accepted, and all but the last
// ones closed. Records are made while they are read.
type town struct {
	ledger.Store
	cases int
}

func (s town) Head(context.Context) (ledger.Position, error) {
	return ledger.Position(2 * s.cases), nil
}

func (s town) Follow(ctx context.Context, after ledger.Position, _ ledger.Filter) iter.Seq2[ledger.Item, error] {
	return func(yield func(ledger.Item, error) bool) {
		start := casetest.Time("2014-01-02")
		step := 10 * 365 * 24 * time.Hour / time.Duration(s.cases)
		for i := int(after); i < 2*s.cases; i++ {
			n := i % s.cases
			at := start.Add(time.Duration(n) * step)
			h := casetest.Case(fmt.Sprintf("C-%07d", n*7919%s.cases))
			h.Add(at, at, "", casefile.Accepted{
				Org: fmt.Sprint("ORG-", n%23), Item: fmt.Sprint("ITEM-", n*31%997), Channel: []string{"window", "internet", "post"}[n%100/60],
				Officer: fmt.Sprint("POST-", n*17%5003), Promise: 5 + n%20, Handling: casefile.Promised,
			})
			if i >= s.cases {
				if n > s.cases-s.cases/50 {
					h.Add(at, at, "", casefile.StepPerformed{Step: "a", Name: "a"})
				} else {
					done := at.Add(time.Duration(n%40) * 24 * time.Hour)
					h.Add(done, done, "", casefile.Closed{Outcome: casefile.Granted})
				}
			}
			r := ledger.Record{Position: ledger.Position(i + 1), Stream: h.Stream(), Revision: ledger.Revision(i / s.cases), Draft: h.Drafts[i/s.cases]}
			if !yield(ledger.Item{Record: &r, Position: r.Position}, nil) {
				return
			}
		}
		if yield(ledger.Item{Position: ledger.Position(2 * s.cases), Live: true}, nil) {
			<-ctx.Done()
			yield(ledger.Item{}, ctx.Err())
		}
	}
}

// BenchmarkCases reads pages of 50 from a million cases, and measures how long
// it takes until views of two million records give their first answer.
func BenchmarkCases(b *testing.B) {
	const cases = 1_000_000
	path := filepath.Join(b.TempDir(), "views")
	v := openAt(b, path)
	if err := v.CatchUp(b.Context(), town{cases: cases}, nil); err != nil {
		b.Fatal(err)
	}
	for _, tt := range listings() {
		if tt.q.AcceptedFrom == 0 {
			tt.q.AcceptedFrom, tt.q.AcceptedTo = workdays.NoDate, workdays.NoDate
		}
		tt.q.First = 50
		b.Run("list="+tt.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Cases(b.Context(), tt.q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	numbers := make([]string, 50)
	for i := range numbers {
		numbers[i] = fmt.Sprintf("C-%07d", i*7919%cases)
	}
	for name, read := range map[string]func() error{
		"timelines=50": func() error { _, err := v.Timelines(b.Context(), numbers); return err },
		"public=100":   func() error { _, err := v.Public(b.Context(), cases/2, 100); return err },
		"open": func() error {
			r, err := projections.OpenReadOnly(b.Context(), path)
			if err == nil {
				_, err = r.Case(b.Context(), "C-0000001")
				err = errors.Join(err, r.Close())
			}
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// listed is a query of a benchmark.
type listed struct {
	name string
	q    projections.CaseQuery
}

// listings are queries of all kinds: with an index that has filter and order,
// with one of them, with filters that leave few and that leave many.
func listings() []listed {
	text := func(s string) *string { return &s }
	yes := true
	now := casetest.Time("2023-12-20")
	return []listed{
		{"newest", projections.CaseQuery{Descending: true}},
		{"by number", projections.CaseQuery{Order: projections.ByNumber}},
		{"updated", projections.CaseQuery{Order: projections.ByUpdated, Descending: true}},
		{"due", projections.CaseQuery{Order: projections.ByDue}},
		{"org", projections.CaseQuery{Filter: projections.Filter{Org: text("ORG-7")}}},
		{"org, updated", projections.CaseQuery{Filter: projections.Filter{Org: text("ORG-7")}, Order: projections.ByUpdated, Descending: true}},
		{"officer, due", projections.CaseQuery{Filter: projections.Filter{Officer: text("POST-77")}, Order: projections.ByDue}},
		{"item, due", projections.CaseQuery{Filter: projections.Filter{Item: text("ITEM-77")}, Order: projections.ByDue}},
		{"org and item", projections.CaseQuery{Filter: projections.Filter{Org: text("ORG-7"), Item: text("ITEM-77")}}},
		{"channel and item, by number", projections.CaseQuery{Filter: projections.Filter{Channel: text("internet"), Item: text("ITEM-77")}, Order: projections.ByNumber}},
		{"open, due", projections.CaseQuery{Status: []casefile.Status{casefile.Open}, Order: projections.ByDue}},
		{"org, open, due", projections.CaseQuery{Filter: projections.Filter{Org: text("ORG-7")}, Status: []casefile.Status{casefile.Open}, Order: projections.ByDue}},
		{"open, overdue", projections.CaseQuery{Status: []casefile.Status{casefile.Open}, Overdue: &yes, OverdueAt: now}},
		{"overdue, due", projections.CaseQuery{Overdue: &yes, OverdueAt: now, Order: projections.ByDue}},
		{"special by label", projections.CaseQuery{Label: projections.Label{Scheme: casefile.SevenKinds, Kind: casefile.KindSpecial}}},
		{"joint, due", projections.CaseQuery{Routing: casefile.Joint, Order: projections.ByDue}},
		{"a month", projections.CaseQuery{AcceptedFrom: workdays.Civil(2019, 5, 1), AcceptedTo: workdays.Civil(2019, 5, 31)}},
		{"a month, org, updated", projections.CaseQuery{Filter: projections.Filter{Org: text("ORG-7")}, AcceptedFrom: workdays.Civil(2019, 5, 1), AcceptedTo: workdays.Civil(2019, 5, 31), Order: projections.ByUpdated}},
		{"prefix", projections.CaseQuery{NumberPrefix: "C-01234"}},
	}
}
