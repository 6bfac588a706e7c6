package county_test

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

func write(t *testing.T, job county.Job, s ledger.Store) (county.Summary, []county.Planted) {
	t.Helper()
	var truth []county.Planted
	sum, err := plan(t, job).Write(t.Context(), county.Output{Store: s, Truth: func(p county.Planted) error {
		truth = append(truth, p)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return sum, truth
}

// few is a number, or half of it in a short run.
func few(n int) int {
	if testing.Short() {
		return n / 2
	}
	return n
}

// same holds that two ledgers are. Looking for differences takes much longer than
// seeing that there are none.
func same(t *testing.T, want, got []ledger.Record) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Error(cmp.Diff(want, got))
	}
}

// records reads a ledger.
func records(t *testing.T, s ledger.Store) (out []ledger.Record) {
	t.Helper()
	for item, err := range s.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			return out
		}
		if item.Record != nil {
			out = append(out, *item.Record)
		}
	}
	return out
}

// histories are the cases of a ledger.
func histories(t *testing.T, all []ledger.Record) map[string][]casefile.Entry {
	t.Helper()
	out := map[string][]casefile.Entry{}
	for _, r := range all {
		number, ok := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix)
		if !ok {
			continue
		}
		e, err := casefile.Decode(&r)
		if err != nil {
			t.Fatal(err)
		}
		out[number] = append(out[number], e)
	}
	return out
}

// TestSameSeedSameBytes: whatever the number of processors.
func TestSameSeedSameBytes(t *testing.T) {
	job := county.Job{Profile: "county", Seed: 11, Cases: few(3000)}
	one, two, other := memory.New(), memory.New(), memory.New()
	was := runtime.GOMAXPROCS(1)
	a, truthA := write(t, job, one)
	runtime.GOMAXPROCS(max(was, 4))
	b, truthB := write(t, job, two)
	runtime.GOMAXPROCS(was)
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(truthA, truthB, cmp.AllowUnexported(county.Planted{})); d != "" {
		t.Error(d)
	}
	same(t, records(t, one), records(t, two))
	job.Seed = 12
	if c, _ := write(t, job, other); c.ContentHash == a.ContentHash {
		t.Error("another seed gives the same records")
	}
}

// TestOrder: the first record says that the ledger is simulated, and nothing is
// recorded before what stands before it, nor before it happened.
func TestOrder(t *testing.T) {
	s := memory.New()
	sum, _ := write(t, county.Job{Profile: "county", Seed: 1, Cases: few(3000)}, s)
	all := records(t, s)
	if len(all) != sum.Records || sum.Ordinal != all[len(all)-1].Position {
		t.Errorf("%d records, summary %+v", len(all), sum)
	}
	if e, err := registry.Decode(&all[0]); err != nil || e.(registry.Simulated).Profile != "county" {
		t.Errorf("the first record is %v, %v", e, err)
	}
	for i := range all[1:] {
		if r := &all[i+1]; r.Recorded.Before(all[i].Recorded) || r.Occurred.After(r.Recorded) {
			t.Fatalf("record %d, %s of %s, happened at %s, recorded at %s after %s", i+1, r.Type, r.Stream, r.Occurred, r.Recorded, all[i].Recorded)
		}
	}
}

// TestLivesAreAsPlanned: the clock of every case, computed by its own rules,
// says what the plan says; nothing is refused, whatever the seed.
func TestLivesAreAsPlanned(t *testing.T) {
	for _, profile := range []string{"S0", "S2", "S4", "county"} {
		for seed := range uint64(few(2)) {
			job := county.Job{Profile: profile, Seed: seed}
			if profile == "county" {
				job.Cases = few(2500)
			}
			s := memory.New()
			write(t, job, s)
			cases := histories(t, records(t, s))
			planned := plan(t, job).Outlines()
			if len(cases) != len(planned) {
				t.Errorf("%s: %d cases, want %d", profile, len(cases), len(planned))
			}
			if profile == "county" {
				continue // suspensions, late entries and the rest move what was planned
			}
			rules := casefile.Rules{Calendar: official()}
			got, want := map[[3]int]int{}, map[[3]int]int{}
			for _, told := range cases {
				c := casefile.Replay(told)
				if worked := -1; c.Status == casefile.Ended {
					worked, _ = c.Worked(rules, c.ClosedOn())
					got[[3]int{c.Limit(rules).Days, worked}]++
				} else {
					got[[3]int{c.Limit(rules).Days, worked}]++
				}
			}
			for _, o := range planned {
				if o.Closed < 0 {
					o.Worked = -1
				}
				want[[3]int{o.Promise, o.Worked}]++
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s of seed %d: -planned +lived\n%s", profile, seed, d)
			}
		}
	}
}

func official() *workdays.Calendar {
	c := workdays.NewCalendar(workdays.China)
	for _, n := range workdays.Official() {
		c = c.With(n)
	}
	return c
}

