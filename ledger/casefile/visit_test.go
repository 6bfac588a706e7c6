package casefile_test

import (
	"testing"

	"caseledger/ledger/casefile"
)

func TestVisits(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	done := then(open, "2024-03-06", casefile.Closed{Outcome: casefile.Completed})
	asked := casefile.RecordVisit{Method: casefile.VisitByPhone, Result: casefile.VisitSatisfied}
	unreached := casefile.Visited{Method: casefile.VisitOnline, Result: casefile.VisitUnreached}
	cal := china(t)
	for _, r := range []sourced{
		{"after the end", done, "2024-03-07", asked, casefile.Visited(asked), "S3: 回访制度"},
		{"again, for nobody was reached", then(done, "2024-03-07", unreached), "2024-03-08", asked, casefile.Visited(asked), "回访制度"},
		{"of a case that was sent back", then(open, "2024-03-05", casefile.Returned{Remedy: "m"}), "2024-03-07", asked, casefile.Visited(asked), "回访制度"},
		{"before the end", open, "2024-03-05", asked, casefile.RuleFollowUp, "回访制度"},
		{"dated before the end", done, "2024-03-05", asked, casefile.RuleFollowUp, "回访制度"},
		{"before acceptance", []any{"2024-03-04", application}, "2024-03-05", asked, casefile.RuleRegister, "受理登记表"},
		{"of no case", nil, "2024-03-05", asked, casefile.RuleRegister, "受理登记表"},
	} {
		r.check(t, cal)
	}
	c := fold(t, then(done, "2024-03-07", unreached, "2024-03-08", casefile.Visited(asked))...)
	if v := c.Kept().Visits; len(v) != 2 || v[0].Result != casefile.VisitUnreached || v[1].At != at(t, "2024-03-08") {
		t.Errorf("%+v", v)
	}
	checkInvalid(t, "an unknown method", c, order(t, "2024-03-09", casefile.RecordVisit{Method: "pigeon", Result: casefile.VisitSatisfied}))
	checkInvalid(t, "no result", c, order(t, "2024-03-09", casefile.RecordVisit{Method: casefile.VisitByPhone}))
}
