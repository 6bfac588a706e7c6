package intake

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Values of [Table.Encoding].
const (
	encodingUTF8    = "utf-8"
	encodingGB18030 = "gb18030"
)

// table reads a CSV file. The rows of a case may stand anywhere in it, so all
// rows go through a spool on disk; cases come in the order of their first rows.
type table struct {
	*teller
	csv     *csv.Reader
	limit   *limit
	columns []column
	last    int // line on which the last complete row begins
}

// column is a column that the mapping names.
type column struct {
	at     int    // place in the file
	name   string // in the header
	ofCase string // the attribute of the case it holds, or ""
	ofRow  string // the attribute of the row it holds, or ""
}

// table yields the histories of a CSV file.
func (tell *teller) table(ctx context.Context, r *bufio.Reader, s *spool) iter.Seq2[*history, error] {
	return func(yield func(*history, error) bool) {
		t := &table{teller: tell}
		if err := t.open(r); err != nil {
			yield(nil, err)
			return
		}
		if err := t.fill(ctx, s, yield); err != nil {
			if err != errStop {
				yield(nil, err)
			}
			return
		}
		for c, err := range s.cases(ctx) {
			var h *history
			if err == nil {
				h, err = t.history(c)
			}
			if !yield(h, err) || err != nil {
				return
			}
		}
	}
}

func (t *table) open(r io.Reader) error {
	if t.Table.Encoding == encodingGB18030 {
		r = simplifiedchinese.GB18030.NewDecoder().Reader(r)
	}
	t.limit = &limit{r: r, left: maxToken, err: errRowTooLong}
	t.csv = csv.NewReader(t.limit)
	t.csv.Comma, _ = utf8.DecodeRuneInString(t.Table.Delimiter)
	header, err := t.csv.Read()
	if err != nil {
		return t.wrap(err)
	}
	fault := func(reason string) error { return &SourceError{File: t.file, Line: 1, Reason: reason} }
	for i, name := range header {
		if err := checkText(name, t.encodingHint()); err != nil {
			return fault("the header " + err.Error())
		}
		if slices.Index(header, name) != i {
			return fault(fmt.Sprintf("column %q stands twice", name))
		}
	}
	if reason := t.choose(header); reason != "" {
		return fault(reason)
	}
	t.csv.ReuseRecord = true
	return nil
}

func (t *table) encodingHint() string {
	if t.Table.Encoding == encodingGB18030 {
		return ""
	}
	return `; if the table was saved in GBK or GB18030, set csv.encoding to "gb18030" in the mapping`
}

// choose finds the columns that the mapping names, and says which are missing.
func (t *table) choose(header []string) (reason string) {
	ofCase, ofRow, missing := t.Table.CasePrefix, "", []string(nil)
	either := t.acceptedByRow()
	for _, side := range []struct {
		prefix string
		fields []keyed
	}{{ofCase, t.caseFields()}, {ofRow, t.rowFields()}} {
		for _, f := range side.fields {
			found := len(f.field.From) == 0
			for _, name := range f.field.From {
				found = found || strings.HasPrefix(name, "@") || slices.Contains(header, side.prefix+name) ||
					either[f.key] && (slices.Contains(header, ofCase+name) || slices.Contains(header, ofRow+name))
			}
			if name := side.prefix + names(f.field); !found && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	if missing != nil {
		return fmt.Sprintf("the mapping %s needs the columns %s; the header has %s", t.Name, strings.Join(missing, ", "), strings.Join(header, ", "))
	}
	caseNames, rowNames := named(t.caseFields()), named(t.rowFields())
	for i, name := range header {
		c := column{at: i, name: name}
		if attribute, ok := strings.CutPrefix(name, ofCase); ok && caseNames[attribute] {
			c.ofCase = attribute
		}
		if rowNames[name] && (ofCase == "" || !strings.HasPrefix(name, ofCase)) {
			c.ofRow = name
		}
		if c.ofCase != "" || c.ofRow != "" {
			t.columns = append(t.columns, c)
		}
	}
	return ""
}

// acceptedByRow gives the keys of the fields that may be an attribute of the
// case or of the row that accepts it.
func (m *Mapping) acceptedByRow() map[string]bool {
	out := map[string]bool{}
	for _, f := range m.acceptFields() {
		out[f.key] = len(m.Accepted.Row) > 0
	}
	return out
}

// fill reads all rows into the spool, and yields those that are refused for
// their case number.
func (t *table) fill(ctx context.Context, s *spool, yield func(*history, error) bool) error {
	values := make([]string, len(t.columns))
	head := row{names: make([]string, len(t.columns)), values: values}
	for i, c := range t.columns {
		head.names[i] = c.ofCase
	}
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		record, err := t.csv.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return t.wrap(err)
		}
		t.limit.left = maxToken
		line, _ := t.csv.FieldPos(0)
		t.last = line
		for i, c := range t.columns {
			if err := checkText(record[c.at], t.encodingHint()); err != nil {
				return &SourceError{File: t.file, Line: line, Reason: fmt.Sprintf("column %s %v", c.name, err)}
			}
			values[i] = record[c.at]
		}
		number, err := t.number(&head)
		if e := t.refusable(err); e != nil {
			no := refusal(line, "", e)
			if !yield(&history{refused: &no}, nil) {
				return errStop
			}
			continue
		}
		if err != nil {
			return &SourceError{File: t.file, Line: line, Reason: err.Error(), Err: err}
		}
		if err := s.add(number, line, values); err != nil {
			return err
		}
	}
}

// history puts the rows of one case together. Of an attribute of the case the
// first row that says something counts.
func (t *table) history(c *spooled) (*history, error) {
	if len(c.rows) > MaxCaseEvents {
		return nil, &SourceError{File: t.file, Line: c.rows[MaxCaseEvents].line, Reason: fmt.Sprintf("the case has more than %d rows", MaxCaseEvents)}
	}
	h := &history{attributes: row{line: c.rows[0].line}, rows: make([]row, len(c.rows))}
	for i, r := range c.rows {
		h.rows[i].line = r.line
	}
	for k, col := range t.columns {
		first := ""
		for i := range c.rows {
			v := c.rows[i].values[k]
			if col.ofRow != "" && v != "" {
				h.rows[i].names, h.rows[i].values = append(h.rows[i].names, col.ofRow), append(h.rows[i].values, v)
			}
			if col.ofCase == "" || t.nothing(v) {
				continue
			}
			if first == "" {
				first = v
			}
			h.inconsistent = h.inconsistent || t.Table.CasePrefix != "" && v != first
		}
		if first != "" {
			h.attributes.names, h.attributes.values = append(h.attributes.names, col.ofCase), append(h.attributes.values, first)
		}
	}
	return h, nil
}

func (t *table) wrap(err error) error {
	var parse *csv.ParseError
	switch {
	case errors.As(err, &parse) && errors.Is(err, csv.ErrFieldCount):
		return &SourceError{File: t.file, Line: parse.Line, Reason: "the row has another number of fields than the header", Err: err}
	case errors.As(err, &parse):
		return &SourceError{File: t.file, Line: parse.Line, Reason: fmt.Sprintf("column %d: %v", parse.Column, parse.Err), Err: err}
	case errors.Is(err, errRowTooLong):
		return &SourceError{File: t.file, Line: t.last + 1, Reason: err.Error(), Err: err}
	case err == io.EOF:
		return &SourceError{File: t.file, Line: 1, Reason: "has no header line"}
	}
	return err
}

var errRowTooLong = fmt.Errorf("the row is longer than %d bytes; a quote may be missing", maxToken)
