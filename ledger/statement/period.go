package statement

import (
	"strconv"
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// zone is that by whose dates a month ends.
var zone = time.FixedZone("Asia/Shanghai", 8*60*60)

// Period is a month: "2024-05".
type Period string

// Validate says whether it is a month. The error is a [*ledger.InvalidError].
func (p Period) Validate() error {
	if d, err := workdays.ParseDate(string(p) + "-01"); err != nil || d.Year() < 1900 {
		return act.Invalid("period", string(p), "want a month such as 2024-05")
	}
	return nil
}

// Days are the first and the last date of a valid month.
func (p Period) Days() (first, last workdays.Date) {
	y, m := p.split()
	return workdays.Civil(y, m, 1), workdays.Civil(y, m+1, 1) - 1
}

// Add is the month so many months later.
func (p Period) Add(months int) Period {
	y, m := p.split()
	return Period(workdays.Civil(y, m+time.Month(months), 1).String()[:len("2006-01")])
}

func (p Period) split() (int, time.Month) {
	y, _ := strconv.Atoi(string(p[:4]))
	m, _ := strconv.Atoi(string(p[5:]))
	return y, time.Month(m)
}
