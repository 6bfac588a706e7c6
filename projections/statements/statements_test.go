package statements_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/statements"
	"caseledger/projections/viewtest"
)

// hall is a ledger with its views.
type hall struct {
	store *memory.Store
	views *projections.Views
}

func newHall(t *testing.T) *hall {
	t.Helper()
	return &hall{store: memory.New(), views: viewtest.New(t)}
}

func (h *hall) record(t *testing.T, list ...*casetest.History) {
	t.Helper()
	for _, x := range list {
		if _, err := x.AppendTo(t.Context(), h.store); err != nil {
			t.Fatal(err)
		}
	}
	h.catchUp(t)
}

func (h *hall) catchUp(t *testing.T) {
	t.Helper()
	if err := h.views.CatchUp(t.Context(), h.store, nil); err != nil {
		t.Fatal(err)
	}
}

func (h *hall) do(t *testing.T, at time.Time, e dossier.Event) error {
	t.Helper()
	d := &dossier.Desk{Store: h.store, Beyond: &statements.Freezer{Views: h.views, Store: h.store}}
	_, err := statement.Kind.Do(t.Context(), d, dossier.Order{ID: ledger.NewCommandID(at, e.Stored()), Event: e, Recorded: at})
	h.catchUp(t)
	return err
}

func lines(rows []statements.Row) string {
	var b strings.Builder
	for i := range rows {
		b.Write(append(rows[i].Line(), '\n'))
	}
	return b.String()
}

func promised(org string) casefile.Accepted {
	return casefile.Accepted{Org: org, Item: "甲", Promise: 5, Handling: casefile.Promised}
}

var may = statements.Scope{Period: "2024-05"}

// TestStatementOfAClosedMonth is acceptance test 13: the statement of a closed month
// is identical after later corrections with knownAt; new with restatement.
func TestStatementOfAClosedMonth(t *testing.T) {
	h := newHall(t)
	granted := casefile.Closed{Outcome: casefile.Granted}
	h.record(t,
		casetest.Case("S-1").On("2024-05-06", promised("镇一")).On("2024-05-08", granted),
		casetest.Case("S-2").On("2024-05-06", promised("镇二")).On("2024-05-20", granted),
		casetest.Case("S-3").On("2024-05-30", promised("镇二")))
	june := casetest.Time("2024-06-03")
	if err := h.do(t, june, statement.Closed{Period: "2024-05"}); err != nil {
		t.Fatal(err)
	}
	closed, err := statements.Find(t.Context(), h.views, may)
	if err != nil || len(closed) != 1 {
		t.Fatal(closed, err)
	}
	first, err := statements.Frozen(t.Context(), h.views, may, closed[0].Frozen)
	if err != nil {
		t.Fatal(err)
	}
	want := lines(first)
	// A late entry of May, and what belongs to June.
	late := casetest.Time("2024-06-17")
	h.record(t,
		casetest.Case("S-4").Add(casetest.Time("2024-05-10"), late, "", promised("镇一")),
		casetest.Case("S-5").On("2024-06-18", promised("镇一")))
	again, err := statements.Frozen(t.Context(), h.views, may, closed[0].Frozen)
	if err != nil || lines(again) != want {
		t.Fatalf("the statement of a closed month has changed: %v", err)
	}
	n, err := h.views.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changes, more, err := statements.Restatement(t.Context(), h.views, may, closed[0].Frozen, n)
	if err != nil || more || len(changes) == 0 {
		t.Fatal(changes, more, err)
	}
	for _, c := range changes {
		if len(c.Causes) != 1 || c.Causes[0].Case != "S-4" || c.Causes[0].Why != statements.LateEntry || c.Causes[0].Lag != 17 {
			t.Errorf("%+v", c)
		}
	}
	for occurred, want := range map[string]string{"2024-05-10": "[2024-05]", "2024-04-30": "[2024-05]", "2024-06-02": "[]"} {
		if got := statements.Published(closed, "镇一", n-1, casetest.Time(occurred)); fmt.Sprint(got) != want {
			t.Errorf("an entry of %s may have changed %v, want %s", occurred, got, want)
		}
	}
	if got := statements.Published(closed, "镇一", uint64(closed[0].Ordinal), casetest.Time("2024-05-10")); got != nil {
		t.Errorf("a record that was frozen changed %v", got)
	}
	if err := h.do(t, late.Add(time.Hour), statement.Restated{Period: "2024-05"}); err != nil {
		t.Fatal(err)
	}
	both, err := statements.Find(t.Context(), h.views, may)
	if err != nil || len(both) != 2 || both[1].Restates != both[0].SHA256 || both[1].Changed != len(changes) || both[0].SHA256 != closed[0].SHA256 {
		t.Fatalf("%+v, %v", both, err)
	}
	restated, err := statements.Frozen(t.Context(), h.views, may, both[1].Frozen)
	if err != nil || lines(restated) == want {
		t.Errorf("the restatement is as what it restates: %v", err)
	}
	sums(t, first)
	sums(t, restated)
}

// sums holds that counts by organisation add up to the whole.
func sums(t *testing.T, rows []statements.Row) {
	t.Helper()
	total := map[string]int{}
	for _, r := range rows {
		if r.Denominator != nil {
			continue
		}
		n, err := strconv.Atoi(r.Numerator)
		if err != nil {
			t.Fatal(err)
		}
		switch r.Dimension {
		case statements.Whole:
			total[r.Figure] += n
		case statements.Org:
			total[r.Figure] -= n
		}
	}
	for figure, rest := range total {
		if rest != 0 {
			t.Errorf("%s by organisation differs from the whole by %d", figure, rest)
		}
	}
}

// TestMismatch: rows that are not those that were frozen are a loud error.
func TestMismatch(t *testing.T) {
	h := newHall(t)
	h.record(t, casetest.Case("S-1").On("2024-05-06", promised("镇一")))
	f := statement.Frozen{Definitions: statements.Definitions(), Ordinal: 1, Rows: 1, SHA256: strings.Repeat("0", 64)}
	var wrong *statements.MismatchError
	if _, err := statements.Frozen(t.Context(), h.views, may, f); !errors.As(err, &wrong) {
		t.Error(err)
	}
	f.Definitions[0].Version = 99
	var unknown *statements.DefinitionError
	if _, err := statements.Frozen(t.Context(), h.views, may, f); !errors.As(err, &unknown) {
		t.Error(err)
	}
	if _, err := statements.Find(t.Context(), h.views, may); !errors.Is(err, statements.ErrNotClosed) {
		t.Error(err)
	}
}
