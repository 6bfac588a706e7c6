package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

type pointJSON struct {
	From    string        `json:"from"`
	To      string        `json:"to"`
	Label   string        `json:"label"`
	Figures []figures.Row `json:"figures"`
}

type rankJSON struct {
	Place  int         `json:"place"`
	Key    string      `json:"key"`
	Figure figures.Row `json:"figure"`
}

// rowsOf are figures as all doors show them.
func rowsOf(list []figures.Figure) []figures.Row {
	out := make([]figures.Row, len(list))
	for i := range list {
		out[i] = figures.Row{Figure: &list[i]}
	}
	return out
}

// picked are the columns with these names.
func picked(names ...string) (out []*figures.Column) {
	columns := figures.Columns()
	for _, name := range names {
		i := slices.IndexFunc(columns, func(c figures.Column) bool { return c.Name == name })
		out = append(out, &columns[i])
	}
	return out
}

// withDays adds the day of peaks where there are any.
func withDays(list []figures.Figure, columns []*figures.Column) []*figures.Column {
	if slices.ContainsFunc(list, func(f figures.Figure) bool { return f.On != workdays.NoDate }) {
		return append(columns, picked("on")...)
	}
	return columns
}

// figureTable is a table of figures: own columns before, then those of figures.
func figureTable(own []string, columns []*figures.Column) *table {
	t := &table{header: own, aligns: make([]align, len(own))}
	for _, c := range columns {
		t.header = append(t.header, cmp.Or(c.Head, c.Name))
		side := left
		if c.Type == figures.Decimal || c.Type == figures.Integer {
			side = right
		}
		t.aligns = append(t.aligns, side)
	}
	return t
}

// figureCells are a figure's values for people.
func figureCells(f *figures.Figure, columns []*figures.Column) (cells []string) {
	for _, c := range columns {
		switch v := c.Of(f).(type) {
		case nil:
			cells = append(cells, map[bool]string{true: "–"}[c.Name == "value"])
		case []figures.Exclusion:
			cells = append(cells, excludedText(v))
		default:
			text := fmt.Sprint(v)
			if c.Name == "value" && f.Provisional {
				text += " *"
			}
			cells = append(cells, text)
		}
	}
	return cells
}

// figurePrinter prints figures: in JSON or for people. Of a simulated ledger it
// says so, once.
type figurePrinter struct {
	*program
	asJSON, asCSV, simulated bool
}

// made is what says in JSON that the figures are of a simulated ledger.
type made struct {
	Simulated bool `json:"simulated,omitzero"`
}

// csv prints figures with every column, behind own ones.
func (p *figurePrinter) csv(own []string, before func(i int) []string, list []figures.Figure) error {
	all := figures.Columns()
	t := &table{csv: true, header: own}
	for i := range all {
		t.header = append(t.header, all[i].Name)
	}
	for i := range list {
		cells := before(i)
		for k := range all {
			switch v := all[k].Of(&list[i]).(type) {
			case nil:
				cells = append(cells, "")
			case []figures.Exclusion:
				cells = append(cells, excludedText(v))
			default:
				cells = append(cells, fmt.Sprint(v))
			}
		}
		t.add(cells...)
	}
	return t.write(p.stdout)
}

func (p *figurePrinter) figures(list []figures.Figure) error {
	if p.asJSON {
		return p.printJSON(struct {
			made
			Figures []figures.Row `json:"figures"`
		}{made{p.simulated}, rowsOf(list)})
	}
	if p.asCSV {
		return p.csv(nil, func(int) []string { return nil }, list)
	}
	columns := withDays(list, picked("id", "title", "value", "unit", "numerator", "denominator", "excluded"))
	t := figureTable(nil, columns)
	for i := range list {
		t.add(figureCells(&list[i], columns)...)
	}
	if err := t.write(p.stdout); err != nil {
		return err
	}
	return p.footnote(list)
}

func (p *figurePrinter) series(points []figures.Point) error {
	if p.asJSON {
		out := make([]pointJSON, len(points))
		for i, x := range points {
			out[i] = pointJSON{From: x.From.String(), To: x.To.String(), Label: x.Label, Figures: rowsOf(x.Figures)}
		}
		return p.printJSON(struct {
			made
			Points []pointJSON `json:"points"`
		}{made{p.simulated}, out})
	}
	var all []figures.Figure
	var labels []string
	for _, x := range points {
		for range x.Figures {
			labels = append(labels, x.Label)
		}
		all = append(all, x.Figures...)
	}
	if p.asCSV {
		return p.csv([]string{"period"}, func(i int) []string { return labels[i : i+1 : i+1] }, all)
	}
	columns := withDays(all, picked("id", "value", "unit", "numerator", "denominator"))
	t := figureTable([]string{"period"}, columns)
	for _, x := range points {
		for i := range x.Figures {
			t.add(append([]string{x.Label}, figureCells(&x.Figures[i], columns)...)...)
		}
	}
	if err := t.write(p.stdout); err != nil {
		return err
	}
	return p.footnote(all)
}

