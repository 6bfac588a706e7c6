package site

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger/workdays"
)

// bar is one of a chart: a value by a label, hollow while its period goes on.
type bar struct {
	Label, Value string
	Second       string // a second value beside the first, empty for none
	Mark         string // a word above it
	Hollow       bool
}

// chart is a drawing in pixels; its axis begins at 0.
type chart struct {
	Width, Height int
	Base          float64 // where 0 is
	Left          float64
	Title         string
	Ticks         []tick
	Bars          []drawn
	Lines         []upright
	Empty         bool
	Class         string
}

// Of is the chart under a class of the style sheet.
func (c chart) Of(class string) chart {
	c.Class = class
	return c
}

type tick struct {
	Y     float64
	Label string
}

type drawn struct {
	X, Y, W, H   float64
	X2, Y2, H2   float64
	Two          bool
	Label, Value string
	Mark         string
	MarkY        float64
	Middle       float64
	Hollow       bool
	Shown        bool // the label has room
}

// bars draws values as bars on an axis from 0.
func bars(list []bar, width, height int, title string) chart {
	c := chart{Width: width, Height: height, Left: 44, Base: float64(height - 24), Title: title}
	most := 0.0
	for _, b := range list {
		most = max(most, float(b.Value), float(b.Second))
	}
	if c.Empty = most <= 0; c.Empty {
		return c
	}
	step := niceStep(most)
	if wholeNumbers(list) {
		step = max(step, 1)
	}
	top := math.Ceil(most/step) * step
	room := c.Base - 18
	y := func(v float64) float64 { return round(c.Base - v/top*room) }
	for v := 0.0; v <= top+step/2; v += step {
		c.Ticks = append(c.Ticks, tick{y(v), grouped(strconv.FormatFloat(v, 'f', -1, 64))})
	}
	each := (float64(width) - c.Left - 4) / float64(len(list))
	every := int(math.Ceil(46 / each))
	for i, b := range list {
		x, w := c.Left+float64(i)*each+each*0.12, each*0.76
		d := drawn{X: round(x), W: round(w), Y: y(max(float(b.Value), 0)), Label: b.Label, Value: b.Value, Mark: b.Mark, Hollow: b.Hollow, Middle: round(x + w/2)}
		d.Shown = i%every == 0
		if b.Second != "" {
			d.Two, d.W = true, round(w/2)
			d.X2, d.Y2 = round(x+w/2), y(max(float(b.Second), 0))
			d.H2 = round(c.Base - d.Y2)
		}
		d.H, d.MarkY = round(c.Base-d.Y), round(min(d.Y, orElse(d.Two, d.Y2, d.Y))-5)
		c.Bars = append(c.Bars, d)
	}
	return c
}

func wholeNumbers(list []bar) bool {
	return !slices.ContainsFunc(list, func(b bar) bool { return strings.Contains(b.Value+b.Second, ".") })
}

// upright is a line over the whole height, behind a bar, with a word at its top.
type upright struct {
	X, TextX, TextY float64
	Class, Anchor   string
	Label           string
}

// mark draws a line behind the bar of an index, its word to that side of the line
// which has room.
func (c *chart) mark(i int, class, label string) {
	if i < 0 || i >= len(c.Bars) {
		return
	}
	b := c.Bars[i]
	u := upright{X: round(b.X + b.W*1.16), TextY: float64(12 + 14*len(c.Lines)), Class: class, Anchor: "start", Label: label}
	if u.TextX = u.X + 4; u.X > float64(c.Width)*0.6 {
		u.Anchor, u.TextX = "end", u.X-4
	}
	c.Lines = append(c.Lines, u)
}

// trend is a chart of a figure by months, and a note on what it draws: of a rate that
// stays above 90 % what is missing to 100, or every bar would be as high.
type trend struct {
	chart
	Months []bar
	Gap    bool
}

func (v *visit) trend(months []bar, id string) trend {
	t := trend{Months: months, Gap: isHighRate(months, id)}
	drawn := months
	if t.Gap {
		drawn = shortfall(months)
	}
	t.chart = bars(drawn, 720, 180, v.figureName(id))
	return t
}

func isHighRate(list []bar, id string) bool {
	r := ruleByID[id]
	if r == nil || r.Unit != "%" || len(list) == 0 {
		return false
	}
	some := false
	for _, b := range list {
		if v := float(b.Value); b.Value != "" && (v < 90 || v > 100) {
			return false
		}
		some = some || b.Value != ""
	}
	return some
}

// shortfall is what is missing to 100.
func shortfall(list []bar) []bar {
	out := slices.Clone(list)
	for i := range out {
		if out[i].Value != "" {
			out[i].Value = strconv.FormatFloat(math.Round((100-float(out[i].Value))*1e6)/1e6, 'f', -1, 64)
		}
	}
	return out
}

// spark draws values as small bars without axis.
func spark(list []bar) chart {
	c := chart{Width: 176, Height: 28, Base: 27}
	most := 0.0
	for _, b := range list {
		most = max(most, float(b.Value))
	}
	if c.Empty = most <= 0 || len(list) == 0; c.Empty {
		return c
	}
	each := float64(c.Width) / float64(len(list))
	for i, b := range list {
		h := max(float(b.Value), 0) / most * 25
		c.Bars = append(c.Bars, drawn{X: round(float64(i)*each + 1), W: round(each - 2), Y: round(c.Base - h), H: round(h), Hollow: b.Hollow})
	}
	return c
}

func orElse(first bool, a, b float64) float64 {
	if first {
		return a
	}
	return b
}

func round(v float64) float64 { return math.Round(v*10) / 10 }

// float is a value for drawing; none is 0.
func float(s string) float64 {
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		return 0
	}
	return v
}

// niceStep cuts an axis into two to five parts of 1, 2 or 5 times a power of ten.
func niceStep(most float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(most)))
	for _, f := range []float64{0.2, 0.5, 1, 2} {
		if most/(f*power) <= 5 {
			return f * power
		}
	}
	return 5 * power
}

// firstOfMonth is the first day of the month that is some months from a day's.
func firstOfMonth(d workdays.Date, months int) workdays.Date {
	y, m, _ := d.Civil()
	n := y*12 + int(m) - 1 + months
	first, _ := workdays.ParseDate(fmt.Sprintf("%04d-%02d-01", n/12, n%12+1))
	return first
}

// period writes two dates, either of which may be open.
func (v *visit) period(from, to workdays.Date) string {
	none := workdays.NoDate
	switch {
	case from == none && to == none:
		return words["period.all"].In(v.Lang)
	case from == none:
		return fmt.Sprintf(words["period.to"].In(v.Lang), to)
	case to == none:
		return fmt.Sprintf(words["period.from"].In(v.Lang), from)
	case from == to:
		return from.String()
	}
	return fmt.Sprintf(words["period.both"].In(v.Lang), from, to)
}

// gapped is a list as small charts draw it.
func gapped(list []bar, id string) []bar {
	if isHighRate(list, id) {
		return shortfall(list)
	}
	return list
}
