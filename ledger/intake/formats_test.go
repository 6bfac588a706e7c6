package intake_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

func TestScatteredRowsAreGrouped(t *testing.T) {
	head, rest, _ := strings.Cut(sampleCSV(t), "\n")
	rows := strings.SplitAfter(strings.TrimSpace(rest)+"\n", "\n")
	rows = rows[:len(rows)-1]
	rnd := rand.New(rand.NewPCG(1, 2))
	rnd.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	m, want, got := mapping(t, "permit-receipt"), memory.New(), memory.New()
	mustLoad(t, want, m, "grouped.csv", sampleCSV(t))
	mustLoad(t, got, m, "scattered.csv", head+"\n"+strings.Join(rows, ""))
	if d := cmp.Diff(byStream(t, want), byStream(t, got)); d != "" {
		t.Errorf("cases differ:\n%.2000s", d)
	}
	var order []string
	for _, row := range rows {
		if number := strings.Split(row, ",")[1]; !slices.Contains(order, number) {
			order = append(order, number)
		}
	}
	var recorded []string
	for _, r := range all(t, got) {
		if r.Revision == 0 {
			recorded = append(recorded, strings.TrimPrefix(string(r.Stream), "case/"))
		}
	}
	if d := cmp.Diff(order, recorded); d != "" {
		t.Errorf("cases are not in the order of their first rows:\n%.500s", d)
	}
}

func compress(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSameContentInOtherClothes: what a file looks like makes no difference.
func TestSameContentInOtherClothes(t *testing.T) {
	table := header + "A-1,2024-03-04,,take,2024-03-04 09:00,1,\nB-2,2024-03-04,,\"say \"\"hello\"\", twice\",2024-03-04 09:00,1,\n"
	want := memory.New()
	mustLoad(t, want, plainMapping(t, "m"), "plain.csv", table)
	semicolon := plainMapping(t, "m")
	semicolon.Table.Delimiter = ";"
	for _, c := range []struct {
		name string
		m    *intake.Mapping
		text string
	}{
		{"byte order mark", plainMapping(t, "m"), "\ufeff" + table},
		{"CRLF", plainMapping(t, "m"), strings.ReplaceAll(table, "\n", "\r\n")},
		{"gzip", plainMapping(t, "m"), compress(t, table)},
		{"gzip in two members", plainMapping(t, "m"), compress(t, table[:50]) + compress(t, table[50:])},
		{"gzip and byte order mark", plainMapping(t, "m"), compress(t, "\ufeff"+table)},
		{"semicolons", semicolon, strings.ReplaceAll(strings.ReplaceAll(table, ",", ";"), "hello\"\"; twice", "hello\"\", twice")},
		{"no final line end", plainMapping(t, "m"), strings.TrimSuffix(table, "\n")},
		{"other columns", plainMapping(t, "m"), otherColumns(table)},
	} {
		got := memory.New()
		mustLoad(t, got, c.m, c.name, c.text)
		if d := cmp.Diff(inOrder(t, want), inOrder(t, got)); d != "" {
			t.Errorf("%s: another ledger:\n%s", c.name, d)
		}
	}
}

// otherColumns adds a column that no mapping names.
func otherColumns(table string) string {
	lines := strings.SplitAfter(table, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "applicant," + line
		}
	}
	return strings.Join(lines, "")
}

func TestGB18030(t *testing.T) {
	text := strings.ReplaceAll(header, "what", "环节") + "A-1,2024-03-04,,受理,2024-03-04 09:00,1,\n"
	encoded, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	definition := strings.Replace(strings.Replace(plain, `"what"`, `"环节"`, 1), "%NAME%", "m", 1)
	utf8, err := intake.ParseMapping("m", []byte(definition))
	if err != nil {
		t.Fatal(err)
	}
	gbk, err := intake.ParseMapping("m", []byte(strings.Replace(definition, `"formats"`, `"csv": {"encoding": "gb18030"}, "formats"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	s := memory.New()
	mustLoad(t, s, gbk, "gbk.csv", encoded)
	if got := types(t, s, "A-1"); got != "accepted 受理" {
		t.Errorf("records are %s", got)
	}
	var fault *intake.SourceError
	if _, err := load(memory.New(), utf8, "gbk.csv", encoded); !errors.As(err, &fault) || !strings.Contains(err.Error(), `set csv.encoding to "gb18030"`) {
		t.Errorf("GBK read as UTF-8: %v, want a hint at csv.encoding", err)
	}
}

// TestXESStructure: what is no attribute of a trace or event does not matter.
func TestXESStructure(t *testing.T) {
	text := `<?xml version="1.0" encoding="utf-8"?>
<!-- <trace> --><?pi <trace> ?>
<x:log xmlns:x="http://www.xes-standard.org/" xes.version="1.0">
 <x:global scope="trace"><x:string key="concept:name" value="WRONG"/></x:global>
 <x:global scope="event"><x:date key="time:timestamp" value="1970-01-01T00:00:00Z"/></x:global>
 <x:classifier name="a > b" keys='concept:name "x"'/>
 <x:float key="meta" value="1"><x:float key="concept:name" value="2"/></x:float>
 <x:trace>
  <x:string key="concept:name" value="A&amp;1&#x2F;&lt;"><x:string key="concept:name" value="NESTED"/></x:string>
  <x:date key="startdate" value="2024-03-04T09:00:00+01:00"/>
  <x:list key="things"><x:values><x:string key="enddate" value="2024-03-05T09:00:00Z"/></x:values></x:list>
  <![CDATA[ <event> ]]> text &amp; more
  <x:event>
   <x:string key="concept:name" value="step"></x:string><x:date key="time:timestamp" value="2024-03-04T10:00:00.5+01:00"/>
   <x:container key="c"><x:string key="org:resource" value="NESTED"/></x:container>
   <x:string key="org:group" value="EMPTY"/>
  </x:event>
 </x:trace>
</x:log>`
	m := mapping(t, "permit-receipt")
	s := memory.New()
	_, err := load(s, m, "x.xes", text)
	if err == nil || !strings.Contains(err.Error(), `x.xes:8: case number "A&1/<": '&' cannot stand in a name`) {
		t.Fatalf("got %v, want the number refused at line 8", err)
	}
	sum := mustLoad(t, s, m, "x.xes", strings.Replace(text, "A&amp;1&#x2F;&lt;", "A&#45;1", 1))
	if sum.Cases != 1 || sum.Events != 1 || sum.Records != 2 {
		t.Errorf("summary %+v, want one case, one event, two records", sum)
	}
	c := cases(t, s)["A-1"]
	if c.LastStep != "step" || c.Holder.Org != "" || c.Holder.Post != "" || !c.ClosedAt.IsZero() {
		t.Errorf("case %+v", c)
	}
	if got := c.FirstStepAt.Format("15:04:05.0"); got != "09:00:00.5" {
		t.Errorf("step at %s", got)
	}
}
