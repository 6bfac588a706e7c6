package assistance

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// VisitPrefix begins the names of the streams of home visits, one for each
// organisation and quarter: visits/G01.2024-Q1.
const VisitPrefix = "visits/"

// GroupLabel is the label of the sealed value that says to which group the visited
// person belongs.
const GroupLabel = "group"

// VisitMade (上门服务): somebody was visited at home. The body holds nothing that
// would tell the group: no item, no case, no number.
type VisitMade struct {
	Org    string
	Period string
}

// Stored names the schema.
func (VisitMade) Stored() string { return "visits.made/1" }

// Stream is that of the organisation's quarter.
func (e VisitMade) Stream() ledger.StreamID { return visitStream(e.Org, e.Period) }

func visitStream(org, period string) ledger.StreamID {
	return ledger.StreamID(VisitPrefix + org + "." + period)
}

// Quarter is that of a day: 2024-Q1.
func Quarter(day workdays.Date) string {
	y, m, _ := day.Civil()
	return fmt.Sprintf("%04d-Q%d", y, (int(m)+2)/3)
}

// quarterEnds is the first day after a quarter.
func quarterEnds(period string) (workdays.Date, bool) {
	year, q, ok := strings.Cut(period, "-Q")
	y, err := strconv.Atoi(year)
	if !ok || err != nil || len(year) != 4 || y < 1 || len(q) != 1 || q < "1" || q > "4" {
		return 0, false
	}
	return workdays.Civil(y, time.Month(1+3*int(q[0]-'0')), 1), true
}

// Visits is what was done in a quarter by an organisation.
type Visits struct {
	Made      int  // before the publication
	Late      int  // recorded after it, and in no count by group
	Published bool // counts by group are
}

// HomeVisits is the kind of home visits. Known says that the group that comes with
// a visit is one of [Groups].
var HomeVisits = &dossier.Kind[Visits, bool]{
	Prefix: VisitPrefix,
	Book:   act.NewBook(visitMade, visitsPublished),
	Look: func(_ context.Context, _ ledger.Store, _ *Visits, o *dossier.Order) (bool, error) {
		n, known := 0, false
		for _, v := range o.Sealed {
			if v.Label == GroupLabel {
				n++
				known = slices.Contains(groupCodes(), v.Text)
			}
		}
		return n == 1 && known, nil
	},
}

type visitSpec[E act.Event] = act.Spec[Visits, dossier.Ask[bool], E]

const (
	saysVisitOrg = "Code of the organisation that visits (服务机构)."
	saysPeriod   = "The quarter (季度): 2024-Q1."
)

var visitMade = act.Of(visitSpec[VisitMade]{
	Zh: "上门服务", En: "Home visit made", Public: act.Published,
	Command: "makeHomeVisit", Says: "Records a home visit (上门服务). The group (人群) is a sealed value with the label group: elderly 70岁以上, disabled 重度残疾, ill 重病, destitute 五保, or orphan 孤儿.",
	Members: func(e *VisitMade, m *act.Members) {
		m.Name(&e.Org, "org", saysVisitOrg, act.Always, act.Required)
		m.Name(&e.Period, "period", saysPeriod+" It is that of the visit.", act.Always, act.Required)
	},
	Check: func(e *VisitMade) error { return checkVisit(e.Stream(), e.Org, e.Period) },
	Decide: func(_ *Visits, a *dossier.Ask[bool], e VisitMade) (VisitMade, error) {
		switch {
		case Quarter(casefile.StandardDate(a.Occurred)) != e.Period:
			return e, refuse(RuleVisit, "the visit was in %s", Quarter(casefile.StandardDate(a.Occurred)))
		case !a.Known || len(a.Sealed) != 1:
			return e, refuse(RuleVisit, "one sealed value comes with a visit, with the label %q and one of %s", GroupLabel, strings.Join(groupCodes(), ", "))
		}
		return e, nil
	},
	Evolve: func(s *Visits, _ act.Facts, _ VisitMade) {
		if s.Published {
			s.Late++
		} else {
			s.Made++
		}
	},
})

func checkVisit(id ledger.StreamID, org, period string) error {
	if err := dossier.Given(id, "org", org, "period", period); err != nil {
		return err
	}
	if _, ok := quarterEnds(period); !ok {
		return act.Invalid("period", period, "want a quarter such as 2024-Q1")
	}
	return nil
}
