package site

import (
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/statements"
)

// bulletinsPage lists the months whose figures were frozen (月结), newest first.
func bulletinsPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("bulletins"), sheet: sheet{Columns: []string{"period", "org", "edition", "frozenAt", "record", "recorded", "rows", "changed", "sha256"}}}
	list, err := v.editions(nil)
	if err != nil || v.known == 0 {
		return doc, err
	}
	g := grid{Empty: v.word("bulletins.none"), Heads: v.heads("bulletin.month", "org", "bulletin.edition", "bulletin.recorded", "#bulletin.rows", "#bulletin.changed")}
	for _, e := range slices.Backward(list) {
		doc.add(string(e.Period), e.Org, fmt.Sprint(e.N), fmt.Sprint(e.Ordinal), fmt.Sprint(e.At), v.moment(e.Recorded), fmt.Sprint(e.Rows), fmt.Sprint(e.Changed), e.SHA256)
		g.add(gridCell{Text: v.month(e.Period), Link: v.bulletin(e.Scope)}, v.wholeOr(e.Org), plain(v.edition(e)), plain(v.moment(e.Recorded)), whole(e.Rows), whole(e.Changed))
	}
	doc.data = listing{Tabs: v.bulletinTabs(), Lead: []string{v.word("bulletins.lead")}, Grids: []grid{g}}
	return doc, nil
}

func (v *visit) bulletinTabs() []tab {
	return v.tabs("bulletin", "bulletins", "restatements", "restatements")
}

// bulletin links to the one of a month.
func (v *visit) bulletin(of statements.Scope) string {
	return v.To("bulletin/"+string(of.Period), "org", of.Org)
}

func (v *visit) wholeOr(org string) gridCell {
	if org == "" {
		return plain(v.word("bulletin.whole"))
	}
	return v.orgCell(org)
}

// month writes a month in prose.
func (v *visit) month(p statement.Period) string {
	first, _ := p.Days()
	y, m, _ := first.Civil()
	if v.Lang == Chinese {
		return fmt.Sprintf("%d年%d月", y, int(m))
	}
	return fmt.Sprintf("%s %d", m, y)
}

func (v *visit) edition(e statements.Edition) string {
	if e.N == 1 {
		return v.word("bulletin.closing")
	}
	return v.word("bulletin.restated", e.N-1)
}

// editions are the statements that were recorded up to the record of the page: all,
// or those of one scope.
func (v *visit) editions(of *statements.Scope) (out []statements.Edition, err error) {
	all, err := statements.List(v, v.Views)
	for _, e := range all {
		if e.At <= v.known && (of == nil || e.Scope == *of) {
			out = append(out, e)
		}
	}
	return out, err
}

// bulletinPage is the bulletin of a month (月度通报) as it was frozen, with what was
// restated since beside it.
func bulletinPage(v *visit, parts []string) (document, error) {
	of := statements.Scope{Period: statement.Period(parts[0]), Org: v.Query.Get("org")}
	if of.Period.Validate() != nil {
		return document{}, projections.ErrNotFound
	}
	doc := document{title: v.word("bulletin.title", v.month(of.Period)), sheet: sheet{Columns: []string{"dimension", "key", "figure", "version", "value", "numerator", "denominator", "unit", "restated"}}}
	if err := v.only("org"); err != nil || v.known == 0 {
		return doc, err
	}
	list, err := v.editions(&of)
	if err != nil {
		return doc, err
	}
	if len(list) == 0 {
		doc.data = bulletinData{Tabs: v.bulletinTabs(), Empty: true}
		return doc, nil
	}
	first, last := list[0], list[len(list)-1]
	frozen, err := v.frozenOf(v, first)
	if err != nil {
		return doc, err
	}
	now, err := v.frozenOf(v, last)
	if err != nil {
		return doc, err
	}
	b := bulletin{visit: v, of: first, frozen: frozen, now: now, restated: last.N > 1}
	for i := range frozen.rows {
		r := &frozen.rows[i]
		doc.add(string(r.Dimension), r.Key, r.Figure, fmt.Sprint(r.Version), orNothing(r.Value), r.Numerator, orNothing(r.Denominator), r.Unit, b.correction(r))
		if r.Dimension == statements.Whole {
			doc.figures = append(doc.figures, r.Figure)
		}
	}
	data := bulletinData{Tabs: v.bulletinTabs(), Over: v.word("bulletin.over", v.moment(first.Recorded), first.Ordinal), Hash: first.SHA256, Number: first.Ordinal, Org: first.Org,
		Restated: last.N - 1, Text: strings.Split(strings.TrimSpace(frozen.text), "\n")}
	if data.Tiles, err = b.tiles(); err != nil {
		return doc, err
	}
	data.Grids = []grid{b.comparisons(), b.shares(), b.units(), b.all()}
	since, err := v.since(list)
	data.Grids = append(data.Grids, since...)
	doc.data = data
	return doc, err
}

type bulletinData struct {
	Tabs       []tab
	Empty      bool
	Over, Hash string
	Number     int
	Org        string
	Restated   int
	Text       []string // in Chinese: the bulletin's own words
	Tiles      []tile
	Grids      []grid
}

// bulletin is the frozen rows of a month and those that hold now.
type bulletin struct {
	*visit
	of          statements.Edition
	frozen, now *frozenRows
	restated    bool
}

// correction is the value that a later edition gives a row; empty where it is the
// same.
func (b *bulletin) correction(r *statements.Row) string {
	if !b.restated {
		return ""
	}
	x := b.now.row(r.Dimension, r.Key, r.Figure)
	switch {
	case x == nil:
		return "—"
	case orNothing(x.Value) == orNothing(r.Value):
		return ""
	case x.Value == nil:
		return "—"
	}
	return *x.Value
}

