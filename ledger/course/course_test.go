package course_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/course"
)

// walk counts a case whose steps are written as days of March 2024 and codes.
func walk(t *course.Tally, codes *course.Codes, h *casetest.History, steps ...string) {
	var list []course.Step
	for i := 0; i < len(steps); i += 2 {
		list = append(list, course.Step{At: casetest.Time("2024-03-" + steps[i]).UnixMicro(), Code: codes.Number([]byte(steps[i+1]))})
	}
	t.Add(&h.Case, 4, casefile.Shares{Own: 3, Suspended: 1}, list)
}

// TestReport counts three cases by hand.
func TestReport(t *testing.T) {
	codes := new(course.Codes)
	tally := course.NewTally(codes)
	accept := func() *casetest.History { return casetest.Case("SP-1").On("2024-03-04", casefile.Accepted{}) }
	closed := accept().On("2024-03-06", casefile.Suspended{Reason: "review"}).On("2024-03-07", casefile.Resumed{}).On("2024-03-08", casefile.Closed{Outcome: casefile.Granted})
	walk(tally, codes, closed, "05", "check", "07", "decide") // a day, two of which one is suspended, a day
	walk(tally, codes, accept(), "05", "check", "05", "check", "06", "check")
	walk(tally, codes, accept(), "07", "decide", "05", "check") // told late
	got := tally.Report()
	day := 24 * time.Hour
	want := course.Report{
		Cases: 3, Closed: 1, Shares: casefile.Shares{Own: 3, Suspended: 1},
		Variants: []course.Variant{
			{Steps: []string{"check", "decide"}, Cases: 2, Ended: 1, Median: 4},
			{Steps: []string{"check", "check", "check"}, Cases: 1},
		},
		Loops: []course.Loop{{Step: "check", Cases: 1, Repeats: 2}},
		Gaps: []course.Gap{
			{From: "check", To: "decide", Times: 2, Median: 48, Split: course.Split{Suspended: day, Idle: 3 * day}},
			{From: "受理", To: "check", Times: 3, Median: 24, Split: course.Split{Idle: 3 * day}},
			{From: "check", To: "check", Times: 2, Median: 0, Split: course.Split{Idle: day}},
			{From: "decide", To: "办结", Times: 1, Median: 24, Split: course.Split{Idle: day}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSplit: whatever stood in the way, the parts of the time between acceptance,
// steps and end sum to all of it.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		at := func(name string) string {
			return time.Date(2024, 3, rapid.IntRange(4, 28).Draw(rt, name), 9, 0, 0, 0, time.UTC).Format("2006-01-02")
		}
		h := casetest.Case("SP-1").On("2024-03-04", casefile.Accepted{})
		for range rapid.IntRange(0, 3).Draw(rt, "stops") {
			h.On(at("from"), casefile.Suspended{Reason: "review"}).On(at("until"), casefile.Resumed{}).
				On(at("asked"), casefile.CorrectionRequested{Notice: "B-1", Items: []string{"lease"}})
		}
		h.On("2024-03-29", casefile.Closed{Outcome: casefile.Granted})
		codes := new(course.Codes)
		tally := course.NewTally(codes)
		days := rapid.SliceOfN(rapid.SampledFrom([]string{"04", "07", "11", "20", "29"}), 0, 5).Draw(rt, "steps")
		slices.Sort(days)
		var steps []string
		for _, d := range days {
			steps = append(steps, d, "check")
		}
		walk(tally, codes, h, steps...)
		whole := time.Duration(0)
		for _, g := range tally.Report().Gaps {
			whole += g.Whole()
		}
		if whole != 25*24*time.Hour {
			rt.Errorf("the parts sum to %s, not to 25 days", whole)
		}
	})
}
