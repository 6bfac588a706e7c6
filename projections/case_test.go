package projections_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got); -update rewrites it:\n%s", path, diff)
	}
}

// script is a case with everything that moves it or its clock.
func script() *casetest.History {
	return casetest.Case("XF-2024-0001").
		On("2024-09-20 10:00", casefile.Accepted{Channel: "window", Handling: casefile.Promised, Item: "SP-01", Legal: 30, Officer: "GW-1", Org: "LY", Promise: 10, Routing: casefile.Single, Window: "W07"}).
		On("2024-09-20 11:00", casefile.StepPerformed{Name: "初审", Org: "LY", Step: "check"}).
		On("2024-09-23 09:00", casefile.CorrectionRequested{Items: []string{"CL-01"}, Notice: "BZ-1"}).
		On("2024-09-24 09:00", casefile.CorrectionReceived{Notice: "BZ-1"}).
		On("2024-09-25 09:00", casefile.Transferred{FromOrg: "LY", FromPost: "GW-1", Reason: "competence", ToOrg: "HB", ToPost: "GW-9"}).
		On("2024-09-26 09:00", casefile.Received{Org: "HB", Post: "GW-9"}).
		On("2024-09-27 09:00", casefile.Suspended{Basis: "行政许可法45", Notice: "ZZ-1", Reason: "expert_review"}).
		On("2024-10-10 09:00", casefile.Resumed{}).
		On("2024-10-11 09:00", casefile.StepPerformed{Name: "现场核查", Org: "LY", Step: "visit"}).
		On("2024-10-14 09:00", casefile.Extended{Approver: "GW-0", Days: 5, Notice: "YQ-1"}).
		On("2024-10-15 09:00", casefile.FeeCharged{Amount: 12_500_000, Currency: "CNY", Standard: "SF-1"}).
		On("2024-10-16 09:00", casefile.Decided{Document: "JD-1", Outcome: casefile.Granted}).
		On("2024-10-16 10:00", casefile.Closed{Outcome: casefile.Granted}).
		On("2024-10-17 09:00", casefile.Delivered{Means: "counter"}).
		On("2024-10-18 09:00", casefile.StepPerformed{Name: "归档", Org: "LY", Step: "archive"})
}

func TestScriptedCase(t *testing.T) {
	s := memory.New()
	defer s.Close()
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), casetest.Time("2024-01-01")); err != nil {
		t.Fatal(err)
	}
	h := script()
	if _, err := s.Append(t.Context(), casefile.Stream(h.Number), ledger.NoStream, h.Drafts...); err != nil {
		t.Fatal(err)
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	var b strings.Builder
	c, err := v.Case(t.Context(), h.Number)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "kind %s, status %s, outcome %s, result %s\n", c.Kind, c.Status, c.Outcome, c.Result)
	fmt.Fprintf(&b, "limit %s, %d days, due on %s (%s)\n", c.Limit.Basis, c.Limit.Days, c.Limit.On, c.Limit.Due.Format(time.RFC3339Nano))
	fmt.Fprintf(&b, "legal %d days, due on %s\n", c.Legal.Days, c.Legal.On)
	fmt.Fprintf(&b, "worked %d of %d calendar days, anomalies %v\n", c.Worked, c.Days, c.Anomalies)
	fmt.Fprintf(&b, "position %s, recorded %s\n\n", c.Position, c.Recorded.Format(time.RFC3339))
	timeline, err := v.Timeline(t.Context(), h.Number)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range timeline {
		fmt.Fprintf(&b, "%2d %s %s %s %s\n", e.Revision, e.Position, e.Occurred.Format(time.DateTime), e.Type, e.Public)
	}
	custody, err := v.Custody(t.Context(), h.Number)
	if err != nil {
		t.Fatal(err)
	}
	b.WriteString("\n")
	for _, e := range custody {
		fmt.Fprintf(&b, "%s %s  %s – %s  %s\n", e.Org, e.Post, e.From.Format(time.DateTime), e.Until.Format(time.DateTime), e.How)
	}
	golden(t, "case.golden", b.String())
}

