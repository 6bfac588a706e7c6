package syndication

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections"
)

// PageSize is the number of records of an archive page. It is part of what an
// archive address means and never changes.
const PageSize = 100

// document is a feed document before it is written in a format.
type document struct {
	ID, Title, Publisher string
	Self                 string
	Current              string // the subscription document; empty in a case's feed
	Previous, Next       string // archive pages; empty where there is none
	Archive              bool   // never changes again
	Complete             bool   // holds the whole feed (RFC 5005 §2)
	Entries              []entry
	Updated              time.Time // latest of the entries

	// last is the newest record, nil in an empty feed. With Self and the
	// configuration it decides every byte of the document, because records
	// are only ever added.
	last *ledger.Record
	load func() error // fills Entries and Updated
}

// entry is one record. It is a function of the record with its place, the
// authority and the base address; the same in every document that holds it.
type entry struct {
	ID, Title, Line, Type string
	Case                  string // address of the case's feed; empty where the record is of none
	Ordinal               uint64
	Position              ledger.Position
	Recorded              time.Time
	Record                []byte // canonical
}

// add puts records, oldest first, into the document, newest first.
func (h *handler) add(d *document, p place, records []projections.PublicRecord) error {
	d.Entries = make([]entry, 0, len(records))
	for i := range slices.Backward(records) {
		r := &records[i].Record
		title, err := feeds.Title(r)
		if err != nil {
			return err
		}
		line, err := feeds.Line(r)
		if err != nil {
			return err
		}
		e := entry{
			ID: h.tag("event/" + r.ID.String()), Title: title, Line: line, Type: r.Type,
			Ordinal: records[i].Ordinal, Position: records[i].Position,
			Recorded: r.Recorded, Record: r.AppendCanonical(nil),
		}
		if number, ok := feeds.CaseNumber(r.Stream); ok {
			e.Case = p.oneCase(number)
		}
		d.Entries = append(d.Entries, e)
		if r.Recorded.After(d.Updated) {
			d.Updated = r.Recorded
		}
	}
	return nil
}

// place is an address below which documents of one format stand.
type place struct{ base, format string }

func (p place) current() string { return p.base + "/feeds/" + p.format }

func (p place) archive(n uint64) string {
	return p.current() + "/archive/" + strconv.FormatUint(n, 10)
}

func (p place) oneCase(number string) string {
	return p.base + "/feeds/cases/" + url.PathEscape(number) + "/" + p.format
}

// pathEscape escapes each part of a path.
func pathEscape(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}
