package erasure_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"caseledger/ledger/act/acttest"
	"caseledger/ledger/erasure"
)

var update = flag.Bool("update", false, "write the tables of FORMAT.md anew")

func TestBook(t *testing.T) { acttest.Check(t, erasure.Book) }

// TestFormatDocument holds FORMAT.md against the book and the frozen body.
func TestFormatDocument(t *testing.T) {
	acttest.Format(t, erasure.Book, "", *update)
	document, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := os.ReadFile("testdata/v1/subject.erased-1.json")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(document)), ""), strings.TrimSpace(string(frozen))) {
		t.Errorf("FORMAT.md does not show %s", frozen)
	}
}
