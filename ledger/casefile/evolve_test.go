package casefile_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger/casefile"
)

// TestEvolveTakesEveryEvent: also as the first of a case, and twice.
func TestEvolveTakesEveryEvent(t *testing.T) {
	when := at(t, "2024-03-04")
	for _, e := range samples(t) {
		for _, event := range []casefile.Event{e, reflect.Zero(reflect.TypeOf(e)).Interface().(casefile.Event)} {
			var c casefile.Case
			for range 2 {
				c = casefile.Evolve(c, casefile.Entry{Occurred: when, Recorded: when, Event: event})
			}
			if c.Events != 2 {
				t.Errorf("after %T twice the case has %d events", e, c.Events)
			}
			c.Kind()
			c.Anomalies()
			c.Limit(casefile.Rules{})
		}
	}
}

func TestEvolveSetsTheState(t *testing.T) {
	c := fold(t,
		"2024-03-04", casefile.Accepted{Number: "T-1", Org: "a", Officer: "p", Promise: 5},
		"2024-03-05", casefile.StepPerformed{Step: "S1"},
		"2024-03-06", casefile.CorrectionRequested{Notice: "N", Items: []string{"CL-01"}},
		"2024-03-07", casefile.CorrectionReceived{Notice: "N"},
		"2024-03-08", casefile.Transferred{FromOrg: "a", ToOrg: "b"},
		"2024-03-09", casefile.FeeCharged{Amount: 2_000_000, Currency: "CNY"},
		"2024-03-10", casefile.FeeCharged{Amount: 500_000, Currency: "CNY"},
		"2024-03-11", casefile.Received{Org: "b", Post: "q"},
		"2024-03-12", casefile.Suspended{Reason: "r", Notice: "Z"},
		"2024-03-13", casefile.Decided{Outcome: casefile.Granted},
		"2024-03-14", casefile.Closed{Outcome: casefile.Granted},
		"2024-03-15", casefile.Delivered{Means: "post"},
	)
	want := casefile.Case{
		Accepted:    casefile.Accepted{Number: "T-1", Org: "a", Officer: "p", Promise: 5},
		Status:      casefile.Ended,
		AcceptedAt:  at(t, "2024-03-04"),
		DecidedAt:   at(t, "2024-03-13"),
		ClosedAt:    at(t, "2024-03-14"),
		DeliveredAt: at(t, "2024-03-15"),
		Outcome:     casefile.Granted,
		Holder:      casefile.Holder{Org: "b", Post: "q"},
		Transfers:   1,
		Suspensions: []casefile.Suspension{{From: at(t, "2024-03-12"), Until: at(t, "2024-03-14"), Reason: "r", Notice: "Z", WithCase: true}},
		Corrections: []casefile.Correction{{Notice: "N", Items: []string{"CL-01"}, Requested: at(t, "2024-03-06"), Received: at(t, "2024-03-07")}},
		Steps:       1, LastStep: "S1", FirstStepAt: at(t, "2024-03-05"), LastStepAt: at(t, "2024-03-05"),
		Fees: 2_500_000, Charges: 2, Currency: "CNY",
		Events: 12,
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

// TestEvolveLeavesTheOldCaseAlone: two cases evolved from one do not write
// into each other.
func TestEvolveLeavesTheOldCaseAlone(t *testing.T) {
	types := samples(t)
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC)
		draw := func() casefile.Entry {
			now = now.Add(time.Duration(rapid.IntRange(-10, 100).Draw(t, "minutes")) * time.Minute)
			return casefile.Entry{Occurred: now, Recorded: now, Event: rapid.SampledFrom(types).Draw(t, "event")}
		}
		var c casefile.Case
		for range rapid.IntRange(0, 12).Draw(t, "events") {
			c = casefile.Evolve(c, draw())
		}
		before := text(t, c)
		one := casefile.Evolve(c, draw())
		then := text(t, one)
		other := casefile.Evolve(c, draw())
		casefile.Evolve(other, draw())
		if text(t, c) != before || text(t, one) != then {
			t.Fatal("a case changed when another evolved from the same one")
		}
	})
}

func text(t interface{ Fatal(...any) }, c casefile.Case) string {
	b, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestKind(t *testing.T) {
	tests := []struct {
		want  casefile.Kind
		steps []any
	}{
		{casefile.KindImmediate, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Immediate, Routing: casefile.Single}}},
		{casefile.KindPromised, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Promised}}},
		{casefile.KindJoint, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Promised, Routing: casefile.Joint}}},
		{casefile.KindForwarded, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Promised, Routing: casefile.Forwarded}}},
		{casefile.KindAgent, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Immediate, Routing: casefile.Agent}}},
		{casefile.KindSpecial, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Special, Routing: casefile.Joint}}},
		{casefile.KindCorrected, []any{"2024-03-04", casefile.Accepted{Handling: casefile.Special}, "2024-03-05", casefile.CorrectionRequested{Notice: "N"}}},
		{casefile.KindReturned, []any{"2024-03-04", casefile.Accepted{}, "2024-03-05", casefile.CorrectionRequested{Notice: "N"}, "2024-03-06", casefile.Returned{}}},
		{casefile.KindOther, []any{"2024-03-04", casefile.Accepted{}}},
	}
	for _, tt := range tests {
		c := fold(t, tt.steps...)
		if got := c.Kind(); got != tt.want {
			t.Errorf("kind %q, want %q", got, tt.want)
		}
	}
}

func TestAnomalies(t *testing.T) {
	a, s, e := casefile.Accepted{}, casefile.StepPerformed{Step: "S"}, casefile.Closed{}
	tests := []struct {
		name  string
		steps []any
		want  []casefile.Anomaly
	}{
		{"none", []any{"2024-03-04", a, "2024-03-05", s, "2024-03-06", e}, nil},
		{"all at once is none", []any{"2024-03-04", a, "2024-03-04", s, "2024-03-04", e}, nil},
		{"open", []any{"2024-03-04", a, "2024-03-05", s}, nil},
		{"ends before it starts", []any{"2024-03-04", a, "2024-03-03", e}, []casefile.Anomaly{casefile.EndsBeforeStart}},
		{"steps on both sides", []any{"2024-03-04", a, "2024-03-03", s, "2024-03-06", e, "2024-03-07", s}, []casefile.Anomaly{casefile.EventsAfterEnd, casefile.EventsBeforeStart}},
		{"not accepted", []any{"2024-03-04", s, "2024-03-05", e}, nil},
	}
	for _, tt := range tests {
		c := fold(t, tt.steps...)
		if diff := cmp.Diff(tt.want, c.Anomalies()); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}
