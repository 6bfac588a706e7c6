package graphql

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// scalars are the leaf types of one schema. Int, Float and ID replace those of
// graphql-go, which take "3" and true for an Int and objects for an ID; a
// schema may hold only one type of a name, so theirs are never referred to.
type scalars struct {
	integer, float, id                       *gql.Scalar
	dateTime, date, position, decimal, canon *gql.Scalar
}

func newScalars() scalars {
	return scalars{
		integer: scalar("Int", "A whole number from -2³¹ to 2³¹-1.", intOut, intIn),
		float:   scalar("Float", "A number with double precision (IEEE 754).", floatOut, floatIn),
		id:      scalar("ID", "An opaque identifier. Read it from an answer; do not take it apart.", textOut, idIn),
		dateTime: scalar("DateTime", "An instant (时刻), RFC 3339 in UTC with microseconds: "+
			"`2026-03-02T01:00:00.000000Z`. As input any RFC 3339 offset will do.", timeOut, timeIn),
		date: scalar("Date", "A local calendar date (日期): `2026-03-02`.", dateOut, dateIn),
		position: scalar("Position", "A place in the ledger (账本位置), as a decimal string because it has 64 bits. "+
			"Later records have greater positions. As input a whole number will do too.", positionOut, positionIn),
		decimal: scalar("Decimal", "An exact decimal number as a string: `\"71.63\"`. As input a JSON number will do too.", textOut, decimalIn),
		canon: scalar("PublicBody", "The canonical JSON text of an event's public body (公开内容), byte for byte as it is "+
			"hashed and published. A string: parse it as JSON.", textOut, nil),
	}
}

// scalar makes a leaf type from one function for each direction. in gets a
// string, bool, json.Number, or what out gave; it returns nil for what it does
// not take. A nil in makes an output type.
func scalar(name, description string, out, in func(any) any) *gql.Scalar {
	if in == nil {
		in = func(any) any { return nil }
	}
	return gql.NewScalar(gql.ScalarConfig{
		Name: name, Description: description, Serialize: out, ParseValue: in,
		ParseLiteral: func(v ast.Value) any { return in(literal(v)) },
	})
}

// literal is the value of a literal in the document, nil for lists, objects
// and enum values: no scalar takes them.
func literal(v ast.Value) any {
	switch v := v.(type) {
	case *ast.IntValue:
		return json.Number(v.Value)
	case *ast.FloatValue: // not a json.Number: 3.0 is no Int where it stands in the document
		if f, err := strconv.ParseFloat(v.Value, 64); err == nil {
			return f
		}
		return nil
	case *ast.StringValue:
		return v.Value
	case *ast.BooleanValue:
		return v.Value
	}
	return nil
}

func intOut(v any) any {
	switch n := v.(type) {
	case int:
		if n >= math.MinInt32 && n <= math.MaxInt32 {
			return n
		}
	case int64:
		if n >= math.MinInt32 && n <= math.MaxInt32 {
			return int(n)
		}
	}
	return nil
}

func intIn(v any) any {
	switch n := v.(type) {
	case json.Number:
		if i, err := strconv.ParseInt(n.String(), 10, 32); err == nil {
			return int(i)
		}
		// JSON has one kind of number: 3.0 and 1e3 are whole in a variable.
		if f, err := n.Float64(); err == nil && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
			return int(f)
		}
	case int:
		return n
	}
	return nil
}

func floatOut(v any) any {
	if f, ok := v.(float64); ok && !math.IsNaN(f) && !math.IsInf(f, 0) {
		return f
	}
	return nil
}

func floatIn(v any) any {
	switch n := v.(type) {
	case json.Number:
		if f, err := n.Float64(); err == nil {
			return f
		}
	case float64:
		return n
	}
	return nil
}

func textOut(v any) any {
	if s, ok := v.(string); ok {
		return s
	}
	return nil
}

func idIn(v any) any {
	switch s := v.(type) {
	case string:
		return s
	case json.Number:
		if i, err := strconv.ParseInt(s.String(), 10, 64); err == nil {
			return strconv.FormatInt(i, 10)
		}
	}
	return nil
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
