package registers

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

// htmlSheet writes a page that prints on A4, landscape: no script, one style,
// the header and the record it is as of on every sheet of paper.
type htmlSheet struct {
	w     io.Writer
	head  Head
	held  [][]Cell // rows that are not written yet
	begun bool     // rows were written
}

// NewHTML writes a book as a page for printing.
func NewHTML(w io.Writer) Sheet { return &htmlSheet{w: w} }

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{"frame": framed, "moment": moment}).Parse(pageText))

// framed gives words of the frame.
func framed(name string) (Words, error) {
	w, ok := frame[name]
	if !ok {
		return w, fmt.Errorf("there are no words for %q", name)
	}
	return w, nil
}

// heldRows is how many rows are formed at once.
const heldRows = 200

// Begin implements [Sheet].
func (s *htmlSheet) Begin(h Head) error {
	s.head = h
	return page.ExecuteTemplate(s.w, "head", h)
}

// Row implements [Sheet].
func (s *htmlSheet) Row(cells []Cell) error {
	s.held = append(s.held, cells)
	if len(s.held) < heldRows {
		return nil
	}
	return s.flush()
}

func (s *htmlSheet) flush() error {
	if len(s.held) == 0 {
		return nil
	}
	err := page.ExecuteTemplate(s.w, "rows", struct {
		Columns []Column
		Rows    [][]Cell
	}{s.head.Columns, s.held})
	clear(s.held)
	s.held, s.begun = s.held[:0], true
	return err
}

// End implements [Sheet].
func (s *htmlSheet) End(f Foot) error {
	if err := s.flush(); err != nil {
		return err
	}
	return page.ExecuteTemplate(s.w, "foot", struct {
		Head
		Foot
		Empty bool
	}{s.head, f, !s.begun})
}
