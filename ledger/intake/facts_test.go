package intake_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
)

var clock = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)

func now() time.Time { return clock }

func mapping(t testing.TB, name string) *intake.Mapping {
	t.Helper()
	m, err := intake.LoadMapping(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// load imports text into a store.
func load(s ledger.Store, m *intake.Mapping, name, text string) (intake.Summary, error) {
	return intake.Import(context.Background(), intake.Job{
		Name: name, Input: strings.NewReader(text), Size: int64(len(text)), Mapping: m, Store: s, Now: now,
	})
}

// mustLoad imports text that has no faults.
func mustLoad(t testing.TB, s ledger.Store, m *intake.Mapping, name, text string) intake.Summary {
	t.Helper()
	sum, err := load(s, m, name, text)
	if err != nil {
		t.Fatalf("import %s: %v", name, err)
	}
	return sum
}

func sampleXES(t testing.TB) string {
	t.Helper()
	b, err := io.ReadAll(intake.Sample())
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func sampleCSV(t testing.TB) string {
	t.Helper()
	f, err := os.Open("sample/permit-receipt.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// all gives the records of a store in ledger order.
func all(t testing.TB, s ledger.Store) []ledger.Record {
	t.Helper()
	var out []ledger.Record
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		if item.Record != nil {
			out = append(out, *item.Record)
		}
	}
	return out
}

// byStream gives the hashes of all records, by their streams.
func byStream(t testing.TB, s ledger.Store) map[ledger.StreamID][]ledger.Hash {
	t.Helper()
	out := map[ledger.StreamID][]ledger.Hash{}
	for _, r := range all(t, s) {
		out[r.Stream] = append(out[r.Stream], r.Hash())
	}
	return out
}

// inOrder gives the hashes of all records in ledger order.
func inOrder(t testing.TB, s ledger.Store) []ledger.Hash {
	t.Helper()
	var out []ledger.Hash
	for _, r := range all(t, s) {
		out = append(out, r.Hash())
	}
	return out
}

func cases(t testing.TB, s ledger.Store) map[string]casefile.Case {
	t.Helper()
	out := map[string]casefile.Case{}
	for _, r := range all(t, s) {
		number, ok := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix)
		if !ok {
			continue
		}
		e, err := casefile.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		out[number] = casefile.Evolve(out[number], e)
	}
	return out
}

// onTime counts cases that are closed and have a deadline, and those of them
// that were closed by it.
func onTime(cases map[string]casefile.Case) (onTime, of int) {
	for _, c := range cases {
		if c.ClosedAt.IsZero() || c.Deadline.IsZero() {
			continue
		}
		of++
		if !c.ClosedAt.After(c.Deadline) {
			onTime++
		}
	}
	return onTime, of
}

func TestPermitReceipt(t *testing.T) {
	want := intake.Summary{
		Mapping: "permit-receipt", Cases: 1434, Events: 8577, Records: 1434 + 8577 + 1329, Added: 1434 + 8577 + 1329,
		States: map[casefile.Status]int{casefile.Open: 105, casefile.Ended: 1329, casefile.SentBack: 0, casefile.TakenBack: 0},
		Anomalies: map[casefile.Anomaly]int{
			casefile.EndsBeforeStart: 2, casefile.EventsAfterEnd: 145, casefile.EventsBeforeStart: 2,
		},
		Fees: []intake.FeeTotal{},
	}
	stores := map[string]*memory.Store{}
	for name, text := range map[string]string{intake.SampleName: sampleXES(t), "permit-receipt.csv": sampleCSV(t)} {
		s := memory.New()
		stores[name] = s
		sum := mustLoad(t, s, mapping(t, intake.SampleMapping), name, text)
		want.File = name
		if d := cmp.Diff(want, sum); d != "" {
			t.Errorf("%s: (-want +got)\n%s", name, d)
		}
		got := cases(t, s)
		if on, of := onTime(got); on != 952 || of != 1329 {
			t.Errorf("%s: %d of %d on time, want 952 of 1329", name, on, of)
		}
		channels := map[string]int{}
		for _, c := range got {
			channels[c.Channel]++
		}
		wantChannels := map[string]int{"Internet": 1250, "Desk": 109, "Post": 53, "e-mail": 21, "Intern": 1}
		if !maps.Equal(channels, wantChannels) {
			t.Errorf("%s: channels %v, want %v", name, channels, wantChannels)
		}
	}
	if d := cmp.Diff(byStream(t, stores[intake.SampleName]), byStream(t, stores["permit-receipt.csv"])); d != "" {
		t.Errorf("XES and CSV give other ledgers:\n%.2000s", d)
	}
}

// datasets gives a file of the folder of larger event logs, which are not
// shipped.
func datasets(t testing.TB, file string) []byte {
	t.Helper()
	if testing.Short() {
		t.Skipf("%s has 52 217 events", file)
	}
	folder := os.Getenv("CASELEDGER_DATASETS")
	if folder == "" {
		t.Skipf("set CASELEDGER_DATASETS to a folder with %s (BPI Challenge 2015, doi:10.4121/uuid:31a308ef-c844-48da-948c-305d167a0ec1)", file)
	}
	b, err := os.ReadFile(filepath.Join(folder, file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBPIC15(t *testing.T) {
	b := datasets(t, "BPIC15_1.xes.gz")
	s := memory.New()
	sum, err := intake.Import(context.Background(), intake.Job{
		Name: "BPIC15_1.xes.gz", Input: bytes.NewReader(b), Mapping: mapping(t, "bpic15"), Store: s, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	total, err := casefile.ParseAmount("1999689.00386")
	if err != nil {
		t.Fatal(err)
	}
	records := 1199 + 52217 + 956 + 906
	want := intake.Summary{
		File: "BPIC15_1.xes.gz", Mapping: "bpic15", Cases: 1199, Events: 52217, Records: records, Added: records,
		States: map[casefile.Status]int{casefile.Open: 243, casefile.Ended: 956, casefile.SentBack: 0, casefile.TakenBack: 0},
		Anomalies: map[casefile.Anomaly]int{
			casefile.EndsBeforeStart: 0, casefile.EventsAfterEnd: 713, casefile.EventsBeforeStart: 19,
		},
		Fees: []intake.FeeTotal{{Currency: "EUR", Cases: 906, Charges: 906, Total: total}},
	}
	if d := cmp.Diff(want, sum); d != "" {
		t.Errorf("summary (-want +got)\n%s", d)
	}
	if on, of := onTime(cases(t, s)); on != 109 || of != 129 {
		t.Errorf("%d of %d on time, want 109 of 129", on, of)
	}
}
