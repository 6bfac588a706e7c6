package card_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/card"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
)

var update = flag.Bool("update", false, "write the tables of FORMAT.md and the frozen bodies anew")

// actions is the books of the package as one, for what is told of them together.
type actions struct {
	*act.Book[card.Card, dossier.Ask[struct{}]]
}

func (b actions) Actions() []*act.Action {
	return append(append(append([]*act.Action{}, b.Book.Actions()...), card.Measures.Actions()...), card.Ticks.Actions()...)
}

func TestBooks(t *testing.T) {
	acttest.Check(t, card.Cards.Book)
	acttest.Check(t, card.Measures.Book)
	acttest.Check(t, card.Ticks.Book)
}

func TestFormatDocument(t *testing.T) {
	acttest.Format(t, actions{card.Cards.Book}, "", *update)
	document, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range shown {
		if _, body, err := handler(e).Encode(e); err != nil || !strings.Contains(string(document), "\n    "+string(body)+"\n") {
			t.Errorf("FORMAT.md does not show %s: %v", body, err)
		}
	}
}

// handler is the kind of an event.
func handler(e dossier.Event) dossier.Handler {
	for _, k := range []dossier.Handler{card.Cards, card.Measures} {
		if k.Has(e.Stream()) {
			return k
		}
	}
	return card.Ticks
}

// shown is a body of every action, as it is frozen.
var shown = []dossier.Event{
	nearly(), card.Appealed{Ground: "system_fault", Number: number},
	card.AppealDecided{Basis: "监察办法12", Number: number, Outcome: card.Granted},
	card.Cancelled{Cause: "calendar/CN-7", Number: number, Reason: card.CalendarPublished},
	card.RectificationOrdered{Limit: day("2024-03-29"), Number: number},
	card.RectificationVerified{Number: number, Result: card.Done},
	card.MeasureTaken{Class: "off_post", Number: "ZJ-a7", Org: "政务大厅"},
	card.DayBegun{Date: day("2024-03-05")},
}

var number = nearly().Number

func nearly() card.Issued {
	e := card.Issued{Case: "p-1a", Cause: "环保意见", Colour: "yellow", Due: day("2024-03-04"), Item: "sx-01", Org: "政务大厅",
		Policy: "supervision/1949-10-01", Rule: "overdue_step"}
	e.Number = card.NumberOf(e)
	return e
}

