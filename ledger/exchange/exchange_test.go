package exchange_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/exchange"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
)

var update = flag.Bool("update", false, "rewrite golden files")

var rules = casefile.Rules{Calendar: workdays.NewCalendar(workdays.China)}

// told are the entries of a case, up to so many.
func told(t testing.TB, s ledger.Store, number string, upTo int) (out []exchange.Told) {
	t.Helper()
	for r, err := range s.Stream(t.Context(), casefile.Stream(number), 0) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := casefile.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		if len(out) < upTo {
			out = append(out, exchange.Told{Entry: e, ID: r.ID})
		}
	}
	return out
}

const all = 1 << 30

// rowsOf are the rows of some cases.
func rowsOf(t testing.TB, s ledger.Store, numbers []string, upTo int) (out []exchange.Row) {
	for _, n := range numbers {
		out = append(out, caseRows(told(t, s, n, upTo))...)
	}
	return out
}

func caseRows(list []exchange.Told) []exchange.Row {
	entries := make([]casefile.Entry, len(list))
	for i := range list {
		entries[i] = list[i].Entry
	}
	c := casefile.Replay(entries)
	return exchange.Rows(list, exchange.InitialDue(&c, rules))
}

// text writes rows as the five files.
func text(t testing.TB, rows []exchange.Row) string {
	t.Helper()
	var all bytes.Buffer
	for _, table := range exchange.Tables() {
		w, err := exchange.NewWriter(&all, table)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Table == table {
				if err := w.Write(r); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// read reads rows from what was written of them.
func read(t testing.TB, rows []exchange.Row) (out []exchange.Row) {
	t.Helper()
	for _, table := range exchange.Tables() {
		var b bytes.Buffer
		w, _ := exchange.NewWriter(&b, table)
		for _, r := range rows {
			if r.Table == table {
				_ = w.Write(r)
			}
		}
		_ = w.Close()
		list, err := exchange.Read(&b, table)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}

func take(t testing.TB, s ledger.Store, rows []exchange.Row) exchange.Summary {
	t.Helper()
	sum, err := exchange.Record(t.Context(), exchange.Job{Store: s, Now: func() time.Time { return time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC) }}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// TestRoundTrip: what was written, read into an empty ledger and written again is
// the same; read twice it adds nothing; and a batch of what changed since any
// moment brings a copy of that moment to the end.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		first := memory.New()
		var numbers []string
		for stream, drafts := range casetest.Generate(rapid.Uint64().Draw(rt, "seed"), 8) {
			if _, err := first.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
				rt.Fatal(err)
			}
			numbers = append(numbers, strings.TrimPrefix(string(stream), casefile.StreamPrefix))
		}
		rows := rowsOf(t, first, numbers, all)
		second := memory.New()
		take(t, second, read(t, rows))
		want := text(t, rows)
		if diff := cmp.Diff(want, text(t, rowsOf(t, second, numbers, all))); diff != "" {
			rt.Fatalf("(-written +read and written again):\n%s", diff)
		}
		if sum := take(t, second, read(t, rows)); sum.Added != 0 {
			rt.Fatalf("the same batch again added %d records", sum.Added)
		}
		third, upTo := memory.New(), rapid.IntRange(0, 12).Draw(rt, "up to")
		take(t, third, read(t, rowsOf(t, first, numbers, upTo)))
		var batch []exchange.Row
		for _, n := range numbers {
			now := told(t, first, n, all)
			batch = append(batch, exchange.Changes(caseRows(now[:min(upTo, len(now))]), caseRows(now), now[len(now)-1].Recorded)...)
		}
		take(t, third, read(t, batch))
		if diff := cmp.Diff(want, text(t, rowsOf(t, third, numbers, all))); diff != "" {
			rt.Fatalf("(-whole +by a batch since record %d):\n%s", upTo, diff)
		}
	})
}

// hall is a case with something in every table, and then what is changed.
func hall() *casetest.History {
	return casetest.Case("SP-1").
		On("2024-03-01", casefile.ApplicationReceived{Org: "许可科"}).
		On("2024-03-04", casefile.Accepted{Org: "许可科", Item: "food-licence", Officer: "受理岗-01", Channel: "window", Handling: casefile.Promised, Promise: 5}).
		On("2024-03-04 09:10", casefile.MaterialsReceived{Slip: "S-1", Materials: []casefile.Paper{{Code: "lease", Copies: 2, Original: true}, {Code: "photo"}}}).
		On("2024-03-05", casefile.Suspended{Reason: "expert_review", Notice: "ZZ-1"}).
		On("2024-03-07", casefile.Resumed{}).
		On("2024-03-07 10:00", casefile.StepPerformed{Step: "review", Name: "审查"}).
		On("2024-03-08", casefile.Closed{Outcome: casefile.Granted}).
		On("2024-03-09", casefile.RecordCorrected{Revision: 5, Reason: "typing", Basis: "办结单存根", Instead: casefile.StepPerformed{Step: "second", Name: "审查"}}).
		On("2024-03-10", casefile.RecordVoided{Revision: 3, Reason: "wrong_case", Basis: "窗口说明"}).
		On("2024-03-11", casefile.Rated{Stage: casefile.AtClosing, Level: 5, Channel: "qr"}).
		On("2024-03-12", casefile.Annulled{Reason: "duplicate", Basis: "窗口说明"})
}

// TestGolden keeps the tables of a case, and the batches of what happens to it,
// which bring a copy to the same.
func TestGolden(t *testing.T) {
	s := memory.New()
	if _, err := hall().AppendTo(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	list := told(t, s, "SP-1", all)
	whole := caseRows(list[:7])
	got := text(t, whole)
	kept := memory.New()
	take(t, kept, read(t, whole))
	for n := 8; n <= len(list); n++ {
		now := caseRows(list[:n])
		got += fmt.Sprintf("\n# %s\n%s", list[n-1].Event.Stored(), text(t, exchange.Changes(whole, now, list[n-1].Recorded)))
		take(t, kept, read(t, exchange.Changes(whole, now, list[n-1].Recorded)))
		if sum := take(t, kept, read(t, exchange.Changes(whole, now, list[n-1].Recorded))); sum.Added != 0 {
			t.Errorf("after %s: the same batch again added %d records", list[n-1].Event.Stored(), sum.Added)
		}
		if diff := cmp.Diff(text(t, now), text(t, rowsOf(t, kept, []string{"SP-1"}, all))); diff != "" {
			t.Errorf("after %s (-ledger +copy):\n%s", list[n-1].Event.Stored(), diff)
		}
		whole = now
	}
	file := filepath.Join("testdata", "hall.csv")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +written):\n%s", file, diff)
	}
}

