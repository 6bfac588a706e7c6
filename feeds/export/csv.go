package export

import (
	"encoding/csv"
	"io"
	"time"

	"caseledger/feeds"
)

// A table writes rows of T as CSV.
type table[T any] struct {
	out     *csv.Writer
	columns []column[T]
	line    []string
}

// newTable begins a table for programs: RFC 4180 with CRLF, the columns' names
// first. No field begins like a formula.
func newTable[T any](w io.Writer, columns []column[T]) (*table[T], error) {
	t := &table[T]{out: csv.NewWriter(w), columns: columns, line: make([]string, len(columns))}
	t.out.UseCRLF = true
	for i := range columns {
		t.line[i] = columns[i].name
	}
	return t, t.out.Write(t.line)
}

func (t *table[T]) row(x *T) error {
	for i := range t.columns {
		c := &t.columns[i]
		t.line[i] = feeds.CSVField(c.of(x).print(c.kind), c.kind != aText, false)
	}
	return t.out.Write(t.line)
}

func (t *table[T]) end() error {
	t.out.Flush()
	return t.out.Error()
}

func writeCSV(s *source, w io.Writer) (rows int, err error) {
	t, err := newTable(w, caseColumns)
	if err != nil {
		return 0, err
	}
	if err := s.each(false, t.row); err != nil {
		return 0, err
	}
	return s.done, t.end()
}

// writeExcel writes for spreadsheets: a byte order mark, Chinese headings, what
// is text but looks like a number marked as text, and instants as they are read
// on the wall of the case's zone.
func writeExcel(s *source, w io.Writer) (rows int, err error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return 0, err
	}
	out, line := csv.NewWriter(w), make([]string, len(caseColumns))
	out.UseCRLF = true
	for i := range caseColumns {
		line[i] = caseColumns[i].zh
	}
	if err := out.Write(line); err != nil {
		return 0, err
	}
	err = s.each(false, func(f *file) error {
		zone := f.Location()
		for i := range caseColumns {
			c := &caseColumns[i]
			v := c.of(f)
			says := v.print(c.kind)
			if v.is && c.kind == aTime {
				says = time.UnixMicro(v.n).In(zone).Format(time.DateTime)
			}
			line[i] = feeds.CSVField(says, c.kind != aText, true)
		}
		return out.Write(line)
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return s.done, err
}
