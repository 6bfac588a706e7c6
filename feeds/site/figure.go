package site

import (
	"fmt"
	"strings"

	"caseledger/projections"
	"caseledger/projections/figures"
)

// number is a figure as a page shows it, with what it rests on.
type number struct {
	ID, Name    string
	Value, Unit string // "—" where there is none
	Recipe      string // "1,776 ÷ 1,793"
	Link        string // to its meaning, with the same question
	N           int64
	Few         bool // rests on fewer than 30 cases: no rank
	Provisional bool
}

// fewCases is below how many cases a quotient has no rank.
const fewCases = 30

var ruleByID = func() map[string]*figures.Rule {
	out := map[string]*figures.Rule{}
	for _, r := range figures.Rules() {
		out[r.ID] = r
	}
	return out
}()

func definitionID(r *figures.Rule) string { return fmt.Sprintf("%s/%d", r.ID, r.Version) }

var units = map[string]Text{
	"cases": {"件", "cases"}, "%": {"%", "%"}, "working days": {"个工作日", "working days"}, "calendar days": {"天", "days"},
	"charges": {"笔", "charges"}, "items": {"项", "items"}, "windows": {"个", "windows"}, "people": {"人", "people"},
	"organisations": {"个", "organisations"},
}

// unit gives the words of a unit; a currency stands for itself.
func unit(l Lang, u string) string {
	if t, ok := units[u]; ok {
		return t.In(l)
	}
	return u
}

// number dresses a figure.
func (v *visit) number(f projections.Figure, pairs ...string) number {
	n := number{ID: f.ID, Name: v.figureName(f.ID), Value: "—", Unit: unit(v.Lang, f.Unit), Provisional: f.Provisional,
		Link: v.to("figures/"+f.ID, pairs...).String()}
	if f.Value != nil {
		n.Value = grouped(*f.Value)
	}
	r := ruleByID[f.ID]
	switch {
	case f.Denominator == "":
	case r != nil && r.Kind == figures.Percentile:
		n.Recipe = "n = " + grouped(f.Denominator)
	default:
		n.Recipe = grouped(f.Numerator) + " ÷ " + grouped(f.Denominator)
	}
	if f.Denominator != "" {
		_, _ = fmt.Sscan(f.Denominator, &n.N)
		n.Few = 0 < n.N && n.N < fewCases
	}
	return n
}

func (v *visit) figureName(id string) string {
	if r := ruleByID[id]; r != nil {
		return Text{r.Zh, r.En}.In(v.Lang)
	}
	return id
}

// figuresPage lists what is published, with what each figure means.
func figuresPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["figures"].In(v.Lang), sheet: sheet{Columns: []string{"id", "version", "name", "unit", "formula", "population", "adds"}}}
	type row struct{ ID, Name, Unit, Formula string }
	var rows []row
	for _, r := range figures.Rules() {
		name := Text{r.Zh, r.En}.In(v.Lang)
		rows = append(rows, row{r.ID, name, unit(v.Lang, r.Unit), r.Formula})
		doc.add(r.ID, fmt.Sprint(r.Version), name, r.Unit, r.Formula, string(r.Of), string(r.Adds))
	}
	doc.data = rows
	return doc, nil
}

// figurePage says what a number means and how it came about.
func figurePage(v *visit, parts []string) (document, error) {
	r := ruleByID[parts[0]]
	if r == nil {
		return document{}, projections.ErrNotFound
	}
	q, err := v.figures(r.ID)
	if err != nil {
		return document{}, err
	}
	doc := document{title: v.figureName(r.ID), figures: []string{r.ID}, sheet: sheet{Columns: []string{"period", "value", "numerator", "denominator", "unit"}}}
	data := figureData{Rule: r, Definition: definitionID(r), Unit: unit(v.Lang, r.Unit), Filter: v.filterWords(q), Command: v.command(q)}
	found := map[string]projections.Figure{}
	if v.known > 0 {
		if found, err = v.ask(q); err != nil {
			return doc, err
		}
	}
	if f, ok := found[r.ID]; ok {
		data.Number = v.number(f)
		data.Numerator, data.Denominator, data.Found = grouped(f.Numerator), grouped(f.Denominator), true
		for _, x := range f.Excluded {
			data.Excluded = append(data.Excluded, fact{Name: coded(exclusions, v.Lang, string(x.Reason)), Value: grouped(fmt.Sprint(x.Count))})
		}
		doc.add(periodWords(v, f.Query), valueOf(f), f.Numerator, f.Denominator, f.Unit)
		data.Period = periodWords(v, f.Query)
	}
	months, err := v.lastMonths(q, r.ID, &doc.sheet)
	data.Trend = v.trend(months, r.ID)
	doc.data = data
	return doc, err
}

