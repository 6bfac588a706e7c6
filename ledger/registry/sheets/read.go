package sheets

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Bounds of a table.
const (
	maxBytes = 64 << 20
	maxRows  = 100_000
)

// Read reads a table. file names it in faults. Errors are [*Faults], or those of
// the input.
func Read(file string, input io.Reader) (*Sheet, error) {
	b, err := io.ReadAll(io.LimitReader(input, maxBytes+1))
	if err != nil {
		return nil, err
	}
	s := &Sheet{File: file}
	switch text, err := decode(b); {
	case len(b) > maxBytes:
		s.fault(place{}, "", fmt.Sprintf("is larger than %d MiB", maxBytes>>20))
	case err != nil:
		s.fault(place{}, "", err.Error())
	case len(bytes.TrimSpace(text)) == 0:
		s.fault(place{}, "", "is empty")
	case strings.ContainsRune("{[", rune(bytes.TrimSpace(text)[0])):
		s.readJSON(text)
	default:
		s.readCSV(text)
	}
	if len(s.faults) == 0 && len(s.rows) > maxRows {
		s.fault(place{}, "", fmt.Sprintf("has more than %d rows", maxRows))
	}
	return s, s.err()
}

// decode gives the text in UTF-8 without a byte order mark.
func decode(b []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK")):
		return nil, errors.New("is a ZIP or Excel file; save the table as CSV")
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		return nil, errors.New("is UTF-16; save it as UTF-8")
	}
	if b = bytes.TrimPrefix(b, []byte("\ufeff")); utf8.Valid(b) {
		return b, nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, errors.New("is neither UTF-8 nor GB 18030")
	}
	return out, nil
}

// readCSV reads a table with a line of headings.
func (s *Sheet) readCSV(text []byte) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = delimiter(text), -1, true
	headings, err := r.Read()
	if err != nil {
		s.unreadable(err)
		return
	}
	lines := bytes.Split(text, []byte("\n"))
	at := func(i int) place { return counted(lines, r, i) }
	keys := s.begin(headings, at)
	for len(s.faults) == 0 && len(s.rows) <= maxRows {
		record, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			s.unreadable(err)
			return
		}
		line, _ := r.FieldPos(0)
		next := row{sheet: s, line: line, cells: map[string]cell{}}
		blank := true
		for i, text := range record {
			text = strings.TrimSpace(text)
			blank = blank && text == ""
			switch {
			case i < len(keys):
				next.cells[keys[i]] = cell{at(i), text, nil}
			case text != "":
				s.fault(at(i), "", "stands below no heading")
			}
		}
		if !blank {
			s.rows = append(s.rows, next)
		}
	}
}

// counted is where a field of the last record begins, its column counted in
// characters.
func counted(lines [][]byte, r *csv.Reader, i int) place {
	line, column := r.FieldPos(i)
	return place{line, utf8.RuneCount(lines[line-1][:min(column-1, len(lines[line-1]))]) + 1}
}

func (s *Sheet) unreadable(err error) {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		s.fault(place{parse.Line, parse.Column}, "", parse.Err.Error())
		return
	}
	s.fault(place{}, "", err.Error())
}

// delimiter is what divides the line of headings: of a comma, a tab and a
// semicolon the most frequent.
func delimiter(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	best, most := ',', 0
	for _, c := range ",\t;" {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}
