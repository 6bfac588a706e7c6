package projections_test

import (
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/projections/viewtest"
)

// TestReopenedReturnsCountAsOpen: what was sent back counts as returned as
// known then, and as in hand as known once its review has opened it again; a
// case that becomes another kind counts under that.
func TestReopenedReturnsCountAsOpen(t *testing.T) {
	h := casetest.Case("RO-1").On("2024-03-04", casefile.Accepted{Org: "a", Handling: casefile.Promised, Promise: 10}).
		On("2024-03-05", casefile.Returned{Basis: "许可法32", Reason: "not_competent", Remedy: "复议"}).
		On("2024-03-06", casefile.ReturnReviewRequested{Ground: "competence"}).
		On("2024-03-07", casefile.ReturnReviewDecided{Outcome: casefile.Reopened, Basis: "许可法32"}).
		On("2024-03-08", casefile.PartAssigned{Part: "消防", Org: "b", Promise: 3})
	s := memory.New()
	if _, err := h.AppendTo(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	v := viewtest.New(t)
	catchUp(t, v, s)
	joint := string(casefile.KindJoint)
	for _, tt := range []struct {
		id    string
		known ledger.Position
		kind  *string
		want  string
	}{
		{"returned", 2, nil, "1"}, {"open", 2, nil, "0"}, {"returned", 3, nil, "1"},
		{"returned", 4, nil, "0"}, {"open", 4, nil, "1"}, {"accepted", 4, &joint, "0"},
		{"returned", 5, nil, "0"}, {"open", 5, nil, "1"}, {"accepted", 5, &joint, "1"},
	} {
		q := anyDay(tt.id)
		q.KnownAt, q.Kind = tt.known, tt.kind
		got, err := v.Figures(t.Context(), q)
		if err != nil || got[0].Value == nil || *got[0].Value != tt.want {
			t.Errorf("%s at %d: %+v, %v; want %s", tt.id, tt.known, got, err, tt.want)
		}
	}
}
