package casefile_test

import (
	"slices"
	"testing"

	"caseledger/ledger/casefile"
)

// everyAxes are all combinations of the axes.
func everyAxes() (all []casefile.Axes) {
	for _, h := range []casefile.Handling{"", casefile.Immediate, casefile.Promised, casefile.Special} {
		for _, r := range []casefile.Routing{"", casefile.Single, casefile.Joint, casefile.Forwarded, casefile.Agent} {
			for _, i := range []casefile.Intake{casefile.AsFiled, casefile.Supplemented, casefile.TurnedBack} {
				all = append(all, casefile.Axes{Handling: h, Routing: r, Intake: i})
			}
		}
	}
	return all
}

// TestSevenKindsAndSixAreReproducible: every label that the two centres
// published is the label of some case, and of none that it should not be.
// Sources: the seven of 塔城 (即办件、承诺件、联办件、上报件、补办件、退回件、特办件), the six of
// a mountain county (即办件、退回件、承诺件、联办件、补办件、代理件).
func TestSevenKindsAndSixAreReproducible(t *testing.T) {
	promised := casefile.Accepted{Handling: casefile.Promised, Promise: 5, Routing: casefile.Single}
	immediate := casefile.Accepted{Handling: casefile.Immediate, Routing: casefile.Single}
	plain := func(a casefile.Accepted) []any { return []any{"2024-03-04", a} }
	and := func(e casefile.Event) []any { return append(plain(promised), "2024-03-05", e) }
	tests := []struct {
		name       string
		steps      []any
		seven, six casefile.Kind
	}{
		{"即办件", plain(immediate), casefile.KindImmediate, casefile.KindImmediate},
		{"承诺件", plain(promised), casefile.KindPromised, casefile.KindPromised},
		{"联办件", and(casefile.PartAssigned{Part: "消防", Org: "b"}), casefile.KindJoint, casefile.KindJoint},
		{"上报件", and(casefile.ForwardedUp{Organ: "市局"}), casefile.KindForwarded, casefile.KindPromised},
		{"补办件", and(casefile.CorrectionRequested{Notice: "N"}), casefile.KindCorrected, casefile.KindCorrected},
		{"退回件", and(casefile.Returned{Basis: "b", Reason: "r", Remedy: "m"}), casefile.KindReturned, casefile.KindReturned},
		{"特办件", and(casefile.SpecialGranted{Approver: "h", Reason: "r"}), casefile.KindSpecial, casefile.KindOther},
		{"代理件", and(casefile.AgentAppointed{Agent: "代办员-01", Mandate: "full"}), casefile.KindPromised, casefile.KindAgent},
	}
	for _, tt := range tests {
		c := fold(t, tt.steps...)
		if seven, six := casefile.SevenKinds.Label(c.Axes()), casefile.SixKinds.Label(c.Axes()); seven != tt.seven || six != tt.six {
			t.Errorf("%s: %s of seven and %s of six, want %s and %s", tt.name, seven, six, tt.seven, tt.six)
		}
	}
	for scheme, n := range map[casefile.Scheme]int{casefile.SevenKinds: 7, casefile.SixKinds: 6, casefile.AllKinds: 8} {
		kinds, seen := scheme.Kinds(), map[casefile.Kind]bool{}
		for _, a := range everyAxes() {
			if k := scheme.Label(a); k != casefile.KindOther && !slices.Contains(kinds, k) {
				t.Errorf("%+v is %s under %s, which has no such label", a, k, scheme)
			} else {
				seen[k] = true
			}
		}
		if delete(seen, casefile.KindOther); len(kinds) != n || len(seen) != n {
			t.Errorf("%s has %d labels and gives %d, want %d", scheme, len(kinds), len(seen), n)
		}
	}
}

// TestRoutingIsTheStrongest: a case may be several things at once; of its
// routings 联办 comes before 上报, and that before 代理, in whatever order they came.
func TestRoutingIsTheStrongest(t *testing.T) {
	single := casefile.Accepted{Handling: casefile.Promised, Routing: casefile.Single}
	agent, forward, part := casefile.AgentAppointed{Agent: "代办员-01"}, casefile.ForwardedUp{Organ: "市局"}, casefile.PartAssigned{Part: "消防", Org: "b"}
	for _, tt := range []struct {
		steps []any
		want  casefile.Routing
	}{
		{[]any{"2024-03-04", single}, casefile.Single},
		{[]any{"2024-03-04", single, "2024-03-05", agent}, casefile.Agent},
		{[]any{"2024-03-04", casefile.Accepted{}, "2024-03-05", forward}, casefile.Forwarded},
		{[]any{"2024-03-04", single, "2024-03-05", forward, "2024-03-06", agent}, casefile.Forwarded},
		{[]any{"2024-03-04", single, "2024-03-05", part, "2024-03-06", forward}, casefile.Joint},
		{[]any{"2024-03-04", single, "2024-03-05", agent, "2024-03-06", part}, casefile.Joint},
		{[]any{"2024-03-04", casefile.ApplicationReceived{Org: "a"}, "2024-03-05", agent, "2024-03-06", single}, casefile.Agent},
		{[]any{"2024-03-04", single, "2024-03-05", part, "2024-03-06", single}, casefile.Joint},
	} {
		if c := fold(t, tt.steps...); c.Routing != tt.want {
			t.Errorf("%v: %s, want %s", tt.steps, c.Routing, tt.want)
		}
	}
}
