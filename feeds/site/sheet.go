package site

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"caseledger/feeds"
)

// sheet is the data of a page: what it shows, as a table.
type sheet struct {
	Columns []string // names, the same in both languages
	Rows    [][]string
}

func (s *sheet) add(cells ...string) { s.Rows = append(s.Rows, cells) }

// head is what stands above every form of a page's data.
type head struct {
	Title    string    `json:"title"`
	Address  string    `json:"address"` // that never changes
	Ordinal  uint64    `json:"ordinal"`
	Recorded time.Time `json:"recorded"` // of that record
}

// forms write a sheet, by the ending of the address.
var forms = map[string]struct {
	mime  string
	write func(head, *sheet) ([]byte, error)
}{
	".json":      {"application/json", asJSON},
	".csv":       {"text/csv; charset=utf-8; header=present", func(_ head, s *sheet) ([]byte, error) { return asCSV(s, false) }},
	".excel.csv": {"text/csv; charset=utf-8; header=present", func(_ head, s *sheet) ([]byte, error) { return asCSV(s, true) }},
	".atom":      {"application/atom+xml", asAtom},
}

func asJSON(h head, s *sheet) ([]byte, error) {
	rows := make([]map[string]string, len(s.Rows))
	for i, r := range s.Rows {
		rows[i] = map[string]string{}
		for j, c := range s.Columns {
			rows[i][c] = r[j]
		}
	}
	return json.Marshal(struct {
		head
		Columns []string            `json:"columns"`
		Rows    []map[string]string `json:"rows"`
	}{h, s.Columns, rows}, jsontext.WithIndent(" "), json.Deterministic(true))
}

// asCSV writes RFC 4180; for a spreadsheet it begins with a byte order mark.
func asCSV(s *sheet, spreadsheet bool) ([]byte, error) {
	var b bytes.Buffer
	if spreadsheet {
		b.WriteString("\ufeff")
	}
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	if err := w.Write(s.Columns); err != nil {
		return nil, err
	}
	row := make([]string, len(s.Columns))
	for _, r := range s.Rows {
		for i, c := range r {
			row[i] = feeds.CSVField(c, isNumber.MatchString(c), spreadsheet)
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// isNumber matches the figures among the cells, whose digits a spreadsheet keeps; what
// begins with a zero or is longer is an id.
var isNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?$`)

// asAtom writes one entry for each row (RFC 4287); an entry is named by the page and
// the row's first cell.
func asAtom(h head, s *sheet) ([]byte, error) {
	type entry struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Content string `xml:"content"`
	}
	at := h.Recorded.UTC().Format(time.RFC3339)
	feed := struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Entries []entry  `xml:"entry"`
	}{ID: h.Address, Title: h.Title, Updated: at, Author: h.Title}
	for _, r := range s.Rows {
		var says []string
		for j, c := range s.Columns {
			says = append(says, c+": "+r[j])
		}
		feed.Entries = append(feed.Entries, entry{h.Address + "#" + r[0], r[0], at, strings.Join(says, "\n")})
	}
	b, err := xml.Marshal(feed)
	return append([]byte(xml.Header), b...), err
}
