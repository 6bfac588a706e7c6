package syndication

import "time"

// format is a way to write a document.
type format struct {
	name  string // part of the address
	mime  string
	write func(*document) ([]byte, error)
	// version goes into every ETag: raise it when the same document is
	// written in other bytes.
	version string
}

var formats = []format{
	{"atom", "application/atom+xml; charset=utf-8", writeAtom, "atom/2"},
	{"json", "application/feed+json; charset=utf-8", writeJSON, "json/2"},
}

// begin is the time of last change of a feed in which nothing has happened.
var begin = time.Unix(0, 0).UTC()

func (d *document) updated() time.Time {
	if d.Updated.IsZero() {
		return begin
	}
	return d.Updated
}