// fewCases is how many cases a rank for people must rest on: of fewer, chance
// makes the order. The API and --json give every place.
const fewCases = 30

func (p *figurePrinter) ranking(by string, ranks []figures.Rank) error {
	if p.asJSON {
		out := make([]rankJSON, len(ranks))
		for i, r := range ranks {
			out[i] = rankJSON{Place: r.Place, Key: r.Key, Figure: figures.Row{Figure: &ranks[i].Figure}}
		}
		return p.printJSON(struct {
			made
			Ranking []rankJSON `json:"ranking"`
		}{made{p.simulated}, out})
	}
	var all []figures.Figure
	for i := range ranks {
		all = append(all, ranks[i].Figure)
	}
	if p.asCSV {
		return p.csv([]string{"place", "key"}, func(i int) []string { return []string{strconv.Itoa(ranks[i].Place), ranks[i].Key} }, all)
	}
	columns := withDays(all, picked("value", "unit", "numerator", "denominator"))
	t := figureTable([]string{"place", by}, columns)
	t.aligns[0] = right
	places, few := placesForPeople(ranks)
	for i := range ranks {
		r := &ranks[i]
		t.add(append([]string{places[i], r.Key}, figureCells(&r.Figure, columns)...)...)
	}
	if err := t.write(p.stdout); err != nil {
		return err
	}
	if by == string(figures.Tag) {
		if _, err := fmt.Fprintln(p.stdout, "tags overlap: these do not add up"); err != nil {
			return err
		}
	}
	if err := p.rankingNotes(ranks, few); err != nil {
		return err
	}
	return p.footnote(all)
}

// placesForPeople are places among those that rest on enough cases; few says
// that some do not.
func placesForPeople(ranks []figures.Rank) (places []string, few bool) {
	n, place, last := 0, 0, 0
	for _, r := range ranks {
		if r.Place == 0 || r.Cases < fewCases {
			places = append(places, "–")
			few = few || r.Place != 0
			continue
		}
		if n++; r.Place != last {
			place, last = n, r.Place
		}
		places = append(places, strconv.Itoa(place))
	}
	return places, few
}

// rankingNotes says what a ranking leaves out.
func (p *program) rankingNotes(ranks []figures.Rank, few bool) (err error) {
	if few {
		_, err = fmt.Fprintf(p.stdout, "– no place: it rests on fewer than %d cases; places are among the others\n", fewCases)
	}
	if n := len(ranks); err == nil && n > 0 && n < ranks[0].Of {
		_, err = fmt.Fprintf(p.stdout, "%d of %d; --limit lists more\n", n, ranks[0].Of)
	}
	return err
}

// excludedText leaves out the reasons that excluded nothing.
func excludedText(es []figures.Exclusion) string {
	var parts []string
	for _, e := range es {
		if e.Count != 0 {
			parts = append(parts, fmt.Sprintf("%s %d", e.Reason, e.Count))
		}
	}
	return strings.Join(parts, ", ")
}

// provisionalNote explains the star behind values and days.
const provisionalNote = "* provisional: no calendar of that year is published in the ledger, Monday to Friday counts"

// footnote says where the figures stand, what the star means, and whether the
// ledger is simulated.
func (p *figurePrinter) footnote(list []figures.Figure) error {
	w := p.stdout
	if p.simulated {
		if _, err := fmt.Fprintln(w, "simulated 模拟数据: a program made this ledger up"); err != nil {
			return err
		}
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "no cases")
		return err
	}
	provisional := false
	for _, f := range list {
		provisional = provisional || f.Provisional
	}
	if provisional {
		if _, err := fmt.Fprintln(w, provisionalNote); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "position %s\n", list[0].Position)
	return err
}

func (p *program) printDefinitions(asJSON bool) error {
	type definition struct {
		ID       string `json:"id"`
		Version  int    `json:"version"`
		Title    string `json:"title"`
		Unit     string `json:"unit"`
		Formula  string `json:"formula"`
		Decimals int    `json:"decimals"`
	}
	t := table{header: []string{"figure", "version", "指标", "unit", "formula"}, aligns: []align{left, right}}
	var out []definition
	for _, d := range figures.Definitions() {
		out = append(out, definition{d.ID, d.Version, d.Title, d.Unit, d.Formula, d.Decimals})
		t.add(d.ID, strconv.Itoa(d.Version), d.Title, d.Unit, d.Formula)
	}
	if asJSON {
		return p.printJSON(struct {
			Definitions []definition `json:"definitions"`
		}{out})
	}
	return t.write(p.stdout)
}
