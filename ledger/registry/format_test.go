package registry_test

import (
	"os"
	"strings"
	"testing"

	"caseledger/ledger/act/acttest"
	"caseledger/ledger/registry"
)

// TestFormatDocument holds FORMAT.md against the book and the frozen
// bodies.
func TestFormatDocument(t *testing.T) {
	acttest.Format(t, registry.Book, "", *update)
	document, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{frozenFile, frozenPolicy} {
		frozen, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.Join(strings.Fields(string(document)), ""), strings.TrimSpace(string(frozen))) {
			t.Errorf("FORMAT.md does not show %s", frozen)
		}
	}
}
