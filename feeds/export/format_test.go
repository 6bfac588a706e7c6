package export

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestFormat keeps the tables of FORMAT.md those of the code.
func TestFormat(t *testing.T) {
	b, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for name, rows := range map[string]string{"cases": rowsOf(caseColumns), "events": rowsOf(eventColumns)} {
		begin, end := "<!-- "+name+" -->\n", "<!-- end -->"
		head, rest, ok := strings.Cut(text, begin)
		was, tail, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("FORMAT.md has no table between %q and %q", begin, end)
		}
		if was != rows && flag.Lookup("update").Value.String() != "true" {
			t.Errorf("FORMAT.md, %s: run with -update", name)
		}
		text = head + begin + rows + end + tail
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile("FORMAT.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var kindNames = map[kind]string{aText: "text", aNumber: "integer", aTruth: "boolean", aDate: "date", aTime: "time", aSum: "decimal"}

func rowsOf[T any](columns []column[T]) string {
	var b strings.Builder
	b.WriteString("\n| column | type | Chinese | what |\n|---|---|---|---|\n")
	for _, c := range columns {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.name, kindNames[c.kind], c.zh, c.en)
	}
	b.WriteString("\n")
	return b.String()
}
