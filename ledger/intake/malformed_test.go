package intake_test

import (
	"errors"
	"strings"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

const eventHead = `{"specversion":"1.0","id":"1","source":"/s","time":"2024-03-04T09:00:00Z",`

const oneTrace = `<log>
<trace><string key="concept:name" value="A-1"/><date key="startdate" value="2024-03-04T09:00:00Z"/>
<event><string key="concept:name" value="s"/><date key="time:timestamp" value="2024-03-04T09:00:00Z"/></event>
</trace>
</log>`

// TestMalformedInput: every fault names file, line and reason.
func TestMalformedInput(t *testing.T) {
	rows := header + "A-1,2024-03-04,,take,2024-03-04 09:00,1,\n"
	for _, c := range []struct {
		name, mapping, text string
		line                int
		want                string
	}{
		{"empty file", "plain", "", 0, "is empty"},
		{"white space only", "plain", " \n\n", 0, "is empty"},
		{"Excel file", "plain", "PK\x03\x04", 0, "save the table as CSV"},
		{"UTF-16", "plain", "\xff\xfen\x00", 0, "save it as UTF-8"},
		{"cut gzip", "plain", compress(t, rows)[:60], 0, "the file is cut off"},
		{"damaged gzip", "plain", "\x1f\x8b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 0, "gzip compression is damaged"},
		{"other format", "plain", "<log/>", 0, "looks like xes, and the mapping m reads csv"},

		{"missing column", "plain", strings.Replace(rows, "due", "dew", 1), 1, "the mapping m needs the columns due; the header has no, start, dew"},
		{"column twice", "plain", strings.Replace(rows, "due", "no", 1), 1, `column "no" stands twice`},
		{"ragged row", "plain", rows + "A-2,2024-03-04\n", 3, "another number of fields than the header"},
		{"stray quote", "plain", rows + "A-2,2024-03-04,,t\"ke,2024-03-04 09:00,1,\n", 3, "bare \""},
		{"endless quote", "plain", rows + "A-2,\"2024-03-04,,take,2024-03-04 09:00,1,\n", 3, "extraneous or missing"},
		{"huge row", "plain", rows + "A-2,\"" + strings.Repeat("x\n", 3<<20), 3, "a quote may be missing"},
		{"no case number", "plain", rows + ",2024-03-04,,take,2024-03-04 09:00,1,\n", 3, "has no case number (attribute no)"},
		{"number without letter", "plain", rows + "17,2024-03-04,,take,2024-03-04 09:00,1,\n", 3, "set case.prefix in the mapping"},
		{"number with a blank", "plain", rows + "A 1,2024-03-04,,take,2024-03-04 09:00,1,\n", 3, "' ' cannot stand in a name"},
		{"time", "plain", rows + "A-2,2024-03-04,,take,yesterday,1,\n", 3, `at "yesterday": want a time such as`},
		{"impossible date", "plain", rows + "A-2,2024-02-30,,take,2024-03-04 09:00,1,\n", 3, `start "2024-02-30": want a time`},
		{"deadline", "plain", rows + "A-2,2024-03-04,soon,take,2024-03-04 09:00,1,\n", 3, `due "soon": want a time`},
		{"no acceptance", "plain", rows + "A-2,,,take,2024-03-04 09:00,1,\n", 3, "case A-2 has no time of acceptance (attribute start)"},
		{"no step", "plain", rows + "A-2,2024-03-04,,,2024-03-04 09:00,1,\n", 3, "lacks its time or its step (attributes at, what)"},
		{"not UTF-8", "plain", rows + "A-2,2024-03-04,,\xca\xdc,2024-03-04 09:00,1,\n", 3, "column what is not UTF-8"},

		{"cut XES", "permit-receipt", oneTrace[:len(oneTrace)-15], 4, "the file ends inside an element; it is cut off"},
		{"cut inside a tag", "permit-receipt", oneTrace[:30], 2, "the file ends inside an element; it is cut off"},
		{"wrong end tag", "permit-receipt", strings.Replace(oneTrace, "</event>", "</evnt>", 1), 3, "element <event> closed by </evnt>"},
		{"no XES", "permit-receipt", "<html></html>", 1, "the root element is <html>, not the <log>"},
		{"document type", "permit-receipt", "<!DOCTYPE log [<!ENTITY a 'b'>]>" + oneTrace, 1, "document type declarations are not taken"},
		{"encoding", "permit-receipt", `<?xml version="1.0" encoding="ISO-8859-1"?>` + oneTrace, 1, `is written in "ISO-8859-1"`},
		{"unknown entity", "permit-receipt", strings.Replace(oneTrace, "A-1", "A&copy;", 1), 2, "invalid character entity &copy;"},
		{"attribute without quotes", "permit-receipt", strings.Replace(oneTrace, `key="startdate"`, `key=startdate`, 1), 2, "unquoted or missing attribute value"},
		{"text behind", "permit-receipt", oneTrace + "\nmore", 5, "text outside the root element"},
		{"second root", "permit-receipt", oneTrace + "\n<log/>", 6, "<log> stands behind the root element"},
		{"event outside", "permit-receipt", "<log>\n<event/></log>", 2, "outside of all traces"},
		{"trace without name", "permit-receipt", "<log>\n<trace></trace></log>", 2, "has no case number (attribute concept:name)"},
		{"XES time", "permit-receipt", strings.Replace(oneTrace, `timestamp" value="2024`, `timestamp" value="twenty24`, 1), 3, `time:timestamp "twenty24-03-04T09:00:00Z": want a time`},
		{"XES not UTF-8", "permit-receipt", strings.Replace(oneTrace, "A-1", "A\xff", 1), 2, "invalid UTF-8"},

		{"array", "cloudevents", "[\n]", 1, "want one CloudEvent in each line"},
		{"cut JSON", "cloudevents", "\n" + eventHead, 2, "is not valid JSON: column"},
		{"twice the same member", "cloudevents", `{"id":"1","id":"2"}`, 1, "is not valid JSON"},
		{"other version", "cloudevents", `{"specversion":"0.3"}`, 1, `specversion "0.3": want "1.0"`},
		{"missing id", "cloudevents", `{"specversion":"1.0"}`, 1, "the attribute id is missing"},
		{"unknown type", "cloudevents", eventHead + `"type":"com.example.x","subject":"A-1"}`, 1, `type "com.example.x" has no meaning in the mapping cloudevents`},
		{"no zone", "cloudevents", strings.Replace(eventHead, "00Z", "00", 1) + `"type":"case.resumed/1","subject":"A-1"}`, 1, "RFC 3339"},
		{"unknown member", "cloudevents", eventHead + `"type":"case.resumed/1","subject":"A-1","data":{"x":1}}`, 1, "body of case.resumed/1"},
		{"no subject", "cloudevents", eventHead + `"type":"case.resumed/1"}`, 1, "subject: case number"},
		{"other number", "cloudevents", eventHead + `"type":"case.accepted/1","subject":"A-1","data":{"calendar":"CN","number":"A-2","zone":"Asia/Shanghai"}}`, 1, `subject "A-1" and number "A-2" differ`},
		{"unknown zone", "cloudevents", eventHead + `"type":"case.accepted/1","subject":"A-1","data":{"calendar":"CN","number":"A-1","zone":"Asia/Atlantis"}}`, 1, `zone "Asia/Atlantis"`},
		{"before acceptance", "cloudevents", eventHead + `"type":"case.resumed/1","subject":"A-1"}`, 1, "case A-1 has no acceptance before its case.resumed/1"},
		{"outcome", "cloudevents", eventHead + `"type":"case.closed/1","subject":"A-1","data":{"outcome":"fine"}}`, 1, `outcome "fine": want one of`},
		{"long post", "cloudevents", eventHead + `"type":"case.accepted/1","subject":"A-1","post":"` + strings.Repeat("p", 101) + `","data":{"calendar":"CN","number":"A-1","zone":"Asia/Shanghai"}}`, 1, "at most 100 may stand in public"},
		{"long line", "cloudevents", eventHead + strings.Repeat(" ", 5<<20) + "}", 1, "the line is longer than"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := plainMapping(t, "m")
			if c.mapping != "plain" {
				m = mapping(t, c.mapping)
			}
			_, err := load(memory.New(), m, "input.x", c.text)
			var fault *intake.SourceError
			if !errors.As(err, &fault) {
				t.Fatalf("got %v, want a *SourceError", err)
			}
			if fault.File != "input.x" || fault.Line != c.line || !strings.Contains(fault.Reason, c.want) {
				t.Errorf("got %v\nwant line %d: … %s", err, c.line, c.want)
			}
		})
	}
}

func TestWhatWasReadBeforeAFaultStays(t *testing.T) {
	s := memory.New()
	broken := strings.Replace(oneTrace, "</log>", strings.Replace(oneTrace[6:], "A-1", "1", 1), 1)
	sum, err := load(s, mapping(t, "permit-receipt"), "x.xes", broken)
	if err == nil || !strings.HasPrefix(err.Error(), "x.xes:5: ") {
		t.Fatalf("got %v, want a fault in line 5", err)
	}
	if got := types(t, s, "A-1"); got != "accepted s" || sum.Cases != 1 || sum.Added != 2 {
		t.Errorf("records %q, summary %+v; want the first case", got, sum)
	}
}

func TestLinesBeforeAFaultStay(t *testing.T) {
	s := memory.New()
	accepted := event("1", "case.accepted/1", "A-1", `{"calendar":"CN","number":"A-1","zone":"Asia/Shanghai"}`)
	sum, err := load(s, mapping(t, "cloudevents"), "x", accepted+event("2", "case.resumed/1", "A-1", `{}`)+"{\n"+event("3", "case.resumed/1", "A-1", `{}`))
	if err == nil || !strings.HasPrefix(err.Error(), "x:3: ") || types(t, s, "A-1") != "accepted resumed" || sum.Added != 2 {
		t.Errorf("%v, records %s; want a fault in line 3 and the two lines before it", err, types(t, s, "A-1"))
	}
}

// TestACutFileIsTakenInUpToTheCut: a download that broke off is no loss.
func TestACutFileIsTakenInUpToTheCut(t *testing.T) {
	for _, src := range small() {
		whole := compress(t, src.text)
		s := memory.New()
		sum, err := load(s, mapping(t, src.mapping), src.name+".gz", whole[:len(whole)-20])
		var fault *intake.SourceError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("%s: %v, want it reported as cut off", src.name, err)
		}
		if sum.Cases == 0 && !strings.HasSuffix(src.name, ".csv") { // rows of a case may come at the very end of a table
			t.Errorf("%s: nothing was taken in before the cut", src.name)
		}
		again := mustLoad(t, s, mapping(t, src.mapping), src.name+".gz", whole)
		if again.Cases != 12 || again.Added != again.Records-sum.Added {
			t.Errorf("%s: then %+v, want the rest", src.name, again)
		}
	}
}