type figureData struct {
	Rule        *figures.Rule
	Definition  string
	Unit        string
	Found       bool
	Number      number
	Numerator   string
	Denominator string
	Excluded    []fact
	Period      string
	Filter      []string
	Command     string
	Trend       trend
}

func valueOf(f projections.Figure) string {
	if f.Value == nil {
		return ""
	}
	return *f.Value
}

// lastMonths is the figure in each of the last twelve months, the last one as far
// as it goes.
func (v *visit) lastMonths(q projections.FigureQuery, id string, to *sheet) ([]bar, error) {
	if v.known == 0 {
		return nil, nil
	}
	q.To = v.today
	q.From = firstOfMonth(v.today, -11)
	points, err := v.series(q, projections.Month)
	if err != nil {
		return nil, err
	}
	var out []bar
	for i, p := range points {
		for _, f := range p.Figures {
			if f.ID == id {
				if to != nil {
					to.add(p.Label, valueOf(f), f.Numerator, f.Denominator, f.Unit)
				}
				out = append(out, bar{Label: p.Label, Value: valueOf(f), Hollow: i == len(points)-1})
			}
		}
	}
	return out, nil
}

// filterWords says which cases a question is about.
func (v *visit) filterWords(q projections.FigureQuery) (out []string) {
	say := func(key string, value *string, name func(string) string) {
		if value != nil {
			out = append(out, words[key].In(v.Lang)+v.Colon()+name(*value))
		}
	}
	same := func(s string) string { return s }
	say("org", q.Org, v.orgName)
	say("item", q.Item, v.itemName)
	say("kind", q.Kind, func(s string) string { return coded(kinds, v.Lang, s) })
	say("channel", q.Channel, func(s string) string { return coded(channels, v.Lang, s) })
	say("handling", q.Handling, func(s string) string { return coded(kinds, v.Lang, s) })
	say("routing", q.Routing, func(s string) string { return coded(kinds, v.Lang, s) })
	say("level", q.Level, func(s string) string { return coded(levels, v.Lang, s) })
	say("tag", q.Tag, same)
	return out
}

// Colon stands behind a name.
func (v *visit) Colon() string {
	if v.Lang == Chinese {
		return "："
	}
	return ": "
}

func periodWords(v *visit, q projections.FigureQuery) string {
	return v.period(q.From, q.To)
}

// command is what a reader types to compute the figure again.
func (v *visit) command(q projections.FigureQuery) string {
	out := []string{"caseledger figures --data DIR"}
	for _, id := range q.IDs {
		out = append(out, "--figure "+id)
	}
	for _, f := range []struct {
		name  string
		value *string
	}{{"org", q.Org}, {"item", q.Item}, {"kind", q.Kind}, {"channel", q.Channel}, {"officer", q.Officer}, {"handling", q.Handling}, {"routing", q.Routing}, {"level", q.Level}, {"tag", q.Tag}} {
		if f.value != nil {
			out = append(out, "--"+f.name+" "+*f.value)
		}
	}
	for _, f := range []string{"from", "to"} {
		if s := v.Query.Get(f); s != "" {
			out = append(out, "--"+f+" "+s)
		}
	}
	return strings.Join(append(out, fmt.Sprintf("--known-at %d", v.known)), " ")
}
