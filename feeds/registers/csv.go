package registers

import (
	"encoding/csv"
	"io"
	"strings"

	"caseledger/feeds"
)

// csvSheet writes RFC 4180: CRLF, every line with as many fields, the header
// first. What follows the rows begins with a word where rows have their serial
// number.
type csvSheet struct {
	w     io.Writer
	out   *csv.Writer
	excel bool
	head  Head
	line  []string
}

// NewCSV writes a book as CSV. No cell begins like a formula. For spreadsheets
// (excel) there is a byte order mark, and what is text but looks like a number
// is marked as text, so that an id keeps its zeros.
func NewCSV(w io.Writer, excel bool) Sheet {
	s := &csvSheet{w: w, out: csv.NewWriter(w), excel: excel}
	s.out.UseCRLF = true
	return s
}

// Begin implements [Sheet].
func (s *csvSheet) Begin(h Head) error {
	s.head = h
	if s.excel {
		if _, err := io.WriteString(s.w, "\uFEFF"); err != nil {
			return err
		}
	}
	for _, c := range h.Columns {
		s.line = append(s.line, c.both())
	}
	return s.out.Write(s.line)
}

// Row implements [Sheet].
func (s *csvSheet) Row(cells []Cell) error {
	for i, c := range cells {
		s.line[i] = s.field(c)
	}
	return s.out.Write(s.line)
}

// End implements [Sheet].
func (s *csvSheet) End(f Foot) error {
	for _, e := range f.Balance {
		verdict := frame["holds"]
		if !e.Holds() {
			verdict = frame["differs"]
		}
		s.tail(frame["balance"], text(e.String()), text(verdict.both()))
	}
	if s.head.OfCases() {
		s.tail(frame["annulled"], count(len(f.Annulled)))
	}
	for _, a := range f.Annulled {
		s.tail(frame["annulled"], text(a.Number), day(a.AcceptedOn), moment(a.At, a.Zone), text(a.Reason), text(a.SameAs))
	}
	s.tail(s.head.Title, text(s.head.Period()), text(s.head.Unit()))
	s.tail(frame["asOf"], text(s.head.AsOf()))
	s.out.Flush()
	return s.out.Error()
}

// tail writes a line that is no row; errors are kept until the end.
func (s *csvSheet) tail(what Words, rest ...Cell) {
	clear(s.line)
	s.line[0] = what.both()
	for i, c := range rest {
		s.line[i+1] = s.field(c)
	}
	_ = s.out.Write(s.line)
}

// field is a cell as text.
func (s *csvSheet) field(c Cell) string {
	return feeds.CSVField(strings.TrimSpace(c.Text+" "+c.En), c.number(), s.excel)
}

func (w Words) both() string { return w.Zh + " " + w.En }
