package sheets_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"caseledger/ledger"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/registry/sheets"
	"caseledger/ledger/workdays"
)

var (
	noon  = time.Date(2024, 7, 1, 12, 0, 0, 0, time.UTC)
	today = workdays.Civil(2024, 7, 1)
)

// load records what a table says, and gives what was new, an entry a line.
func load(t *testing.T, s ledger.Store, text string) []string {
	t.Helper()
	sheet, err := sheets.Read("file", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	d, err := registry.ReadStreams(t.Context(), s, sheet.Streams()...)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := sheet.Plan(d, today)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := registry.Record(t.Context(), s, noon, "", entries...); err != nil || n != len(entries) {
		t.Fatalf("%d of %d recorded: %v", n, len(entries), err)
	}
	out := []string{}
	for _, e := range entries {
		name, body, err := registry.Book.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, name+" "+string(body))
	}
	return out
}

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestTables: an office's tables become entries, and again nothing, in whatever
// encoding they stand.
func TestTables(t *testing.T) {
	names := []string{"机构.csv", "items.csv", "items.json", "windows.csv", "posts.csv", "channels.csv", "rules.json", "清理轮次.csv", "tags.csv", "清理结果.csv"}
	gb := func(s string) string {
		out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, form := range map[string]func(string) string{
		"utf-8": func(s string) string { return s }, "bom": func(s string) string { return "\ufeff" + s }, "gb18030": gb,
		"lines": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
	} {
		t.Run(name, func(t *testing.T) {
			s := memory.New()
			var got []string
			for _, name := range names {
				got = append(got, load(t, s, form(file(t, name)))...)
				if again := load(t, s, form(file(t, name))); len(again) != 0 {
					t.Errorf("%s again: %s", name, again)
				}
			}
			for _, name := range names { // whatever the others have changed
				if again := load(t, s, form(file(t, name))); len(again) != 0 {
					t.Errorf("%s at last: %s", name, again)
				}
			}
			if diff := cmp.Diff(golden, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var golden = []string{
	`organisation.created/1 {"address":"宜河县人民路1号","authority":true,"duties":["统一受理","指导乡镇"],"hours":"周一至周五 8:30-12:00","kind":"centre","level":"county","name":"宜河县政务服务中心","org":"YH-C","telephones":[{"for":"service","number":"0429-1234567"},{"for":"service","number":"0429-1234568"},{"for":"supervision","number":"12345"}],"web":"https://yh.example/"}`,
	`organisation.created/1 {"address":"青石镇街口2号","duties":["便民服务","代办"],"hours":"周一至周五 8:30-12:00 14:30-18:00","kind":"centre","level":"township","name":"青石镇便民服务中心","org":"YH-C-T1","parent":"YH-C","telephones":[{"for":"service","number":"0429-2234567"},{"for":"supervision","number":"12345"}],"web":"https://yh.example/t1"}`,
	`organisation.created/1 {"level":"village","name":"柳河村便民服务室","org":"YH-C-T1-V1","parent":"YH-C-T1"}`,
	`item.registered/1 {"basis":["食品安全法第35条"],"class":"licence","conditions":["有固定经营场所"],"content":"核发食品经营许可证","date":"2024-03-01","fee":"不收费","handling":"promised","item":"SX-001","legalDays":20,"materials":[{"name":"申请书"},{"name":"身份证明"}],"name":"食品经营许可","offices":["YH-C","YH-C-T1"],"org":"YH-C","procedure":["受理","审查","决定"],"promisedDays":10,"result":"食品经营许可证","tags":["网上办","马上办"]}`,
	`item.registered/1 {"basis":["老年人权益保障法"],"class":"convenience","conditions":["年满60周岁"],"content":"发放优待证","date":"2024-03-01","fee":"不收费","handling":"immediate","item":"SX-002","materials":[{"name":"身份证明"}],"name":"老年人优待证","org":"YH-C-T1","procedure":["受理","发证"],"result":"优待证","tags":["就近办"]}`,
	`item.registered/1 {"class":"licence","date":"2024-03-01","item":"SX-003","materials":[{"copies":2,"name":"申请书","original":true}],"name":"公章刻制备案","org":"YH-C","procedure":["受理","办结"],"promisedDays":3,"telephones":[{"for":"service","number":"0429-1234567"}]}`,
	`window.opened/1 {"date":"2024-03-01","name":"1号综合窗口","org":"YH-C","window":"W-01"}`,
	`window.opened/1 {"date":"2024-03-01","name":"2号综合窗口","org":"YH-C","window":"W-02"}`,
	`window.closed/1 {"date":"2024-06-01","window":"W-02"}`,
	`post.established/1 {"date":"2024-03-01","org":"YH-C","post":"受理岗-01","role":"clerk","window":"W-01"}`,
	`post.staffed/1 {"from":"2024-03-01","post":"受理岗-01","pseudonym":"受理员-01","until":"2024-05-31"}`,
	`post.staffed/1 {"from":"2024-06-01","post":"受理岗-01","pseudonym":"受理员-02"}`,
	`post.established/1 {"date":"2024-03-01","org":"YH-C-T1-V1","post":"代办岗-01","role":"agent"}`,
	`post.staffed/1 {"from":"2024-03-01","post":"代办岗-01","pseudonym":"代办员-07"}`,
	`channel.opened/1 {"channel":"window","date":"2024-03-01","name":"窗口"}`,
	`channel.opened/1 {"channel":"internet","date":"2024-03-01","name":"网上办事大厅","web":"https://yh.example/"}`,
	`channel.opened/1 {"channel":"fax","date":"2024-03-01","name":"传真"}`,
	`channel.closed/1 {"channel":"fax","date":"2024-06-01"}`,
	`rule.published/1 {"basis":"宜政发〔2024〕1号","date":"2024-03-01","kind":"service","name":"首问负责制","org":"YH-C","rule":"ZD-01","texts":["首位接待者负责到底","不得推诿"]}`,
	`rule.published/1 {"date":"2024-03-01","name":"限时办结制","rule":"ZD-02"}`,
	`rule.superseded/1 {"by":"ZD-01","date":"2024-06-01","rule":"ZD-02"}`,
	`round.opened/1 {"basis":"宜政发〔2024〕2号","date":"2024-04-01","found":334,"name":"第八批清理","round":"QL-8"}`,
	`round.closed/1 {"abolished":2,"changed":10,"date":"2024-06-30","delegated":8,"retained":302,"round":"QL-8"}`,
	`round.opened/1 {"date":"2024-06-01","found":3,"name":"第九批清理","round":"QL-9"}`,
	`item.tagged/1 {"date":"2024-04-01","item":"SX-001","tag":"最多跑一次"}`,
	`item.tagged/1 {"date":"2024-04-01","item":"SX-002","tag":"马上办"}`,
	`item.untagged/1 {"date":"2024-06-01","item":"SX-002","tag":"马上办"}`,
	`item.untagged/1 {"date":"2024-05-01","item":"SX-001","tag":"网上办"}`,
	`item.retained/1 {"basis":"宜政发〔2024〕3号","date":"2024-06-10","item":"SX-001","round":"QL-9"}`,
	`item.delegated/1 {"basis":"宜政发〔2024〕3号","date":"2024-06-10","item":"SX-002","level":"village","org":"YH-C-T1-V1","round":"QL-9"}`,
	`item.abolished/1 {"basis":"国发〔2024〕1号","date":"2024-06-10","item":"SX-003","round":"QL-9"}`,
}

// TestChanges: what differs from the ledger is recorded from the plan's day on,
// and a table of some columns leaves the others as they are.
func TestChanges(t *testing.T) {
	s := memory.New()
	for _, name := range []string{"机构.csv", "items.csv", "windows.csv", "posts.csv", "channels.csv", "rules.json", "清理轮次.csv"} {
		load(t, s, file(t, name))
	}
	for _, row := range []struct{ name, table, want string }{
		{"renamed", "org,name\nYH-C-T1,青石镇政务服务中心", `organisation.renamed/1 {"date":"2024-07-01","name":"青石镇政务服务中心","org":"YH-C-T1"}`},
		{"on its day", "org,name,变更日期\nYH-C-T1,青石中心,2024-05-01\nYH-C,宜河县中心,", `organisation.renamed/1 {"date":"2024-05-01","name":"青石中心","org":"YH-C-T1"}` + "\n" +
			`organisation.renamed/1 {"date":"2024-07-01","name":"宜河县中心","org":"YH-C"}`},
		{"moved", "org,parent\nYH-C-T1-V1,YH-C", `organisation.moved/1 {"date":"2024-07-01","org":"YH-C-T1-V1","parent":"YH-C"}`},
		{"described", "org,hours\nYH-C,每天", `organisation.described/1 {"address":"宜河县人民路1号","date":"2024-07-01","duties":["统一受理","指导乡镇"],"hours":"每天","org":"YH-C","telephones":[{"for":"service","number":"0429-1234567"},{"for":"service","number":"0429-1234568"},{"for":"supervision","number":"12345"}],"web":"https://yh.example/"}`},
		{"merged", "org,into,closed\nYH-C-T1-V1,YH-C-T1,2024-08-01", `organisation.merged/1 {"date":"2024-08-01","into":"YH-C-T1","org":"YH-C-T1-V1"}`},
		{"created and closed, a child first", "org;name;parent;level;closed\nT2;二;YH-C;township;2024-08-01\nV2;二村;T2;村;2024-08-01",
			`organisation.created/1 {"level":"township","name":"二","org":"T2","parent":"YH-C"}` + "\n" + `organisation.created/1 {"level":"village","name":"二村","org":"V2","parent":"T2"}` + "\n" +
				`organisation.closed/1 {"date":"2024-08-01","org":"V2"}` + "\n" + `organisation.closed/1 {"date":"2024-08-01","org":"T2"}`},
		{"a new version", "item\tpromisedDays\nSX-001\t5", `item.changed/1 {"basis":["食品安全法第35条"],"class":"licence","conditions":["有固定经营场所"],"content":"核发食品经营许可证","date":"2024-07-01","fee":"不收费","handling":"promised","item":"SX-001","legalDays":20,"materials":[{"name":"申请书"},{"name":"身份证明"}],"name":"食品经营许可","offices":["YH-C","YH-C-T1"],"org":"YH-C","procedure":["受理","审查","决定"],"promisedDays":5,"result":"食品经营许可证","tags":["网上办","马上办"]}`},
		{"abolished", "item,取消日期,取消依据,清理轮次\nSX-002,2024-09-01,国发〔2024〕1号,第八批", `item.abolished/1 {"basis":"国发〔2024〕1号","date":"2024-09-01","item":"SX-002","round":"第八批"}`},
		{"another window", "window,name\nW-01,首席代表窗口", `window.closed/1 {"date":"2024-07-01","window":"W-01"}` + "\n" + `window.opened/1 {"date":"2024-07-01","name":"首席代表窗口","org":"YH-C","window":"W-01"}`},
		{"opened again", "window,org\nW-02,YH-C", `window.opened/1 {"date":"2024-07-01","org":"YH-C","window":"W-02"}`},
		{"another role", "post,role\n代办岗-01,帮办", `post.abolished/1 {"date":"2024-07-01","post":"代办岗-01"}` + "\n" + `post.established/1 {"date":"2024-07-01","org":"YH-C-T1-V1","post":"代办岗-01","role":"帮办"}`},
		{"a roster", "岗位,代号,上岗日期\n受理岗-01,受理员-01,2024-03-01\n受理岗-01,受理员-05,2024-06-15", `post.staffed/1 {"from":"2024-06-15","post":"受理岗-01","pseudonym":"受理员-05"}`},
		{"off duty", "岗位,代号,上岗日期,离岗日期\n受理岗-01,受理员-05,2024-06-15,2024-06-30", `post.staffed/1 {"from":"2024-06-15","post":"受理岗-01","pseudonym":"受理员-05","until":"2024-06-30"}`},
		{"another channel", "channel,name\ninternet,一网通办", `channel.closed/1 {"channel":"internet","date":"2024-07-01"}` + "\n" + `channel.opened/1 {"channel":"internet","date":"2024-07-01","name":"一网通办","web":"https://yh.example/"}`},
		{"a channel again", "channel,name\nfax,传真", `channel.opened/1 {"channel":"fax","date":"2024-07-01","name":"传真"}`},
		{"a new text", "rule,texts\nZD-01,首位接待者负责到底", `rule.published/1 {"basis":"宜政发〔2024〕1号","date":"2024-07-01","kind":"service","name":"首问负责制","org":"YH-C","rule":"ZD-01","texts":["首位接待者负责到底"]}`},
		{"a rule again", "rule,name\nZD-02,限时办结制", `rule.published/1 {"date":"2024-07-01","name":"限时办结制","rule":"ZD-02"}`},
		{"a round ends", "round,closed,retained\nQL-9,2024-06-30,3", `round.closed/1 {"date":"2024-06-30","retained":3,"round":"QL-9"}`},
		{"a tag", "item,tag\nSX-001,一件事", `item.tagged/1 {"date":"2024-07-01","item":"SX-001","tag":"一件事"}`},
		{"a tag ends", "item,tag,ended\nSX-001,一件事,2024-08-01", `item.untagged/1 {"date":"2024-08-01","item":"SX-001","tag":"一件事"}`},
		{"changed in a round", "item,outcome,round,date\nSX-001,变更,QL-9,2024-07-15", `item.changed/1 {"basis":["食品安全法第35条"],"class":"licence","conditions":["有固定经营场所"],"content":"核发食品经营许可证","date":"2024-07-15","fee":"不收费","handling":"promised","item":"SX-001","legalDays":20,"materials":[{"name":"申请书"},{"name":"身份证明"}],"name":"食品经营许可","offices":["YH-C","YH-C-T1"],"org":"YH-C","procedure":["受理","审查","决定"],"promisedDays":5,"result":"食品经营许可证","round":"QL-9","tags":["网上办","马上办"]}`},
	} {
		got := load(t, s, row.table)
		if diff := cmp.Diff(strings.Split(row.want, "\n"), got); diff != "" {
			t.Errorf("%s: %s", row.name, diff)
		}
		if again := load(t, s, row.table); len(again) != 0 {
			t.Errorf("%s again: %s", row.name, again)
		}
	}
}

// TestFaults: each is said by line and column, all of them, and no plan is made.
func TestFaults(t *testing.T) {
	s := memory.New()
	load(t, s, file(t, "机构.csv"))
	load(t, s, file(t, "items.csv"))
	load(t, s, file(t, "清理轮次.csv"))
	for _, row := range []struct{ table, want string }{
		{"", "f: is empty"},
		{"PK\x03\x04", "f: is a ZIP or Excel file; save the table as CSV"},
		{"\xff\xfea", "f: is UTF-16; save it as UTF-8"},
		{"org\n\x81", "f: is neither UTF-8 nor GB 18030"},
		{"a,b\n1,2", "f:1: has no heading by which its rows are known: want one of tag (服务标签), outcome (清理结果), item (事项编码), post (岗位编码), window (窗口编码), round (轮次编码), channel (渠道编码), rule (制度编号), org (机构编码)"},
		{"window,name,nmae\n", "f:1:13: nmae: is no heading of windows: want one of closed (停用日期), date (启用日期), name (窗口名称), org (机构编码), window (窗口编码)"},
		{"window,窗口编码\n", "f:1:8: 窗口编码: says the same as window"},
		{"window,name\nW,a,b", "f:2:5: stands below no heading"},
		{"window,name\nW,\"a", `f:2:5: extraneous or missing " in quoted-field`},
		{"window,org,date\nW-1,YH-C,soon\nW-2,YH-C,2024-13-01", "f:2:10: date: want a date such as 2024-03-01 or 2024年3月1日\nf:3:10: date: want a date such as 2024-03-01 or 2024年3月1日"},
		{"window,org\n,YH-C\nW 1,YH-C\nW-1,", "f:2:1: window: want a code that can name a stream: letters, digits, '-', '_' and '.'\nf:3:1: window: want a code that can name a stream: letters, digits, '-', '_' and '.'\nf:4:5: org: is missing"},
		{"org,name,level\nA,甲,县\nA,乙,县", "f:3:1: org: stands twice in the table"},
		{"org,name,level,parent\nA,甲,县,B\nB,乙,县,A", "f:2:1: org: refused by 机构层级: there is no organisation B\nf:3:1: org: refused by 机构层级: there is no organisation A"},
		{"org,name,level\nA,甲,大", "f:2:5: level: want one of province, prefecture, county, township, village"},
		{"org,层级\nYH-C,乡镇", "f:2:6: 层级: is county in the ledger; an organisation does not change its level"},
		{"org,name,level,编码规则\n91350100M000100Y4Z,甲,县,统一社会信用代码", "f:2:1: org: is no unified social credit code: 18 characters, of which the last is a check character (GB 32100)"},
		{"org,name,level,服务电话\nA,甲,县,13800138000", "f:2:7: 服务电话: is not the number of an office; write a landline with its area code such as 0429-1234567, or a hotline such as 12345; a mobile number is never published"},
		{"org,name,level,地址\nA,甲,县,找老王 13800138000", "f:2:7: 地址: holds a telephone number, which would be public for ever; seal it as a personal value such as \"applicant.phone\" and leave it out here"},
		{"item,承诺期限\nSX-001,很快", "f:2:8: 承诺期限: want a number of working days"},
		{"item,承诺期限\nSX-001,30", "f:2:8: 承诺期限: is more than the 20 days by law"},
		{"item,name\nSX-009,x", "f:2:1: item: org: is missing"},
		{"[1]", "f:1:2: is no JSON, or no objects"},
		{"[{\"item\":\"SX-001\",\n \"promisedDays\":[1]}]", "f:2:17: promisedDays: want a text"},
		{"[{\"item\":\"SX-001\", \"materials\":[{\"nam\":\"\"}]}]", `f:1:32: materials: want a list of names, or of {"name":…,"copies":…,"original":…,"source":…}`},
		{"{\"item\":\"SX-001\"", "f:1:17: is no JSON, or no objects"},
		{"post,org,role,pseudonym\nP-1,YH-C,clerk,某人", "f:2:16: pseudonym: want a pseudonym with a number in it, such as 受理员-03, never a name"},
		{"channel,name,停用日期\nfax,传真,2024-01-01", "f:2:1: channel: refused by 规则登记: the channel fax is not open on 2024-01-01"},
		{"rule,name\nZD-1,", "f:2:6: name: is missing"},
		{"轮次,轮次名称,清理前数量,事项清单\nQ,清理,3,SX-001;SX-002\nR,清理,许多,", "f:2:8: 事项清单: are not as many as were found\nf:3:6: 清理前数量: want a number"},
		{"item,name\nSX-001,a\nSX-001,b", "f:3:1: item: stands twice in the table"},
		{"post,org,role,pseudonym\nP-1,YH-C,clerk,员-1\nP-1,YH-C,chief,员-2", "f:3:10: role: differs from the row above of the same post"},
		{"round,name,found\nQ,a,1\nQ,a,2", "f:3:1: round: stands twice in the table"},
		{"round,found,closed,retained\nQL-8,333,2024-06-30,300", "f:2:6: found: is 334 in the ledger, and does not change\nf:2:21: retained: is 302 in the ledger, and does not change"},
		{"item,tag,name\nSX-001,网上办,别的\nSX-404,网上办,", "f:2:12: name: differs from the ledger, and does not change\nf:3:1: item: refused by 事项目录: the item SX-404 is not registered"},
		{"item,tag,date,ended\nSX-001,新,2024-05-01,2024-04-01", "f:2:21: ended: lies before the first day"},
		{"item,outcome,round\nSX-001,不变,Q\nSX-404,保留,Q\nSX-001,保留,\nSX-001,取消,Q", "f:2:8: outcome: want retained (保留), delegated (下放), changed (变更) or abolished (取消)\nf:3:1: item: is not registered\nf:4:11: round: is missing\nf:5:1: item: stands twice in the table"},
		{"item,outcome,round,level\nSX-001,下放,Q,村里", "f:2:13: level: want one of province, prefecture, county, township, village"},
		{"[{\"round\":\"Q\",\"name\":\"a\",\"found\":-1}]", "f:1:34: found: want 0 to 1000000"},
	} {
		var faults *sheets.Faults
		sheet, err := sheets.Read("f", strings.NewReader(row.table))
		if err == nil {
			var d *registry.Directory
			if d, err = registry.ReadStreams(t.Context(), s, sheet.Streams()...); err != nil {
				t.Fatal(err)
			}
			_, err = sheet.Plan(d, today)
		}
		if !errors.As(err, &faults) {
			t.Errorf("%q: %v, want faults", row.table, err)
			continue
		}
		if diff := cmp.Diff(row.want, faults.Error()); diff != "" {
			t.Errorf("%q: %s", row.table, diff)
		}
	}
}

// TestManyFaults: the first are told, the rest counted.
func TestManyFaults(t *testing.T) {
	table := "window,org\n" + strings.Repeat(",YH-C\n", 500)
	sheet, err := sheets.Read("f", strings.NewReader(table))
	if err != nil {
		t.Fatal(err)
	}
	_, err = sheet.Plan(new(registry.Directory), today)
	var faults *sheets.Faults
	if !errors.As(err, &faults) || faults.Count != 500 || len(faults.First) != 20 || !strings.HasSuffix(err.Error(), "f: and 480 more") {
		t.Errorf("%v", err)
	}
}

// FuzzRead: what is read can be planned; what is planned may be recorded, and
// planned again it is nothing.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"机构.csv", "items.csv", "items.json", "windows.csv", "posts.csv", "channels.csv", "rules.json", "清理轮次.csv", "tags.csv", "清理结果.csv"} {
		f.Add([]byte(file(f, name)))
	}
	f.Add([]byte("org,name,level,parent,into\nA,甲,县,A,A\n"))
	f.Add([]byte("[{\"post\":\"a\"}]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		sheet, err := sheets.Read("f", bytes.NewReader(b))
		if err != nil {
			return
		}
		entries, err := sheet.Plan(new(registry.Directory), today)
		if err != nil {
			return
		}
		s := memory.New()
		n, err := registry.Record(t.Context(), s, noon, "", entries...)
		if err != nil || n != len(entries) {
			t.Fatalf("%d of %d recorded: %v", n, len(entries), err)
		}
		d, err := registry.ReadStreams(t.Context(), s, sheet.Streams()...)
		if err != nil {
			t.Fatal(err)
		}
		again, err := sheet.Plan(d, today)
		if err == nil && len(again) > 0 {
			t.Fatalf("%s\nplanned again: %+v", b, again)
		}
	})
}

// TestHeadings: each is known by its own kind, and no word has two meanings.
func TestHeadings(t *testing.T) {
	for _, kind := range []sheets.Kind{sheets.Organisations, sheets.Items, sheets.Windows, sheets.Posts, sheets.Channels, sheets.Rules, sheets.Rounds, sheets.Tags, sheets.Outcomes} {
		list := sheets.Headings(kind)
		if len(list) < 5 || !slices.IsSorted(list) {
			t.Errorf("%s: %v", kind, list)
		}
		sheet, err := sheets.Read("f", strings.NewReader(strings.Join(list, ",")))
		if err != nil || sheet.Kind != kind || sheet.Rows() != 0 {
			t.Errorf("%s is read as %s, %v", kind, sheet.Kind, err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	var table strings.Builder
	table.WriteString("org,name,parent,level\nR,县,,county\n")
	for i := range 3000 {
		fmt.Fprintf(&table, "V-%d,第%d村,R,village\n", i, i)
	}
	for b.Loop() {
		sheet, err := sheets.Read("f", strings.NewReader(table.String()))
		if err != nil {
			b.Fatal(err)
		}
		if entries, err := sheet.Plan(new(registry.Directory), today); err != nil || len(entries) != 3001 {
			b.Fatal(len(entries), err)
		}
	}
}
