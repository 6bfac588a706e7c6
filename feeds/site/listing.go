package site

import (
	"fmt"
	"strings"

	"caseledger/projections"
)

// listing is a page of tables, one below the other: what most registers are.
type listing struct {
	Over  string // above the title
	Tabs  []tab
	Lead  []string
	Grids []grid
}

// tab is one of the pages that belong together.
type tab struct {
	Text, Link string
	Here       bool
}

// grid is a table under a title; Empty stands for its rows where there are none.
type grid struct {
	Title, Note, Empty string
	Heads              []gridHead
	Rows               [][]gridCell
	More               []fact // links below it
}

type gridHead struct {
	Text   string
	Number bool
}

// gridCell is one cell; the first of a row heads it.
type gridCell struct {
	Text, Link, Note string
	Fix              string // what it was restated to
	Bad              bool
}

// word is a text of the table in the language of the page. A key that is not there
// is a fault of the program, which a test looks for.
func (v *visit) word(key string, values ...any) string {
	out, err := say(v.Lang, key, values...)
	if err != nil {
		panic(err)
	}
	return out
}

// heads names the columns of a grid by keys of texts; those that begin with # have
// numbers.
func (v *visit) heads(keys ...string) (out []gridHead) {
	for _, k := range keys {
		name, number := strings.CutPrefix(k, "#")
		out = append(out, gridHead{v.word(name), number})
	}
	return out
}

// add gives a grid one more row.
func (g *grid) add(cells ...gridCell) { g.Rows = append(g.Rows, cells) }

// plain is a cell of text.
func plain(text string) gridCell { return gridCell{Text: text} }

// whole is a cell with a number of things.
func whole(n int) gridCell { return gridCell{Text: grouped(fmt.Sprint(n))} }

// cell is a figure with what it rests on.
func (v *visit) cell(n number) gridCell {
	c := gridCell{Text: n.Value, Link: n.Link, Note: n.Recipe}
	if n.Unit == "%" && n.Value != "—" {
		c.Text += "%"
	}
	switch {
	case n.Value == "—" && n.Recipe != "":
		c.Note = v.word("nodata")
	case n.Few:
		c.Note = strings.TrimSpace(c.Note + " " + v.word("few"))
	}
	return c
}

// orgCell links to an organisation that has a page.
func (v *visit) orgCell(code string) gridCell {
	if code == "" {
		return plain("—")
	}
	return gridCell{Text: v.orgName(code), Link: v.To("orgs/" + code)}
}

// caseCell links to a case.
func (v *visit) caseCell(number string) gridCell {
	if number == "" {
		return plain("—")
	}
	return gridCell{Text: number, Link: v.To("case/" + number)}
}

// tabs are pages that belong together, by path and key of their text.
func (v *visit) tabs(pairs ...string) (out []tab) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, tab{v.word(pairs[i+1]), v.To(pairs[i]), v.Path == pairs[i]})
	}
	return out
}

// latest refuses a page of what is known at an earlier record, where a view has the
// newest state alone.
func (v *visit) latest() error {
	if v.At > 0 && !v.newest {
		return invalid("at", fmt.Sprint(v.At), "this page is as known now; ask for a case or a figure at an earlier record")
	}
	return nil
}

// only refuses parameters that a page has no use for: they would seem to choose.
func (v *visit) only(names ...string) error {
	names = append(names, "size")
	for name := range v.Query {
		if !contains(names, name) {
			return invalid("query", name, "want of this page only: "+strings.Join(names, ", "))
		}
	}
	return nil
}

// below lists the organisations right below one that are open on the day of the
// record, by name of code; of none those at the top, or what is below it where there
// is one alone. Where no directory lists any they are those that cases name.
func (v *visit) below(code string) (out []string, err error) {
	d, err := v.Directory()
	if err != nil {
		return nil, err
	}
	for _, o := range d.Organisations(v.today) {
		path := d.Path(o.Code, v.today)
		if !o.Open() || len(path) > 1 && path[1] != code || len(path) < 2 && code != "" {
			continue
		}
		if len(out) < mostBelow {
			out = append(out, o.Code)
		}
	}
	switch {
	case code == "" && len(out) == 0:
		out, err = v.counted(projections.Org)
		return out[:min(len(out), mostBelow)], err
	case code == "" && len(out) == 1:
		if under, err := v.below(out[0]); err != nil || len(under) > 0 {
			return under, err
		}
	}
	return out, nil
}
