package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

// envelope writes a record as a CloudEvent.
func envelope(r *ledger.Record) string {
	number := strings.TrimPrefix(string(r.Stream), casefile.StreamPrefix)
	return fmt.Sprintf(`{"specversion":"1.0","id":"%s","source":"/ledger","type":"%s","subject":"%s","time":"%s","post":%q,"command":"%s","recorded":"%s","datacontenttype":"application/json","data":%s}`+"\n",
		r.ID, r.Type, number, ledger.FormatTime(r.Occurred), r.Post, r.Command, ledger.FormatTime(r.Recorded), r.Public)
}

// TestNativeEventsKeepTheirIdentity: what one ledger publishes is the same
// record in another, and nothing new at home.
func TestNativeEventsKeepTheirIdentity(t *testing.T) {
	if testing.Short() {
		t.Skip("a ledger of 11 340 records, three times")
	}
	home, away := memory.New(), memory.New()
	mustLoad(t, home, mapping(t, "permit-receipt"), intake.SampleName, sampleXES(t))
	publish(t, home)
	publish(t, away)
	var text strings.Builder
	for _, r := range all(t, home) {
		if strings.HasPrefix(string(r.Stream), casefile.StreamPrefix) {
			text.WriteString(envelope(&r))
		}
	}
	m := mapping(t, "cloudevents")
	sum := mustLoad(t, away, m, "home.ndjson", text.String())
	if d := cmp.Diff(byStream(t, home), byStream(t, away)); d != "" {
		t.Errorf("ledgers differ:\n%.2000s", d)
	}
	if sum.Cases != 1434 || sum.Anomalies[casefile.EventsAfterEnd] != 145 || sum.Records != 1434+8577+1329 {
		t.Errorf("summary %+v", sum)
	}
	if sum := mustLoad(t, home, m, "home.ndjson", text.String()); sum.Added != 0 {
		t.Errorf("a ledger's own events added %d records to it", sum.Added)
	}
}

const approval = `{
  "name": "approval", "formats": ["ndjson"], "calendar": "weekdays",
  "case": {"number": ["data.case.no", "subject"], "prefix": "AP-"},
  "cloudevents": {
    "types": {
      "gov.approval.taken": {"event": "case.accepted/1", "post": "data.clerk", "fields": {
        "org": "data.dept", "promisedDays": "data.limit", "deadline": "data.due",
        "handling": {"from": "data.kind", "values": {"P": "promised"}}}},
      "gov.approval.missing": {"event": "case.correction_requested/1", "fields": {"items": "data.papers", "notice": "data.notice"}},
      "gov.approval.fee": {"event": "case.fee_charged/1", "fields": {"amount": "data.sum", "currency": {"is": "CNY"}}}
    },
    "others": "skip"
  }
}`

func event(id, typ, subject, data string) string {
	return fmt.Sprintf(`{"specversion":"1.0","id":"%s","source":"/s","type":"%s","subject":"%s","time":"2024-03-04T09:00:00+08:00","data":%s}`+"\n", id, typ, subject, data)
}

func TestMappedEvents(t *testing.T) {
	m, err := intake.ParseMapping("approval", []byte(approval))
	if err != nil {
		t.Fatal(err)
	}
	s := memory.New()
	text := event("1", "gov.approval.taken", "17", `{"dept":"住建局","limit":10,"kind":"P","due":"2024-03-18","clerk":"A-07","case":{"no":"17/a"}}`)
	if _, err := load(s, m, "x", text); err == nil || !strings.Contains(err.Error(), "'/' cannot stand in a name") {
		t.Errorf("number with a slash: %v", err)
	}
	sum := mustLoad(t, s, m, "x", ""+
		event("1", "gov.approval.taken", "17", `{"dept":"住建局","limit":10,"kind":"P","due":"2024-03-18","clerk":"A-07","case":{"no":null}}`)+
		event("2", "gov.approval.read", "17", `{}`)+"\r\n"+
		event("3", "gov.approval.missing", "17", `{"papers":["licence","plan"],"notice":"BZ-9"}`)+
		event("3", "gov.approval.missing", "17", `{"papers":["licence","plan"],"notice":"BZ-9"}`)+ // delivered twice
		strings.TrimSpace(event("4", "gov.approval.fee", "17", `{"sum":12.5}`)))
	if sum.Events != 5 || sum.Skipped != 1 || sum.Cases != 1 || sum.Records != 4 || sum.Added != 3 {
		t.Errorf("summary %+v: want 5 events, 1 skipped, 4 records of 1 case, 3 of them added", sum)
	}
	c := cases(t, s)["AP-17"]
	if c.Org != "住建局" || c.Promise != 10 || c.Holder.Post != "" || c.Handling != casefile.Promised || c.Fees.String() != "12.5" {
		t.Errorf("case %+v", c)
	}
	if got := ledger.FormatTime(c.Deadline); got != "2024-03-18T15:59:59.999999Z" {
		t.Errorf("deadline %s, want the last instant of 18 March in Shanghai", got)
	}
	if d := cmp.Diff([]string{"licence", "plan"}, c.Corrections[0].Items); d != "" {
		t.Error(d)
	}
	if r := all(t, s)[0]; r.Post != "A-07" {
		t.Errorf("post %q, want A-07", r.Post)
	}
}

