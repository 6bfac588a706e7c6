package casefile_test

import (
	compare "cmp"
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
	there := map[string]bool{}
	for line := range strings.Lines(document) {
		if strings.HasPrefix(line, "## 2. ") {
			for _, a := range casefile.Book.Actions() {
				if !there[a.Name] {
					fmt.Fprintf(&out, "### %s %s\n\n%s\n\n", a.Name, a.Zh, a.Says)
					table(&out, a, meanings)
					out.WriteString("\n")
				}
			}
		}
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			name, _, _ := strings.Cut(heading, " ")
			action = casefile.Book.Action(name)
			there[name] = true
		}
		switch {
		case action == nil || !strings.HasPrefix(line, "|"):
			out.WriteString(line)
		case strings.HasPrefix(line, "| member"):
			table(&out, action, meanings)
		}
	}
	return out.String()
}

// table writes the table of an action. A member without a meaning of its own
// means what its input says.
func table(out *strings.Builder, a *act.Action, meanings map[string]string) {
	if len(a.Members) == 0 {
		return
	}
	out.WriteString("| member | kind | | in a command | meaning |\n|---|---|---|---|---|\n")
	rows(out, a.Name+" ", "", a.Members, meanings)
}

// rows writes a row for each member, and below a list those of its objects, as
// days[].name.
func rows(out *strings.Builder, action, path string, members []act.Member, meanings map[string]string) {
	for i := range members {
		m := &members[i]
		means := compare.Or(meanings[action+path+m.Name], m.Says)
		fmt.Fprintf(out, "| %s | %s |%s|%s| %s |\n", path+m.Name, kind(m), mark(m, act.Always, "always"), asked(m), means)
		rows(out, action, path+m.Name+"[].", m.Of, meanings)
	}
}

func kind(m *act.Member) string {
	switch m.Kind {
	case act.KindWhole:
		return fmt.Sprintf("whole %d…%d", m.Min, m.Max)
	case act.KindTexts, act.KindNames, act.KindCodes, act.KindList:
		return fmt.Sprintf("%s, at most %d", m.Kind, m.Max)
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
