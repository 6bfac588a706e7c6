package registry

import (
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// Book holds what is recorded in registries, one file each, in the order in
// which documents list it.
var Book = act.NewBook(calendarPublished, delegationGranted, delegationRevoked, feeStandardPublished, policyPublished,
	organisationCreated, organisationRenamed, organisationDescribed, organisationMoved, organisationMerged, organisationClosed,
	itemRegistered, itemChanged, itemRetained, itemDelegated, itemAbolished, itemTagged, itemUntagged, roundOpened, roundClosed,
	windowOpened, windowClosed, postEstablished, postAbolished, postStaffed, channelOpened, channelClosed, rulePublished, ruleSuperseded,
	simulated)

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

// State is what the stream of a registry says. The zero State is that of an
// empty stream.
type State struct {
	entries   map[string]Entry // by their subjects those that count
	directory Directory        // of this stream alone
}

// spec is an action of a registry.
type spec[E Entry] = act.Spec[State, struct{}, E]

// entry makes the action of an entry, whose effect is that it counts. Its rule
// is that the registry takes it as it is given, unless its type is [ruled] or the
// specification has one of its own.
func entry[E Entry](s spec[E]) act.Act[State, struct{}] {
	if s.Command != "" && s.Decide == nil {
		s.Decide = asked[E]
	}
	s.Evolve = counts[E]
	return act.Of(s)
}

func asked[E Entry](s *State, _ *struct{}, e E) (E, error) { return e, s.directory.Allows(e) }

func counts[E Entry](s *State, _ act.Facts, e E) {
	put(&s.entries, e.Subject(), Entry(e))
	s.directory.take(e)
}

// subject names what an entry is about, in its stream.
func subject(parts ...string) string { return strings.Join(parts, " ") }

// since is the beginning of a day in UTC; of no day that of 1970.
func since(day workdays.Date) time.Time {
	if day == workdays.NoDate {
		day = 0
	}
	return day.Start(time.UTC)
}
