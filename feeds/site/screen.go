package site

// screenPage is for the wall and the touch screen of a hall: few words, large, of one
// organisation, with what waits and where to go.
func screenPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.Site.Title, sheet: sheet{Columns: []string{"figure", "value"}}, figures: screenFigures}
	if doc.title == "" {
		doc.title = v.word("site")
	}
	if err := v.only("org"); err != nil || v.known == 0 {
		return doc, err
	}
	q, err := v.figures(screenFigures...)
	if err != nil {
		return doc, err
	}
	data := screenData{Date: v.Lang.date(v.today), Weekday: v.Lang.weekday(v.today), Org: v.Query.Get("org")}
	if data.Org != "" {
		doc.title = v.orgName(data.Org)
	}
	q.From, q.To = v.today, v.today
	found, err := v.ask(q)
	if err != nil {
		return doc, err
	}
	for _, id := range screenFigures {
		f := found[id]
		doc.add(id, valueOf(f))
		data.Tiles = append(data.Tiles, tile{number: v.number(f, "org", data.Org, "from", v.today.String(), "to", v.today.String()), Label: v.figureName(id)})
	}
	d, err := v.Directory()
	if err != nil {
		return doc, err
	}
	for _, w := range d.Windows(v.today, data.Org) {
		if len(data.Windows) < mostWindows {
			data.Windows = append(data.Windows, fact{Name: orElseText(w.Name, w.Window), Value: v.orgName(w.Org), Link: v.To("orgs/" + w.Org)})
		}
	}
	doc.data = data
	return doc, nil
}

// screenFigures are those on the wall, mostWindows bounds the windows there.
var screenFigures = []string{"accepted", "closed", "open", "overdue"}

const mostWindows = 24

type screenData struct {
	Date, Weekday, Org string
	Tiles              []tile
	Windows            []fact
}