// TestCasesComeBackAfterManyOthers: what an import has forgotten of a case it
// reads again from the ledger, and counts it once.
func TestCasesComeBackAfterManyOthers(t *testing.T) {
	var text strings.Builder
	const n = 3000
	for round, typ := range []string{"case.accepted/1", "case.step_performed/1", "case.closed/1"} {
		for i := range n {
			data := map[string]string{
				"case.accepted/1":       fmt.Sprintf(`{"calendar":"CN","number":"A-%d","zone":"Asia/Shanghai"}`, i),
				"case.step_performed/1": `{"name":"Step","step":"S"}`,
				"case.closed/1":         `{"outcome":"granted"}`,
			}[typ]
			text.WriteString(event(fmt.Sprint(round, "-", i), typ, fmt.Sprint("A-", i), data))
		}
	}
	s := memory.New()
	sum := mustLoad(t, s, mapping(t, "cloudevents"), "x", text.String())
	if sum.Cases != n || sum.States[casefile.Ended] != n || sum.States[casefile.Open] != 0 || sum.Added != 3*n {
		t.Errorf("summary %+v, want %d closed cases", sum, n)
	}
}

// TestActionsOfEveryKindOfCaseComeIn: an action is in the book, so its events
// are imported; what a command would be refused is kept, and counted as a
// deviation.
func TestActionsOfEveryKindOfCaseComeIn(t *testing.T) {
	h := casetest.Case("K-1").On("2024-03-04", casefile.Accepted{Org: "住建局", Handling: casefile.Promised, Promise: 10}).
		On("2024-03-04 10:00", casefile.AgentAppointed{Agent: "代办员-01", Mandate: "full"}).
		On("2024-03-04 11:00", casefile.AgentActed{Act: "hand_in", Agent: "代办员-01"}).
		On("2024-03-05", casefile.Undertaken{Level: casefile.Village, Org: "东山村便民服务室"}).
		On("2024-03-05 10:00", casefile.PassedOn{Level: casefile.Village, ToOrg: "东山乡便民服务中心"}).
		On("2024-03-06", casefile.PartAssigned{Part: "消防", Org: "消防局", Promise: 3}).
		On("2024-03-07", casefile.JointReviewHeld{Present: []string{"住建局"}, Absent: []string{"消防局"}}).
		On("2024-03-08", casefile.PartClosed{Part: "消防", Opinion: casefile.Agreed}).
		On("2024-03-08 10:00", casefile.ForwardedUp{Organ: "市住建局"}).
		On("2024-03-12", casefile.SuperiorDecided{Outcome: casefile.Granted}).
		On("2024-03-12 10:00", casefile.SpecialGranted{Approver: "分管领导岗-01", Reason: "disaster_relief"}).
		On("2024-03-13", casefile.Returned{Basis: "许可法32", Reason: "not_competent", Remedy: "复议"}).
		On("2024-03-14", casefile.ReturnReviewRequested{Ground: "competence"}).
		On("2024-03-15", casefile.ReturnReviewDecided{Outcome: casefile.Reopened, Basis: "许可法32"}).
		On("2024-03-18", casefile.AgentReleased{Reason: "done"})
	var text strings.Builder
	for _, d := range h.Drafts {
		text.WriteString(envelope(&ledger.Record{Stream: h.Stream(), Draft: d}))
	}
	s := memory.New()
	sum := mustLoad(t, s, mapping(t, "cloudevents"), "kinds.ndjson", text.String())
	if d := cmp.Diff(map[casefile.Deviation]int{casefile.VillageUndertook: 1}, sum.Deviations); d != "" || sum.Records != len(h.Drafts) {
		t.Errorf("%s%+v", d, sum)
	}
	if d := cmp.Diff(h.Case, cases(t, s)["K-1"]); d != "" {
		t.Errorf("-as it was +as it came in\n%s", d)
	}
}
