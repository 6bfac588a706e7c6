package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"
)

// align is how a column stands.
type align int

const (
	left align = iota
	right
)

// A table is rows of cells below a header. Widths are those of a terminal:
// a Chinese character takes two places.
type table struct {
	header []string
	aligns []align // of the columns; those without one stand left
	rows   [][]string
	csv    bool // not for people: RFC 4180, the header first
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// width counts terminal places, the same in every locale.
func width(s string) int {
	c := runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}
	return c.StringWidth(s)
}

func (t *table) write(w io.Writer) error {
	if t.csv {
		out := csv.NewWriter(w)
		return errors.Join(out.Write(t.header), out.WriteAll(t.rows))
	}
	widths := make([]int, len(t.header))
	all := append([][]string{t.header}, t.rows...)
	for _, row := range all {
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	for _, row := range all {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-width(cell))
			if i < len(t.aligns) && t.aligns[i] == right {
				line.WriteString(pad + cell + "  ")
			} else {
				line.WriteString(cell + pad + "  ")
			}
		}
		if _, err := fmt.Fprintln(w, strings.TrimRight(line.String(), " ")); err != nil {
			return err
		}
	}
	return nil
}
