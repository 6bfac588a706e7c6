package projections_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/vault"
	"caseledger/ledger/workdays"
	. "caseledger/projections"
	"caseledger/projections/figures"
	"caseledger/projections/figures/plain"
	"caseledger/projections/viewtest"
)

// anyDay asks for figures of all time, with the definitions' decimals.
func anyDay(ids ...string) FigureQuery {
	return FigureQuery{IDs: ids, From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}
}

// What was known at a position is what a ledger says that ends there.
func TestFiguresKnownAtAPositionAreThoseOfTheLedgerUpToIt(t *testing.T) {
	whole := store(t, casetest.Interleaved(7, 60, 20))
	if _, err := registry.Publish(t.Context(), whole, workdays.Official()[:9], time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	views := viewtest.New(t)
	catchUp(t, views, whole)
	head, err := whole.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []ledger.Position{1, head / 3, head / 2, head - 9, head - 5, head - 1, head} {
		part := memory.New()
		defer part.Close()
		for it, err := range whole.Follow(t.Context(), 0, ledger.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := part.Append(t.Context(), it.Record.Stream, it.Record.Revision-1, it.Record.Draft); err != nil {
				t.Fatal(err)
			}
			if it.Position == at {
				break
			}
		}
		then := viewtest.New(t)
		catchUp(t, then, part)
		want, err := then.Figures(t.Context(), anyDay())
		if err != nil {
			t.Fatal(err)
		}
		q := anyDay()
		q.KnownAt = at
		got, err := views.Figures(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("known at %s:\n%s", at, d)
		}
	}
}

// The figures of a whole ledger are what the plain count of its public records
// says: states folded anew, limits and lengths found anew.
func TestFiguresOfALedger(t *testing.T) {
	s := store(t, casetest.Records(3, 150))
	views := viewtest.New(t)
	catchUp(t, views, s)
	shanghai, err := casefile.ParseZone(casefile.DefaultZone)
	if err != nil {
		t.Fatal(err)
	}
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	states, day := map[ledger.StreamID]casefile.Case{}, workdays.NoDate
	for it, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		e, err := casefile.Decode(it.Record)
		if err != nil {
			t.Fatal(err)
		}
		states[it.Record.Stream] = casefile.Evolve(states[it.Record.Stream], e)
		day = workdays.DateOf(it.Record.Recorded, shanghai)
		if it.Position == head {
			break
		}
	}
	var cases []plain.Case
	for _, c := range states {
		cases = append(cases, plain.Of(&c, casefile.Rules{Calendar: workdays.NewCalendar(c.Calendar)}))
	}
	for _, days := range [][2]workdays.Date{{workdays.NoDate, workdays.NoDate}, {workdays.Civil(2012, 1, 1), workdays.Civil(2019, 6, 30)}} {
		q := anyDay()
		q.From, q.To = days[0], days[1]
		got, err := views.Figures(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		p := &plain.Pick{Cases: cases, From: q.From, To: q.To, AsOf: q.To, DueOn: q.To}
		if p.DueOn == workdays.NoDate {
			p.DueOn = day
		}
		for _, f := range got {
			again(t, f, p)
		}
	}
}

// again compares a figure with the plain one.
func again(t *testing.T, f Figure, p *plain.Pick) {
	t.Helper()
	rules, err := figures.RulesFor([]string{f.ID})
	if err != nil {
		t.Fatal(err)
	}
	p.Currency = f.Unit
	a := rules[0].Plain(p)
	num, den, value, has := a.Texts(rules[0].Kind, f.Rounding.Decimals, false)
	if !has {
		value = "nil"
	}
	var excluded []Exclusion
	for _, e := range a.Excluded {
		excluded = append(excluded, Exclusion(e))
	}
	got := fmt.Sprint(f.Numerator, "/", f.Denominator, " = ", text(f.Value), " ", f.Excluded, " ", f.Provisional)
	if want := fmt.Sprint(num, "/", den, " = ", value, " ", excluded, " ", a.Provisional); got != want {
		t.Errorf("%s: %s, the plain count says %s", f.ID, got, want)
	}
}

func text(s *string) string {
	if s == nil {
		return "nil"
	}
	return *s
}

// imported gives the views of an imported file.
func imported(t *testing.T, file, mapping string) *Views {
	t.Helper()
	m, err := intake.LoadMapping(mapping)
	if err != nil {
		t.Fatal(err)
	}
	job := intake.Job{Name: file, Input: intake.Sample(), Mapping: m, Store: memory.New(),
		Now: func() time.Time { return time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC) }}
	if file != intake.SampleName {
		folder := os.Getenv("CASELEDGER_DATASETS")
		if folder == "" {
			t.Skipf("set CASELEDGER_DATASETS to a folder with %s, which does not ship with the project", file)
		}
		f, err := os.Open(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		job.Input = f
	}
	if job.Vault, err = vault.Open(t.TempDir()+"/keys", rand.Reader); err != nil {
		t.Fatal(err)
	}
	defer job.Vault.Close()
	if _, err := intake.Import(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	views := viewtest.New(t)
	catchUp(t, views, job.Store)
	return views
}

// told compares figures with "numerator/denominator = value".
func told(t *testing.T, v *Views, q FigureQuery, want map[string]string) []Figure {
	t.Helper()
	figures, err := v.Figures(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range figures {
		got := f.Numerator
		if f.Denominator != "" {
			got += "/" + f.Denominator
		}
		if got += " = " + text(f.Value); want[f.ID] != "" && got != want[f.ID] {
			t.Errorf("%s: %s, want %s", f.ID, got, want[f.ID])
		}
	}
	return figures
}

func TestFiguresOfThePermitSample(t *testing.T) {
	views := imported(t, intake.SampleName, intake.SampleMapping)
	figures := told(t, views, anyDay(), map[string]string{
		"accepted": "1434 = 1434", "closed": "1329 = 1329", "open": "105 = 105", "overdue": "105 = 105",
		"on_time_rate": "952/1329 = 71.63", "closed_on_time": "952 = 952", "closed_late": "377 = 377",
		"completion_rate_cumulative": "1329/1434 = 92.68",
		"anomaly_ends_before_start":  "2 = 2", "anomaly_events_after_end": "145 = 145", "anomaly_events_before_start": "2 = 2",
	})
	for _, f := range figures {
		if f.Unit == "working days" && !f.Provisional {
			t.Errorf("%s is not provisional, and no calendar is known", f.ID)
		}
		if f.Unit == "calendar days" && f.Provisional {
			t.Errorf("%s is provisional, and calendar days need no calendar", f.ID)
		}
	}
	ranks, err := views.Ranking(t.Context(), anyDay("accepted"), Channel, 10)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, r := range ranks {
		values = append(values, text(r.Figure.Value))
	}
	if want := []string{"1250", "109", "53", "21", "1"}; !slices.Equal(values, want) {
		t.Errorf("cases by channel: %v, want %v", values, want)
	}
}

func TestFiguresOfTheBuildingPermits(t *testing.T) {
	views := imported(t, "BPIC15_1.xes.gz", "bpic15")
	told(t, views, anyDay(), map[string]string{
		"accepted": "1199 = 1199", "closed": "956 = 956",
		"on_time_rate": "109/129 = 84.50",
		"fee_cases":    "906 = 906", "fees": "1999689.00386 = 1999689.00",
	})
}
