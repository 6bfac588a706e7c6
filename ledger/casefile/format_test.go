package casefile_test

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
)

// TestFormatNamesEveryMember holds the tables of FORMAT.md against the types:
// names, order, kinds, and what is always written.
func TestFormatNamesEveryMember(t *testing.T) {
	b, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	var names []string
	for line := range strings.Lines(string(b)) {
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			name, _, _ := strings.Cut(heading, " ")
			names = append(names, name)
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) == 6 && len(names) > 0 && !strings.Contains(line, "| member |") && !strings.Contains(line, "---") {
			row := strings.TrimSpace(strings.Join(cells[1:4], " "))
			got[names[len(names)-1]] = append(got[names[len(names)-1]], strings.Join(strings.Fields(row), " "))
		}
	}
	if diff := cmp.Diff(casefile.StoredNames(), names); diff != "" {
		t.Errorf("types: %s", diff)
	}
	for _, e := range samples() {
		if diff := cmp.Diff(members(reflect.TypeOf(e)), got[casefile.StoredName(e)]); diff != "" {
			t.Errorf("%T: %s", e, diff)
		}
	}
}

// members describes a type's members as FORMAT.md does: "number text always".
func members(typ reflect.Type) (out []string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		kind := "text"
		switch reflect.Zero(f.Type).Interface().(type) {
		case time.Time:
			kind = "time"
		case int:
			kind = "number"
		case []string:
			kind = "list"
		case casefile.Amount:
			kind = "sum"
		}
		row := name + " " + kind
		if options == "" {
			row += " always"
		}
		out = append(out, row)
	}
	return out
}