// TestKilledRunGoesOn: what a run left behind is the beginning of the whole,
// and the same run completes it.
func TestKilledRunGoesOn(t *testing.T) {
	job := county.Job{Profile: "S4", Seed: 5, Cases: 400}
	whole := memory.New()
	want, _ := write(t, job, whole)
	cut := &breaking{Store: memory.New(), left: 700}
	_, err := plan(t, job).Write(t.Context(), county.Output{Store: cut})
	if !errors.Is(err, errBroken) {
		t.Fatalf("%v, want the fault of the store", err)
	}
	cut.left = 1 << 30
	got, _ := write(t, job, cut)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	same(t, records(t, whole), records(t, cut.Store))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := plan(t, job).Write(ctx, county.Output{Store: memory.New()}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was stopped", err)
	}
}

var errBroken = errors.New("broken")

// breaking is a store that fails after so many appends.
type breaking struct {
	ledger.Store
	left int
}

func (b *breaking) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	if b.left--; b.left < 0 {
		return nil, errBroken
	}
	return b.Store.Append(ctx, id, at, drafts...)
}

// TestTruth: what is planted is in the records, and nothing else of its kind.
func TestTruth(t *testing.T) {
	s := memory.New()
	sum, truth := write(t, county.Job{Profile: "county", Seed: 3, Cases: 9_000}, s)
	planted := map[string][]county.Planted{}
	for _, p := range truth {
		planted[p.Kind] = append(planted[p.Kind], p)
	}
	for kind, n := range sum.Truth {
		if len(planted[kind]) != n {
			t.Errorf("%d %s in the summary, %d told", n, kind, len(planted[kind]))
		}
	}
	found := find(t, histories(t, records(t, s)))
	for _, kind := range []string{county.PlantedLateClosing, county.PlantedLateEntry, county.PlantedStop, county.PlantedCorrection, county.PlantedDelay, county.PlantedRequest} {
		if found[kind] != len(planted[kind]) || found[kind] == 0 {
			t.Errorf("%d %s found, %d planted", found[kind], kind, len(planted[kind]))
		}
	}
	for _, class := range []string{"entered_twice", "wrong_outcome", "fee_charged_twice"} {
		if !slices.ContainsFunc(planted[county.PlantedMistake], func(p county.Planted) bool { return p.Class == class }) {
			t.Errorf("no mistake %s", class)
		}
	}
	for _, class := range []string{"answered", "consulted", "corrected", "abandoned", "extended"} {
		if !slices.ContainsFunc(planted[county.PlantedRequest], func(p county.Planted) bool { return p.Class == class }) {
			t.Errorf("no request for information that was %s", class)
		}
	}
	for _, b := range planted[county.PlantedBatch] {
		if len(b.Cases) < 10 || b.Until.Sub(b.Recorded) >= 10*time.Minute || b.Org == "" {
			t.Errorf("batch of %d cases of %s, in %s", len(b.Cases), b.Org, b.Until.Sub(b.Recorded))
		}
	}
	if len(planted[county.PlantedBatch]) < 3 {
		t.Errorf("%d batches", len(planted[county.PlantedBatch]))
	}
}

// find looks through histories as an auditor does who does not know the truth.
func find(t *testing.T, cases map[string][]casefile.Entry) map[string]int {
	found, rules := map[string]int{}, casefile.Rules{Calendar: official()}
	for _, told := range cases {
		for i, e := range told {
			switch e.Event.(type) {
			case casefile.RecordCorrected, casefile.RecordVoided, casefile.Annulled:
				found[county.PlantedCorrection]++
			case casefile.Suspended:
				before := casefile.Replay(told[:i])
				limit := before.Limit(rules)
				if rules.Calendar.Count(workdays.DateOf(e.Occurred, before.Location()), limit.On) <= 1 {
					found[county.PlantedStop]++
				}
			}
			if rules.Calendar.Count(workdays.DateOf(e.Occurred, time.FixedZone("", 8*3600)), workdays.DateOf(e.Recorded, time.FixedZone("", 8*3600))) > 0 {
				switch e.Event.(type) {
				case casefile.RecordCorrected, casefile.RecordVoided:
				default:
					found[county.PlantedLateEntry]++
				}
			}
		}
		c := casefile.Replay(told)
		if c.Regime == policy.FOI {
			found[county.PlantedRequest]++
		}
		if l := c.Limit(rules); c.Status == casefile.Ended && l.On != workdays.NoDate && c.ClosedAt.After(l.Due) {
			found[county.PlantedLateClosing]++
			if c.Kept().Delay == nil {
				found[county.PlantedDelay]++
			}
		}
	}
	return found
}

// TestJobs: what cannot be made up is refused, and says what can.
func TestJobs(t *testing.T) {
	for _, job := range []county.Job{
		{Profile: "S9"}, {Profile: "S1", Cases: 5}, {Profile: "S1", From: workdays.Civil(2012, 1, 1)}, {Profile: "county", Cases: 1_000_001},
		{Profile: "county", Seed: county.MaxSeed + 1}, {Profile: "county", From: workdays.Civil(2025, 1, 1), To: workdays.Civil(2025, 1, 20)},
		{Profile: "county", From: workdays.Civil(1999, 1, 1)}, {Profile: "S0", Cases: -1},
	} {
		_, err := county.New(job)
		var invalid *ledger.InvalidError
		if !errors.As(err, &invalid) {
			t.Errorf("%+v: %v, want that it is refused", job, err)
		}
	}
}
