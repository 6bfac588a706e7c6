package casefile

import (
	"fmt"
	"reflect"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
)

// codecs is the one table of stored names: name with schema version, Go type.
// A name never changes its meaning; a new version gets a new row, and the old
// row decodes old bytes into the newest type.
var codecs = []codec{
	row[Accepted]("case.accepted/1"),
	row[StepPerformed]("case.step_performed/1"),
	row[Transferred]("case.transferred/1"),
	row[Received]("case.received/1"),
	row[CorrectionRequested]("case.correction_requested/1"),
	row[CorrectionReceived]("case.correction_received/1"),
	row[Suspended]("case.suspended/1"),
	row[Resumed]("case.resumed/1"),
	row[Extended]("case.extended/1"),
	row[Decided]("case.decided/1"),
	row[Closed]("case.closed/1"),
	row[Returned]("case.returned/1"),
	row[Withdrawn]("case.withdrawn/1"),
	row[Delivered]("case.delivered/1"),
	row[FeeCharged]("case.fee_charged/1"),
}

type codec struct {
	name   string
	typ    reflect.Type
	decode func([]byte) (Event, error)
}

func row[E Event](name string) codec {
	return codec{name, reflect.TypeFor[E](), func(b []byte) (Event, error) {
		var e E
		if err := json.Unmarshal(b, &e, strict); err != nil {
			return nil, err
		}
		return e, nil
	}}
}

// strict refuses unknown members: a reader that skipped what it does not know
// would compute other figures than the writer. Times have the ledger's form.
var strict = json.JoinOptions(
	json.RejectUnknownMembers(true),
	json.WithMarshalers(json.MarshalFunc(func(t time.Time) ([]byte, error) {
		if y := t.UTC().Year(); y < 1 || y > 9999 {
			return nil, fmt.Errorf("the year %d has no written form", y)
		}
		return jsontext.AppendQuote(nil, ledger.FormatTime(t))
	})),
	json.WithUnmarshalers(json.UnmarshalFunc(func(b []byte, t *time.Time) error {
		s, err := jsontext.AppendUnquote(nil, b)
		if err != nil {
			return err
		}
		*t, err = ledger.ParseTime(string(s))
		return err
	})),
)

var byName, byType = index(codecs)

func index(codecs []codec) (map[string]codec, map[reflect.Type]string) {
	names, types := map[string]codec{}, map[reflect.Type]string{}
	for _, c := range codecs {
		names[c.name] = c
		types[c.typ] = c.name // the last row of a type is its newest version
	}
	return names, types
}

// StoredName is the stored name of an event's newest schema version.
func StoredName(e Event) string { return byType[reflect.TypeOf(e)] }

// StoredNames lists all stored names that [Decode] reads.
func StoredNames() []string {
	names := make([]string, len(codecs))
	for i, c := range codecs {
		names[i] = c.name
	}
	return names
}

// Encode gives an event's stored name and its canonical public body.
func Encode(e Event) (name string, public []byte, err error) {
	name = StoredName(e)
	if name == "" {
		return "", nil, fmt.Errorf("encode %T: not in the table of events", e)
	}
	public, err = json.Marshal(e, strict)
	if err != nil {
		return "", nil, fmt.Errorf("encode %s: %w", name, err)
	}
	return name, public, nil
}

// UnknownTypeError: a record's type is not one of [StoredNames].
type UnknownTypeError struct{ Type string }

func (e *UnknownTypeError) Error() string {
	return fmt.Sprintf("record type %q is not known to this version; upgrade caseledger", e.Type)
}

// Decode reads a record of a case stream. Errors are an [*UnknownTypeError] or
// a fault in the bytes.
func Decode(r *ledger.Record) (Entry, error) {
	c, ok := byName[r.Type]
	if !ok {
		return Entry{}, &UnknownTypeError{r.Type}
	}
	e, err := c.decode(r.Public)
	if err != nil {
		return Entry{}, fmt.Errorf("decode %s at position %s: %w", r.Type, r.Position, err)
	}
	return Entry{Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post, Event: e}, nil
}
