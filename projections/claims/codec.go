package claims

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// Bounds of what is read.
const (
	MaxText   = 1 << 20 // bytes of a plain text
	MaxFile   = 4 << 20 // bytes of a file of claims
	MaxClaims = 10_000
	maxParts  = 100_000 // elements of all lists of a file together
	maxShort  = 200     // bytes of an id, a label, a name of a figure
	maxLong   = 2000    // bytes of a note
	maxErrors = 20
)

// Read reads a file: of claims where it begins with a brace, else plain text.
// What cannot be read gives an error that joins an [*Error] for each claim, as
// far as there are not too many, or a [*ledger.InvalidError] for the whole.
func Read(b []byte) (*File, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if first := bytes.TrimLeft(b, " \t\r\n"); len(first) > 0 && first[0] == '{' {
		return ReadClaims(b)
	}
	return ReadText(b)
}

// ReadClaims reads {"claims":[…]}, see FORMAT.md. A member that is not known,
// or that stands there twice, is an error, and so is an id of two claims.
func ReadClaims(b []byte) (*File, error) {
	if len(b) > MaxFile {
		return nil, &ledger.InvalidError{Field: "file", Reason: fmt.Sprintf("has %d bytes; at most %d are read", len(b), MaxFile)}
	}
	var file struct {
		Claims []located `json:"claims"`
		Source string    `json:"source"`
		Note   string    `json:"note"`
	}
	places := lines{text: b}
	locate := json.UnmarshalFromFunc(func(d *jsontext.Decoder, out *located) error { return out.read(d, &places) })
	if err := json.Unmarshal(b, &file, json.RejectUnknownMembers(true), json.WithUnmarshalers(locate)); err != nil {
		return nil, places.explain(err)
	}
	if file.Claims == nil {
		return nil, &ledger.InvalidError{Field: "file", Reason: `want {"claims":[…]}`}
	}
	return gather(file.Claims)
}

// gather makes claims of what stands in a file.
func gather(list []located) (*File, error) {
	out := &File{}
	var bad []error
	lineOf, parts := map[string]int{}, 0
	for i := range list {
		l := &list[i]
		if parts += len(l.Of); parts > maxParts {
			return nil, &ledger.InvalidError{Field: "file", Reason: fmt.Sprintf("its lists have more than %d elements", maxParts)}
		}
		c, err := l.claim()
		c.Line = l.line
		if c.ID == "" && err == nil {
			c.ID = "#" + strconv.Itoa(i+1)
		}
		if twin, known := lineOf[c.ID]; known && err == nil {
			err = problem(fmt.Sprintf("has the id of the claim on line %d", twin))
		}
		lineOf[c.ID] = l.line
		if err != nil {
			if bad = append(bad, &Error{c.ID, l.line, err.Error()}); len(bad) == maxErrors {
				break
			}
		}
		out.Claims = append(out.Claims, c)
	}
	if len(bad) > 0 {
		return nil, errors.Join(bad...)
	}
	return out, nil
}

// located is a claim with its line, or why it is none.
type located struct {
	wire
	line int
	bad  error
}

func (l *located) read(d *jsontext.Decoder, places *lines) error {
	places.claims++
	if places.claims > MaxClaims {
		return &ledger.InvalidError{Field: "file", Reason: fmt.Sprintf("has more than %d claims", MaxClaims)}
	}
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	l.line = places.at(d.InputOffset() - int64(len(v)))
	v = v.Clone()
	l.bad = json.Unmarshal(v, &l.wire, json.RejectUnknownMembers(true), json.WithUnmarshalers(nil))
	return nil
}
