package recount

import (
	"slices"
	"testing"
	"time"
)

func TestLastDate(t *testing.T) {
	if got := lastDate.String(); got != "9999-12-31" {
		t.Error(got)
	}
}

// FuzzLedger reads bodies that no writer would write: what is not known is an
// error, and what is told again is what was told.
func FuzzLedger(f *testing.F) {
	for _, seed := range [][2]string{
		{"case.accepted/1", `{"calendar":"CN","deadline":"2024-03-05T00:00:00.000000Z","handling":"promised","item":"SX-1","org":"T1","promisedDays":5,"zone":"Asia/Shanghai"}`},
		{"case.extended/1", `{"approver":"p","days":1000000000,"notice":"N"}`},
		{"case.record_corrected/1", `{"basis":"b","instead":{"action":"case.closed/1","body":{"outcome":"granted"}},"reason":"r","revision":0}`},
		{"case.third_party_consulted/1", `{"notice":"L-1","party":"person"}`},
		{"calendar.published/1", `{"calendar":"CN","days":[{"date":"2024-02-04","off":false}],"year":2024}`},
		{"policy.published/1", `{"anyGround":true,"from":"2020-01-01","legalDays":20,"regime":"licence","silence":[{"days":1000000000,"of":"third_party"}]}`},
		{"organisation.merged/1", `{"date":"2020-01-01","into":"T1","org":"T1"}`},
	} {
		f.Add(seed[0], seed[1], uint8(3))
	}
	var definitions []string
	for name := range figures {
		definitions = append(definitions, name)
	}
	slices.Sort(definitions)
	f.Fuzz(func(t *testing.T, name, public string, revision uint8) {
		l, err := New(nil)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		at := time.Date(2024, 3, 4, 1, 2, 3, 4000, time.UTC)
		for i, r := range []Record{
			{Stream: "case/A", Type: "case.accepted/1", Public: []byte(`{"calendar":"CN","handling":"promised","item":"SX-1","org":"T1","promisedDays":5,"regime":"licence","zone":"Asia/Shanghai"}`)},
			{Stream: "calendar/CN", Type: name, Public: []byte(public)},
			{Stream: "case/A", Type: name, Public: []byte(public)},
			{Stream: "case/A", Type: "case.closed/1", Public: []byte(`{"outcome":"granted"}`)},
			{Stream: "case/A", Type: "case.record_voided/1", Public: []byte(`{"basis":"b","reason":"r","revision":3}`)},
		} {
			r.Revision, r.Occurred, r.Recorded = int64(i)+int64(revision%2), at, at
			x := Parse(r)
			if err := l.Read(&x); err != nil {
				t.Fatal(err)
			}
			if x.kind != "" && x.err == nil {
				again, err := parseFact(x.append(nil), x.stream)
				if err != nil || again.kind != x.kind || again.revision != x.revision || !again.occurred.Equal(x.occurred) || (kinds[x.kind] && string(again.public) != string(x.public)) {
					t.Errorf("%+v is told again as %+v, %v", x, again, err)
				}
			}
		}
		for _, org := range []string{"", "T1"} {
			if rows, err := l.Rows("2024-03", org, definitions); err == nil && len(rows) < len(definitions) {
				t.Errorf("%d rows", len(rows))
			}
		}
		if _, n := l.Cases(); n != 1 {
			t.Errorf("%d cases", n)
		}
	})
}