// value is a cell of a frozen row, with the correction beside it.
func (b *bulletin) value(d statements.Dimension, key, figure string) gridCell {
	r := b.frozen.row(d, key, figure)
	if r == nil {
		r = &statements.Row{Dimension: d, Key: key, Figure: figure}
	}
	c := gridCell{Text: "—"}
	if r.Value != nil {
		c.Text = grouped(*r.Value)
		if r.Unit == "%" {
			c.Text += "%"
		}
	}
	if x := b.correction(r); x != "" {
		c.Fix = b.word("bulletin.corrected", grouped(x))
	}
	return c
}

// tiles are the four numbers of the month. Contentment is not among the frozen rows:
// it is computed as known at the statement's record.
func (b *bulletin) tiles() (out []tile, err error) {
	for _, id := range []string{"accepted", "closed", "on_time_rate"} {
		r := b.frozen.row(statements.Whole, "", id)
		if r == nil {
			continue
		}
		out = append(out, b.tile(b.figure(r), b.correction(r)))
	}
	q := projections.FigureQuery{IDs: []string{"satisfaction_rate"}, Decimals: -1, AsOf: noDate}
	q.From, q.To = b.of.Period.Days()
	if b.of.Org != "" {
		q.Org = &b.of.Org
	}
	q.KnownAt = positionOf(b.of.Ordinal)
	list, err := b.Views.Figures(b.visit, q)
	for _, f := range list {
		out = append(out, b.tile(f, ""))
	}
	return out, err
}

func (b *bulletin) tile(f projections.Figure, corrected string) tile {
	from, to := b.of.Period.Days()
	t := tile{number: b.number(f, "org", b.of.Org, "from", from.String(), "to", to.String()), Label: b.figureName(f.ID)}
	if corrected != "" {
		t.Recipe = strings.TrimSpace(t.Recipe + " " + b.word("bulletin.corrected", grouped(corrected)))
	}
	return t
}

// figure is a frozen row as the other pages have figures.
func (b *bulletin) figure(r *statements.Row) projections.Figure {
	return projections.Figure{ID: r.Figure, Version: r.Version, Unit: r.Unit, Numerator: r.Numerator, Denominator: orNothing(r.Denominator), Value: r.Value, Provisional: r.Provisional}
}

// comparisons hold the month against the one before and that a year before (环比、同比).
func (b *bulletin) comparisons() grid {
	g := grid{Title: b.word("bulletin.compared"), Note: b.word("bulletin.compared.note"), Heads: b.heads("figure", "#this.month", "compared.with", "#compared.base", "#compared.change")}
	for _, c := range b.frozen.compared {
		if c.ID == "share" {
			continue
		}
		g.add(plain(b.figureName(c.Figure)), b.value(statements.Whole, "", c.Figure), plain(b.word("compared."+c.ID)+" "+string(c.Against)), plain(grouped(fmt.Sprint(c.Base))), signed(c.Value))
	}
	return g
}

// signed is a change in percent with its sign; — where there is no base.
func signed(value *string) gridCell {
	switch {
	case value == nil:
		return plain("—")
	case strings.HasPrefix(*value, "-"):
		return plain("−" + (*value)[1:] + "%")
	}
	return plain("+" + *value + "%")
}

// shares are the kinds of what was accepted (占比).
func (b *bulletin) shares() grid {
	g := grid{Title: b.word("bulletin.kinds"), Empty: b.word("none.here"), Heads: b.heads("kind", "#accepted", "#bulletin.share")}
	for _, c := range b.frozen.compared {
		if c.ID == "share" {
			g.add(plain(coded(kinds, b.Lang, c.Key)), b.value(statements.Kind, c.Key, "accepted"), plain(orElseText(orNothing(c.Value), "—")+"%"))
		}
	}
	return g
}

// unitFigures are what the table of units has.
var unitFigures = []string{"accepted", "closed", "closed_on_time", "closed_late", "overdue", "on_time_rate"}

// mostUnits bounds the units on a page; all are in its data.
const mostUnits = 120

// units are the responsible units, by code, and the whole below them.
func (b *bulletin) units() grid {
	g := grid{Title: b.word("bulletin.units"), Note: b.word("bulletin.units.note"), Empty: b.word("none.here"),
		Heads: b.heads("org", "#accepted", "#closed", "#unit.on.time", "#unit.late", "#tile.overdue", "#unit.rate")}
	row := func(name gridCell, d statements.Dimension, key string) {
		cells := []gridCell{name}
		for _, id := range unitFigures {
			cells = append(cells, b.value(d, key, id))
		}
		g.add(cells...)
	}
	keys := b.frozen.keys(statements.Org)
	if len(keys) > mostUnits {
		g.Note += b.word("shown.cells", mostUnits, len(keys))
	}
	for _, key := range keys[:min(len(keys), mostUnits)] {
		row(b.orgCell(key), statements.Org, key)
	}
	row(plain(b.word("bulletin.sum")), statements.Whole, "")
	return g
}

// all are all figures of the whole.
func (b *bulletin) all() grid {
	g := grid{Title: b.word("bulletin.all"), Heads: b.heads("figure", "#value", "#recipe")}
	for i := range b.frozen.rows {
		if r := &b.frozen.rows[i]; r.Dimension == statements.Whole {
			n := b.tile(b.figure(r), "").number
			g.add(gridCell{Text: n.Name, Link: n.Link}, b.value(r.Dimension, r.Key, r.Figure), plain(orElseText(n.Recipe, b.word("count"))))
		}
	}
	return g
}
