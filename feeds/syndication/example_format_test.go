package syndication_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/ledger"
)

// formatExample is the record of ledger/FORMAT.md §8.
func formatExample(t *testing.T) ledger.Record {
	t.Helper()
	command := ledger.NewCommandID(time.Date(2024, 5, 6, 1, 2, 3, 456_000_000, time.UTC), "permit-receipt/case-10011/accept")
	r := ledger.Record{Position: 1, Stream: "case/permit-10011", Draft: ledger.Draft{
		ID: ledger.EventIDOf(command, 0), Type: "case.accepted/1", Command: command, Post: "受理岗-07",
		Occurred: time.Date(2024, 5, 6, 1, 2, 3, 0, time.UTC),
		Recorded: time.Date(2024, 5, 6, 1, 2, 3, 456_789_000, time.UTC),
		Public:   []byte(`{"channel":"internet","item":"施工许可","number":"permit-10011"}`),
		Sealed:   []ledger.Sealed{{Label: "applicant.name", Subject: feedtest.Secret, Box: []byte(feedtest.Secret)}},
	}}
	if err := r.Sealed[0].Commitment.UnmarshalText([]byte("92be50ce1ead72f60fcb9fafb387cec5f56b3636aede523a37e12a1d395d99e2")); err != nil {
		t.Fatal(err)
	}
	return r
}

// unbroken is a text without the breaks of a document's lines and their
// indentation. A space that a value has stands before a break.
func unbroken(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(strings.TrimRight(line, "\n"), " "))
	}
	return b.String()
}

// TestFormatExample holds the example of FORMAT.md against what is served.
func TestFormatExample(t *testing.T) {
	text, err := os.ReadFile("../FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	_, document, ok := strings.Cut(string(text), "\n## 7. Example\n")
	if !ok {
		t.Fatal("FORMAT.md has no §6")
	}
	r := formatExample(t)
	l := feedtest.New(0)
	l.Add(r)
	h := serve(t, l)
	lines := strings.Split(body(t, get(t, h, "/feeds/cases/permit-10011/json")), "\n")
	wants := map[string]string{
		"head of the JSON Feed": lines[0],
		"item of the JSON Feed": lines[1],
		"end of the JSON Feed":  lines[2],
		"placed record":         string(feeds.AppendPlaced(nil, &r)),
	}
	_, atom, _ := strings.Cut(body(t, get(t, h, "/feeds/cases/permit-10011/atom")), "<entry>")
	for i, line := range strings.Split(atom, "\n")[1:] {
		if strings.Contains(line, "</entry>") {
			break
		}
		wants["Atom "+string(rune('a'+i))] = strings.TrimSpace(line)
	}
	if len(wants) < 9 {
		t.Errorf("only %d parts are compared", len(wants))
	}
	for name, want := range wants {
		if !strings.Contains(unbroken(document), unbroken(want)) {
			t.Errorf("FORMAT.md does not show the %s\n%s", name, want)
		}
	}
}
