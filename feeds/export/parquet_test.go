package export

import (
	"bytes"
	"encoding/csv"
	"io"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/projections"
)

// TestParquet reads the table back, cell by cell: it says what the CSV says, its
// columns stand in the same order, and a null is an empty field.
func TestParquet(t *testing.T) {
	v := generated(t, 700)
	file := func(form string) []byte {
		f, err := Find(form)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := Write(t.Context(), v, f, Everything, &out, nil); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	lines, err := csv.NewReader(bytes.NewReader(file("csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	b := file("parquet")
	r := parquet.NewReader(bytes.NewReader(b))
	defer r.Close()
	for i, f := range r.Schema().Fields() {
		if f.Name() != lines[0][i] {
			t.Errorf("column %d is %s, not %s", i, f.Name(), lines[0][i])
		}
	}
	rows := make([]parquet.Row, 64)
	at := 1
	for {
		n, err := r.ReadRows(rows)
		for _, row := range rows[:n] {
			if got := printed(row); !slices.Equal(got, lines[at]) {
				t.Fatalf("row %d is\n%q, not\n%q", at, got, lines[at])
			}
			at++
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if at != len(lines) || len(lines) != 701 {
		t.Errorf("%d rows of parquet, %d lines of CSV", at-1, len(lines)-1)
	}
}

func printed(row parquet.Row) []string {
	out := make([]string, len(caseColumns))
	for _, v := range row {
		c := &caseColumns[v.Column()]
		x := value{is: !v.IsNull()}
		switch {
		case v.IsNull():
		case c.kind == aText:
			x.text = string(v.ByteArray())
		case c.kind == aTruth && v.Boolean():
			x.n = 1
		case c.kind == aTruth:
		case c.kind == aDate, c.kind == aNumber:
			x.n = int64(v.Int32())
		default:
			x.n = v.Int64()
		}
		out[v.Column()] = x.print(c.kind)
	}
	return out
}

// generated are the views of so many made-up cases.
func generated(t testing.TB, cases int) *projections.Views {
	t.Helper()
	s := memory.New()
	for stream, drafts := range casetest.Generate(7, cases) {
		if _, err := s.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
			t.Fatal(err)
		}
	}
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

// BenchmarkWrite measures the records of the ledger per second.
func BenchmarkWrite(b *testing.B) {
	v := generated(b, 20_000)
	for _, f := range Forms() {
		b.Run(f.Name, func(b *testing.B) {
			records := 0
			for b.Loop() {
				r, err := Write(b.Context(), v, f, Everything, io.Discard, nil)
				if err != nil {
					b.Fatal(err)
				}
				records += int(r.Ordinal)
			}
			b.ReportMetric(float64(records)/b.Elapsed().Seconds(), "records/s")
		})
	}
}
