package projections_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/storetest"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

func TestBatchesMayBeCutAnywhere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		cases := rapid.IntRange(1, 30).Draw(rt, "cases")
		open := rapid.IntRange(1, 10).Draw(rt, "open")
		every := rapid.IntRange(1, 40).Draw(rt, "every")
		s := store(t, casetest.Interleaved(seed, cases, open))
		v := viewtest.New(t)
		defer v.Close()
		catchUp(t, v, storetest.Cut(s, every))
		if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
			rt.Fatalf("one run and batches of %d (-one +batches):\n%s", every, diff)
		}
	})
}

func TestGoOnWhereItStopped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "views")
	s := memory.New()
	defer s.Close()
	n := 0
	for r := range casetest.Interleaved(3, 40, 7) {
		if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
		if n++; n%37 != 0 {
			continue
		}
		v, err := projections.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		catchUp(t, v, s)
		if at, _ := v.Position(t.Context()); at != ledger.Position(n) {
			t.Fatalf("after %d records the views stand at %s", n, at)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	v := openAt(t, path)
	catchUp(t, v, s)
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and many (-one +many):\n%s", diff)
	}
}

func TestRunFollowsTheLedger(t *testing.T) {
	s := store(t, casetest.Interleaved(1, 5, 2))
	v := viewtest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- v.Run(ctx, s) }()
	for i := range 3 {
		changed := v.Changed()
		h := casetest.Case("LIVE-"+string(rune('A'+i))).On("2024-03-04", casefile.Accepted{Promise: 5})
		records, err := s.Append(ctx, casefile.Stream(h.Number), ledger.NoStream, h.Drafts...)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Wait(ctx, records[0].Position); err != nil {
			t.Fatal(err)
		}
		<-changed
		if c, err := v.Case(ctx, h.Number); err != nil || c.Position != records[0].Position {
			t.Fatalf("case %s at %s, %v", h.Number, c.Position, err)
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
	if err := v.Err(); err != nil {
		t.Errorf("a run that was told to stop leaves %v", err)
	}
}

func TestRunnerStopsAtWhatItCannotTake(t *testing.T) {
	at := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
	good := casetest.Case("A-1").On("2024-03-04", casefile.Accepted{Promise: 5}).Drafts
	odd := draft(t, 0, at, casefile.Resumed{})
	odd.Type = "case.vanished/9"
	foreign := draft(t, 1, at, casefile.Resumed{})
	body := draft(t, 2, at, casefile.Resumed{})
	body.Public = []byte(`{"surprise":1}`)
	for _, tt := range []struct {
		name   string
		stream ledger.StreamID
		draft  ledger.Draft
		want   []string
	}{
		{"unknown type", "case/A-2", odd, []string{"position 2", "case/A-2", "case.vanished/9"}},
		{"unknown stream", "office/B-2", foreign, []string{"position 2", "office/B-2", "case.resumed/1"}},
		{"unknown member", "case/A-3", body, []string{"position 2", "case/A-3", "surprise"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := memory.New()
			defer s.Close()
			for _, step := range []struct {
				stream ledger.StreamID
				drafts []ledger.Draft
			}{{"case/A-1", good}, {tt.stream, []ledger.Draft{tt.draft}}} {
				if _, err := s.Append(t.Context(), step.stream, ledger.NoStream, step.drafts...); err != nil {
					t.Fatal(err)
				}
			}
			v := viewtest.New(t)
			err := v.Run(t.Context(), s)
			var re *projections.RecordError
			if !errors.As(err, &re) || !errors.Is(v.Err(), err) {
				t.Fatalf("Run gives %v, Err %v", err, v.Err())
			}
			for _, w := range tt.want {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not name %q", err, w)
				}
			}
			if at, err := v.Position(t.Context()); at != 1 || err != nil {
				t.Errorf("views stand at %s, %v; want 1", at, err)
			}
			if err := v.Wait(t.Context(), 2); !errors.As(err, &re) {
				t.Errorf("Wait gives %v", err)
			}
		})
	}
}

func TestRunnerRefusesAHistoryWithAGap(t *testing.T) {
	s := store(t, casetest.Interleaved(1, 2, 1))
	v := viewtest.New(t)
	catchUp(t, v, s)
	head, _ := s.Head(t.Context())
	h := casetest.Case("A-1").On("2024-03-04", casefile.Accepted{}).On("2024-03-05", casefile.Closed{})
	gap := &fixed{records: make([]ledger.Record, head)}
	for r := range casetest.Interleaved(1, 2, 1) {
		gap.records[r.Position-1] = r
	}
	for _, revision := range []ledger.Revision{0, 2} {
		d := h.Drafts[min(int(revision), 1)]
		gap.records = append(gap.records, ledger.Record{Position: ledger.Position(len(gap.records) + 1), Stream: "case/A-1", Revision: revision, Draft: d})
	}
	err := v.CatchUp(t.Context(), gap, nil)
	if err == nil || !strings.Contains(err.Error(), "revision 2 where 1 is next") {
		t.Errorf("CatchUp gives %v", err)
	}
	if at, _ := v.Position(t.Context()); at != head {
		t.Errorf("views stand at %s, want %s: a batch is taken whole or not at all", at, head)
	}
	catchUp(t, v, s)
}

