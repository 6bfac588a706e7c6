package exec

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	gql "github.com/graphql-go/graphql"
)

// appendLeaf appends a leaf value as JSON.
type appendLeaf func(b []byte, v any) ([]byte, error)

// scalarLeaf writes values of a scalar.
func (s *Schema) scalarLeaf(t *gql.Scalar) appendLeaf {
	leaf := s.leaves[t]
	return func(b []byte, v any) ([]byte, error) {
		if s, ok := v.(string); ok && t == gql.String {
			return appendString(b, s), nil
		}
		if leaf.Append != nil {
			if out, ok := leaf.Append(b, v); ok {
				return out, nil
			}
		}
		return appendPlain(b, t.Serialize(v), t.Name())
	}
}

// AppendTime writes an instant in UTC with six decimals, as JSON.
func AppendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return append(t.AppendFormat(append(b, '"'), "2006-01-02T15:04:05.000000Z"), '"')
	}
	hour, minute, second := t.Clock()
	b = append(b, '"')
	b = appendDigits(b, year, 1000)
	b = appendDigits(append(b, '-'), int(month), 10)
	b = appendDigits(append(b, '-'), day, 10)
	b = appendDigits(append(b, 'T'), hour, 10)
	b = appendDigits(append(b, ':'), minute, 10)
	b = appendDigits(append(b, ':'), second, 10)
	b = appendDigits(append(b, '.'), t.Nanosecond()/1000, 100_000)
	return append(b, 'Z', '"')
}

// appendDigits writes all digits of n from the one of that weight on.
func appendDigits(b []byte, n, weight int) []byte {
	for ; weight > 0; weight /= 10 {
		b = append(b, byte('0'+n/weight%10))
	}
	return b
}

// enumLeaf writes values of an enum.
func enumLeaf(t *gql.Enum) appendLeaf {
	names := map[any]string{}
	for _, v := range t.Values() {
		names[v.Value] = v.Name
	}
	return func(b []byte, v any) ([]byte, error) {
		name, ok := names[v]
		if !ok {
			return b, fmt.Errorf("%w %s", errLeaf, t.Name())
		}
		b = append(b, '"')
		b = append(b, name...)
		return append(b, '"'), nil
	}
}

// appendPlain writes what a scalar serialises to.
func appendPlain(b []byte, v any, scalar string) ([]byte, error) {
	switch v := v.(type) {
	case string:
		return appendString(b, v), nil
	case int:
		return strconv.AppendInt(b, int64(v), 10), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case float64:
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			return strconv.AppendFloat(b, v, 'g', -1, 64), nil
		}
	}
	return b, fmt.Errorf("%w %s", errLeaf, scalar)
}

const hexDigits = "0123456789abcdef"

// appendString writes a JSON string. What is not UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			if !utf8.ValidString(s[i:]) {
				return append(appendEscaped(append(b, s[from:i]...), strings.ToValidUTF8(s[i:], "\ufffd")), '"')
			}
			return append(appendEscaped(append(b, s[from:i]...), s[i:]), '"')
		}
		b = append(b, s[from:i]...)
		b = appendEscape(b, c)
		from = i + 1
	}
	return append(append(b, s[from:]...), '"')
}

// appendEscaped writes valid UTF-8 with the escapes that JSON demands.
func appendEscaped(b []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			b = append(b, s[from:i]...)
			b = appendEscape(b, c)
			from = i + 1
		}
	}
	return append(b, s[from:]...)
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