func TestDirtyDataIsTakenAsItIs(t *testing.T) {
	s, m := memory.New(), plainMapping(t, "m")
	m.Table.CasePrefix = ""
	sum := mustLoad(t, s, m, "dirty.csv", header+
		"A-1,2024-03-04,,take,2024-03-01 09:00,1,2024-03-02\n"+ // all three at once
		"A-1,2024-03-04,,take,2024-03-09 09:00,1,2024-03-02\n"+ // and the same id twice
		"A-2,2024-03-04,,take,2024-03-04 09:00,,2024-03-05\n")
	want := map[casefile.Anomaly]int{casefile.EndsBeforeStart: 1, casefile.EventsAfterEnd: 1, casefile.EventsBeforeStart: 1}
	for a, n := range want {
		if sum.Anomalies[a] != n {
			t.Errorf("%s: %d cases, want %d", a, sum.Anomalies[a], n)
		}
	}
	if got := types(t, s, "A-1"); got != "accepted take closed take" {
		t.Errorf("records are %s", got)
	}
	if c := cases(t, s)["A-1"]; c.ClosedAt.After(c.AcceptedAt) {
		t.Error("a closing before the acceptance was mended")
	}
}

func TestRowsThatDisagreeAboutTheCaseAreCounted(t *testing.T) {
	text := strings.Join(strings.SplitAfter(sampleCSV(t), "\n")[:8], "")
	lines := strings.SplitAfter(text, "\n")
	lines[2] = strings.Replace(lines[2], "Internet", "Desk", 1)
	s := memory.New()
	sum := mustLoad(t, s, mapping(t, "permit-receipt"), "x.csv", strings.Join(lines, ""))
	number := strings.Split(lines[1], ",")[1]
	if sum.Inconsistent != 1 || cases(t, s)[number].Channel != "Internet" {
		t.Errorf("%d inconsistent cases, channel %q; want 1, and the first row's word", sum.Inconsistent, cases(t, s)[number].Channel)
	}
}

func TestJobIsChecked(t *testing.T) {
	if _, err := intake.Import(t.Context(), intake.Job{Name: "x", Input: strings.NewReader("x"), Now: now, Store: memory.New()}); err == nil {
		t.Error("an import without mapping began")
	}
	m := plainMapping(t, "m")
	m.Calendar = "MOON"
	if _, err := load(memory.New(), m, "x.csv", header); err == nil || !strings.Contains(err.Error(), `calendar "MOON" is not in the ledger`) {
		t.Errorf("an unknown calendar: %v", err)
	}
}
