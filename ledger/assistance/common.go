package assistance

import (
	"context"
	"errors"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
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

// exists says whether the ledger has a case.
func exists(ctx context.Context, s ledger.Store, number string) (bool, error) {
	_, err := casefile.Load(ctx, s, number, casefile.Moment{})
	var invalid *ledger.InvalidError
	if errors.Is(err, ledger.ErrNotFound) || errors.As(err, &invalid) {
		return false, nil
	}
	return err == nil, err
}
