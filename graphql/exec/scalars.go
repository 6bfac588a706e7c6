package exec

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"
	"github.com/graphql-go/graphql/language/ast"
)

// Leaf is how the engine writes values of a scalar.
type Leaf struct {
	// Append appends a value as JSON, or gives false for one that Serialize
	// has to write. It may be nil.
	Append func(b []byte, v any) ([]byte, bool)
	// Instant appends a time; nil where the scalar is not one.
	Instant func(b []byte, t time.Time) []byte
	// Text: strings stand for themselves; Whole: whole numbers do.
	Text, Whole bool
	// SpecifiedBy is the address of its specification; empty where there is
	// none.
	SpecifiedBy string
}

// Scalar makes a leaf type from one function for each direction. in gets a
// string, bool, json.Number, or what out gave; it returns nil for what it does
// not take. A nil in makes an output type.
func (t *Types) Scalar(name, description string, out, in func(any) any, leaf Leaf) *gql.Scalar {
	if in == nil {
		in = func(any) any { return nil }
	}
	s := gql.NewScalar(gql.ScalarConfig{
		Name: name, Description: description, Serialize: out, ParseValue: in,
		ParseLiteral: func(v ast.Value) any { return in(literal(v)) },
	})
	t.leaves[s] = leaf
	return s
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

// TextOut is a string as it is.
func TextOut(v any) any {
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
