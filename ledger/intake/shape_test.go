package intake

import (
	"testing"

	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
)

// TestEveryEventCanBeMapped: a mapping may name every event that a ledger
// holds.
func TestEveryEventCanBeMapped(t *testing.T) {
	for _, name := range casefile.StoredNames() {
		if _, ok := shapes[name]; !ok {
			t.Errorf("%s has no shape", name)
		}
	}
	if fields := shapes[nameAccepted]; fields["deadline"] != act.KindTime {
		t.Errorf("the shape of %s: %v", nameAccepted, fields)
	}
}

// TestValues: each kind of member has its JSON form, or a complaint.
func TestValues(t *testing.T) {
	shanghai, err := casefile.ParseZone("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	m := &Mapping{zone: shanghai}
	for _, c := range []struct {
		kind       act.Kind
		text, want string // "" for a complaint
	}{
		{act.KindText, "甲", `"甲"`},
		{act.KindDate, "2024年2月4日", `"2024-02-04"`},
		{act.KindDate, "2024-02-04 23:30", `"2024-02-04"`},
		{act.KindDate, "2024-02-03T20:00:00Z", `"2024-02-04"`},
		{act.KindDate, "soon", ""},
		{act.KindTruth, "是", `true`},
		{act.KindTruth, "False", `false`},
		{act.KindTruth, "maybe", ""},
		{act.KindNames, "A-1; A-2；\nA-3", `["A-1","A-2","A-3"]`},
		{act.KindCodes, "a;;b", `["a","b"]`},
		{act.KindList, `[{"name":"a"}]`, `[{"name":"a"}]`},
		{act.KindList, `[{"name":"a"`, ""},
	} {
		got, _, err := m.value(&Field{}, "member", c.text, c.kind)
		if string(got) != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s %q is read as %s, %v; want %s", c.kind, c.text, got, err, c.want)
		}
	}
}
