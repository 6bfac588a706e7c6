package exceptions_test

import (
	"fmt"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/projections/exceptions"
	"caseledger/projections/viewtest"
)

// TestRows: what is out of the ordinary stands newest first, as known at a record,
// and says by which record it holds no longer.
func TestRows(t *testing.T) {
	s, n := memory.New(), 0
	desk := &casefile.Desk{Store: s}
	do := func(number string, c casefile.Command) {
		t.Helper()
		n++
		at := casetest.Time("2024-03-01")
		o := casefile.Order{ID: ledger.NewCommandID(at, fmt.Sprint(n)), Number: number, Post: "受理岗-01", Recorded: at, Command: c}
		if _, err := desk.Do(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	do("A-1", casefile.Accept{Org: "D01", Promise: 5})
	do("A-1", casefile.GrantSpecial{Approver: "主任岗-01", Reason: "elderly"})
	do("A-2", casefile.Accept{Org: "D01", Promise: 5})
	do("A-2", casefile.Return{Basis: "办法第3条", Reason: "not_ours", Remedy: "向市局申请"})
	do("A-3", casefile.Accept{Org: "D02", Promise: 5})
	do("A-3", casefile.GrantSpecial{Approver: "主任岗-01", Reason: "urgent"})
	do("A-1", casefile.VoidRecord{Revision: 1, Reason: "wrong_case", Basis: "办法第9条"})
	v := viewtest.Of(t, s)
	granted := []string{casefile.SpecialGranted{}.Stored()}
	for _, row := range []struct {
		name string
		q    exceptions.Query
		want string
	}{
		{"grants", exceptions.Query{Types: granted, First: 10}, "[6 A-3 0, 2 A-1 7] false"},
		{"before it was voided", exceptions.Query{Types: granted, First: 10, UpTo: 6}, "[6 A-3 0, 2 A-1 0] false"},
		{"as known earlier", exceptions.Query{Types: granted, First: 10, UpTo: 5}, "[2 A-1 0] false"},
		{"a page", exceptions.Query{Types: granted, First: 1}, "[6 A-3 0] true"},
		{"the next", exceptions.Query{Types: granted, First: 1, After: 6}, "[2 A-1 7] false"},
		{"both kinds", exceptions.Query{Types: append(granted, casefile.Returned{}.Stored()), First: 10}, "[6 A-3 0, 4 A-2 0, 2 A-1 7] false"},
	} {
		rows, more, err := exceptions.Rows(t.Context(), v, row.q)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, x := range rows {
			if i > 0 {
				got += ", "
			}
			got += fmt.Sprint(x.Ordinal, " ", x.Number, " ", x.Amended)
			if x.Event.Stored() != x.Type {
				t.Errorf("%s: %s is read as %s", row.name, x.Type, x.Event.Stored())
			}
		}
		if got = fmt.Sprintf("[%s] %t", got, more); got != row.want {
			t.Errorf("%s: %s, want %s", row.name, got, row.want)
		}
	}
	for upTo, want := range map[uint64]int{0: 1, 6: 2, 5: 1, 1: 0} {
		if got, err := exceptions.Count(t.Context(), v, granted, upTo); err != nil || got != want {
			t.Errorf("%d grants at record %d, %v; want %d", got, upTo, err, want)
		}
	}
	if _, _, err := exceptions.Rows(t.Context(), v, exceptions.Query{}); err == nil {
		t.Error("a page of nothing")
	}
}

// TestSealedCounts: sealed values are counted by action, label and month.
func TestSealedCounts(t *testing.T) {
	s := memory.New()
	at := casetest.Time("2024-03-31")
	name, public, err := casefile.Encode(casefile.Accepted{Number: "A-1", Org: "D01", Calendar: "cn", Zone: "Asia/Shanghai"})
	if err != nil {
		t.Fatal(err)
	}
	id := ledger.NewCommandID(at, "a")
	d := ledger.Draft{ID: ledger.EventIDOf(id, 0), Type: name, Command: id, Occurred: at, Recorded: at, Public: public,
		Sealed: []ledger.Sealed{{Label: "applicant.name", Subject: "00", Box: []byte{1}}, {Label: "applicant.id", Subject: "00", Box: []byte{1}}}}
	if _, err := s.Append(t.Context(), casefile.Stream("A-1"), ledger.NoStream, d); err != nil {
		t.Fatal(err)
	}
	got, err := exceptions.SealedCounts(t.Context(), viewtest.Of(t, s))
	if want := fmt.Sprint([]exceptions.Sealed{{name, "applicant.id", 2024, 3, 1}, {name, "applicant.name", 2024, 3, 1}}); err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v; want %s", got, err, want)
	}
}
