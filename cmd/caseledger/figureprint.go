package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/projections"
)

// figureJSON is a figure as --json prints it. Numbers are exact decimals; null
// stands where there is none.
type figureJSON struct {
	ID          string          `json:"id"`
	Version     int             `json:"version"`
	Title       string          `json:"title"`
	Unit        string          `json:"unit"`
	Formula     string          `json:"formula"`
	Numerator   jsontext.Value  `json:"numerator"`
	Denominator jsontext.Value  `json:"denominator"`
	Excluded    []exclusionJSON `json:"excluded"`
	Value       jsontext.Value  `json:"value"`
	Rounding    roundingJSON    `json:"rounding"`
	Provisional bool            `json:"provisional"`
	Population  populationJSON  `json:"population"`
	Position    ledger.Position `json:"position"`
}

type exclusionJSON struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

type roundingJSON struct {
	Mode     string `json:"mode"`
	Decimals int    `json:"decimals"`
}

// populationJSON says which cases were asked for; what is left out of it was
// not restricted.
type populationJSON struct {
	Org     *string         `json:"org,omitempty"`
	Item    *string         `json:"item,omitempty"`
	Kind    *string         `json:"kind,omitempty"`
	Channel *string         `json:"channel,omitempty"`
	Officer *string         `json:"officer,omitempty"`
	From    string          `json:"from,omitempty"`
	To      string          `json:"to,omitempty"`
	AsOf    string          `json:"asOf,omitempty"`
	KnownAt ledger.Position `json:"knownAt,omitzero"`
}

type pointJSON struct {
	From    string       `json:"from"`
	To      string       `json:"to"`
	Label   string       `json:"label"`
	Figures []figureJSON `json:"figures"`
}

type rankJSON struct {
	Place  int        `json:"place"`
	Key    string     `json:"key"`
	Figure figureJSON `json:"figure"`
}

func number(decimal string) jsontext.Value {
	if decimal == "" {
		return jsontext.Value("null")
	}
	return jsontext.Value(decimal)
}

func toFigureJSON(f projections.Figure) figureJSON {
	q := f.Query
	out := figureJSON{
		ID: f.ID, Version: f.Version, Title: f.Title, Unit: f.Unit, Formula: f.Formula,
		Numerator: number(f.Numerator), Denominator: number(f.Denominator), Value: number(""),
		Excluded:    []exclusionJSON{},
		Rounding:    roundingJSON(f.Rounding),
		Provisional: f.Provisional,
		Population: populationJSON{
			Org: q.Org, Item: q.Item, Kind: q.Kind, Channel: q.Channel, Officer: q.Officer,
			From: q.From.String(), To: q.To.String(), AsOf: q.AsOf.String(), KnownAt: q.KnownAt,
		},
		Position: f.Position,
	}
	if f.Value != nil {
		out.Value = number(*f.Value)
	}
	for _, e := range f.Excluded {
		out.Excluded = append(out.Excluded, exclusionJSON(e))
	}
	return out
}

func toFiguresJSON(figures []projections.Figure) []figureJSON {
	out := make([]figureJSON, len(figures))
	for i, f := range figures {
		out[i] = toFigureJSON(f)
	}
	return out
}

func (p *program) printFigures(asJSON bool, figures []projections.Figure) error {
	if asJSON {
		return p.printJSON(struct {
			Figures []figureJSON `json:"figures"`
		}{toFiguresJSON(figures)})
	}
	t := table{
		header: []string{"figure", "指标", "value", "unit", "numerator", "denominator", "excluded"},
		aligns: []align{left, left, right, left, right, right, left},
	}
	for _, f := range figures {
		t.add(f.ID, f.Title, valueText(f), f.Unit, f.Numerator, f.Denominator, excludedText(f.Excluded))
	}
	if err := t.write(p.stdout); err != nil {
		return err
	}
	return footnote(p.stdout, figures)
}

func (p *program) printSeries(asJSON bool, points []projections.Point) error {
	if asJSON {
		out := make([]pointJSON, len(points))
		for i, x := range points {
			out[i] = pointJSON{From: x.From.String(), To: x.To.String(), Label: x.Label, Figures: toFiguresJSON(x.Figures)}
		}
		return p.printJSON(struct {
			Points []pointJSON `json:"points"`
		}{out})
	}
	t := table{
		header: []string{"period", "figure", "value", "unit", "numerator", "denominator"},
		aligns: []align{left, left, right, left, right, right},
	}
	var all []projections.Figure
	for _, x := range points {
		for _, f := range x.Figures {
			t.add(x.Label, f.ID, valueText(f), f.Unit, f.Numerator, f.Denominator)
			all = append(all, f)
		}
	}
	if err := t.write(p.stdout); err != nil {
		return err
	}
	return footnote(p.stdout, all)
}

func (p *program) printRanking(asJSON bool, by string, ranks []projections.Rank) error {
	if asJSON {
		out := make([]rankJSON, len(ranks))
		for i, r := range ranks {
			out[i] = rankJSON{Place: r.Place, Key: r.Key, Figure: toFigureJSON(r.Figure)}
		}
		return p.printJSON(struct {
			Ranking []rankJSON `json:"ranking"`
		}{out})
	}
	t := table{
		header: []string{"place", by, "value", "unit", "numerator", "denominator"},
		aligns: []align{right, left, right, left, right, right},
	}
	var all []projections.Figure
	for _, r := range ranks {
		t.add(strconv.Itoa(r.Place), r.Key, valueText(r.Figure), r.Figure.Unit, r.Figure.Numerator, r.Figure.Denominator)
		all = append(all, r.Figure)
	}
	if err := t.write(p.stdout); err != nil {
		return err
	}
	return footnote(p.stdout, all)
}

// valueText marks a provisional value with a star; an empty denominator has no
// value.
func valueText(f projections.Figure) string {
	switch {
	case f.Value == nil:
		return "–"
	case f.Provisional:
		return *f.Value + " *"
	}
	return *f.Value
}

// excludedText leaves out the reasons that excluded nothing.
func excludedText(es []projections.Exclusion) string {
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

// footnote says where the figures stand and what the star means.
func footnote(w io.Writer, figures []projections.Figure) error {
	if len(figures) == 0 {
		_, err := fmt.Fprintln(w, "no cases")
		return err
	}
	provisional := false
	for _, f := range figures {
		provisional = provisional || f.Provisional
	}
	if provisional {
		if _, err := fmt.Fprintln(w, provisionalNote); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "position %s\n", figures[0].Position)
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
	for _, d := range projections.Definitions() {
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
