package registry

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Book holds what is recorded in registries, one file each, in the order in
// which documents list it.
var Book = act.NewBook(calendarPublished, delegationGranted, delegationRevoked, feeStandardPublished, policyPublished)

// Decode reads a record of a registry's stream: an [Entry]. Errors are an [*act.UnknownTypeError] or a fault in the bytes.
func Decode(r *ledger.Record) (act.Event, error) { return Book.Decode(r) }

// An Entry is what is recorded in a registry. It says all about one subject: of
// two entries about the same the later counts.
type Entry interface {
	act.Event
	Stream() ledger.StreamID // where it is recorded
	Subject() string         // what it is about, in its stream
	Since() time.Time        // an instant that follows from it, for the ids of records
}

// State is what the stream of a registry says: by their subjects the entries
// that count.
type State map[string]Entry

// spec is an action of a registry.
type spec[E Entry] = act.Spec[State, struct{}, E]

// counts is the effect of every entry.
func counts[E Entry](s *State, _ act.Facts, e E) { (*s)[e.Subject()] = e }
