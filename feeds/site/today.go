package site

import (
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// todayPage says what is happening: four numbers, the month beside others, each of
// its working days.
func todayPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["today.title"].In(v.Lang), sheet: sheet{Columns: []string{"figure", "period", "value", "numerator", "denominator"}},
		figures: []string{"accepted", "closed", "open", "overdue", "on_time_rate", "early_rate", "working_days_p50"}}
	if v.known == 0 {
		return doc, nil
	}
	q, err := v.figures()
	if err != nil {
		return doc, err
	}
	data := todayData{Date: v.Lang.date(v.today), Weekday: v.Lang.weekday(v.today)}
	cal, err := v.Calendar()
	if err != nil {
		return doc, err
	}
	data.Working = cal.On(v.today).Working
	if data.Tiles, err = v.tiles(q, cal, &doc.sheet); err != nil {
		return doc, err
	}
	if data.Rows, err = v.monthRows(q, &doc.sheet); err != nil {
		return doc, err
	}
	days, err := v.monthDays(q, cal)
	if err != nil {
		return doc, err
	}
	data.Wide, data.Narrow, data.Days = bars(days, 1104, 220, doc.title), bars(days, 328, 200, doc.title), days
	data.Month = v.period(firstOfMonth(v.today, 0), v.today)
	doc.data = data
	return doc, nil
}

type todayData struct {
	Date, Weekday, Month string
	Working              bool
	Tiles                []tile
	Rows                 []monthRow
	Wide, Narrow         chart
	Days                 []bar
}

// tile is a figure with its last working days.
type tile struct {
	number
	Label string
	Spark chart
	Bad   bool
}

type monthRow struct {
	number
	Last, Year string // the month before, and the same month a year before
	Trend      chart
}

// sparkDays is how many working days small charts show.
const sparkDays = 15

// tiles are the four numbers of the day.
func (v *visit) tiles(q projections.FigureQuery, cal *workdays.Calendar, to *sheet) ([]tile, error) {
	q.IDs = []string{"accepted", "closed", "open", "overdue"}
	from := v.today
	for n := 0; n < sparkDays-1 && from > v.today-60; from-- {
		if cal.On(from).Working {
			n++
		}
	}
	q.From, q.To = from, v.today
	points, err := v.series(q, projections.Day)
	if err != nil {
		return nil, err
	}
	var out []tile
	for i, id := range q.IDs {
		t := tile{Label: words["tile."+id].In(v.Lang), Bad: id == "overdue"}
		var list []bar
		for _, p := range points {
			last := p.To == v.today
			if f := p.Figures[i]; last || cal.On(p.From).Working {
				list = append(list, bar{Label: p.Label, Value: valueOf(f), Hollow: last && i < 2})
				if last {
					t.number = v.number(f, "from", v.today.String(), "to", v.today.String())
					to.add(id, p.Label, valueOf(f), f.Numerator, f.Denominator)
				}
			}
		}
		t.Bad = t.Bad && t.Value != "0"
		t.Spark = spark(list)
		out = append(out, t)
	}
	return out, nil
}

// monthRows hold the month beside the one before and the one a year before, each as
// far as it goes itself.
func (v *visit) monthRows(q projections.FigureQuery, to *sheet) ([]monthRow, error) {
	q.IDs = []string{"accepted", "closed", "on_time_rate", "early_rate", "working_days_p50"}
	q.From, q.To = firstOfMonth(v.today, -12), v.today
	points, err := v.series(q, projections.Month)
	if err != nil {
		return nil, err
	}
	var out []monthRow
	for i := range q.IDs {
		var list []bar
		for j, p := range points {
			f := p.Figures[i]
			list = append(list, bar{Label: p.Label, Value: valueOf(f), Hollow: j == len(points)-1})
			to.add(f.ID, p.Label, valueOf(f), f.Numerator, f.Denominator)
		}
		n := len(points)
		row := monthRow{number: v.number(points[n-1].Figures[i], "from", points[n-1].From.String(), "to", points[n-1].To.String()),
			Last: "—", Year: "—", Trend: spark(gapped(list[1:], q.IDs[i]))}
		if s := list[n-2].Value; s != "" {
			row.Last = grouped(s)
		}
		if s := list[0].Value; s != "" {
			row.Year = grouped(s)
		}
		out = append(out, row)
	}
	return out, nil
}

// monthDays are the working days of the month, and others on which something was
// done, with what was accepted and what was closed.
func (v *visit) monthDays(q projections.FigureQuery, cal *workdays.Calendar) (out []bar, err error) {
	q.IDs = []string{"accepted", "closed"}
	q.From, q.To = firstOfMonth(v.today, 0), v.today
	points, err := v.series(q, projections.Day)
	if err != nil {
		return nil, err
	}
	for _, p := range points {
		accepted, closed := valueOf(p.Figures[0]), valueOf(p.Figures[1])
		state := cal.On(p.From)
		if !state.Working && accepted == "0" && closed == "0" {
			continue
		}
		b := bar{Label: strings.TrimPrefix(p.Label[5:], "0"), Value: accepted, Second: closed, Hollow: p.To == v.today}
		if state.Working && p.From.Start(casefile.Standard()).Weekday()%6 == 0 {
			b.Mark = words["makeup"].In(v.Lang)
		}
		out = append(out, b)
	}
	return out, nil
}

// Index are the pages that are not in the navigation, by path and key of their text.
func (v *visit) Index() []tab {
	return v.tabs("bulletin", "bulletins", "restatements", "restatements", "ratings", "ratings", "complaints", "complaints", "questions", "questions", "objections", "objections",
		"cards", "cards", "compare", "compare", "late", "late.title", "registers", "registers", "foi", "foi", "calendar", "calendar", "log", "log", "changes", "changes", "lint", "lint",
		"say/rate", "say.rate.long", "say/complain", "say.complain.long", "say/ask", "say.ask.long", "say/object", "say.object.long", "screen", "screen", "about/official", "about")
}
