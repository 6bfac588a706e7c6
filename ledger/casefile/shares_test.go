package casefile_test

import (
	"testing"

	"caseledger/ledger/casefile"
)

// 许可法35, 43: the superior organ's time is its own; 许可法45: what is not counted.
func TestWorkingDaysOfACaseAreSharedAmongThoseWhoHadIt(t *testing.T) {
	accepted := casefile.Accepted{Calendar: "CN", Number: "T-1", Promise: 20, Zone: casefile.DefaultZone}
	notice := casefile.CorrectionRequested{Items: []string{"m"}, Notice: "补-1"}
	for _, tt := range []struct {
		name  string
		given []any
		until string
		want  casefile.Shares
	}{
		{"nobody else", []any{"2024-03-04", accepted}, "2024-03-08", casefile.Shares{Own: 4}},
		{"on day 0", []any{"2024-03-04", accepted}, "2024-03-04", casefile.Shares{}},
		{"with the applicant over a weekend", []any{"2024-03-04", accepted, "2024-03-06", notice, "2024-03-11", casefile.CorrectionReceived{Notice: "补-1"}},
			"2024-03-15", casefile.Shares{Applicant: 3, Own: 6}},
		{"with the superior organ still", []any{"2024-03-04", accepted, "2024-03-07", casefile.ForwardedUp{Organ: "b"}}, "2024-03-15", casefile.Shares{Superior: 7, Own: 2}},
		{"asked others", []any{"2024-03-04", accepted, "2024-03-06", casefile.ThirdPartyConsulted{Party: casefile.ConsultedOrgan, Notice: "征-1"},
			"2024-03-08", casefile.ConsultationAnswered{Notice: "征-1", Opinion: casefile.Agreed}}, "2024-03-08", casefile.Shares{Consulted: 2, Own: 2}},
		{"a suspension while the superior has it is the superior's", []any{"2024-03-04", accepted, "2024-03-05", casefile.ForwardedUp{Organ: "b"},
			"2024-03-06", casefile.Suspended{Reason: "hearing", Notice: "听-1"}, "2024-03-07", casefile.SuperiorDecided{Outcome: casefile.Granted}, "2024-03-11", casefile.Resumed{}},
			"2024-03-12", casefile.Shares{Superior: 2, Suspended: 2, Own: 2}},
		{"closing ends what lasts", []any{"2024-03-04", accepted, "2024-03-06", notice, "2024-03-08", casefile.Closed{Outcome: casefile.Cancelled}}, "2024-03-08", casefile.Shares{Applicant: 2, Own: 2}},
	} {
		c := fold(t, tt.given...)
		got, ok := c.Shares(china(t), date(t, tt.until))
		if got != tt.want || !ok {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
	if _, ok := new(casefile.Case).Shares(china(t), 0); ok {
		t.Error("a case that is not accepted has shares")
	}
}