func day(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestFrozenBodies: what is recorded keeps its bytes.
func TestFrozenBodies(t *testing.T) {
	for _, e := range shown {
		name, body, err := handler(e).Encode(e)
		file := filepath.Join("testdata/v1", strings.Replace(name, "/", "-", 1)+".json")
		if *update {
			err = errors.Join(err, os.MkdirAll("testdata/v1", 0o755), os.WriteFile(file, append(body, '\n'), 0o644))
		}
		frozen, bad := os.ReadFile(file)
		if err = errors.Join(err, bad); err != nil || string(frozen) != string(body)+"\n" {
			t.Errorf("%s: %s, frozen %s: %v", name, body, frozen, err)
		}
	}
	if number != "lmncffjphjaakeaicpcc" {
		t.Errorf("the number is %s", number)
	}
}

var nine = time.Date(2024, 3, 5, 1, 0, 0, 0, time.UTC)

// TestCourse walks a card to its end: each row is an order, and "" or what
// refuses it. What is refused changes nothing.
func TestCourse(t *testing.T) {
	s := memory.New()
	desk := &dossier.Desk{Store: s}
	draft, err := nearly().Draft("", nine, nine)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), card.Stream(number), ledger.NoStream, draft); err != nil {
		t.Fatal(err)
	}
	// The ids follow from the card: another supervisor adds nothing.
	if again, err := s.Append(t.Context(), card.Stream(number), ledger.NoStream, draft); err != nil || again[0].Position != 1 {
		t.Errorf("%+v, %v", again, err)
	}
	for i, row := range []struct {
		name string
		e    dossier.Event
		want string
	}{
		{"nobody appealed", card.AppealDecided{Number: number, Outcome: card.Dismissed}, card.RuleAppeal},
		{"another card", card.Appealed{Number: "abc", Ground: "x"}, card.RuleCard},
		{"appealed", card.Appealed{Number: number, Ground: "system_fault"}, ""},
		{"appealed twice", card.Appealed{Number: number, Ground: "applicant"}, card.RuleAppeal},
		{"dismissed", card.AppealDecided{Number: number, Outcome: card.Dismissed}, ""},
		{"decided twice", card.AppealDecided{Number: number, Outcome: card.Granted}, card.RuleAppeal},
		{"nothing ordered", card.RectificationVerified{Number: number, Result: card.Done}, card.RuleRectification},
		{"ordered for yesterday", card.RectificationOrdered{Number: number, Limit: day("2024-03-04")}, card.RuleRectification},
		{"ordered", card.RectificationOrdered{Number: number, Limit: day("2024-03-29")}, ""},
		{"ordered while one is open", card.RectificationOrdered{Number: number, Limit: day("2024-04-29")}, card.RuleRectification},
		{"not done", card.RectificationVerified{Number: number, Result: card.NotDone}, ""},
		{"ordered again", card.RectificationOrdered{Number: number, Limit: day("2024-04-29")}, ""},
		{"done", card.RectificationVerified{Number: number, Result: card.Done}, ""},
		{"for supervision to find", card.Cancelled{Number: number, Reason: card.CalendarPublished}, card.RuleCard},
		{"cancelled", card.Cancelled{Number: number, Reason: "force_majeure"}, ""},
		{"cancelled twice", card.Cancelled{Number: number, Reason: "force_majeure"}, card.RuleCard},
		{"a measure", card.MeasureTaken{Class: "off_post", Number: "ZJ-a7", Org: "政务大厅"}, ""},
		{"the same number", card.MeasureTaken{Class: "talk", Number: "ZJ-a7", Org: "政务大厅"}, "责任追究"},
		{"tomorrow", card.DayBegun{Date: day("2024-03-06")}, "监察日"},
		{"today", card.DayBegun{Date: day("2024-03-05")}, ""},
		{"today again", card.DayBegun{Date: day("2024-03-05")}, "监察日"},
	} {
		before, _ := s.Head(t.Context())
		o := dossier.Order{ID: ledger.NewCommandID(nine, row.name), Post: "督办岗-01", Event: row.e, Recorded: nine.Add(time.Duration(i) * time.Second)}
		_, err := handler(row.e).Do(t.Context(), desk, o)
		got := ""
		if refusal := (*act.Refusal)(nil); errors.As(err, &refusal) {
			got = refusal.Rule
		} else if err != nil {
			got = err.Error()
		}
		if after, _ := s.Head(t.Context()); got != row.want || (after != before) != (row.want == "") {
			t.Errorf("%s: %q, want %q: %v", row.name, got, row.want, err)
		}
	}
}

// TestNumberFollowsFromTheCard: every member that tells cards apart does.
func TestNumberFollowsFromTheCard(t *testing.T) {
	seen := map[string]bool{number: true}
	for _, change := range []func(*card.Issued){
		func(e *card.Issued) { e.Case = "p-1b" }, func(e *card.Issued) { e.Cause = "消防意见" },
		func(e *card.Issued) { e.Due++ }, func(e *card.Issued) { e.Policy = "supervision/2024-01-01" },
		func(e *card.Issued) { e.Rule = "past_promise" }, func(e *card.Issued) { e.Case = "" },
	} {
		e := nearly()
		change(&e)
		if n := card.NumberOf(e); seen[n] || len(n) != 20 {
			t.Errorf("%+v has the number %s", e, n)
		} else {
			seen[n] = true
		}
		if _, err := e.Draft("", nine, nine); err == nil {
			t.Errorf("%+v is recorded under another's number", e)
		}
	}
}
