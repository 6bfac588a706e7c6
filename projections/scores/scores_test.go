package scores_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/scores"
	"caseledger/projections/viewtest"
)

func date(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// house is a ledger with a county, a department D01 below it, and cases.
type house struct {
	t     *testing.T
	store ledger.Store
	n     int
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, store: memory.New()}
	if _, err := registry.Publish(t.Context(), h.store, workdays.Official(), casetest.Time("2024-01-01")); err != nil {
		t.Fatal(err)
	}
	_, err := registry.Record(t.Context(), h.store, casetest.Time("2024-01-02"), "编办岗-01",
		registry.OrganisationCreated{Date: date("2024-01-02"), Org: "C", Name: "县政府", Level: registry.County},
		registry.OrganisationCreated{Date: date("2024-01-02"), Org: "D01", Name: "民政局", Parent: "C", Level: registry.County})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) do(at string, k dossier.Handler, e dossier.Event) error {
	h.n++
	_, err := k.Do(h.t.Context(), &dossier.Desk{Store: h.store}, dossier.Order{ID: ledger.NewCommandID(casetest.Time(at), strconv.Itoa(h.n)), Post: "考核岗-01", Event: e, Recorded: casetest.Time(at)})
	return err
}

func (h *house) must(at string, k dossier.Handler, e dossier.Event) {
	h.t.Helper()
	if err := h.do(at, k, e); err != nil {
		h.t.Fatal(err)
	}
}

// cases are accepted in May by a post and closed, so many of them late.
func (h *house) cases(post string, all, late int) {
	h.t.Helper()
	for i := range all {
		closed := "2024-05-08"
		if i < late {
			closed = "2024-05-28"
		}
		c := casetest.Case(fmt.Sprint(post, "-", i)).On("2024-05-06", casefile.Accepted{Org: "D01", Officer: post, Promise: 5}).On(closed, casefile.Closed{Outcome: casefile.Granted})
		if _, err := c.AppendTo(h.t.Context(), h.store); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) views() *projections.Views {
	h.t.Helper()
	return viewtest.Of(h.t, h.store)
}

var unit = assessment.FormulaPublished{Formula: "unit", From: date("2024-05-01"), Span: assessment.Month, Subject: assessment.Organisation, Title: "单位月度效能评估办法",
	Parts: []assessment.Part{{Figure: "on_time_rate", Weight: 60}, {Figure: scores.TasksOnTime, Weight: 30}, {Figure: "returned", Per: 2, Weight: 10}}}

func text(list []scores.Score) (out string) {
	for i := range list {
		s := &list[i]
		out += fmt.Sprintf("%s@%d %s", s.Formula.Formula, s.Formula.Version, s.Value)
		if !s.OK {
			out += " none"
		}
		for _, p := range s.Parts {
			out += fmt.Sprintf(" %s/%s=%s", p.Numerator, p.Denominator, p.Points)
		}
	}
	return out
}

// S1: from task to month to organisation.
func TestScores(t *testing.T) {
	h := newHouse(t)
	h.must("2024-05-01", assessment.Formulas, unit)
	half := assessment.FormulaPublished{Formula: "post-half", From: date("2024-05-01"), Span: assessment.HalfYear, Subject: assessment.Post, Title: "岗位半年考核办法",
		Parts: []assessment.Part{{Figure: "on_time_rate", Weight: 100}}}
	h.must("2024-05-01", assessment.Formulas, half)
	h.must("2024-05-02", task.Kind, task.Set{Org: "D01", Task: "RW-1", Title: "一件事", Nodes: []task.Milestone{
		{Node: "1", Name: "一", Due: date("2024-05-10")}, {Node: "2", Name: "二", Due: date("2024-05-20")}, {Node: "3", Name: "三", Due: date("2024-06-20")}}})
	h.must("2024-05-10", task.Kind, task.Reached{Node: "1", Task: "RW-1"})
	h.must("2024-05-22", task.Kind, task.Reached{Node: "2", Task: "RW-1"})
	h.cases("受理岗-01", 7, 1)
	h.cases("受理岗-02", 2, 1)
	v := h.views()
	for _, row := range []struct{ subject, period, want string }{
		// 60·7/9 + 30·1/2 + 10 = 71.666…
		{"D01", "2024-05", "unit@1 71.67 7/9=46.6667 1/2=15.0000 0/1=10.0000"},
		{"C", "2024-05", "unit@1 71.67 7/9=46.6667 1/2=15.0000 0/1=10.0000"},
		{"D02", "2024-05", "unit@1 100 -/-= -/-= 0/1=10.0000"},
		{"D01", "2024-06", "unit@1 25 -/-= 0/1=0.0000 0/1=10.0000"},
		{"受理岗-01", "2024-H1", "post-half@1 85.71 6/7=85.7143"},
		{"受理岗-03", "2024-H1", "post-half@1 0 none -/-="},
		{"D01", "2024-04", ""},
	} {
		got, err := scores.Find(t.Context(), v, "", row.subject, row.period)
		if err != nil || text(got) != row.want {
			t.Errorf("%s %s: %s, %v; want %s", row.subject, row.period, text(got), err, row.want)
		}
	}
	var invalid *ledger.InvalidError
	if _, err := scores.Find(t.Context(), v, "", "D01", "2024-5"); !errors.As(err, &invalid) {
		t.Error(err)
	}
	lines := "unit 1 D01 2024-05\non_time_rate 7 9 60 0 0\ntasks_on_time 1 2 30 0 0\nreturned 0 1 10 2 0\n"
	sum := sha256.Sum256([]byte(lines))
	if got, _ := scores.Find(t.Context(), v, "unit", "D01", "2024-05"); got[0].Inputs != hex.EncodeToString(sum[:]) {
		t.Errorf("the inputs hash to %s", got[0].Inputs)
	}
}

// TestPublished: a published score is recomputed as of the record that it names,
// whatever is told later, and another that was published is found out.
func TestPublished(t *testing.T) {
	h := newHouse(t)
	h.must("2024-05-01", assessment.Formulas, unit)
	h.cases("受理岗-01", 7, 1)
	list, err := scores.Find(t.Context(), h.views(), "unit", "D01", "2024-05")
	if err != nil || list[0].Published != nil || list[0].Agrees() {
		t.Fatal(text(list), err)
	}
	h.must("2024-06-03", assessment.Scores, list[0].Event())
	h.cases("受理岗-02", 3, 3) // told late
	v := h.views()
	again, err := scores.Find(t.Context(), v, "unit", "D01", "2024-05")
	if err != nil || !again[0].Agrees() || text(again) != text(list) {
		t.Errorf("%s, %v; want %s", text(again), err, text(list))
	}
	wrong := list[0].Event()
	wrong.Value, wrong.Inputs = 100_000_000, hex.EncodeToString(make([]byte, 32))
	h.must("2024-06-04", assessment.Scores, wrong)
	if got, err := scores.Find(context.Background(), h.views(), "unit", "D01", "2024-05"); err != nil || got[0].Agrees() || got[0].Published == nil {
		t.Errorf("%+v, %v", got, err)
	}
}
