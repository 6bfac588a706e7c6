package syndication

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"strings"

	"caseledger/ledger"
)

// The elements of RFC 4287 and RFC 5005 that are written, in order.
type (
	atomFeed struct {
		XMLName   xml.Name    `xml:"feed"`
		Namespace string      `xml:"xmlns,attr"`
		History   string      `xml:"xmlns:fh,attr"`
		Places    string      `xml:"xmlns:cl,attr"`
		Language  string      `xml:"xml:lang,attr"`
		ID        string      `xml:"id"`
		Title     string      `xml:"title"`
		Updated   string      `xml:"updated"`
		Author    string      `xml:"author>name"`
		Complete  *struct{}   `xml:"fh:complete"`
		Archive   *struct{}   `xml:"fh:archive"`
		Links     []atomLink  `xml:"link"`
		Entries   []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID       string       `xml:"id"`
		Title    string       `xml:"title"`
		Updated  string       `xml:"updated"`
		Category atomCategory `xml:"category"`
		Link     *atomLink    `xml:"link"`
		Summary  string       `xml:"summary"`
		Content  atomContent  `xml:"content"`
		Ordinal  uint64       `xml:"cl:ordinal"`
		Position string       `xml:"cl:position"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomContent struct {
		Type string `xml:"type,attr"`
		Body string `xml:",innerxml"` // escaped
	}
)

const atomType = "application/atom+xml"

func writeAtom(d *document) ([]byte, error) {
	f := atomFeed{
		Namespace: "http://www.w3.org/2005/Atom",
		History:   "http://purl.org/syndication/history/1.0",
		Places:    "tag:caseledger,2026:feeds",
		Language:  "zh-CN",
		ID:        d.ID,
		Title:     d.Title,
		Updated:   ledger.FormatTime(d.updated()),
		Author:    d.Publisher,
		Complete:  flag(d.Complete),
		Archive:   flag(d.Archive),
		Links:     atomLinks(d),
	}
	for i := range d.Entries {
		f.Entries = append(f.Entries, newAtomEntry(&d.Entries[i]))
	}
	b, err := xml.MarshalIndent(&f, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write Atom of %s: %w", d.Self, err)
	}
	return append(append([]byte(xml.Header), b...), '\n'), nil
}

func flag(on bool) *struct{} {
	if on {
		return &struct{}{}
	}
	return nil
}

func atomLinks(d *document) []atomLink {
	links := []atomLink{{"self", atomType, d.Self}}
	for _, l := range []atomLink{
		{"current", atomType, d.Current},
		{"prev-archive", atomType, d.Previous},
		{"next-archive", atomType, d.Next},
	} {
		if l.Href != "" {
			links = append(links, l)
		}
	}
	return links
}

func newAtomEntry(e *entry) atomEntry {
	a := atomEntry{
		ID: e.ID, Title: e.Title, Updated: ledger.FormatTime(e.Recorded),
		Category: atomCategory{e.Type}, Summary: e.Line, Content: newAtomContent(e.Record),
		Ordinal: e.Ordinal, Position: e.Position.String(),
	}
	if e.Case != "" {
		a.Link = &atomLink{"related", atomType, e.Case}
	}
	return a
}

// escape is all that text between tags needs; encoding/xml would write every
// quotation mark as five bytes.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// newAtomContent carries the canonical bytes exactly: as text, or, where they
// hold one of the two characters that canonical JSON writes as they are and
// XML 1.0 §2.2 cannot, as Base64 (RFC 4287 §4.1.3.3).
func newAtomContent(record []byte) atomContent {
	if s := string(record); !strings.ContainsAny(s, "\ufffe\uffff") {
		return atomContent{"text", escape.Replace(s)}
	}
	return atomContent{"application/json", base64.StdEncoding.EncodeToString(record)}
}
