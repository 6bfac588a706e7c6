package casetest_test

import (
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/workdays"
)

// sums are what a centre reports.
type sums struct{ accepted, immediate, closed, late, open, overdue int }

func count(t *testing.T, s casetest.Shape) sums {
	t.Helper()
	cal := casetest.China()
	var n sums
	for stream, drafts := range s.Histories() {
		var c casefile.Case
		for i := range drafts {
			e, err := casefile.Decode(&ledger.Record{Stream: stream, Draft: drafts[i]})
			if err != nil {
				t.Fatal(err)
			}
			c = casefile.Evolve(c, e)
		}
		due := c.Limit(casefile.Rules{Calendar: cal})
		n.accepted++
		if c.Handling == casefile.Immediate {
			n.immediate++
		}
		switch {
		case c.Status == casefile.Open:
			n.open++
			if due.On < s.Last {
				n.overdue++
			}
		case c.ClosedAt.After(due.Due):
			n.late++
			fallthrough
		default:
			n.closed++
		}
		if on := c.AcceptedOn(); on < s.First || on > s.Last || !cal.On(on).Working {
			t.Errorf("%s was accepted on %s", c.Number, on)
		}
		if on := c.ClosedOn(); on != workdays.NoDate && on > s.Last {
			t.Errorf("%s was closed on %s", c.Number, on)
		}
		if a := c.Anomalies(); len(a) > 0 {
			t.Errorf("%s: %v", c.Number, a)
		}
	}
	return n
}

func TestShapesHaveThePublishedSums(t *testing.T) {
	tests := []struct {
		shape casetest.Shape
		want  sums
	}{
		{casetest.Tacheng(), sums{accepted: 27_084, closed: 27_031, late: 3, open: 53}},
		{casetest.MountainCounty(), sums{accepted: 32_556, immediate: 29_300, closed: 29_300 + 3_093, open: 163}},
		{casetest.Pingxiang(), sums{accepted: 3_896, closed: 3_850, open: 46}},
	}
	for _, tt := range tests {
		t.Run(tt.shape.Name, func(t *testing.T) {
			t.Parallel()
			if got := count(t, tt.shape); got != tt.want {
				t.Errorf("%+v, want %+v", got, tt.want)
			}
		})
	}
}
