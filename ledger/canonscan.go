package ledger

import (
	"bytes"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// canonicalValue says whether b is exactly one JSON value that equals its own
// RFC 8785 form and has only whole numbers of at most 53 bits.
func canonicalValue(b []byte) bool {
	if !wholeNumbers(b) {
		return false
	}
	v := jsontext.Value(bytes.Clone(b))
	if err := v.Canonicalize(); err != nil {
		return false
	}
	return bytes.Equal(v, b)
}

func wholeNumbers(b []byte) bool {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	for {
		t, err := d.ReadToken()
		if err == io.EOF {
			return true
		}
		if err != nil {
			return false
		}
		if t.Kind() == '0' && !wholeNumber(t.String()) {
			return false
		}
	}
}

// wholeNumber says whether s is a JSON number without fraction or exponent of
// at most 15 digits, which every JSON reader keeps exact.
func wholeNumber(s string) bool {
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(s) > 0 && len(s) <= 15
}
