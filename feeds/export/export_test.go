package export_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"caseledger/feeds/export"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

var update = flag.Bool("update", false, "rewrite golden files")

// viewsOf are the views of a ledger.
func viewsOf(t testing.TB, s ledger.Store) *projections.Views {
	t.Helper()
	v, err := projections.Open(t.Context(), filepath.Join(t.TempDir(), "views"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if err := v.CatchUp(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return v
}

// written makes one file.
func written(t testing.TB, v *projections.Views, form string, q export.Query) ([]byte, export.Receipt) {
	t.Helper()
	f, err := export.Find(form)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	r, err := export.Write(t.Context(), v, f, q, &out, nil)
	if err != nil {
		t.Fatalf("%s: %v", form, err)
	}
	return out.Bytes(), r
}

func hallCases() []*casetest.History {
	return []*casetest.History{
		casetest.Case("SP-1").
			On("2024-03-04", casefile.Accepted{Org: "许可科", Window: "0012", Item: "food-licence", Channel: "window", Officer: "受理岗-01", Handling: casefile.Promised, Promise: 5, Legal: 20}).
			On("2024-03-05", casefile.Suspended{Reason: "expert_review", Notice: "ZZ-1"}).
			On("2024-03-07", casefile.Resumed{}).
			Add(casetest.Time("2024-03-07 10:00"), casetest.Time("2024-03-09 10:00"), "审查岗-02", casefile.StepPerformed{Step: "review", Name: `a "second" <look> & more`, Org: "审查科", Ref: "r-1"}).
			Add(casetest.Time("2024-03-06 10:00"), casetest.Time("2024-03-09 11:00"), "审查岗-02", casefile.StepPerformed{Step: "first", Org: "审查科"}).
			On("2024-03-10 11:00", casefile.FeeCharged{Amount: 12_500_000, Currency: "CNY"}).
			On("2024-03-11 11:00", casefile.Closed{Outcome: casefile.Granted}),
		casetest.Case("SP-2").
			On("2024-03-05", casefile.Accepted{Org: "=1+1", Item: "＝HYPERLINK", Officer: "-受理岗-01"}).
			On("2024-03-05 10:00", casefile.StepPerformed{Step: "wrong"}).
			On("2024-03-05 11:00", casefile.RecordVoided{Revision: 1, Reason: "wrong_case", Basis: "窗口说明"}),
		casetest.Case("SP-3").On("2024-03-08", casefile.ApplicationReceived{Org: "许可科"}),
		casetest.Case("SP-4").On("2024-04-01", casefile.Accepted{Org: "许可科", Item: "well"}).
			On("2024-04-01 11:00", casefile.Returned{Reason: "not_competent", Basis: "许可法32", Remedy: "县水利局"}),
	}
}

func hall(t testing.TB) *projections.Views {
	s := memory.New()
	for _, h := range hallCases() {
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	return viewsOf(t, s)
}

// TestGolden keeps every form that is text; a receipt says of each file what is
// true of it.
func TestGolden(t *testing.T) {
	v := hall(t)
	for _, f := range export.Forms() {
		got, r := written(t, v, f.Name, export.Everything)
		sum := sha256.Sum256(got)
		if r.SHA256 != hex.EncodeToString(sum[:]) || r.Bytes != int64(len(got)) || r.Ordinal != 13 || r.Form != f.Name {
			t.Errorf("%s: the receipt says %+v of %d bytes", f.Name, r, len(got))
		}
		if again, _ := written(t, v, f.Name, export.Everything); !bytes.Equal(again, got) {
			t.Errorf("%s: the same ledger gave other bytes", f.Name)
		}
		if f.Name == "parquet" || f.Ending == ".zip" || f.Name == "exchange" {
			continue
		}
		file := filepath.Join("testdata", "hall"+f.Ending)
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (-golden +written):\n%s", file, diff)
		}
	}
}

// TestQueries: months, moments and what becomes of them.
func TestQueries(t *testing.T) {
	v := hall(t)
	march := export.Query{From: workdays.Civil(2024, 3, 1), To: workdays.Civil(2024, 3, 31)}
	then := export.Everything
	then.KnownAt = 8 // before the second case
	all := export.Everything
	all.All = true
	for _, row := range []struct {
		form        string
		q           export.Query
		cases, rows int
	}{
		{"csv", export.Everything, 4, 4},
		{"csv", march, 2, 2},
		{"csv", then, 2, 2},
		{"ndjson", export.Everything, 0, 13},
		{"ndjson", march, 0, 11},
		{"ndjson", then, 0, 8},
		{"xes", export.Everything, 4, 2},
		{"xes", march, 2, 2},
		{"xes", all, 4, 11}, // all but the step that was voided, and the voiding
		{"ocel", export.Everything, 4, 11},
		{"datapackage", march, 2, 2 + 8},
		{"exchange", export.Everything, 3, 3 + 2 + 1 + 2},
		{"exchange", export.Query{From: workdays.NoDate, To: workdays.NoDate, Since: 6}, 3, 1 + 2 + 1}, // SP-1's end, and two new cases
	} {
		if _, r := written(t, v, row.form, row.q); r.Cases != row.cases || r.Rows != row.rows {
			t.Errorf("%s %+v: %d cases and %d rows, want %d and %d", row.form, row.q, r.Cases, r.Rows, row.cases, row.rows)
		}
	}
	then.KnownAt = 99
	f, _ := export.Find("csv")
	var invalid *ledger.InvalidError
	if _, err := export.Write(t.Context(), v, f, then, io.Discard, nil); !errors.As(err, &invalid) {
		t.Errorf("known at a record that is not there: %v", err)
	}
	if _, err := export.Find("xls"); !errors.As(err, &invalid) {
		t.Errorf("a form that is not there: %v", err)
	}
}

type failing struct{ after int }

func (f *failing) Write(b []byte) (int, error) {
	if f.after -= len(b); f.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

// TestFullDisk: wherever writing fails, the export does.
func TestFullDisk(t *testing.T) {
	v := hall(t)
	for _, f := range export.Forms() {
		whole, _ := written(t, v, f.Name, export.Everything)
		for _, after := range []int{0, len(whole) - 1} {
			if _, err := export.Write(t.Context(), v, f, export.Everything, &failing{after}, nil); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s after %d bytes: %v", f.Name, after, err)
			}
		}
	}
}

// sample is a ledger with the permit-receipt log, from a source by a mapping.
func sample(t testing.TB, input io.Reader, mapping string) ledger.Store {
	t.Helper()
	s := memory.New()
	m, err := intake.LoadMapping(mapping)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)
	if _, err := intake.Import(t.Context(), intake.Job{Name: "log", Input: input, Mapping: m, Store: s, Now: func() time.Time { return at }}); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRoundTripXES: the log of real cases, written, read by our own import and
// written again is the same; so are the tables of both ledgers. It has the cases,
// events and variants that other programs find in its source.
func TestRoundTripXES(t *testing.T) {
	first := viewsOf(t, sample(t, intake.Sample(), intake.SampleMapping))
	log, r := written(t, first, "xes", export.Everything)
	if r.Cases != 1434 || r.Rows != 8577 || variants(t, log) != 116 {
		t.Errorf("%d cases, %d events, %d variants; want 1434, 8577, 116", r.Cases, r.Rows, variants(t, log))
	}
	second := viewsOf(t, sample(t, bytes.NewReader(log), filepath.Join("testdata", "xes-mapping.json")))
	for _, form := range []string{"xes", "csv"} {
		a, _ := written(t, first, form, export.Everything)
		b, _ := written(t, second, form, export.Everything)
		if !bytes.Equal(a, b) {
			t.Errorf("%s: read and written again it differs: %s", form, firstDifference(a, b))
		}
	}
}

func firstDifference(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d: %s / %s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

// variants counts the orders of activities in a log.
func variants(t testing.TB, log []byte) int {
	t.Helper()
	type attribute struct {
		Key   string `xml:"key,attr"`
		Value string `xml:"value,attr"`
	}
	var l struct {
		Traces []struct {
			Events []struct {
				Strings []attribute `xml:"string"`
			} `xml:"event"`
		} `xml:"trace"`
	}
	if err := xml.Unmarshal(log, &l); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, trace := range l.Traces {
		var order []string
		for _, e := range trace.Events {
			i := slices.IndexFunc(e.Strings, func(a attribute) bool { return a.Key == "concept:name" })
			order = append(order, e.Strings[i].Value)
		}
		seen[strings.Join(order, "\x1f")] = true
	}
	return len(seen)
}

// TestPackage: what datapackage.json says of its tables is true of them.
func TestPackage(t *testing.T) {
	b, r := written(t, hall(t), "datapackage", export.Everything)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	var told struct {
		Resources []struct {
			Path, Hash  string
			Bytes, Rows int
			Schema      struct {
				Fields []struct{ Name string }
			}
		}
	}
	if err := json.Unmarshal(files["datapackage.json"], &told, json.MatchCaseInsensitiveNames(true)); err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, x := range told.Resources {
		table := files[x.Path]
		sum := sha256.Sum256(table)
		lines, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if x.Bytes != len(table) || x.Hash != "sha256:"+hex.EncodeToString(sum[:]) || x.Rows != len(lines)-1 {
			t.Errorf("%s: %+v does not describe %d bytes with %d rows", x.Path, x, len(table), len(lines)-1)
		}
		for i, f := range x.Schema.Fields {
			if lines[0][i] != f.Name {
				t.Errorf("%s: column %d is %s, not %s", x.Path, i, lines[0][i], f.Name)
			}
		}
		rows += x.Rows
	}
	if len(files) != 3 || rows != r.Rows {
		t.Errorf("%d files, %d rows; the receipt says %d", len(files), rows, r.Rows)
	}
}
