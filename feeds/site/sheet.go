package site

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
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

// asCSV writes RFC 4180. For a spreadsheet it begins with a byte order mark, and what
// the program would take for a formula or round as a number becomes text.
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
	for _, r := range s.Rows {
		if spreadsheet {
			r = guarded(r)
		}
		if err := w.Write(r); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

func guarded(row []string) []string {
	out := make([]string, len(row))
	for i, c := range row {
		if number := strings.Trim(c, "-0123456789.") == ""; c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) && !number || number && (len(c) > 15 || len(c) > 1 && c[0] == '0' && c[1] != '.') {
			c = "'" + c
		}
		out[i] = c
	}
	return out
}

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