func TestWhatDoesNotExist(t *testing.T) {
	v := viewtest.New(t)
	if _, err := v.Case(t.Context(), "NO-1"); !errors.Is(err, projections.ErrNotFound) {
		t.Errorf("Case: %v", err)
	}
	if _, err := v.Timeline(t.Context(), "NO-1"); !errors.Is(err, projections.ErrNotFound) {
		t.Errorf("Timeline: %v", err)
	}
	if _, err := v.Custody(t.Context(), "NO-1"); !errors.Is(err, projections.ErrNotFound) {
		t.Errorf("Custody: %v", err)
	}
	if got, err := v.CasesByNumber(t.Context(), []string{"NO-1"}); len(got) != 0 || err != nil {
		t.Errorf("CasesByNumber: %v, %v", got, err)
	}
	if got, err := v.Public(t.Context(), 1, 10); len(got) != 0 || err != nil {
		t.Errorf("Public: %v, %v", got, err)
	}
	if cal, err := v.Calendar(t.Context(), workdays.Weekdays, 0); err != nil || len(cal.Years()) != 0 {
		t.Errorf("Calendar: %v, %v", cal, err)
	}
}

// TestStoredCaseKeepsEveryField fills all fields that a summary has today.
func TestStoredCaseKeepsEveryField(t *testing.T) {
	s := new(projections.Summary)
	n := 0
	fillIn(t, reflect.ValueOf(s).Elem(), &n)
	for _, s := range []*projections.Summary{s, {}} {
		got, err := projections.RoundTrip(s)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Errorf("summary (-before +after):\n%s", diff)
		}
	}
}

// fillIn gives every field another value than its zero.
func fillIn(t *testing.T, v reflect.Value, n *int) {
	t.Helper()
	*n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.UnixMicro(int64(*n) * 1_000_003).UTC()))
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			fillIn(t, v.Index(i), n)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fillIn(t, v.Field(i), n)
		}
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillIn(t, v.Index(0), n)
		fillIn(t, v.Index(1), n)
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			fillIn(t, v.Index(i), n)
		}
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillIn(t, v.Elem(), n)
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(int64(*n))
	case v.CanUint():
		v.SetUint(uint64(*n))
	default:
		t.Fatalf("a field of type %s: teach this test and the stored form", v.Type())
	}
}

// FuzzStoredCase: what can be read is written down again as it was, and
// nothing makes the reader panic.
func FuzzStoredCase(f *testing.F) {
	f.Add(projections.AppendState(nil, new(projections.Summary)))
	f.Add([]byte{1})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := projections.ParseState(b)
		if err != nil {
			if s != nil {
				t.Fatal("an error and a summary")
			}
			return
		}
		again, err := projections.ParseState(projections.AppendState(nil, s))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, again); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestTimelinesTogether reads the events of many cases at once, some asked for
// twice and some unknown, and one by one.
func TestTimelinesTogether(t *testing.T) {
	v, _, all := mixed(t)
	asked := append([]string{"unknown"}, numbers(all)...)
	asked = append(asked, all[0].Number, all[7].Number)
	got, err := v.Timelines(t.Context(), asked)
	if err != nil || len(got) != len(all) {
		t.Fatalf("%d timelines of %d: %v", len(got), len(all), err)
	}
	for _, s := range all {
		want, err := v.Timeline(t.Context(), s.Number)
		if err != nil {
			t.Fatal(err)
		}
		if len(want) != s.Events || want[len(want)-1].Position != s.Position {
			t.Errorf("%s: %d events, want %d up to %s", s.Number, len(want), s.Events, s.Position)
		}
		for i, e := range want {
			if int(e.Revision) != i || e.Number != s.Number {
				t.Errorf("%s: event %d is %+v", s.Number, i, e)
			}
		}
		if diff := cmp.Diff(want, got[s.Number]); diff != "" {
			t.Errorf("%s (-alone +together):\n%s", s.Number, diff)
		}
	}
}
