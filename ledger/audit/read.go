package audit

import (
	"math"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Prefix begins the names of all audit streams: "audit/2026-11".
const Prefix = "audit/"

// Book holds what is recorded in audit streams.
var Book = act.NewBook(sealedRead)

// Read (查阅密封信息) is one reading of the sealed values of a record.
type Read struct {
	Case     string   // its public number
	Event    string   // id of the record that holds the values
	Labels   []string // of the values, in their order
	Reader   string   // pseudonym of who read
	Revision ledger.Revision
}

// Stored names the schema.
func (Read) Stored() string { return "sealed.read/1" }

// maxLabels bounds the values of one record that are read at once.
const maxLabels = 1000

// Nothing follows from a reading for the next: the streams have no state.
var sealedRead = act.Of(act.Spec[struct{}, struct{}, Read]{
	Zh: "查阅密封信息", En: "Sealed values read", Public: act.Published,
	Members: func(r *Read, m *act.Members) {
		m.Name(&r.Case, "case", "Number of the case (办件编号).", act.Always)
		m.Name(&r.Event, "event", "Id of the record that holds the values (事件编号).", act.Always)
		m.Codes(&r.Labels, "labels", "Labels of the values read (名称), in their order, one at least.", maxLabels, act.Always)
		m.Name(&r.Reader, "reader", "Pseudonym of the reader (查阅人代号), never a name.", act.Always)
		revision := int(r.Revision)
		m.Whole(&revision, "revision", "Of that record in its case (版本).", 0, math.MaxInt32, act.Always)
		r.Revision = ledger.Revision(revision)
	},
	Check:  (*Read).check,
	Evolve: func(*struct{}, act.Facts, Read) {},
})

// Stream is the stream that takes a reading at a time.
func Stream(at time.Time) ledger.StreamID {
	return ledger.StreamID(Prefix + at.UTC().Format("2006-01"))
}

// Is says whether a stream is an audit stream.
func Is(stream ledger.StreamID) bool { return strings.HasPrefix(string(stream), Prefix) }

func (r *Read) check() error {
	for _, missing := range []struct {
		field string
		so    bool
	}{
		{"case", r.Case == ""},
		{"labels", len(r.Labels) == 0 || slices.Contains(r.Labels, "")},
		{"reader", r.Reader == ""},
	} {
		if missing.so {
			return act.Invalid(missing.field, "", "is missing")
		}
	}
	_, err := ledger.ParseEventID(r.Event)
	return err
}
