package projections_test

import (
	"reflect"
	"testing"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// Whatever figures rest on comes from the summary: of a summary that has
// everything, no field is left empty.
func TestEverythingThatCountsIsFilled(t *testing.T) {
	at := time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)
	s := &projections.Summary{Kind: casefile.KindPromised, Worked: 3, WorkedProvisional: true, Days: 4, Result: projections.Late, Shares: casefile.Shares{Own: 3},
		Limit:     casefile.Limit{Basis: casefile.ByPromise, Days: 5, On: workdays.Civil(2024, 3, 11), Provisional: true},
		Anomalies: []casefile.Anomaly{casefile.EventsAfterEnd}}
	s.Status, s.AcceptedAt, s.ClosedAt = casefile.Ended, at, at.AddDate(0, 0, 4)
	s.Org, s.Item, s.Officer, s.Channel, s.Handling = "o", "i", "p", "c", casefile.Promised
	s.Routing = casefile.Single
	s.Promise, s.Accepted.Legal, s.Fees, s.Charges, s.Currency = 5, 20, 1, 1, "CNY"
	s.Docket = &casefile.Docket{Refunds: 1, Refunded: 1, Visits: []casefile.Visit{{At: at}}, Ratings: []casefile.Rating{{At: at, Stage: casefile.AtAcceptance, Level: 1}}}
	s.Placing = projections.Placing{Above: [5]string{"a"}, Level: "county", Class: "licence", Tags: "t"}
	got := reflect.ValueOf(projections.Counted(s))
	for i := range got.NumField() {
		if name := got.Type().Field(i).Name; got.Field(i).IsZero() {
			t.Errorf("%s is %v", name, got.Field(i))
		}
	}
}
