package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Hash is a SHA-256 value. Its text form is lower-case hex.
type Hash [32]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText gives the lower-case hex form.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads the lower-case hex form and nothing else.
func (h *Hash) UnmarshalText(b []byte) error {
	var out Hash
	if len(b) == hex.EncodedLen(len(out)) {
		if _, err := hex.Decode(out[:], b); err == nil && out.String() == string(b) {
			*h = out
			return nil
		}
	}
	return &InvalidError{Field: "hash", Value: string(b), Reason: "want 64 lower-case hexadecimal digits"}
}

// timeLayout is the one spelling of a time in canonical bytes: UTC with six
// decimals, so that times sort as text.
const timeLayout = "2006-01-02T15:04:05.000000Z"

// FormatTime gives the canonical form of a time.
func FormatTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// ParseTime reads the canonical form of a time and nothing else.
func ParseTime(s string) (time.Time, error) {
	t, err := time.Parse(timeLayout, s)
	if err != nil || FormatTime(t) != s {
		return time.Time{}, &InvalidError{Field: "time", Value: s, Reason: "want the form 2006-01-02T15:04:05.000000Z"}
	}
	return t, nil
}

// AppendCanonical appends the record's canonical bytes: what is hashed,
// proved, published and compared. They hold everything public about the record
// and neither its position, which belongs to the store, nor anything sealed
// but labels and commitments. FORMAT.md §3 specifies them.
func (r *Record) AppendCanonical(b []byte) []byte {
	b = append(b, `{"command":"`...)
	b = append(b, r.Command.String()...)
	b = append(b, `","id":"`...)
	b = append(b, r.ID.String()...)
	b = append(b, `","occurred":"`...)
	b = r.Occurred.UTC().AppendFormat(b, timeLayout)
	b = append(b, `","post":`...)
	b = appendString(b, r.Post)
	b = append(b, `,"public":`...)
	b = append(b, r.Public...)
	b = append(b, `,"recorded":"`...)
	b = r.Recorded.UTC().AppendFormat(b, timeLayout)
	b = append(b, `","revision":`...)
	b = strconv.AppendInt(b, int64(r.Revision), 10)
	b = append(b, `,"sealed":[`...)
	for i := range r.Sealed {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"commitment":"`...)
		b = append(b, r.Sealed[i].Commitment.String()...)
		b = append(b, `","label":`...)
		b = appendString(b, r.Sealed[i].Label)
		b = append(b, '}')
	}
	b = append(b, `],"stream":`...)
	b = appendString(b, string(r.Stream))
	b = append(b, `,"type":`...)
	b = appendString(b, r.Type)
	return append(b, `,"v":1}`...)
}

// Hash is the record's leaf hash: SHA-256(0x00 ‖ canonical bytes), as in
// RFC 6962 §2.1.
func (r *Record) Hash() Hash {
	return sha256.Sum256(r.AppendCanonical([]byte{0}))
}

// appendString appends a JSON string as RFC 8785 §3.2.2.2 spells it.
func appendString(b []byte, s string) []byte {
	out, err := jsontext.AppendQuote(b, s)
	if err != nil { // invalid UTF-8: Validate keeps it out of stored records
		panic(fmt.Sprintf("ledger: string %q is not UTF-8", s))
	}
	return out
}

// checkCanonical says what keeps b from being a public body: one JSON object
// in the form of RFC 8785 with whole numbers only.
func checkCanonical(b []byte) error {
	if len(b) == 0 || b[0] != '{' {
		return errors.New("is not a JSON object")
	}
	if !canonicalValue(b) {
		return errors.New("is not canonical JSON (RFC 8785, whole numbers of at most 15 digits only, at most 100 levels)")
	}
	return nil
}
