package registers_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/feeds/registers"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

var update = flag.Bool("update", false, "rewrite golden files")

// formats are all ways to write a book, by the endings of their golden files.
var formats = map[string]func(io.Writer) registers.Sheet{
	".csv":       func(w io.Writer) registers.Sheet { return registers.NewCSV(w, false) },
	".excel.csv": func(w io.Writer) registers.Sheet { return registers.NewCSV(w, true) },
	".html":      registers.NewHTML,
	".json":      registers.NewJSON,
}

// everyDay is all that was ever accepted.
var everyDay = registers.Query{From: workdays.NoDate, To: workdays.NoDate}

func viewsOf(t testing.TB, fill func(s ledger.Store)) *projections.Views {
	t.Helper()
	s := memory.New()
	fill(s)
	v, err := projections.Open(t.Context(), filepath.Join(t.TempDir(), "views"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(v.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	})
	if err := v.CatchUp(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
	return v
}

// written makes all five books in a format.
func written(t testing.TB, v *projections.Views, q registers.Query, format string) map[string]string {
	t.Helper()
	var outs []registers.Out
	texts := map[string]*bytes.Buffer{}
	for _, r := range registers.All() {
		texts[r.Name] = new(bytes.Buffer)
		outs = append(outs, registers.Out{Register: r, Sheet: formats[format](texts[r.Name])})
	}
	if err := registers.Make(t.Context(), v, q, outs, nil); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, b := range texts {
		out[name] = b.String()
	}
	return out
}

// hall is a ledger with something for every column.
func hall(t testing.TB) *projections.Views {
	return viewsOf(t, func(s ledger.Store) { fillHall(t, s) })
}

func fillHall(t testing.TB, s ledger.Store) {
	t.Helper()
	for _, h := range hallCases() {
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

func hallCases() []*casetest.History {
	sum := strings.Repeat("9f", 32)
	return []*casetest.History{
		casetest.Case("SP-1").
			On("2024-03-04", casefile.Accepted{Org: "许可科", Window: "3号窗口", Item: "food-licence", Channel: "window", Officer: "受理岗-01", Handling: casefile.Promised, Promise: 5, Legal: 20}).
			On("2024-03-04 09:10", casefile.MaterialsReceived{Slip: "00071", Materials: []casefile.Paper{{Code: "0012", Copies: 2, Original: true}, {Code: "lease", SHA256: sum}}}).
			On("2024-03-04 14:00", casefile.Transferred{FromOrg: "许可科", FromPost: "受理岗-01", ToOrg: "审查科", Reason: "competence"}).
			On("2024-03-04 15:30", casefile.Received{Org: "审查科", Post: "审查岗-02"}).
			On("2024-03-04 16:00", casefile.Undertaken{Level: casefile.Township, Org: "审查科", Post: "审查岗-02"}).
			On("2024-03-05", casefile.Suspended{Reason: "expert_review", Notice: "ZZ-1"}).
			On("2024-03-07", casefile.Resumed{}).
			On("2024-03-07 10:00", casefile.StepPerformed{Step: "review"}).
			On("2024-03-08", casefile.Decided{Outcome: casefile.Granted}).
			On("2024-03-08 10:00", casefile.ResultIssued{Document: "XK-1", Date: workdays.Civil(2024, 3, 8)}).
			On("2024-03-08 11:00", casefile.Closed{Outcome: casefile.Granted}).
			On("2024-03-11", casefile.Delivered{Means: "post"}).
			On("2024-03-11 10:00", casefile.MaterialsReturned{Slip: "00071", Codes: []string{"0012"}}).
			On("2024-03-12", casefile.ResultFedBack{Suggestion: true}),
		// handed on twice, not received; a slip that was voided, and one in its place
		casetest.Case("SP-2").
			On("2024-03-05", casefile.Accepted{Org: "许可科", Item: `<b>"shop"</b>`, Handling: casefile.Promised, Promise: 10, Officer: "受理岗-01"}).
			On("2024-03-05 10:00", casefile.MaterialsReceived{Slip: "00072", Materials: []casefile.Paper{{Code: "photo", Copies: 1}}}).
			On("2024-03-05 11:00", casefile.RecordVoided{Revision: 1, Reason: "wrong_case", Basis: "窗口说明"}).
			On("2024-03-05 12:00", casefile.MaterialsReceived{Slip: "00073", Materials: []casefile.Paper{{Code: "+photo", Copies: 3}}}).
			On("2024-03-06", casefile.Transferred{FromOrg: "许可科", ToOrg: "=1+1"}).
			On("2024-03-06 10:00", casefile.Transferred{FromOrg: "许可科", ToOrg: "@home"}),
		// closed wrongly, and corrected
		casetest.Case("SP-3").
			On("2024-03-06", casefile.Accepted{Org: "民政所", Item: "pension", Handling: casefile.Immediate}).
			On("2024-03-06 09:20", casefile.Closed{Outcome: casefile.Refused}).
			On("2024-03-06 09:20", casefile.RecordCorrected{Revision: 1, Reason: "typing", Basis: "办结单存根", Instead: casefile.Closed{Outcome: casefile.Completed}}),
		// entered twice
		casetest.Case("SP-4").On("2024-03-06", casefile.Accepted{Org: "民政所", Item: "pension"}).
			On("2024-03-06 10:00", casefile.MaterialsReceived{Slip: "00074", Materials: []casefile.Paper{{Code: "photo"}}}).
			On("2024-03-07", casefile.Annulled{Reason: "duplicate", Basis: "窗口说明", SameAs: "SP-3"}),
		casetest.Case("SP-5").On("2024-03-07", casefile.Accepted{Org: "许可科", Item: "well"}).
			On("2024-03-07 11:00", casefile.Returned{Reason: "not_competent", Basis: "许可法32", Remedy: "县水利局"}),
		casetest.Case("SP-6").On("2024-03-08", casefile.Accepted{Org: "许可科", Item: "well"}).On("2024-03-11", casefile.Withdrawn{Reason: "own_wish"}),
		// never accepted: in no book
		casetest.Case("SP-7").On("2024-03-08", casefile.ApplicationReceived{Org: "许可科"}),
		// annulled before it was accepted: not even among the annulled
		casetest.Case("SP-8").On("2024-03-08", casefile.ApplicationReceived{Org: "许可科"}).On("2024-03-11", casefile.Annulled{Reason: "duplicate", Basis: "窗口说明"}),
		casetest.Case("SP-9").On("2024-04-01", casefile.Accepted{Org: "许可科", Item: "well", Handling: casefile.Promised, Promise: 5}),
	}
}

// TestGolden keeps every book in every format.
func TestGolden(t *testing.T) {
	v := hall(t)
	for format := range formats {
		for name, got := range written(t, v, everyDay, format) {
			file := filepath.Join("testdata", name+format)
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
	}
}

// TestPeriod asks for parts of the hall's cases; every count follows from the
// rows.
func TestPeriod(t *testing.T) {
	v := hall(t)
	unit, other := "民政所", "无此科"
	for _, row := range []struct {
		name  string
		q     registers.Query
		cases []string
		apart int
	}{
		{"all", everyDay, []string{"SP-1", "SP-2", "SP-3", "SP-5", "SP-6", "SP-9"}, 1},
		{"from", registers.Query{From: workdays.Civil(2024, 3, 8), To: workdays.NoDate}, []string{"SP-6", "SP-9"}, 0},
		{"to", registers.Query{From: workdays.NoDate, To: workdays.Civil(2024, 3, 5)}, []string{"SP-1", "SP-2"}, 0},
		{"a day", registers.Query{From: workdays.Civil(2024, 3, 6), To: workdays.Civil(2024, 3, 6)}, []string{"SP-3"}, 1},
		{"a unit", registers.Query{From: workdays.NoDate, To: workdays.NoDate, Org: &unit}, []string{"SP-3"}, 1},
		{"no unit", registers.Query{From: workdays.NoDate, To: workdays.NoDate, Org: &other}, nil, 0},
	} {
		b := read(t, v, row.q)["accepted"]
		if got := b.column("case"); !slices.Equal(got, row.cases) {
			t.Errorf("%s: cases %v, want %v", row.name, got, row.cases)
		}
		if len(b.Annulled) != row.apart {
			t.Errorf("%s: %d annulled, want %d", row.name, len(b.Annulled), row.apart)
		}
	}
}

// TestImbalance: a book that does not reconcile is written to its end, says so,
// and is an error.
func TestImbalance(t *testing.T) {
	var text bytes.Buffer
	outs := []registers.Out{{Register: registers.Unbalanced(), Sheet: registers.NewCSV(&text, false)}}
	err := registers.Make(t.Context(), hall(t), everyDay, outs, nil)
	var wrong *registers.ImbalanceError
	if !errors.As(err, &wrong) || !strings.Contains(err.Error(), "受理 accepted 7 = 本表行数 rows of this table 6") {
		t.Errorf("the error is %v", err)
	}
	if !strings.Contains(text.String(), "不符 DIFFERS") || !strings.Contains(text.String(), "SP-9") {
		t.Errorf("the book does not say so:\n%s", text.String())
	}
}

func TestFind(t *testing.T) {
	for _, r := range registers.All() {
		for _, name := range []string{r.Name, r.Short, r.Title.Zh} {
			if got, err := registers.Find(name); err != nil || got != r {
				t.Errorf("%s is not found: %v", name, err)
			}
		}
	}
	var invalid *ledger.InvalidError
	if _, err := registers.Find(""); !errors.As(err, &invalid) {
		t.Errorf("no name: %v", err)
	}
}

// failing is a full disk.
type failing struct{ after int }

func (f *failing) Write(b []byte) (int, error) {
	if f.after -= len(b); f.after < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

// TestFullDisk: wherever writing fails, the book does.
func TestFullDisk(t *testing.T) {
	v := hall(t)
	for format, sheet := range formats {
		for _, r := range registers.All() {
			whole := len(written(t, v, everyDay, format)[r.Name])
			for _, after := range []int{0, whole / 2, whole - 1} {
				err := registers.Make(t.Context(), v, everyDay, []registers.Out{{Register: r, Sheet: sheet(&failing{after})}}, nil)
				if !errors.Is(err, io.ErrShortWrite) {
					t.Errorf("%s%s after %d of %d bytes: %v", r.Name, format, after, whole, err)
				}
			}
		}
	}
}

// TestGenerated reconciles the books of made-up centres, over any period.
func TestGenerated(t *testing.T) {
	v := viewsOf(t, func(s ledger.Store) {
		for stream, drafts := range casetest.Generate(7, 1200) {
			if _, err := s.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
				t.Fatal(err)
			}
		}
	})
	all := read(t, v, everyDay)
	if len(all["accepted"].Rows) != 1200 || len(all["transfers"].Rows) == 0 {
		t.Fatalf("%d cases, %d transfers", len(all["accepted"].Rows), len(all["transfers"].Rows))
	}
	first, last := day(t, all["accepted"].column("acceptedAt")[0]), day(t, all["accepted"].column("acceptedAt")[1199])
	rapid.Check(t, func(rt *rapid.T) {
		from := workdays.Date(rapid.IntRange(int(first), int(last)).Draw(rt, "from"))
		to := from + workdays.Date(rapid.IntRange(-1, 90).Draw(rt, "days"))
		read(t, v, registers.Query{From: from, To: to})
	})
}
