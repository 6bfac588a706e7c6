package intake_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
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
      "Permit REJECTED by SUPERVISOR": {"step": true, "event": "case.suspended/1", "fields": {"reason": {"from": "reason", "values": {"incomplete": "incomplete"}, "else": "other", "public": "seal", "label": "note", "subject": "applicant"}}},
      "Permit FINAL_APPROVED by SUPERVISOR": {"step": true, "event": "case.decided/1", "fields": {"outcome": {"is": "granted"}}}
    }},
  "fees": [{"amount": "amount", "currency": {"is": "EUR"}}],
  "sealed": [{"label": "applicant.name", "value": "requester", "subject": "applicant"}]
}`

func TestTravelPermitsByAMappingAlone(t *testing.T) {
	m, err := intake.ParseMapping("travel.json", []byte(travelMapping))
	if err != nil {
		t.Fatal(err)
	}
	s, v := memory.New(), openVault(t)
	job := func() intake.Job {
		return intake.Job{Name: "f", Input: strings.NewReader(travelPermits), Mapping: m, Store: s, Vault: v, Now: now}
	}
	sum, err := intake.Import(t.Context(), job())
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
	if c.Steps != 5 || len(c.Suspensions) != 1 || c.Suspensions[0].Reason != "other" || c.Outcome != casefile.Granted || c.Fees.String() != "861.345555" {
		t.Errorf("%d steps, suspensions %+v, outcome %q, fees %s; want 5, 1 for another reason, granted, 861.345555", c.Steps, c.Suspensions, c.Outcome, c.Fees)
	}
	if got, want := sealed(t, s, v), "case.accepted/1 applicant.name=Jan Jansen; case.step_performed/1 note=call 13800138000 first"; got != want {
		t.Errorf("sealed: %s\nwant    %s", got, want)
	}
	again, err := intake.Import(t.Context(), job())
	if err != nil || again.Added != 0 {
		t.Errorf("the second import added %d, %v", again.Added, err)
	}
	without := job()
	m.Sealed, without.Vault = nil, nil
	if _, err := intake.Import(t.Context(), without); err == nil || !strings.Contains(err.Error(), "no vault") {
		t.Errorf("without a vault: %v; the mapping seals a reason", err)
	}
}

// sealed reveals what a store holds sealed, and says where it finds any of it in
// public.
func sealed(t *testing.T, s ledger.Store, v *vault.Vault) string {
	t.Helper()
	var out []string
	for _, r := range all(t, s) {
		values, err := v.Reveal(&r)
		if err != nil {
			t.Fatal(err)
		}
		for _, value := range values {
			out = append(out, r.Type+" "+value.Label+"="+value.Text)
			if strings.Contains(string(r.AppendCanonical(nil)), value.Text) {
				t.Errorf("%s: the sealed value stands in the public record", r.Type)
			}
		}
	}
	return strings.Join(out, "; ")
}

// declarations is an event log of yet another shape: traces tell nothing but
// their name, each activity has a start and a completion, and the event that
// declares is the one that tells unit, post and limit.
const declarations = `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="2.0" xmlns="http://www.xes-standard.org/">
 <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
 <trace><string key="concept:name" value="declaration 7"/>
  <event><string key="concept:name" value="Declare"/><string key="lifecycle:transition" value="start"/><date key="time:timestamp" value="2018-05-02T08:00:00+02:00"/><string key="org:role" value="EMPLOYEE"/></event>
  <event><string key="concept:name" value="Declare"/><string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="2018-05-02T09:30:00+02:00"/><string key="org:role" value="EMPLOYEE"/><string key="org:group" value="Finance"/><int key="limit" value="10"/><string key="remark" value="mail j.jansen@example.com"/></event>
  <event><string key="concept:name" value="Decide"/><string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="2018-05-04T11:00:00+02:00"/><string key="org:role" value="DIRECTOR"/></event>
  <event><string key="concept:name" value="Pay"/><string key="lifecycle:transition" value="complete"/><date key="time:timestamp" value="2018-05-09T15:00:00+02:00"/><string key="org:role" value="SYSTEM"/></event>
 </trace>
</log>`

func TestAnEventLogOfAnotherShapeByAMappingAlone(t *testing.T) {
	m, err := intake.ParseMapping("declarations.json", []byte(`{
  "name": "declarations", "formats": ["xes"], "zone": "Europe/Amsterdam", "calendar": "weekdays",
  "case": {"number": "concept:name", "replace": {" ": "-"}},
  "accepted": {"row": "Declare", "time": "time:timestamp", "org": "org:group", "officer": "org:role", "item": {"is": "declaration"}, "promisedDays": "limit"},
  "step": {"code": "concept:name", "time": "time:timestamp", "post": "org:role", "org": "org:group",
    "name": {"from": ["remark", "lifecycle:transition"], "public": "seal", "label": "note", "subject": "applicant"},
    "events": {"Decide": {"step": true, "event": "case.decided/1", "fields": {"outcome": {"is": "granted"}}},
      "Pay": {"step": true, "event": "case.closed/1", "fields": {"outcome": {"is": "completed"}}}}}
}`))
	if err != nil {
		t.Fatal(err)
	}
	s, v := memory.New(), openVault(t)
	sum, err := intake.Import(t.Context(), intake.Job{Name: "f", Input: strings.NewReader(declarations), Mapping: m, Store: s, Vault: v, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	if sum.Cases != 1 || sum.Events != 4 || sum.Records != 7 || sum.States[casefile.Ended] != 1 {
		t.Errorf("%+v; want 1 closed case, 4 events, 7 records", sum)
	}
	c := cases(t, s)["declaration-7"]
	if at := c.AcceptedAt.Format("15:04"); at != "06:00" || c.Officer != "EMPLOYEE" || c.Item != "declaration" || c.Steps != 4 || c.Outcome != casefile.Completed {
		t.Errorf("accepted at %s by %s for %s, %d steps, outcome %s", at, c.Officer, c.Item, c.Steps, c.Outcome)
	}
	if got, want := sealed(t, s, v), "case.step_performed/1 note=mail j.jansen@example.com"; got != want {
		t.Errorf("sealed: %s\nwant    %s", got, want)
	}
}
