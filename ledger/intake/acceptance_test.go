package intake_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// TestTwoAcceptancesNameBothPlaces: whoever has to find out which of two
// acceptances is the right one is told where both stand.
func TestTwoAcceptancesNameBothPlaces(t *testing.T) {
	accepted := func(id, at string) string {
		return `{"specversion":"1.0","id":"` + id + `","source":"/s","time":"` + at + `","type":"case.accepted/1","subject":"A-1","data":{"calendar":"weekdays","number":"A-1","zone":"Asia/Shanghai"}}` + "\n"
	}
	first, second := accepted("1", "2024-03-04T09:00:00Z"), accepted("2", "2024-03-05T09:00:00Z")
	later := strings.ReplaceAll(oneTrace[6:], "2024-03-04", "2024-03-05")
	otherwise := strings.Replace(oneTrace[6:], `<date key="startdate"`, `<string key="channel" value="Desk"/><date key="startdate"`, 1)
	for _, c := range []struct {
		name, mapping, before, text string
		line                        int
		want                        string
	}{
		{"two events", "cloudevents", "", first + "\n" + second, 3, "it is accepted here and in line 1, by"},
		{"an event and a record", "cloudevents", first, "\n" + second, 2, "it is accepted here and in record 0 of the case in the ledger, by"},
		{"two traces", "permit-receipt", "", strings.Replace(oneTrace, "</log>", later, 1), 5, "it is accepted here and in line 2, by"},
		{"a trace and a record", "permit-receipt", oneTrace, "<log>" + later, 1, "it is accepted here and in record 0 of the case"},
		{"at the same time", "permit-receipt", "", strings.Replace(oneTrace, "</log>", otherwise, 1), 5, "its case.accepted/1 is told otherwise in line 2"},
	} {
		s := memory.New()
		m := mapping(t, c.mapping)
		if c.before != "" {
			mustLoad(t, s, m, "before", c.before)
		}
		sum, err := load(s, m, "f", c.text)
		var diverged *intake.DivergedError
		if !errors.As(err, &diverged) || sum.Diverged != 1 {
			t.Errorf("%s: %v, %d diverged; want one case reported", c.name, err, sum.Diverged)
			continue
		}
		if d := diverged.First[0]; d.Line != c.line || d.Case != "A-1" || !strings.HasPrefix(d.Reason, c.want) {
			t.Errorf("%s: %+v; want line %d and %q", c.name, d, c.line, c.want)
		}
	}
}

// TestAcceptanceFromARow: a log that has no attributes of cases tells in one of
// its rows who accepted a case, for what and until when.
func TestAcceptanceFromARow(t *testing.T) {
	const definition = `{
  "name": "m", "formats": ["csv", "xes"], "zone": "Asia/Shanghai", "calendar": "weekdays", "nothing": ["", "-"],
  "case": {"number": "no"},
  "accepted": {"row": ["受理", "预受理"], "time": "at", "org": "unit", "item": "item", "officer": "post", "deadline": "due", "promisedDays": "days"},
  "step": {"code": "what", "time": "at", "post": "post"}
}`
	const rows = `no,what,at,unit,post,item,due,days
A-1,登记,2024-03-01 09:00,大厅,Z-1,-,,
A-1,受理,2024-03-04 10:00,住建局,A-07,SP-1,2024-03-29,10
A-1,审批,2024-03-05 10:00,审批局,B-01,,,
A-2,登记,2024-03-02 09:00,大厅,Z-2,SP-2,,
`
	m, err := intake.ParseMapping("m.json", []byte(definition))
	if err != nil {
		t.Fatal(err)
	}
	s := memory.New()
	sum := mustLoad(t, s, m, "f.csv", rows)
	got := cases(t, s)
	a, b := got["A-1"], got["A-2"]
	if at := a.AcceptedAt.Format("01-02 15:04"); at != "03-04 02:00" || a.Org != "住建局" || a.Officer != "A-07" || a.Item != "SP-1" || a.Promise != 10 {
		t.Errorf("A-1 was accepted at %s UTC by %s, %s, for %s in %d days; want what the row 受理 says", at, a.Org, a.Officer, a.Item, a.Promise)
	}
	if at := b.AcceptedAt.Format("01-02 15:04"); at != "03-02 01:00" || b.Org != "大厅" || b.Item != "SP-2" {
		t.Errorf("A-2, which has no such row: accepted at %s by %s for %s; want the case's attributes", at, b.Org, b.Item)
	}
	if !slices.Equal(sum.Unmet, []string{"预受理"}) {
		t.Errorf("unmet codes %v, want 预受理", sum.Unmet)
	}
	event := func(what, at, unit string) string {
		return `<event><string key="what" value="` + what + `"/><date key="at" value="` + at + `"/><string key="unit" value="` + unit + `"/></event>`
	}
	log := memory.New()
	mustLoad(t, log, m, "f.xes", `<log><trace><string key="no" value="A-1"/>`+event("登记", "2024-03-01T09:00:00Z", "大厅")+event("受理", "2024-03-04T10:00:00Z", "住建局")+`</trace></log>`)
	if c := cases(t, log)["A-1"]; c.Org != "住建局" || c.AcceptedAt.Day() != 4 {
		t.Errorf("from an event log: accepted on day %d by %s", c.AcceptedAt.Day(), c.Org)
	}
}

// TestCodesThatNoRowHasAreReported: a misspelt code is not passed over.
func TestCodesThatNoRowHasAreReported(t *testing.T) {
	text := strings.Replace(travelMapping, "@step:Permit SUBMITTED by EMPLOYEE", "@step:Permit SUBMITED by EMPLOYEE", 1)
	m, err := intake.ParseMapping("travel.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	job := intake.Job{Name: "f", Input: strings.NewReader(travelPermits), Mapping: m, Store: memory.New(), Vault: openVault(t), Now: now}
	sum, err := intake.Import(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(sum.Unmet, []string{"Permit SUBMITED by EMPLOYEE"}) {
		t.Errorf("unmet codes %q", sum.Unmet)
	}
}
