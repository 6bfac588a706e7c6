package casefile_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
)

func TestLoadAtAMoment(t *testing.T) {
	s := memory.New()
	// Before it, another case takes positions 1 and 2.
	other := casetest.Case("T-0").On("2024-03-01", casefile.Accepted{}).On("2024-03-02", casefile.Closed{})
	// The second step happened on the 5th and was entered on the 8th.
	h := casetest.Case("T-1").
		On("2024-03-04", casefile.Accepted{Promise: 5}).
		On("2024-03-06", casefile.StepPerformed{Step: "S1"}).
		Add(at(t, "2024-03-05"), at(t, "2024-03-08"), "p", casefile.StepPerformed{Step: "S2"}).
		On("2024-03-07", casefile.Closed{Outcome: casefile.Granted})
	for _, h := range []*casetest.History{other, h} {
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	revision := func(r ledger.Revision) *ledger.Revision { return &r }
	tests := []struct {
		name   string
		until  casefile.Moment
		events []int // revisions that count
		status casefile.Status
	}{
		{"now", casefile.Moment{}, []int{0, 1, 2, 3}, casefile.Ended},
		{"at a revision", casefile.Moment{Revision: revision(1)}, []int{0, 1}, casefile.Open},
		{"at a later revision", casefile.Moment{Revision: revision(99)}, []int{0, 1, 2, 3}, casefile.Ended},
		{"before the first revision", casefile.Moment{Revision: revision(-1)}, nil, casefile.None},
		{"at a position", casefile.Moment{Position: 5}, []int{0, 1, 2}, casefile.Open},
		{"at a position before it", casefile.Moment{Position: 2}, nil, casefile.None},
		{"as known on a day", casefile.Moment{Recorded: at(t, "2024-03-07")}, []int{0, 1, 3}, casefile.Ended},
		{"as known earlier", casefile.Moment{Recorded: at(t, "2024-03-06")}, []int{0, 1}, casefile.Open},
		{"as it was on a day", casefile.Moment{Occurred: at(t, "2024-03-05")}, []int{0, 2}, casefile.Open},
		{"as it was before", casefile.Moment{Occurred: at(t, "2024-03-03")}, nil, casefile.None},
		{"as it was, as known then", casefile.Moment{Occurred: at(t, "2024-03-05"), Recorded: at(t, "2024-03-05")}, []int{0}, casefile.Open},
	}
	for _, tt := range tests {
		got, err := casefile.Load(t.Context(), s, "T-1", tt.until)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		var revisions []int
		for _, r := range got.Records {
			revisions = append(revisions, int(r.Revision))
		}
		if !cmp.Equal(revisions, tt.events) || got.Case.Status != tt.status || len(got.Entries) != len(got.Records) || got.Case.Events != len(got.Records) {
			t.Errorf("%s: revisions %v, status %q; want %v, %q", tt.name, revisions, got.Case.Status, tt.events, tt.status)
		}
	}
}

func TestLoadOfNothing(t *testing.T) {
	s := memory.New()
	if _, err := casefile.Load(t.Context(), s, "T-1", casefile.Moment{}); !errors.Is(err, ledger.ErrNotFound) {
		t.Errorf("a case that is not there: %v", err)
	}
	var invalid *ledger.InvalidError
	if _, err := casefile.Load(t.Context(), s, "../T 1", casefile.Moment{}); !errors.As(err, &invalid) {
		t.Errorf("a number that cannot be: %v", err)
	}
}

func TestLoadOfAForeignRecord(t *testing.T) {
	s := memory.New()
	h := casetest.Case("T-1").On("2024-03-04", casefile.Accepted{})
	h.Drafts[0].Type = "case.accepted/9"
	if _, err := h.AppendTo(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	var unknown *act.UnknownTypeError
	if _, err := casefile.Load(t.Context(), s, "T-1", casefile.Moment{}); !errors.As(err, &unknown) {
		t.Errorf("%v, want an UnknownTypeError", err)
	}
}

func TestDiff(t *testing.T) {
	a := casetest.Case("T-1").On("2024-03-04", casefile.Accepted{Promise: 5, Org: "a"}).
		On("2024-03-05", casefile.Suspended{Reason: "r"}).
		On("2024-03-05", casefile.FeeCharged{Amount: 1_500_000, Currency: "CNY"})
	before := a.Case
	after := a.On("2024-03-06", casefile.Resumed{}).On("2024-03-07", casefile.Transferred{ToOrg: "b"}).Case
	want := []casefile.Change{
		{Field: "/events", Before: "3", After: "5"},
		{Field: "/suspensions/0/until", After: "2024-03-06T01:00:00.000000Z"},
		{Field: "/transfers", After: "1"},
		{Field: "/transit/org", After: "b"},
	}
	if diff := cmp.Diff(want, casefile.Diff(before, after)); diff != "" {
		t.Error(diff)
	}
	if back := casefile.Diff(after, before); len(back) != len(want) || back[1].Before != want[1].After || back[1].After != "" {
		t.Errorf("the other way round: %+v", back)
	}
	if d := casefile.Diff(after, after); len(d) != 0 {
		t.Errorf("a case differs from itself: %+v", d)
	}
	if d := casefile.Diff(casefile.Case{}, before); len(d) < 8 {
		t.Errorf("a case differs from nothing by %+v", d)
	}
}
