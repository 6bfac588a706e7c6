package site_test

import (
	"fmt"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/policy"
	"caseledger/ledger/statement"
	"caseledger/ledger/task"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/statements"
)

// people records what a simulated county does not: ratings and what followed, what
// people said, closed statements, plan tasks and a formula.
type people struct {
	*world
	at time.Time
	n  int
}

func (w *world) people(t testing.TB) {
	t.Helper()
	p := &people{world: w, at: time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)}
	closed, err := w.views.Cases(t.Context(), projections.CaseQuery{Status: []casefile.Status{casefile.Ended}, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate, First: 100})
	if err != nil {
		t.Fatal(err)
	}
	rated := 0
	for i := range closed.Rows {
		if c := &closed.Rows[i]; c.Rated(casefile.AtClosing) == nil && rated < 20 {
			p.rate(t, c.Number, 5-rated%5)
			rated++
		}
	}
	about, org := closed.Rows[0].Number, closed.Rows[0].Org
	p.tell(t, voice.Complaints, voice.ComplaintFiled{Complaint: "TS-01", Case: about, Channel: voice.Phone, Class: "delay"})
	p.tell(t, voice.Complaints, voice.ComplaintAccepted{Complaint: "TS-01"})
	p.tell(t, voice.Complaints, voice.ComplaintDecided{Complaint: "TS-01", Finding: voice.Upheld, Measure: "process"})
	p.tell(t, voice.Complaints, voice.ComplaintAnswered{Complaint: "TS-01"})
	p.tell(t, voice.Complaints, voice.ComplaintFiled{Complaint: "TS-02", Org: org, Channel: voice.Box, Class: "attitude"})
	p.tell(t, voice.Questions, voice.QuestionAsked{Question: "ZX-01", Org: org, Channel: voice.WeChat, Class: "materials"})
	p.tell(t, voice.Questions, voice.QuestionAnswered{Question: "ZX-01"})
	p.tell(t, voice.Objections, voice.ObjectionFiled{Objection: "YY-01", Figure: "accepted", Org: org, Channel: voice.Web, Ground: "arithmetic"})
	p.tell(t, voice.Inspections, voice.InspectionHeld{Inspection: "AF-01", Kind: voice.Covert, Org: org})
	p.tell(t, voice.Inspections, voice.FindingPublished{Inspection: "AF-01", Finding: "1", Class: "absence", Text: "窗口工作时间无人在岗"})
	p.tell(t, task.Kind, task.Set{Task: "RW-01", Title: "一窗受理改造", Org: org, Nodes: []task.Milestone{{Due: workdays.Civil(2026, 7, 3), Name: "设备到位", Node: "1"}, {Due: workdays.Civil(2026, 9, 30), Name: "上线", Node: "2"}}})
	p.tell(t, assessment.Formulas, assessment.FormulaPublished{Formula: "unit-month", From: workdays.Civil(2026, 7, 1), Span: assessment.Month, Subject: assessment.Organisation, Title: "责任单位月考核",
		Version: 1, Parts: []assessment.Part{{Figure: "on_time_rate", Weight: 100}}})
	p.card(t, card.Issued{Colour: policy.Yellow, Rule: policy.PastPromise, Org: org, Case: about, Due: workdays.Civil(2026, 6, 25)})
	p.card(t, card.Issued{Colour: policy.Warning, Rule: policy.BatchEntry, Org: org, Cause: "2026-06", Due: workdays.NoDate})
	p.catchUp(t)
	p.tell(t, statement.Kind, statement.Closed{Period: "2026-05"})
	p.tell(t, statement.Kind, statement.Closed{Period: "2026-06"})
	p.late(t, org)
	p.catchUp(t)
	p.tell(t, statement.Kind, statement.Restated{Period: "2026-05"})
	p.catchUp(t)
}

// card is what supervision records.
func (p *people) card(t testing.TB, e card.Issued) {
	t.Helper()
	at, _ := p.next()
	e.Policy = "supervision/1949-10-01"
	e.Number = card.NumberOf(e)
	d, err := e.Draft("", at, at)
	if err == nil {
		_, err = p.store.Append(t.Context(), e.Stream(), ledger.NoStream, d)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (p *people) catchUp(t testing.TB) {
	t.Helper()
	if err := p.views.CatchUp(t.Context(), p.store, nil); err != nil {
		t.Fatal(err)
	}
}

// next is the next minute, and the id of what is done in it.
func (p *people) next() (time.Time, ledger.CommandID) {
	p.n++
	p.at = p.at.Add(time.Second)
	return p.at, ledger.NewCommandID(p.at, fmt.Sprint("people", p.n))
}

func (p *people) tell(t testing.TB, k dossier.Handler, e dossier.Event) {
	t.Helper()
	at, id := p.next()
	p.catchUp(t)
	desk := &dossier.Desk{Store: p.store, Beyond: &statements.Freezer{Views: p.views, Store: p.store}}
	if _, err := k.Do(t.Context(), desk, dossier.Order{ID: id, Post: "监督岗-01", Event: e, Recorded: at}); err != nil {
		t.Fatal(err)
	}
}

func (p *people) do(t testing.TB, number string, occurred time.Time, c casefile.Command) {
	t.Helper()
	at, id := p.next()
	if _, err := (&casefile.Desk{Store: p.store}).Do(t.Context(), casefile.Order{ID: id, Number: number, Post: "受理岗-01", Occurred: occurred, Recorded: at, Command: c}); err != nil {
		t.Fatal(err)
	}
}

// rate gives a case a rating, and does something about some of the bad ones.
func (p *people) rate(t testing.TB, number string, level int) {
	t.Helper()
	p.do(t, number, time.Time{}, casefile.RateCase{Stage: casefile.AtClosing, Level: level, Named: level == 1, Channel: []string{"qr", "terminal", "web"}[p.n%3]})
	if level == 1 && p.n%2 == 0 {
		p.do(t, number, time.Time{}, casefile.ContactRater{Stage: casefile.AtClosing, Finding: casefile.Verified})
		p.do(t, number, time.Time{}, casefile.RectifyBadReview{Stage: casefile.AtClosing, Measure: "process"})
	}
}

// late enters a case of a month that is closed, and silence about another.
func (p *people) late(t testing.TB, org string) {
	t.Helper()
	then := time.Date(2026, 5, 20, 2, 0, 0, 0, time.UTC)
	p.do(t, "BL-2026-0001", then, casefile.Accept{Org: org, Handling: casefile.Promised, Promise: 2})
	p.do(t, "BL-2026-0001", then.Add(24*time.Hour), casefile.Close{Outcome: casefile.Completed})
}
