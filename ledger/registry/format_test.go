package registry_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// TestFormatDocument holds FORMAT.md against the types and the frozen body.
func TestFormatDocument(t *testing.T) {
	b, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := os.ReadFile(frozenFile)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for line := range strings.Lines(string(b)) {
		if cells := strings.Split(line, "|"); len(cells) == 6 && !strings.Contains(line, "---") && !strings.Contains(line, "| member |") {
			got = append(got, strings.TrimSpace(cells[1])+" "+strings.TrimSpace(cells[3]))
		}
	}
	for _, typ := range []reflect.Type{reflect.TypeFor[workdays.Notice](), reflect.TypeFor[workdays.Day]()} {
		for i := range typ.NumField() {
			want = append(want, typ.Field(i).Tag.Get("json")+" always")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members (-types +FORMAT.md): %s", diff)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(b)), ""), strings.TrimSpace(string(frozen))) {
		t.Errorf("FORMAT.md does not show %s", frozen)
	}
	if !strings.Contains(string(b), "### "+registry.CalendarPublished+" ") {
		t.Errorf("FORMAT.md has no section of %s", registry.CalendarPublished)
	}
}