// TestForeign: a centre's own rows have neither our ids nor all our columns.
func TestForeign(t *testing.T) {
	tables := map[*exchange.Table]string{
		exchange.Accept: "project_no,task_name,accept_date,promise_date,applyer_name,cd_time\nSP-7,食品经营许可,2024-03-04 09:00:00,2024-03-11,某人,2024-03-05 01:00:00\n",
		exchange.Process: "project_no,process_name,event_start_time,handle_user_name,cd_time\n" +
			"SP-7,受理,2024-03-04 09:00:00,受理岗-01,2024-03-05 01:00:00\nSP-7,审查,2024-03-05 10:00:00,审查岗-01,2024-03-06 01:00:00\n",
		exchange.Special: "project_no,special_type,special_time,end_time,cd_time\nSP-7,听证,2024-03-05 11:00:00,2024-03-06 11:00:00,2024-03-07 01:00:00\n",
		exchange.Result:  "project_no,result_type,result_date,is_delivery_results,satisfaction,satisfaction_date,cd_time\nSP-7,准予,2024-03-08 09:00:00,0,5,2024-03-08 10:00:00,2024-03-09 01:00:00\n",
	}
	var rows []exchange.Row
	for _, table := range exchange.Tables() {
		list, err := exchange.Read(strings.NewReader(tables[table]), table)
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, list...)
	}
	s := memory.New()
	if sum := take(t, s, rows); sum.Cases != 1 || sum.Added != 7 || sum.Rows != 5 {
		t.Errorf("taken in: %+v", sum)
	}
	if sum := take(t, s, rows); sum.Added != 0 {
		t.Errorf("the same rows again added %d records", sum.Added)
	}
	h, err := casefile.Load(t.Context(), s, "SP-7", casefile.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	c := h.Case
	if c.Status != casefile.Ended || c.Steps != 2 || len(c.Suspensions) != 1 || c.Suspensions[0].Until.IsZero() || len(c.Kept().Ratings) != 1 {
		t.Errorf("the case is %+v", c)
	}
	if got := h.Records[1].Recorded; !got.Equal(casetest.Time("2024-03-05 01:00")) {
		t.Errorf("the first step was recorded at %s, not when it was synchronised", got)
	}
}

// TestWrongRows: what cannot be understood is named, and nothing of its case is
// recorded.
func TestWrongRows(t *testing.T) {
	for name, line := range map[string]string{
		"accept_date":  "SP-1,yesterday,2024-03-11,I",
		"cd_operation": "SP-1,2024-03-04 09:00:00,,X",
		"number":       "123,2024-03-04 09:00:00,,I",
	} {
		rows, err := exchange.Read(strings.NewReader("project_no,accept_date,promise_date,cd_operation\n"+line+"\n"), exchange.Accept)
		s := memory.New()
		if err == nil {
			_, err = exchange.Record(t.Context(), exchange.Job{Store: s, Now: time.Now}, rows)
		}
		var invalid *ledger.InvalidError
		if !errors.As(err, &invalid) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFormat keeps FORMAT.md's lists of columns those of the code.
func TestFormat(t *testing.T) {
	b, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, table := range exchange.Tables() {
		if !strings.Contains(string(b), "`"+table.Name+"` "+table.Zh) {
			t.Errorf("FORMAT.md does not say what %s is", table.Name)
		}
		for _, c := range table.Columns {
			known[c] = true
		}
	}
	for _, c := range slices.Sorted(maps.Keys(known)) {
		if !strings.Contains(string(b), "`"+c+"`") {
			t.Errorf("FORMAT.md does not say what %s is", c)
		}
	}
}

// BenchmarkRecord measures rows per second.
func BenchmarkRecord(b *testing.B) {
	first := memory.New()
	var numbers []string
	for stream, drafts := range casetest.Generate(7, 5000) {
		if _, err := first.Append(b.Context(), stream, ledger.NoStream, drafts...); err != nil {
			b.Fatal(err)
		}
		numbers = append(numbers, strings.TrimPrefix(string(stream), casefile.StreamPrefix))
	}
	rows := rowsOf(b, first, numbers, all)
	for b.Loop() {
		take(b, memory.New(), rows)
	}
	b.ReportMetric(float64(len(rows)*b.N)/b.Elapsed().Seconds(), "rows/s")
}
