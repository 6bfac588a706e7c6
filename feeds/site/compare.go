package site

import (
	"fmt"
	"math"
	"strconv"

	"caseledger/projections"
)

// compared are the rates by which organisations stand side by side.
var compared = []string{"on_time_rate", "early_rate", "satisfaction_rate"}

// comparePage sets organisations side by side: by name, with how many cases each
// number rests on and the interval in which it lies, never as one league.
func comparePage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("compare"), figures: append([]string{"accepted", "working_days_p50"}, compared...),
		sheet: sheet{Columns: []string{"org", "figure", "value", "numerator", "denominator", "low", "high", "rankable"}}}
	q, err := v.figures(doc.figures...)
	if err != nil || v.known == 0 {
		return doc, err
	}
	within := v.Query.Get("org")
	codes, err := v.below(within)
	if err != nil {
		return doc, err
	}
	whole, err := v.ask(q)
	if err != nil {
		return doc, err
	}
	chosen := v.filterWords(q)
	plots := map[string][]interval{}
	g := grid{Title: v.word("compare.table"), Note: v.word("compare.note"), Empty: v.word("none.here"), Heads: v.heads("org", "#accepted", "#compare.median")}
	for _, id := range compared {
		g.Heads = append(g.Heads, gridHead{v.figureName(id), true})
	}
	for _, code := range codes {
		q.Org = &code
		found, err := v.ask(q)
		if err != nil {
			return doc, err
		}
		row := []gridCell{{Text: v.orgName(code), Link: v.To("orgs/" + code)}}
		for _, id := range q.IDs {
			f := found[id]
			n := v.number(f, "org", code, "item", v.Query.Get("item"), "from", v.Query.Get("from"), "to", v.Query.Get("to"))
			low, high := wilson(f)
			doc.add(code, id, valueOf(f), f.Numerator, f.Denominator, low, high, fmt.Sprint(!n.Few && f.Value != nil))
			c := v.cell(n)
			if low != "" {
				c.Note += " " + v.word("compare.between", low, high)
				plots[id] = append(plots[id], interval{v.orgName(code), float(valueOf(f)), float(low), float(high), f.Denominator, n.Few})
			}
			row = append(row, c)
		}
		g.add(row...)
	}
	data := compareData{Over: chosen, Period: v.period(q.From, q.To), Table: g}
	if within != "" {
		data.Within = v.orgName(within)
	}
	for _, id := range compared {
		if len(plots[id]) > 0 {
			name := v.figureName(id)
			data.Plots = append(data.Plots, plot{name, intervals(plots[id], whole[id], 1104, name), intervals(plots[id], whole[id], 328, name)})
		}
	}
	doc.data = data
	return doc, nil
}

type compareData struct {
	Over           []string
	Period, Within string
	Plots          []plot
	Table          grid
}

// plot is the organisations by one rate, drawn wide and narrow.
type plot struct {
	Name         string
	Wide, Narrow intervalPlot
}

// interval is a rate in percent with its 95 % interval.
type interval struct {
	Name             string
	Value, Low, High float64
	N                string
	Few              bool
}

// wilson is the 95 % interval of a share in percent (Wilson 1927), with two decimals;
// empty for what is no share of cases.
func wilson(f projections.Figure) (low, high string) {
	k, n := float(f.Numerator), float(f.Denominator)
	if f.Unit != "%" || n <= 0 || k > n || k < 0 {
		return "", ""
	}
	const z = 1.959963984540054
	p, zz := k/n, z*z
	middle, half := (p+zz/(2*n))/(1+zz/n), z*math.Sqrt(p*(1-p)/n+zz/(4*n*n))/(1+zz/n)
	write := func(x float64) string { return strconv.FormatFloat(100*min(max(x, 0), 1), 'f', 2, 64) }
	return write(middle - half), write(middle + half)
}

// intervalPlot is a drawing of intervals on an axis from 0 to 100 %.
type intervalPlot struct {
	Width, Height int
	Title, Class  string
	Left, Right   float64
	Ticks         []tick // at x
	Rows          []drawnInterval
	All           float64 // where the whole lies
	HasAll        bool
	Foot          float64
}

type drawnInterval struct {
	interval
	Y, TextY, X, X1, X2 float64
	Says                string
}

// Of is the plot under a class of the style sheet.
func (p intervalPlot) Of(class string) intervalPlot {
	p.Class = class
	return p
}

// intervals draws the rows one below the other, each under its name.
func intervals(list []interval, whole projections.Figure, width int, title string) intervalPlot {
	const each = 40
	p := intervalPlot{Width: width, Height: each*len(list) + 34, Title: title, Left: 8, Right: float64(width - 8)}
	p.Foot = float64(each*len(list) + 8)
	x := func(percent float64) float64 { return round(p.Left + percent/100*(p.Right-p.Left)) }
	for _, t := range []float64{0, 25, 50, 75, 100} {
		p.Ticks = append(p.Ticks, tick{x(t), fmt.Sprintf("%.0f%%", t)})
	}
	if whole.Value != nil {
		p.All, p.HasAll = x(float(*whole.Value)), true
	}
	for i, r := range list {
		y := float64(each*i + 28)
		p.Rows = append(p.Rows, drawnInterval{r, y, y - 12, x(r.Value), x(r.Low), x(r.High), fmt.Sprintf("%s  %.2f%%  n = %s", r.Name, r.Value, grouped(r.N))})
	}
	return p
}
