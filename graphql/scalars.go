package graphql

import (
	"encoding/json"
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// scalars are the leaf types of one schema.
type scalars struct {
	integer, id                              *gql.Scalar
	dateTime, date, position, decimal, canon *gql.Scalar
}

const (
	specOfTimes = "https://www.rfc-editor.org/rfc/rfc3339"
	specOfJSON  = "https://www.rfc-editor.org/rfc/rfc8259"
)

func newScalars(t *exec.Types) scalars {
	return scalars{
		integer: t.Int,
		id:      t.ID,
		dateTime: t.Scalar("DateTime", "An instant (时刻), RFC 3339 in UTC with microseconds: "+
			"`2026-03-02T01:00:00.000000Z`. As input any RFC 3339 offset will do.", timeOut, timeIn,
			exec.Leaf{Append: appendInstant, Instant: exec.AppendTime, SpecifiedBy: specOfTimes}),
		date: t.Scalar("Date", "A local calendar date (日期): `2026-03-02`.", dateOut, dateIn, exec.Leaf{SpecifiedBy: specOfTimes}),
		position: t.Scalar("Position", "A place in the ledger (账本位置), as a decimal string because it has 64 bits. "+
			"Later records have greater positions. As input a whole number will do too.", positionOut, positionIn, exec.Leaf{Append: appendPosition}),
		decimal: t.Scalar("Decimal", "An exact decimal number as a string: `\"71.63\"`. As input a JSON number will do too.", exec.TextOut, decimalIn, exec.Leaf{}),
		canon: t.Scalar("PublicBody", "The canonical JSON text of an event's public body (公开内容), byte for byte as it is "+
			"hashed and published. A string: parse it as JSON.", exec.TextOut, nil, exec.Leaf{SpecifiedBy: specOfJSON}),
	}
}

func appendInstant(b []byte, v any) ([]byte, bool) {
	t, ok := v.(time.Time)
	if !ok || t.IsZero() {
		return b, false
	}
	return exec.AppendTime(b, t), true
}

func appendPosition(b []byte, v any) ([]byte, bool) {
	p, ok := v.(ledger.Position)
	if !ok {
		return b, false
	}
	b = append(b, '"')
	b = strconv.AppendUint(b, uint64(p), 10)
	return append(b, '"'), true
}

// decimalIn keeps the digits as they are written.
func decimalIn(v any) any {
	switch s := v.(type) {
	case string:
		return s
	case json.Number:
		return s.String()
	}
	return nil
}

func timeOut(v any) any {
	if t, ok := v.(time.Time); ok && !t.IsZero() {
		return ledger.FormatTime(t)
	}
	return nil
}

func timeIn(v any) any {
	switch s := v.(type) {
	case string:
		if t, err := time.Parse(time.RFC3339Nano, s); err == nil && t.Year() > 0 && t.Year() < 10000 {
			return ledger.Time(t)
		}
	case time.Time:
		return s
	}
	return nil
}

func dateOut(v any) any {
	if d, ok := v.(workdays.Date); ok && d != workdays.NoDate {
		return d.String()
	}
	return nil
}

func dateIn(v any) any {
	switch s := v.(type) {
	case string:
		if d, err := workdays.ParseDate(s); err == nil {
			return d
		}
	case workdays.Date:
		return s
	}
	return nil
}

func positionOut(v any) any {
	if p, ok := v.(ledger.Position); ok {
		return p.String()
	}
	return nil
}

func positionIn(v any) any {
	switch s := v.(type) {
	case string:
		if p, err := ledger.ParsePosition(s); err == nil {
			return p
		}
	case json.Number:
		if p, err := ledger.ParsePosition(s.String()); err == nil {
			return p
		}
	case ledger.Position:
		return s
	}
	return nil
}
