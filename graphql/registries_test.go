package graphql_test

import (
	"fmt"
	"strings"
	"testing"

	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// withRegistries is a world with a tree in which a township moved and another
// merged in mid-year, items, windows and a round. It gives the ordinal before
// the move.
func withRegistries(t *testing.T) (w *world, known string) {
	t.Helper()
	w = newWorld(t, 0)
	day, july := workdays.Civil(2024, 1, 1), workdays.Civil(2024, 7, 1)
	county := registry.OrganisationCreated{Org: "C", Name: "县中心", Level: registry.County, Authority: true, Date: workdays.NoDate, Duties: []string{"统一受理"},
		Address: "人民路1号", Telephones: []registry.Telephone{{For: "service", Number: "0429-1234567"}}}
	town := func(code string) registry.OrganisationCreated {
		return registry.OrganisationCreated{Org: code, Name: code, Parent: "C", Level: registry.Township, Date: day}
	}
	item := registry.ItemRegistered{Item: "SX-001", Name: "食品经营许可", Org: "T1", Date: day, Class: "licence", Level: registry.County, PromisedDays: 10, Tags: []string{"网上办"},
		Materials: []registry.Material{{Name: "申请书", Copies: 2, Original: true}}, Basis: []string{"食品安全法"}, Offices: []string{"C", "T1"}}
	faster := registry.ItemChanged(item)
	faster.Date, faster.PromisedDays = july, 5
	record := func(entries ...registry.Entry) {
		if _, err := registry.Record(t.Context(), w.store, casetest.Time("2024-12-02"), "督办岗-01", entries...); err != nil {
			t.Fatal(err)
		}
	}
	record(county, town("T1"), town("T2"), town("T3"), item, registry.ItemRegistered{Item: "SX-002", Name: "证明", Org: "C", Date: day, Handling: "immediate"},
		registry.WindowOpened{Window: "W-1", Name: "综合窗口", Org: "T1", Date: day},
		registry.PostEstablished{Post: "受理岗-01", Org: "T1", Window: "W-1", Role: registry.RoleClerk, Date: day},
		registry.PostEstablished{Post: "代办岗-01", Org: "T2", Role: registry.RoleAgent, Date: day},
		registry.PostStaffed{Post: "受理岗-01", Pseudonym: "受理员-01", From: day, Until: july - 1},
		registry.PostStaffed{Post: "受理岗-01", Pseudonym: "受理员-02", From: july, Until: workdays.NoDate},
		registry.PostStaffed{Post: "受理岗-01", Pseudonym: "受理员-03", From: july, Until: workdays.NoDate},
		registry.PostStaffed{Post: "代办岗-01", Pseudonym: "代办员-01", From: day, Until: workdays.NoDate},
		registry.ChannelOpened{Channel: "internet", Name: "网上办事大厅", Web: "https://c.example/", Date: day},
		registry.ChannelOpened{Channel: "phone", Name: "电话", Date: july},
		registry.ChannelClosed{Channel: "internet", Date: july},
		registry.RulePublished{Rule: "ZD-1", Name: "首问负责制", Kind: "service", Org: "C", Basis: "文件1号", Texts: []string{"谁先接待谁负责"}, Date: day},
		registry.RulePublished{Rule: "ZD-2", Name: "限时办结制", Date: july},
		registry.FeeStandard{Amount: 10_000_000, Basis: "文件", Currency: "CNY", Effective: july, Item: "SX-001", Standard: "S-1"},
		registry.RoundOpened{Round: "S1", Name: "第八批", Found: 334, Date: day}, registry.RoundClosed{Round: "S1", Date: july, Retained: 302, Delegated: 8, Changed: 10, Abolished: 2})
	head, err := w.store.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	record(registry.OrganisationMoved{Org: "T2", Parent: "T1", Date: july}, registry.OrganisationMerged{Org: "T3", Into: "T1", Date: july}, faster)
	w.catchUp(t)
	return w, head.String()
}

func TestRegistries(t *testing.T) {
	w, known := withRegistries(t)
	for _, row := range []struct{ query, want string }{
		{`organisations(asOf: "2024-06-30") { code path }`, "[map[code:C path:[C]] map[code:T1 path:[T1 C]] map[code:T2 path:[T2 C]] map[code:T3 path:[T3 C]]]"},
		{`organisations(asOf: "2024-07-01") { code path ended into }`, "[map[code:C ended:<nil> into:<nil> path:[C]] map[code:T1 ended:<nil> into:<nil> path:[T1 C]] " +
			"map[code:T2 ended:<nil> into:<nil> path:[T2 T1 C]] map[code:T3 ended:2024-07-01 into:T1 path:[T3 T1 C]]]"},
		{`organisations(asOf: "2024-07-01", knownAt: "` + known + `", first: 1, after: "T1") { code path }`, "[map[code:T2 path:[T2 C]]]"},
		{`organisations(asOf: "2024-07-01", below: "T1") { code }`, "[map[code:T1] map[code:T2] map[code:T3]]"},
		{`organisations(asOf: "2024-06-30", below: "T1") { code }`, "[map[code:T1]]"},
		{`organisations(asOf: "2000-01-01") { code }`, "[map[code:C]]"},
		{`organisation(code: "C") { name level authority address duties telephones { for number } since }`,
			"map[address:人民路1号 authority:true duties:[统一受理] level:COUNTY name:县中心 since:<nil> telephones:[map[for:service number:0429-1234567]]]"},
		{`organisation(code: "X") { name }`, "<nil>"},
		{`items(asOf: "2024-06-30") { id promisedDays }`, "[map[id:SX-001@1 promisedDays:10] map[id:SX-002@1 promisedDays:<nil>]]"},
		{`items(asOf: "2024-07-01", tag: "网上办") { id from promisedDays class level offices materials { name copies original } }`,
			"[map[class:licence from:2024-07-01 id:SX-001@2 level:COUNTY materials:[map[copies:2 name:申请书 original:true]] offices:[C T1] promisedDays:5]]"},
		{`items(organisation: "T1") { code }`, "[map[code:SX-001]]"},
		{`items(organisation: "T1", asOf: "2023-12-31") { code }`, "[]"},
		{`item(code: "SX-001") { changes { version from members } }`, "map[changes:[map[from:2024-01-01 members:[] version:1] map[from:2024-07-01 members:[promisedDays] version:2]]]"},
		{`item(code: "SX-001", asOf: "2024-07-01") { guide { id from asOf organisation { code } places { name } hours telephones { number } standards { amount currency } missing(profile: "centre") } }`,
			"map[guide:map[asOf:2024-07-01 from:2024-07-01 hours:<nil> id:SX-001@2 missing:[content procedure] organisation:map[code:T1] places:[map[name:县中心] map[name:T1]] standards:[map[amount:10 currency:CNY]] telephones:[]]]"},
		{`item(code: "SX-009") { id }`, "<nil>"},
		{`item(code: "SX-001", asOf: "2023-12-31") { id }`, "<nil>"},
		{`rounds { code found retained delegated changed abolished stated unaccounted closed items }`,
			"[map[abolished:2 changed:10 closed:2024-07-01 code:S1 delegated:8 found:334 items:[] retained:302 stated:true unaccounted:12]]"},
		{`windows { code name organisation since }`, "[map[code:W-1 name:综合窗口 organisation:T1 since:2024-01-01]]"},
		{`windows(organisation: "T2") { code }`, "[]"},
		{`posts { code organisation window role since }`, "[map[code:代办岗-01 organisation:T2 role:agent since:2024-01-01 window:<nil>] map[code:受理岗-01 organisation:T1 role:clerk since:2024-01-01 window:W-1]]"},
		{`posts(organisation: "T1", asOf: "2024-06-30") { code }`, "[map[code:受理岗-01]]"},
		{`posts(organisation: "T1", asOf: "2024-07-01") { code }`, "[map[code:代办岗-01] map[code:受理岗-01]]"},
		{`posts(organisation: "T1", asOf: "2024-07-01", knownAt: "` + known + `", role: "agent") { code }`, "[]"},
		{`posts(window: "W-1") { code }`, "[map[code:受理岗-01]]"},
		{`posts(asOf: "2023-12-31") { code }`, "[]"},
		{`staff(asOf: "2024-06-30") { id until }`, "[map[id:代办岗-01/代办员-01/2024-01-01 until:<nil>] map[id:受理岗-01/受理员-01/2024-01-01 until:2024-06-30]]"},
		{`staff(asOf: "2024-07-01", post: "受理岗-01", first: 1) { id post pseudonym from }`, "[map[from:2024-07-01 id:受理岗-01/受理员-02/2024-07-01 post:受理岗-01 pseudonym:受理员-02]]"},
		{`staff(asOf: "2024-07-01", post: "受理岗-01", after: "受理岗-01/受理员-02/2024-07-01") { pseudonym }`, "[map[pseudonym:受理员-03]]"},
		{`staff(asOf: "2024-06-30", organisation: "T2") { pseudonym }`, "[map[pseudonym:代办员-01]]"},
		{`channels(asOf: "2024-06-30") { code name web since }`, "[map[code:internet name:网上办事大厅 since:2024-01-01 web:https://c.example/]]"},
		{`channels(asOf: "2024-07-01") { code web }`, "[map[code:phone web:<nil>]]"},
		{`rules(asOf: "2024-06-30") { code name kind organisation basis texts since }`, "[map[basis:文件1号 code:ZD-1 kind:service name:首问负责制 organisation:C since:2024-01-01 texts:[谁先接待谁负责]]]"},
		{`rules(after: "ZD-1") { code kind }`, "[map[code:ZD-2 kind:<nil>]]"},
		{`rules(kind: "service") { code }`, "[map[code:ZD-1]]"},
	} {
		field, _, _ := strings.Cut(strings.ReplaceAll(row.query, "(", " "), " ")
		if got := fmt.Sprint(at(t, good(t, w, "{ "+row.query+" }", nil), field)); got != row.want {
			t.Errorf("%s\nis   %s\nwant %s", row.query, got, row.want)
		}
	}
	text := fmt.Sprint(at(t, good(t, w, `{ item(code: "SX-001", asOf: "2024-07-01") { guide { text notice } } }`, nil), "item", "guide"))
	for _, words := range []string{"版本：SX-001@2，自2024-07-01起施行；按2024-07-01的名录生成", "一次性告知单", "申请书（原件2份）", "S-1 10 CNY"} {
		if !strings.Contains(text, words) {
			t.Errorf("the guide does not say %s: %s", words, text)
		}
	}
	for _, query := range []string{`organisations(first: 0) { code }`, `items(first: 1001) { code }`, `windows(knownAt: "0") { code }`, `staff(first: 0) { id }`, `posts(knownAt: "0") { code }`, `item(code: "SX-001") { guide { missing(profile: "none") } }`} {
		if r := post(t, w, "{ "+query+" }", nil); r.code() != "BAD_USER_INPUT" {
			t.Errorf("%s: %s", query, r.raw)
		}
	}
}