func TestLateNoticeMovesOpenCases(t *testing.T) {
	// 2024-09-20, 5 working days: 2024-09-27 with the make-up day of
	// 2024-09-29 outside, and the same by weekdays; 20 days differ.
	s := memory.New()
	defer s.Close()
	long := casetest.Case("LONG-1").On("2024-09-20", casefile.Accepted{Promise: 20}).On("2024-10-21", casefile.Closed{Outcome: casefile.Granted})
	other := casetest.Case("OTHER-1").On("2024-09-20", casefile.Accepted{Promise: 20, Calendar: "XX"})
	open := casetest.Case("OPEN-1").On("2023-12-20", casefile.Accepted{Promise: 20})
	for _, h := range []*casetest.History{long, other, open} {
		if _, err := s.Append(t.Context(), casefile.Stream(h.Number), ledger.NoStream, h.Drafts...); err != nil {
			t.Fatal(err)
		}
	}
	due := func(v *projections.Views, number string) string {
		c, err := v.Case(t.Context(), number)
		if err != nil {
			t.Fatal(err)
		}
		out := c.Limit.On.String() + " " + string(c.Result)
		if c.Limit.Provisional {
			out += " provisional"
		}
		return out
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	before := []string{due(v, "LONG-1"), due(v, "OTHER-1"), due(v, "OPEN-1")}
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	catchUp(t, v, s)
	after := []string{due(v, "LONG-1"), due(v, "OTHER-1"), due(v, "OPEN-1")}
	want := [][]string{
		{"2024-10-18 late provisional", "2024-10-18  provisional", "2024-01-17  provisional"},
		{"2024-10-23 early", "2024-10-18  provisional", "2024-01-18 "},
	}
	if diff := cmp.Diff(want, [][]string{before, after}); diff != "" {
		t.Errorf("due dates before and after the notices (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and two (-one +two):\n%s", diff)
	}
	cal, err := v.Calendar(t.Context(), workdays.China, 0)
	if err != nil || len(cal.Years()) != len(workdays.Official()) {
		t.Errorf("calendar has %v, %v", cal.Years(), err)
	}
}

func TestLateNoticesWhereverBatchesEnd(t *testing.T) {
	notices := workdays.Official()
	rapid.Check(t, func(rt *rapid.T) {
		s := memory.New()
		defer s.Close()
		every := rapid.IntRange(1, 60).Draw(rt, "every")
		next, n := 0, 0
		for r := range casetest.Interleaved(rapid.Uint64().Draw(rt, "seed"), 12, 5) {
			if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
				rt.Fatal(err)
			}
			if n++; n%8 == 0 && next < len(notices) {
				if _, err := registry.Publish(t.Context(), s, notices[next:next+1], r.Recorded); err != nil {
					rt.Fatal(err)
				}
				next++
			}
		}
		v := viewtest.New(t)
		defer v.Close()
		catchUp(t, v, storetest.Cut(s, every))
		if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
			rt.Fatalf("one run and batches of %d (-one +batches):\n%s", every, diff)
		}
		checkSummaries(t.Context(), rt, v, s)
	})
}

// checkSummaries compares every summary with the case as its stream gives it
// under the calendars of today.
func checkSummaries(ctx context.Context, t rapid.TB, v *projections.Views, s ledger.Store) {
	t.Helper()
	calendars, err := registry.Calendars(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	policies, err := registry.Policies(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	page, err := v.Cases(ctx, projections.CaseQuery{First: 1000, AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate})
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range page.Rows {
		var told []casefile.Entry
		for r, err := range s.Stream(ctx, casefile.Stream(got.Number), 0) {
			if err != nil {
				t.Fatal(err)
			}
			e, err := casefile.Decode(&r)
			if err != nil {
				t.Fatal(err)
			}
			told = append(told, e)
		}
		c := casefile.Replay(told)
		cal := calendars[c.Calendar]
		if cal == nil {
			cal = workdays.NewCalendar(c.Calendar)
		}
		rules := casefile.Rules{Calendar: cal, Policies: policies}
		if diff := cmp.Diff(c, got.Case); diff != "" {
			t.Fatalf("case %s (-stream +view):\n%s", c.Number, diff)
		}
		if diff := cmp.Diff([]casefile.Limit{c.Limit(rules), c.LegalLimit(rules)}, []casefile.Limit{got.Limit, got.Legal}); diff != "" {
			t.Fatalf("limits of %s (-stream +view):\n%s", c.Number, diff)
		}
		if diff := cmp.Diff(c.Anomalies(), got.Anomalies); diff != "" {
			t.Fatalf("anomalies of %s (-stream +view):\n%s", c.Number, diff)
		}
		if !c.ClosedAt.IsZero() {
			days, provisional := c.Worked(rules, c.ClosedOn())
			if days != got.Worked || provisional != got.WorkedProvisional {
				t.Fatalf("%s worked %d %t, in the view %d %t", c.Number, days, provisional, got.Worked, got.WorkedProvisional)
			}
		}
	}
}
