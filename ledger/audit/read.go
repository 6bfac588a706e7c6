package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
)

// Prefix begins the names of all audit streams: "audit/2026-11".
const Prefix = "audit/"

// SealedRead is the stored name of a reading of sealed values.
const SealedRead = "sealed.read/1"

// Read is one reading of the sealed values of a record. Its fields stand in
// the order of their JSON names.
type Read struct {
	Case     string          `json:"case"`     // its public number
	Event    string          `json:"event"`    // id of the record that holds the values
	Labels   []string        `json:"labels"`   // of the values, in their order
	Reader   string          `json:"reader"`   // pseudonym of who read
	Revision ledger.Revision `json:"revision"` // of the record in its case
}

// Stream is the stream that takes a reading at a time.
func Stream(at time.Time) ledger.StreamID {
	return ledger.StreamID(Prefix + at.UTC().Format("2006-01"))
}

// Is says whether a stream is an audit stream.
func Is(stream ledger.StreamID) bool { return strings.HasPrefix(string(stream), Prefix) }

// Decode reads a record of an audit stream. A type or a member that this
// version does not know is an error.
func Decode(r *ledger.Record) (Read, error) {
	if r.Type != SealedRead {
		return Read{}, fmt.Errorf("record type %q is not known to this version; upgrade caseledger", r.Type)
	}
	var out Read
	err := json.Unmarshal(r.Public, &out, json.RejectUnknownMembers(true))
	if err == nil {
		err = out.check()
	}
	if err != nil {
		return Read{}, fmt.Errorf("decode %s at position %s: %w", r.Type, r.Position, err)
	}
	return out, nil
}

func (r Read) check() error {
	bad := func(field, reason string) error {
		return &ledger.InvalidError{Field: field + " of a reading", Reason: reason}
	}
	if _, err := ledger.ParseEventID(r.Event); err != nil {
		return err
	}
	switch {
	case r.Case == "":
		return bad("case", "is missing")
	case r.Reader == "":
		return bad("reader", "is missing")
	case r.Revision < 0:
		return bad("revision", "is negative")
	case len(r.Labels) == 0 || slices.Contains(r.Labels, ""):
		return bad("labels", "are missing")
	}
	return nil
}
