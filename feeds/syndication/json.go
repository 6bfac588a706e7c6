package syndication

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"caseledger/ledger"
)

// The members of JSON Feed 1.1 that are written, in order. What RFC 5005 says
// in Atom stands in the extension _caseledger.
type (
	jsonFeed struct {
		Version   string       `json:"version"`
		Title     string       `json:"title"`
		FeedURL   string       `json:"feed_url"`
		NextURL   string       `json:"next_url,omitempty"`
		Language  string       `json:"language"`
		Authors   []jsonAuthor `json:"authors"`
		Extension jsonArchive  `json:"_caseledger"`
		Items     [0]jsonItem  `json:"items"` // written one by one
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonArchive struct {
		ID       string `json:"id"` // the logical feed, the same in all its documents
		Updated  string `json:"updated"`
		Archive  bool   `json:"archive"`
		Complete bool   `json:"complete"`
		Current  string `json:"current,omitempty"`
		Previous string `json:"prev_archive,omitempty"`
		Next     string `json:"next_archive,omitempty"`
	}
	jsonItem struct {
		ID        string     `json:"id"`
		URL       string     `json:"url,omitempty"`
		Title     string     `json:"title"`
		Text      string     `json:"content_text"`
		Published string     `json:"date_published"`
		Tags      []string   `json:"tags"`
		Extension jsonRecord `json:"_caseledger"`
	}
	jsonRecord struct {
		Ordinal  string          `json:"ordinal"`
		Position string          `json:"position"`
		Record   json.RawMessage `json:"record"` // canonical bytes as they are
	}
)

func writeJSON(d *document) ([]byte, error) {
	f := jsonFeed{
		Version:  "https://jsonfeed.org/version/1.1",
		Title:    d.Title,
		FeedURL:  d.Self,
		NextURL:  d.Previous,
		Language: "zh-CN",
		Authors:  []jsonAuthor{{d.Publisher}},
		Extension: jsonArchive{
			ID: d.ID, Updated: ledger.FormatTime(d.updated()), Archive: d.Archive, Complete: d.Complete,
			Current: d.Current, Previous: d.Previous, Next: d.Next,
		},
	}
	var b bytes.Buffer
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false) // it would rewrite canonical bytes
	if err := w.Encode(&f); err != nil {
		return nil, fmt.Errorf("write JSON Feed of %s: %w", d.Self, err)
	}
	b.Truncate(b.Len() - len("]}\n"))
	b.WriteByte('\n')
	for i := range d.Entries { // one line each
		if i > 0 {
			b.WriteByte(',')
		}
		if err := w.Encode(newJSONItem(&d.Entries[i])); err != nil {
			return nil, fmt.Errorf("write JSON Feed of %s: %w", d.Self, err)
		}
	}
	b.WriteString("]}\n")
	return b.Bytes(), nil
}

func newJSONItem(e *entry) jsonItem {
	return jsonItem{
		ID: e.ID, URL: e.Case, Title: e.Title, Text: e.Line, Published: ledger.FormatTime(e.Recorded),
		Tags: []string{e.Type}, Extension: jsonRecord{strconv.FormatUint(e.Ordinal, 10), e.Position.String(), e.Record},
	}
}
