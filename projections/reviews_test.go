package projections_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/viewtest"
)

// badReviews says of a case whether it has a bad review, an open one, and one
// that is overdue at an instant, under the default rules and a week of five days.
func badReviews(s *projections.Summary, at time.Time) (bad, open, late bool) {
	seen := map[casefile.RatingStage]bool{}
	for _, r := range s.Kept().Ratings {
		if seen[r.Stage] || r.Level > 2 || !r.InvalidatedAt.IsZero() {
			seen[r.Stage] = true
			continue
		}
		seen[r.Stage], bad = true, true
		var v casefile.Review
		if r.Review != nil {
			v = *r.Review
		}
		answered := v.RectifiedAt
		if answered.IsZero() {
			answered = v.ExplainedAt
		}
		open = open || answered.IsZero() || r.Named && v.ConfirmedAt.IsZero()
		on := workdays.DateOf(r.At, s.Location())
		if on < workdays.Civil(2019, 12, 3) {
			continue
		}
		passed := func(days int) bool {
			d := on
			for ; days > 0; days-- {
				for d++; d.Weekday() == time.Saturday || d.Weekday() == time.Sunday; d++ {
				}
			}
			return !at.Before(d.End(s.Location()))
		}
		late = late || v.ContactedAt.IsZero() && passed(1) || answered.IsZero() && passed(15)
	}
	return bad, open, late
}

// rated is a case of 2024 with a rating at its acceptance on Thursday, 7 March.
func rated(number string, level int, named bool) *casetest.History {
	return casetest.Case(number).On("2024-03-04", casefile.Accepted{Org: "R", Promise: 20}).
		On("2024-03-07", casefile.Rated{Channel: "qr", Level: level, Named: named, Stage: casefile.AtAcceptance})
}

var (
	contacted = casefile.RaterContacted{Finding: casefile.Verified, Stage: casefile.AtAcceptance}
	rectified = casefile.BadReviewRectified{Measure: "apology", Stage: casefile.AtAcceptance}
	confirmed = casefile.RectificationConfirmed{Result: casefile.VisitSatisfied, Level: 4, Stage: casefile.AtAcceptance}
)

// TestBadReviewsAreListed: which are overdue, as of an instant; those that were
// answered late are not overdue any more.
func TestBadReviewsAreListed(t *testing.T) {
	s := memory.New()
	record(t, s, rated("R-CONTENT", 3, true))
	record(t, s, rated("R-SILENT", 1, false))
	record(t, s, rated("R-CALLED", 2, true).On("2024-03-08", contacted))
	record(t, s, rated("R-DONE", 2, true).On("2024-03-08", contacted).On("2024-03-20", rectified).On("2024-03-21", confirmed))
	record(t, s, rated("R-ANSWERED", 2, true).On("2024-03-08", contacted).On("2024-06-03", rectified))
	record(t, s, rated("R-INVALID", 1, false).On("2024-03-11", casefile.RatingInvalidated{Reason: "mistaken", Stage: casefile.AtAcceptance}))
	v := viewtest.New(t)
	catchUp(t, v, s)
	yes, no := true, false
	for _, x := range []struct {
		name string
		q    projections.CaseQuery
		at   string
		want []string
	}{
		{"all", projections.CaseQuery{BadReview: projections.AnyBadReview}, "", []string{"R-ANSWERED", "R-CALLED", "R-DONE", "R-SILENT"}},
		{"open", projections.CaseQuery{BadReview: projections.OpenBadReview}, "", []string{"R-ANSWERED", "R-CALLED", "R-SILENT"}},
		{"on the last day for contact", projections.CaseQuery{ReviewOverdue: &yes}, "2024-03-08", nil},
		{"a day later", projections.CaseQuery{ReviewOverdue: &yes}, "2024-03-09", []string{"R-SILENT"}},
		{"after the answer was due", projections.CaseQuery{ReviewOverdue: &yes}, "2024-03-29", []string{"R-CALLED", "R-SILENT"}},
		{"in time", projections.CaseQuery{ReviewOverdue: &no}, "2024-03-29", []string{"R-ANSWERED", "R-DONE"}},
	} {
		if x.at != "" {
			x.q.OverdueAt = casetest.Time(x.at)
		}
		x.q.AcceptedFrom, x.q.AcceptedTo, x.q.First, x.q.Order = workdays.NoDate, workdays.NoDate, 10, projections.ByNumber
		page, err := v.Cases(t.Context(), x.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range page.Rows {
			got = append(got, c.Number)
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s: %s", x.name, diff)
		}
	}
}

// TestScalePublishedLater: Shanghai's 1-5-15 derives anew the limits of bad
// reviews of its days, of cases of every regime, and of no others; a calendar that
// comes late moves them; replay gives the same rows.
func TestScalePublishedLater(t *testing.T) {
	s := memory.New()
	t.Cleanup(func() { s.Close() })
	record(t, s, rated("R-ONE", 2, true).On("2024-03-08", contacted).On("2024-03-20", rectified))
	record(t, s, rated("R-GOOD", 5, false))
	record(t, s, casetest.Case("R-LICENCE").On("2024-03-04", casefile.Accepted{Regime: policy.Licence}).
		On("2024-09-30", casefile.Rated{Level: 1, Stage: casefile.AtAcceptance}))
	v := viewtest.New(t)
	v.SetSlice(1)
	catchUp(t, v, s)
	answer := func(number string) string {
		return summaries(t, v)[number].Reviews.Due[0].Answer.String()
	}
	if one, licence := answer("R-ONE"), answer("R-LICENCE"); one != "2024-03-28" || licence != "2024-10-21" {
		t.Errorf("by default, Monday to Friday: %s, %s", one, licence)
	}
	p := policy.Named()["rating-shanghai"]
	p.From = workdays.Civil(2024, 7, 1)
	publishPolicy(t, s, p)
	catchUp(t, v, s)
	if one, licence := answer("R-ONE"), answer("R-LICENCE"); one != "2024-03-28" || licence != "2024-10-07" {
		t.Errorf("1-5-15 since July: %s, %s", one, licence)
	}
	if _, err := registry.Publish(t.Context(), s, workdays.Official(), casetest.Time("2024-12-01")); err != nil {
		t.Fatal(err)
	}
	catchUp(t, v, s)
	if one, licence := answer("R-ONE"), answer("R-LICENCE"); one != "2024-03-28" || licence != "2024-10-12" {
		t.Errorf("with the holidays: %s, %s", one, licence)
	}
	p.From = workdays.Civil(2024, 1, 1)
	publishPolicy(t, s, p)
	catchUp(t, v, s)
	if one := answer("R-ONE"); one != "2024-03-14" {
		t.Errorf("1-5-15 since January: %s", one)
	}
	if diff := cmp.Diff(calm(t, s), dump(t, v)); diff != "" {
		t.Errorf("one run and as it came (-one +came):\n%s", diff)
	}
	checkSummaries(t.Context(), t, v, s)
}
