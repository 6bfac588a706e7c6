package assessment_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/assessment"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
)

func date(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// S1: 效能评估 by a published formula; S0: 每半年考核; domain M26, M27.
func TestRules(t *testing.T) {
	formula := func(from string, parts ...assessment.Part) assessment.FormulaPublished {
		return assessment.FormulaPublished{Formula: "unit", From: date(from), Parts: parts, Span: assessment.Month, Subject: assessment.Organisation, Title: "单位月度效能评估办法"}
	}
	half := formula("2024-03-01", assessment.Part{Figure: "on_time_rate", Weight: 100})
	half.Span = assessment.HalfYear
	dotted := formula("2024-03-01", assessment.Part{Figure: "on_time_rate", Weight: 100})
	dotted.Formula = "unit.month"
	parts := []assessment.Part{{Figure: "on_time_rate", Weight: 60}, {Figure: "overdue", Per: 2, Weight: 40}}
	score := func(period string, version int, inputs string) assessment.ScorePublished {
		return assessment.ScorePublished{Formula: "unit", Inputs: strings.Repeat(inputs, 64), KnownAt: 7, Period: period, Subject: "D01", Value: 98_760_000, Version: version}
	}
	exact := score("2024-03", 1, "a")
	exact.Value = 98_765_000
	much := score("2024-03", 1, "a")
	much.Value = 100_010_000
	d := &dossier.Desk{Store: memory.New()}
	for i, row := range []struct {
		name  string
		event dossier.Event
		day   string
		want  string
	}{
		{"a score without a formula", score("2024-02", 1, "a"), "2024-03-01", assessment.RuleScore},
		{"weights that do not sum", formula("2024-03-01", parts[0]), "2024-03-01", "parts"},
		{"a figure twice", formula("2024-03-01", parts[0], parts[0]), "2024-03-01", "parts[1].figure"},
		{"a count inverted", formula("2024-03-01", assessment.Part{Figure: "x", Invert: true, Per: 1, Weight: 100}), "2024-03-01", "parts[0].per"},
		{"from a day that has passed", formula("2024-02-29", parts...), "2024-03-01", assessment.RuleFormula},
		{"a code with a dot", dotted, "2024-03-01", "formula"},
		{"published", formula("2024-03-01", parts...), "2024-03-01", ""},
		{"of another span", half, "2024-03-01", assessment.RuleFormula},
		{"a second version", formula("2024-04-15", assessment.Part{Figure: "on_time_rate", Weight: 100}), "2024-04-02", ""},
		{"of a month before", score("2024-02", 1, "a"), "2024-04-02", assessment.RuleScore},
		{"of half a year", score("2024-H1", 1, "a"), "2024-08-02", assessment.RuleScore},
		{"no month", score("2024-13", 1, "a"), "2024-04-02", "period"},
		{"not over", score("2024-03", 1, "a"), "2024-03-31", assessment.RuleScore},
		{"more decimals than two", exact, "2024-04-02", "value"},
		{"more than 100", much, "2024-04-02", "value"},
		{"inputs that are no hash", score("2024-03", 1, "x"), "2024-04-02", "inputs"},
		{"of another version", score("2024-03", 2, "a"), "2024-04-02", assessment.RuleScore},
		{"of the version in force", score("2024-03", 1, "a"), "2024-04-02", ""},
		{"of the same inputs", score("2024-03", 1, "a"), "2024-04-03", assessment.RuleScore},
		{"of others, told late", score("2024-03", 1, "b"), "2024-04-03", ""},
		{"of the second version", score("2024-04", 2, "a"), "2024-05-03", ""},
	} {
		at := casetest.Time(row.day)
		before, _ := d.Store.Head(t.Context())
		_, err := all.Of(row.event).Do(t.Context(), d, dossier.Order{ID: ledger.NewCommandID(at, strconv.Itoa(i)), Post: "考核岗-01", Event: row.event, Recorded: at})
		var refusal *act.Refusal
		var invalid *ledger.InvalidError
		got := ""
		switch {
		case errors.As(err, &refusal):
			got = refusal.Rule
		case errors.As(err, &invalid):
			got = invalid.Field
		case err != nil:
			t.Fatal(err)
		}
		if got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
		if after, _ := d.Store.Head(t.Context()); (after != before) != (row.want == "") {
			t.Errorf("%s: the ledger went from %s to %s", row.name, before, after)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, row := range []struct{ period, from, to string }{
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2024-12", "2024-12-01", "2024-12-31"},
		{"2024-H1", "2024-01-01", "2024-06-30"},
		{"2024-H2", "2024-07-01", "2024-12-31"},
	} {
		if from, to, _, ok := assessment.Period(row.period); !ok || from != date(row.from) || to != date(row.to) {
			t.Errorf("%s: %s to %s, %t", row.period, from, to, ok)
		}
	}
	for _, bad := range []string{"", "2024", "2024-00", "2024-1", "2024-H3", "0000-01", "2024-+1", "-024-01"} {
		if _, _, _, ok := assessment.Period(bad); ok {
			t.Errorf("%q is a period", bad)
		}
	}
}
