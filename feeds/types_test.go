package feeds_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/ledger"
	"caseledger/ledger/books"
)

var update = flag.Bool("update", false, "write the table of FORMAT.md anew")

// Every stored name needs a decision and words before it can be published.
func TestEveryStoredTypeIsDecided(t *testing.T) {
	var stored []string
	for _, a := range books.Actions() {
		name := a.Name
		stored = append(stored, name)
		row, err := feeds.Lookup(name)
		if err != nil {
			t.Errorf("%v: decide in its book", err)
		} else if row.Chinese == "" || row.English == "" {
			t.Errorf("%s: words are missing", name)
		}
	}
	for _, row := range feeds.Types() {
		if !slices.Contains(stored, row.Name) {
			t.Errorf("%s: is on the list, but no record has this type", row.Name)
		}
	}
	if !slices.IsSortedFunc(feeds.Types(), func(a, b feeds.Type) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the list is not sorted")
	}
}

func TestUnknownTypeHasNoWords(t *testing.T) {
	r := feedtest.Record(1)
	r.Type = "case.secret/1"
	_, titleErr := feeds.Title(&r)
	_, lineErr := feeds.Line(&r)
	for _, err := range []error{titleErr, lineErr} {
		var unknown *feeds.UnknownTypeError
		if !errors.As(err, &unknown) || unknown.Type != r.Type {
			t.Errorf("got %v, want UnknownTypeError", err)
		}
	}
}

func TestWords(t *testing.T) {
	r := feedtest.Record(3)
	title, err := feeds.Title(&r)
	if want := "许可-2026-00001 转办 / Transferred"; err != nil || title != want {
		t.Errorf("title %q, %v; want %q", title, err, want)
	}
	line, err := feeds.Line(&r)
	want := "转办：许可-2026-00001，发生于 2026-03-02T09:03:00.000000Z，岗位 post-3，封存 1 项。" +
		"Transferred: 许可-2026-00001, occurred 2026-03-02T09:03:00.000000Z, post post-3, sealed values: 1."
	if err != nil || line != want {
		t.Errorf("line %q, %v; want %q", line, err, want)
	}
}

func TestPlacedRecord(t *testing.T) {
	r := feedtest.Record(3)
	got := string(feeds.AppendPlaced(nil, &r))
	want := `{"position":"21","record":` + string(r.AppendCanonical(nil)) + `}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if strings.Contains(got, feedtest.Secret) {
		t.Error("a sealed value was published")
	}
}

func TestCaseNumber(t *testing.T) {
	for stream, want := range map[ledger.StreamID]string{"case/A-1": "A-1", "calendar/CN": "", "casex/A": ""} {
		got, ok := feeds.CaseNumber(stream)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%s: %q, %v", stream, got, ok)
		}
	}
}

// TestFormatHasEveryType holds the table of FORMAT.md against the allow-list,
// and finds a description of each type's body.
func TestFormatHasEveryType(t *testing.T) {
	text, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows, want []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "| `") && strings.Contains(line, "/1` |") {
			rows = append(rows, strings.TrimSpace(line))
		}
	}
	bodies := ""
	documents, err := filepath.Glob("../ledger/*/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range documents {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		bodies += string(text)
	}
	for _, typ := range feeds.Types() {
		want = append(want, fmt.Sprintf("| `%s` | %s | %s |", typ.Name, typ.Chinese, typ.English))
		if !strings.Contains(bodies, "\n### "+typ.Name+" "+typ.Chinese+"\n") {
			t.Errorf("no FORMAT.md describes the body of %s %s", typ.Name, typ.Chinese)
		}
	}
	if *update {
		text := strings.Replace(string(text), strings.Join(rows, "\n"), strings.Join(want, "\n"), 1)
		if err := os.WriteFile("FORMAT.md", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-types +FORMAT.md): %s", diff)
	}
}
