package export

import (
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// A kind is what a column's values are.
type kind int

// Kinds of values.
const (
	aText kind = iota
	aNumber
	aTruth
	aDate // a local date
	aTime // an instant, to the microsecond
	aSum  // of money, in millionths
)

// A column is one of a table of T.
type column[T any] struct {
	name   string
	zh, en string
	kind   kind
	of     func(*T) value
}

// A value is one cell; the zero value is none.
type value struct {
	is   bool
	text string
	n    int64 // number, truth (0, 1), days or microseconds since 1970, millionths
}

func text(s string) value { return value{is: s != "", text: s} }

func number(n int) value { return value{is: true, n: int64(n)} }

// some is a number, and none for 0.
func some(n int) value { return value{is: n != 0, n: int64(n)} }

func truth(b bool) value {
	if b {
		return value{is: true, n: 1}
	}
	return value{is: true}
}

func date(d workdays.Date) value {
	if d == workdays.NoDate {
		return value{}
	}
	return value{is: true, n: int64(d)}
}

func instant(t time.Time) value {
	if t.IsZero() {
		return value{}
	}
	return value{is: true, n: t.UnixMicro()}
}

func sum(a casefile.Amount) value { return value{is: true, n: int64(a)} }

// print is the value as text, nothing for none; instants are in UTC, as the
// ledger writes them.
func (v value) print(k kind) string {
	switch {
	case !v.is:
		return ""
	case k == aNumber:
		return strconv.FormatInt(v.n, 10)
	case k == aTruth:
		return strconv.FormatBool(v.n == 1)
	case k == aDate:
		return workdays.Date(v.n).String()
	case k == aTime:
		return ledger.FormatTime(time.UnixMicro(v.n))
	case k == aSum:
		return casefile.Amount(v.n).String()
	}
	return v.text
}
