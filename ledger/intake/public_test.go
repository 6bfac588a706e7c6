package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// TestWhatMayStandInPublic: a source cannot make a person's number public, in
// any member of any event, and the fault names line, field and rule and not
// the value.
func TestWhatMayStandInPublic(t *testing.T) {
	const accepted = eventHead + `"type":"case.accepted/1","subject":"A-1","data":{"calendar":"weekdays","number":"A-1","zone":"Asia/Shanghai"}}` + "\n"
	for _, c := range []struct{ typ, data, field, secret string }{
		{"case.step_performed/1", `{"name":"听证 13800138000","step":"s"}`, "name", "13800138000"},
		{"case.step_performed/1", `{"name":"bell\u0007","step":"s"}`, "name", "bell"},
		{"case.step_performed/1", `{"name":"` + strings.Repeat("长", 420) + `","step":"s"}`, "name", "长"},
		{"case.step_performed/1", `{"name":"n","step":"zhangsan@example.com"}`, "step", "zhangsan"},
		{"case.step_performed/1", `{"name":"n","ref":"110101199003074514","step":"s"}`, "ref", "110101199003074514"},
		{"case.suspended/1", `{"reason":"申请人张三 110101199003074514 未到"}`, "reason", "张三"},
		{"case.withdrawn/1", `{"reason":"13800138000"}`, "reason", "13800138000"},
		{"case.delivered/1", `{"means":"by a friend of mine, tel 13800000000"}`, "means", "friend"},
		{"case.fee_charged/1", `{"amount":"-5","currency":"??"}`, "currency", "??"},
		{"case.fee_charged/1", `{"amount":"5","currency":"CNY","standard":"6222 0202 0011 2230"}`, "standard", "6222"},
		{"case.transferred/1", `{"toOrg":"B","toPost":"+86 138 0013 8000"}`, "toPost", "0013"},
		{"case.correction_requested/1", `{"items":["身份证 110101 19900307 4514"],"notice":"N-1"}`, "items", "19900307"},
	} {
		var mapping, err = intake.LoadMapping("cloudevents")
		if err != nil {
			t.Fatal(err)
		}
		text := accepted + strings.Replace(eventHead, `"id":"1"`, `"id":"2"`, 1) + fmt.Sprintf(`"type":%q,"subject":"A-1","data":%s}`, c.typ, c.data)
		s := memory.New()
		_, err = intake.Import(t.Context(), intake.Job{Name: "f", Input: strings.NewReader(text), Mapping: mapping, Store: s, Now: now})
		var source *intake.SourceError
		if !errors.As(err, &source) || source.Line != 2 || !strings.Contains(err.Error(), c.typ+": "+c.field+": ") || strings.Contains(err.Error(), c.secret) {
			t.Errorf("%s %s: %v; want line 2 and the field %s without its value", c.typ, c.data, err, c.field)
		}
		for r, err := range s.Stream(t.Context(), casefile.Stream("A-1"), 0) {
			if err != nil || strings.Contains(string(r.Public), c.secret) {
				t.Errorf("%s: recorded %s, %v", c.typ, r.Public, err)
			}
		}
	}
}

// travelPermits is a log of another shape: one row for each lifecycle event, no
// attribute of the case says when it was accepted, one row is step and event,
// amounts have more decimals than a currency, and names stand in it.
const travelPermits = `permit,activity,stamp,role,requester,reason,amount
travel permit 1,Permit SAVED by EMPLOYEE,2017-01-02 08:00,EMPLOYEE,Jan Jansen,,861.3455553
travel permit 1,Permit SUBMITTED by EMPLOYEE,2017-01-03 09:30,EMPLOYEE,Jan Jansen,,861.3455553
travel permit 1,Permit REJECTED by SUPERVISOR,2017-01-04 10:00,SUPERVISOR,Jan Jansen,call 13800138000 first,861.3455553
travel permit 1,Permit SUBMITTED by EMPLOYEE,2017-01-05 10:00,EMPLOYEE,Jan Jansen,,861.3455553
travel permit 1,Permit FINAL_APPROVED by SUPERVISOR,2017-01-06 11:00,SUPERVISOR,Jan Jansen,,861.3455553
`

const travelMapping = `{
  "name": "travel", "formats": ["csv"], "zone": "Europe/Amsterdam", "calendar": "weekdays",
  "case": {"number": "permit", "replace": {" ": "-"}},
  "accepted": {"time": ["@step:Permit SUBMITTED by EMPLOYEE", "@firstStep"], "item": {"is": "travel-permit"}},
  "step": {"code": "activity", "time": "stamp", "org": "role",
    "events": {
      "Permit REJECTED by SUPERVISOR": {"step": true, "event": "case.suspended/1", "fields": {"reason": {"from": "reason", "values": {"incomplete": "incomplete"}, "else": "other"}}},
      "Permit FINAL_APPROVED by SUPERVISOR": {"step": true, "event": "case.decided/1", "fields": {"outcome": {"is": "granted"}}}
    }},
  "fees": [{"amount": "amount", "currency": {"is": "EUR"}}],
  "sealed": [{"label": "applicant.name", "value": "requester", "subject": "applicant"}, {"label": "note", "value": "reason", "subject": "applicant", "on": "step"}]
}`

func TestTravelPermitsByAMappingAlone(t *testing.T) {
	m, err := intake.ParseMapping("travel.json", []byte(travelMapping))
	if err != nil {
		t.Fatal(err)
	}
	m.Sealed = nil // the vault has tests of its own
	s := memory.New()
	sum, err := intake.Import(t.Context(), intake.Job{Name: "f", Input: strings.NewReader(travelPermits), Mapping: m, Store: s, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Cases != 1 || sum.Events != 5 || sum.Records != 9 || sum.Rounded != 1 {
		t.Errorf("%+v; want 1 case, 5 events, 9 records, 1 amount rounded", sum)
	}
	c := cases(t, s)["travel-permit-1"]
	if got := c.AcceptedAt.Format("2006-01-02 15:04"); got != "2017-01-03 08:30" {
		t.Errorf("accepted at %s UTC, want the first submission", got)
	}
	if c.Steps != 5 || len(c.Suspensions) != 1 || c.Outcome != casefile.Granted || c.Fees.String() != "861.345555" {
		t.Errorf("%d steps, %d suspensions, outcome %q, fees %s; want 5, 1, granted, 861.345555", c.Steps, len(c.Suspensions), c.Outcome, c.Fees)
	}
	again, err := intake.Import(t.Context(), intake.Job{Name: "f", Input: strings.NewReader(travelPermits), Mapping: m, Store: s, Now: now})
	if err != nil || again.Added != 0 {
		t.Errorf("the second import added %d, %v", again.Added, err)
	}
	open := strings.Replace(travelMapping, `"values": {"incomplete": "incomplete"}, "else": "other"`, `"values": {}`, 1)
	if m, err = intake.ParseMapping("travel.json", []byte(open)); err != nil {
		t.Fatal(err)
	}
	m.Sealed = nil
	var refused *disclosure.Error
	_, err = intake.Import(t.Context(), intake.Job{Name: "f", Input: strings.NewReader(travelPermits), Mapping: m, Store: memory.New(), Now: now})
	if !errors.As(err, &refused) || refused.Field != "reason" || !strings.HasPrefix(err.Error(), "f:4: ") || strings.Contains(err.Error(), "138") {
		t.Errorf("without codes: %v; want the reason of line 4 refused", err)
	}
}
