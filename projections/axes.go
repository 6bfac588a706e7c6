package projections

import (
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// The values of the axes of a case, in the order of their numbers. A value that
// is not known is numbered as the one that the source does not say.
var (
	handlings = []casefile.Handling{"", casefile.Immediate, casefile.Promised, casefile.Special}
	routings  = []casefile.Routing{"", casefile.Single, casefile.Joint, casefile.Forwarded, casefile.Agent}
	intakes   = []casefile.Intake{casefile.AsFiled, casefile.Supplemented, casefile.TurnedBack}
)

// axesNumber numbers the axes of a case for the filters: every kind of case,
// under whatever scheme, is a set of such numbers.
func axesNumber(a casefile.Axes) int64 {
	n := max(slices.Index(handlings, a.Handling), 0)
	n = n*len(routings) + max(slices.Index(routings, a.Routing), 0)
	return int64(n*len(intakes) + slices.Index(intakes, a.Intake))
}

// Label is a kind of case under a scheme.
type Label struct {
	Scheme casefile.Scheme
	Kind   casefile.Kind
}

// axesFilter is the filter on the axes that a query wants, nil if it wants
// none.
func axesFilter(q *CaseQuery) (*filter, error) {
	if q.Label == (Label{}) && q.Handling == "" && q.Routing == "" && q.Intake == "" {
		return nil, nil
	}
	if q.Label != (Label{}) {
		kinds := q.Label.Scheme.Kinds()
		if len(kinds) == 0 || q.Label.Kind != casefile.KindOther && !slices.Contains(kinds, q.Label.Kind) {
			return nil, &ledger.InvalidError{Field: "label", Value: string(q.Label.Kind), Reason: fmt.Sprintf("is no kind of the scheme %q, which has %v", q.Label.Scheme, kinds)}
		}
	}
	var wanted []any
	for _, h := range handlings {
		for _, r := range routings {
			for _, i := range intakes {
				if a := (casefile.Axes{Handling: h, Routing: r, Intake: i}); q.wants(a) {
					wanted = append(wanted, axesNumber(a))
				}
			}
		}
	}
	switch len(wanted) {
	case 0: // of a value that no axis has
		return &filter{"axes", []term{{"=", int64(-1)}}, true, []Order{ByAccepted}}, nil
	case 1:
		return &filter{"axes", []term{{"=", wanted[0]}}, true, []Order{ByAccepted}}, nil
	}
	return &filter{"axes", []term{{"IN", wanted}}, true, nil}, nil
}

// wants says whether cases with these axes are asked for.
func (q *CaseQuery) wants(a casefile.Axes) bool {
	return (q.Handling == "" || q.Handling == a.Handling) && (q.Routing == "" || q.Routing == a.Routing) &&
		(q.Intake == "" || q.Intake == a.Intake) && (q.Label == Label{} || q.Label.Scheme.Label(a) == q.Label.Kind)
}
