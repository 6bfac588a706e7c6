package acttest

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	compare "github.com/google/go-cmp/cmp"

	"caseledger/ledger/act"
)

// Format holds the tables of the FORMAT.md beside a test against a book: every
// action with its words, members in order, kinds, what is always written and
// what a command must give. With update all columns but the meaning are written
// from the book, and what has no section gets one before the line that begins
// with before, or at the end where that is empty.
func Format(t *testing.T, b Book, before string, update bool) {
	t.Helper()
	text, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	meanings := map[string]string{} // by action and member
	var action string
	for line := range strings.Lines(string(text)) {
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			action, _, _ = strings.Cut(heading, " ")
		} else if cells := strings.Split(line, "|"); len(cells) > 4 {
			meanings[action+" "+strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[len(cells)-2])
		}
	}
	want := tables(string(text), b.Actions(), before, meanings)
	if update {
		if err := os.WriteFile("FORMAT.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := compare.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
	for _, a := range b.Actions() {
		if !strings.Contains(string(text), "\n### "+a.Name+" "+a.Zh+"\n") {
			t.Errorf("%s %s has no section", a.Name, a.Zh)
		}
	}
}

// tables is the document with the table of every action made anew.
func tables(document string, actions []*act.Action, before string, meanings map[string]string) string {
	var out strings.Builder
	var action *act.Action
	there := map[string]bool{}
	add := func() {
		for _, a := range actions {
			if !there[a.Name] {
				fmt.Fprintf(&out, "### %s %s\n\n%s\n\n", a.Name, a.Zh, a.Says)
				table(&out, a, meanings)
				out.WriteString("\n")
			}
		}
	}
	for line := range strings.Lines(document) {
		if before != "" && strings.HasPrefix(line, before) {
			add()
		}
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			name, _, _ := strings.Cut(heading, " ")
			there[name], action = true, nil
			if i := slices.IndexFunc(actions, func(a *act.Action) bool { return a.Name == name }); i >= 0 {
				action = actions[i]
			}
		}
		switch {
		case action == nil || !strings.HasPrefix(line, "|"):
			out.WriteString(line)
		case strings.HasPrefix(line, "| member"):
			table(&out, action, meanings)
		}
	}
	if before == "" {
		add()
	}
	return out.String()
}

// table writes the table of an action. A member without a meaning of its own
// means what its input says.
func table(out *strings.Builder, a *act.Action, meanings map[string]string) {
	if len(a.Members) == 0 {
		return
	}
	if a.Command == "" {
		out.WriteString("| member | kind | | meaning |\n|---|---|---|---|\n")
	} else {
		out.WriteString("| member | kind | | in a command | meaning |\n|---|---|---|---|---|\n")
	}
	rows(out, a, "", a.Members, meanings)
}

// rows writes a row for each member, and below a list those of its objects, as
// days[].name.
func rows(out *strings.Builder, a *act.Action, path string, members []act.Member, meanings map[string]string) {
	for i := range members {
		m := &members[i]
		fmt.Fprintf(out, "| %s | %s |%s|", path+m.Name, kind(m), always(m))
		if a.Command != "" {
			fmt.Fprintf(out, "%s|", asked(m))
		}
		fmt.Fprintf(out, " %s |\n", cmp.Or(meanings[a.Name+" "+path+m.Name], m.Says))
		rows(out, a, path+m.Name+"[].", m.Of, meanings)
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

func always(m *act.Member) string {
	if m.Has(act.Always) {
		return " always "
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
