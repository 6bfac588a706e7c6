package projections_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/conformance"
	"caseledger/ledger/course"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// TestConformanceAndCourses: what views count of all cases is what is counted of
// them one by one, the parts of a division sum to the whole, and steps that were
// voided or corrected are in no course as they were.
func TestConformanceAndCourses(t *testing.T) {
	s := memory.New()
	defer s.Close()
	for stream, drafts := range casetest.Generate(7, 300) {
		if _, err := s.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
			t.Fatal(err)
		}
	}
	amended := casetest.Case("SP-1").On("2024-03-04", casefile.Accepted{Org: "许可科"}).
		On("2024-03-05", casefile.StepPerformed{Step: "wrong"}).
		On("2024-03-06", casefile.StepPerformed{Step: `quo"ted`}).
		On("2024-03-07", casefile.RecordCorrected{Revision: 1, Reason: "typing", Basis: "存根", Instead: casefile.StepPerformed{Step: "right"}}).
		On("2024-03-08", casefile.Closed{Outcome: casefile.Granted})
	for _, h := range []*casetest.History{amended, casetest.Case("SP-2").On("2024-03-04", casefile.ApplicationReceived{Org: "许可科"})} {
		if _, err := h.AppendTo(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	all := projections.ConformanceQuery{AcceptedFrom: workdays.NoDate, AcceptedTo: workdays.NoDate}
	findings := map[string]map[conformance.Verdict]int{}
	whole, err := v.Conformance(t.Context(), all, func(c projections.Conformed) error {
		if findings[c.Rule.ID] == nil {
			findings[c.Rule.ID] = map[conformance.Verdict]int{}
		}
		findings[c.Rule.ID][c.Verdict]++
		return nil
	})
	if err != nil || whole.Cases != 301 {
		t.Fatalf("%d cases: %v", whole.Cases, err)
	}
	for _, l := range whole.Lines {
		told := findings[l.Rule.ID]
		if l.All() != whole.Cases || told[conformance.Complies] != l.Complies || told[conformance.Breaks] != l.Breaks {
			t.Errorf("%s: %+v, but the findings are %v", l.Rule.ID, l.Count, told)
		}
	}
	for _, by := range []conformance.By{conformance.ByOrg, conformance.ByMonth} {
		q, sums := all, map[string]int{}
		q.By = by
		parts, err := v.Conformance(t.Context(), q, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range parts.Lines {
			sums[l.Rule.ID] += l.Complies
		}
		for _, l := range whole.Lines {
			if sums[l.Rule.ID] != l.Complies {
				t.Errorf("%s by %s: %d comply, %d on the whole", l.Rule.ID, by, sums[l.Rule.ID], l.Complies)
			}
		}
	}
	refuse := func(change func(q *projections.ConformanceQuery)) {
		q := all
		change(&q)
		var invalid *ledger.InvalidError
		if _, err := v.Conformance(t.Context(), q, nil); !errors.As(err, &invalid) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	refuse(func(q *projections.ConformanceQuery) { q.Most = 300 })
	refuse(func(q *projections.ConformanceQuery) { q.Rules = []string{"none"} })
	refuse(func(q *projections.ConformanceQuery) { q.By = "item" })

	got, _, err := v.Courses(t.Context(), all, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(oneByOne(t, v), got); diff != "" {
		t.Errorf("(-one by one +views):\n%s", diff)
	}
	unit := "许可科"
	all.Org, all.AcceptedFrom, all.AcceptedTo = &unit, workdays.Civil(2024, 3, 4), workdays.Civil(2024, 3, 4)
	if got, _, err = v.Courses(t.Context(), all, nil); err != nil || len(got.Variants) != 1 || !cmp.Equal(got.Variants[0].Steps, []string{`quo"ted`, "right"}) {
		t.Errorf("of one organisation and day: %+v, %v", got.Variants, err)
	}
}

// oneByOne counts courses from the histories.
func oneByOne(t *testing.T, v *projections.Views) course.Report {
	codes := new(course.Codes)
	tally := course.NewTally(codes)
	q := projections.CaseQuery{AcceptedFrom: workdays.Civil(1, 1, 1), AcceptedTo: workdays.NoDate, First: 1000}
	err := v.Snapshot(t.Context(), func(s *projections.Snapshot) error {
		page, err := s.Cases(q)
		if err != nil {
			return err
		}
		for i := range page.Rows {
			c := &page.Rows[i]
			told, err := s.Histories([]string{c.Number})
			if err != nil {
				return err
			}
			var steps []course.Step
			for _, e := range casefile.Holding(told[c.Number]) {
				if x, ok := e.Event.(casefile.StepPerformed); ok {
					steps = append(steps, course.Step{At: e.Occurred.UnixMicro(), Code: codes.Number([]byte(x.Step))})
				}
			}
			tally.Add(&c.Case, c.Worked, c.Shares, steps)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return tally.Report()
}
