package casefile_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

// TestFormatNamesEveryMember holds the tables of FORMAT.md against the book:
// actions with their words, members in order, kinds, what is always written and
// what a command must give. With -update the columns but the meaning are
// written from the book.
func TestFormatNamesEveryMember(t *testing.T) {
	b, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[string]string{} // by action and member
	var action string
	for line := range strings.Lines(string(b)) {
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			action, _, _ = strings.Cut(heading, " ")
		} else if cells := strings.Split(line, "|"); len(cells) > 4 {
			meanings[action+" "+strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[len(cells)-2])
		}
	}
	want := tables(string(b), meanings)
	if *update {
		if err := os.WriteFile("FORMAT.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, string(b)); diff != "" {
		t.Error(diff)
	}
	for _, a := range casefile.Book.Actions() {
		if !strings.Contains(string(b), "\n### "+a.Name+" "+a.Zh+"\n") {
			t.Errorf("%s %s has no section", a.Name, a.Zh)
		}
	}
}

// tables is the document with the table of every action made anew.
func tables(document string, meanings map[string]string) string {
	var out strings.Builder
	var action *act.Action
	for line := range strings.Lines(document) {
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			name, _, _ := strings.Cut(heading, " ")
			action = casefile.Book.Action(name)
		}
		table := action != nil && strings.HasPrefix(line, "|")
		if !table || strings.HasPrefix(line, "| member") {
			if table {
				out.WriteString("| member | kind | | in a command | meaning |\n|---|---|---|---|---|\n")
				for i := range action.Members {
					m := &action.Members[i]
					fmt.Fprintf(&out, "| %s | %s |%s|%s| %s |\n", m.Name, kind(m), mark(m, act.Always, "always"), asked(m), meanings[action.Name+" "+m.Name])
				}
				continue
			}
			out.WriteString(line)
		}
	}
	return out.String()
}

func kind(m *act.Member) string {
	switch m.Kind {
	case act.KindWhole:
		return fmt.Sprintf("whole %d…%d", m.Min, m.Max)
	case act.KindTexts:
		return fmt.Sprintf("texts, at most %d", m.Max)
	}
	return string(m.Kind)
}

func mark(m *act.Member, mark act.Mark, word string) string {
	if m.Has(mark) {
		return " " + word + " "
	}
	return " "
}

func asked(m *act.Member) string {
	as := ""
	if m.Input != m.Name {
		as = ", `" + m.Input + "`"
	}
	switch {
	case m.Has(act.Derived):
		return " set by the rule "
	case m.Has(act.Required), m.Has(act.Asked):
		return " required" + as + " "
	case as != "":
		return " " + as[2:] + " "
	}
	return " "
}
