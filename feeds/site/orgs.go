package site

import (
	"slices"

	"caseledger/ledger/registry"
	"caseledger/projections"
)

// orgsPage is the tree of organisations of the day.
func orgsPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["orgs"].In(v.Lang), sheet: sheet{Columns: []string{"org", "name", "level", "parent", "address", "hours"}}}
	if v.known == 0 {
		return doc, nil
	}
	d, err := v.Directory()
	if err != nil {
		return doc, err
	}
	var rows []orgRow
	for _, o := range d.Organisations(v.today) {
		if !o.Open() {
			continue
		}
		path := d.Path(o.Code, v.today)
		parent := ""
		if len(path) > 1 {
			parent = path[1]
		}
		doc.add(o.Code, o.Name, string(o.Level), parent, o.Address, o.Hours)
		slices.Reverse(path)
		rows = append(rows, orgRow{o.Code, o.Name, coded(levels, v.Lang, string(o.Level)), min(len(path)-1, 5), path})
	}
	slices.SortFunc(rows, func(a, b orgRow) int { return slices.Compare(a.path, b.path) })
	if len(rows) == 0 { // nobody has registered any: those that cases name
		codes, err := v.counted(projections.Org)
		if err != nil {
			return doc, err
		}
		for _, code := range codes {
			doc.add(code, code, "", "", "", "")
			rows = append(rows, orgRow{Code: code, Name: code})
		}
	}
	doc.data = rows
	return doc, nil
}

type orgRow struct {
	Code, Name, Level string
	Depth             int
	path              []string
}

// orgFigures are what an organisation is told by, always the same.
var orgFigures = []string{"accepted", "closed", "open", "overdue", "on_time_rate", "early_rate", "working_days_p50", "speed_up", "mean_own_days", "mean_superior_days"}

// orgPage is an organisation with all below it: where it is, how it does, and those
// right below it side by side, by name.
func orgPage(v *visit, parts []string) (document, error) {
	code := parts[0]
	doc := document{title: v.orgName(code), figures: orgFigures, sheet: sheet{Columns: []string{"org", "figure", "value", "numerator", "denominator", "unit"}}}
	d, err := v.Directory()
	if err != nil {
		return doc, err
	}
	o, listed := d.Organisation(code, v.today)
	data := orgData{Org: o, Listed: listed, Level: coded(levels, v.Lang, string(o.Level))}
	for _, t := range o.Telephones {
		data.Lines = append(data.Lines, fact{coded(telephones, v.Lang, t.For), t.Number, ""})
	}
	for _, above := range d.Path(code, v.today)[1:] {
		data.Path = append([]orgRow{{Code: above, Name: v.orgName(above)}}, data.Path...)
	}
	q, err := v.figures(known(orgFigures)...)
	if err != nil || v.known == 0 {
		return doc, err
	}
	q.Org = &code
	found, err := v.ask(q)
	if err != nil {
		return doc, err
	}
	for _, id := range q.IDs {
		f := found[id]
		doc.add(code, id, valueOf(f), f.Numerator, f.Denominator, f.Unit)
		data.Numbers = append(data.Numbers, v.number(f, "org", code, "from", v.Query.Get("from"), "to", v.Query.Get("to")))
	}
	if found["accepted"].Numerator == "0" && !listed {
		return doc, projections.ErrNotFound
	}
	if err := data.below(v, d, q, &doc.sheet); err != nil {
		return doc, err
	}
	data.Period = v.period(q.From, q.To)
	months, err := v.lastMonths(q, "accepted", nil)
	data.Trend = v.trend(months, "accepted")
	doc.data = data
	return doc, err
}

type orgData struct {
	Org     registry.Organisation
	Listed  bool
	Level   string
	Lines   []fact
	Path    []orgRow
	Numbers []number
	Period  string
	Below   []belowRow
	Trend   trend
}

// belowRow is an organisation right below, with what it is compared by.
type belowRow struct {
	Code, Name             string
	Accepted, Open, OnTime number
}

// mostBelow bounds the organisations that are shown side by side.
const mostBelow = 60

func (data *orgData) below(v *visit, d *registry.Directory, q projections.FigureQuery, to *sheet) error {
	q.IDs = []string{"accepted", "open", "on_time_rate"}
	for _, code := range d.Below(data.Org.Code, v.today) {
		path := d.Path(code, v.today)
		o, _ := d.Organisation(code, v.today)
		if len(path) < 2 || path[1] != data.Org.Code || !o.Open() || len(data.Below) == mostBelow {
			continue
		}
		q.Org = &code
		found, err := v.ask(q)
		if err != nil {
			return err
		}
		for _, id := range q.IDs {
			f := found[id]
			to.add(code, id, valueOf(f), f.Numerator, f.Denominator, f.Unit)
		}
		n := func(id string) number { return v.number(found[id], "org", code) }
		data.Below = append(data.Below, belowRow{code, orElseText(o.Name, code), n("accepted"), n("open"), n("on_time_rate")})
	}
	return nil
}
