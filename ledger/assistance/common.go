package assistance

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Rules, named after what they carry out.
const (
	RuleService = "帮办代办登记"      // a service is recorded once
	RuleGrid    = "网格事项 即办交办协办" // a matter goes up one level after the other and is closed once
	RuleHours   = "服务时间公示"      // hours hold from the day of their publication, or a later one
	RuleVisit   = "上门服务登记"      // a visit names its quarter, and seals its group
	RulePool    = "小单元抑制"       // counts by group are published once, small ones together
)

func refuse(rule, format string, args ...any) error { return act.Refuse(rule, format, args...) }

// given refuses a body without what it must have, however it comes in: pairs of
// a name and a value. The first names the stream.
func given(id ledger.StreamID, pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return act.Invalid(pairs[i], "", "is missing")
		}
	}
	if id.Validate() != nil {
		return act.Invalid(pairs[0], pairs[1], "can have letters, digits, '-', '_' and '.' only")
	}
	return nil
}

// zone is that of all days of this package.
var zone = local()

func local() *time.Location {
	z, err := casefile.ParseZone(casefile.DefaultZone)
	if err != nil {
		panic(err)
	}
	return z
}

// On is the local date of an instant.
func On(t time.Time) workdays.Date { return workdays.DateOf(t, zone) }

// exists says whether the ledger has a case.
func exists(ctx context.Context, s ledger.Store, number string) (bool, error) {
	_, err := casefile.Load(ctx, s, number, casefile.Moment{})
	var invalid *ledger.InvalidError
	if errors.Is(err, ledger.ErrNotFound) || errors.As(err, &invalid) {
		return false, nil
	}
	return err == nil, err
}
