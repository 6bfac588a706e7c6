package site

import (
	"fmt"
	"strconv"
	"strings"

	"caseledger/ledger/registry"
	"caseledger/projections"
)

// itemsPage is the catalogue in force, by organisation and tag.
func itemsPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["items"].In(v.Lang), sheet: sheet{Columns: []string{"item", "name", "org", "level", "class", "handling", "promisedDays", "legalDays", "tags"}}}
	d, err := v.Directory()
	if err != nil || v.known == 0 {
		return doc, err
	}
	within := map[string]bool{}
	if org := v.Query.Get("org"); org != "" {
		for _, code := range d.Below(org, v.today) {
			within[code] = true
		}
	}
	data := itemsData{Tags: map[string]int{}}
	for _, i := range d.Items(v.today) {
		for _, tag := range i.Tags {
			data.Tags[tag]++
		}
		if len(within) > 0 && !within[i.Org] || v.Query.Get("tag") != "" && !contains(i.Tags, v.Query.Get("tag")) {
			continue
		}
		doc.add(i.Item, i.Name, i.Org, string(i.Level), i.Class, i.Handling, days(i.PromisedDays), days(i.LegalDays), strings.Join(i.Tags, " "))
		data.Items = append(data.Items, itemRow{i.Item, i.Name, v.orgName(i.Org), days(i.PromisedDays), days(i.LegalDays), i.Handling == "immediate"})
	}
	if len(data.Items) == 0 { // nobody has registered any: those that cases name
		codes, err := v.counted(projections.Item)
		if err != nil {
			return doc, err
		}
		for _, code := range codes {
			doc.add(code, code, "", "", "", "", "", "", "")
			data.Items = append(data.Items, itemRow{Code: code, Name: code})
		}
	}
	data.Total = len(data.Items)
	if data.Items, data.Next, err = v.cut(data.Items); err != nil {
		return doc, err
	}
	doc.data = data
	return doc, nil
}

type itemsData struct {
	Items []itemRow
	Tags  map[string]int
	Total int
	Next  string
}

// mostItems bounds the items on one page.
const mostItems = 100

// cut gives the items of the page that the address asks for, and the next one.
func (v *visit) cut(all []itemRow) (some []itemRow, next string, err error) {
	from := 0
	if s := v.Query.Get("after"); s != "" {
		if from, err = strconv.Atoi(s); err != nil || from < 0 {
			return nil, "", invalid("after", s, "want a number of items")
		}
	}
	some = all[min(from, len(all)):]
	if len(some) > mostItems {
		some, next = some[:mostItems], v.with("after", strconv.Itoa(from+mostItems)).String()
	}
	return some, next, nil
}

type itemRow struct {
	Code, Name, Org, Promised, Legal string
	Immediate                        bool
}

func days(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// itemPage is the guide of an item (办事指南): the six disclosures and its history.
func itemPage(v *visit, parts []string) (document, error) {
	d, err := v.Directory()
	if err != nil {
		return document{}, err
	}
	i, ok := d.Item(parts[0], v.today)
	if !ok {
		return v.unlisted(parts[0])
	}
	fees, err := v.Views.FeeStandards(v, v.position())
	if err != nil {
		return document{}, err
	}
	doc := document{title: i.Name, sheet: sheet{Columns: []string{"point", "text"}}}
	data := itemData{Item: i, Version: i.ID(), Ended: v.Lang.date(i.Abolished), Org: v.orgName(i.Org), InForce: i.InForce()}
	g, ok := d.Guide(parts[0], v.today, fees[parts[0]])
	if ok {
		data.points(v, &g, &doc.sheet)
	}
	for _, c := range d.Changes(parts[0]) {
		data.Changes = append(data.Changes, change{dayOr(c.Date), fmt.Sprintf("%s@%d", parts[0], c.Version), strings.Join(c.Members, " ")})
	}
	doc.data = data
	return doc, nil
}

// unlisted is the page of an item that cases name and nobody has registered.
func (v *visit) unlisted(code string) (document, error) {
	q, err := v.to("").figures("accepted")
	if err != nil {
		return document{}, err
	}
	q.Item = &code
	found, err := v.ask(q)
	if err != nil {
		return document{}, err
	}
	if found["accepted"].Numerator == "0" {
		return document{}, projections.ErrNotFound
	}
	i := registry.Item{Abolished: noDate}
	i.Item = code
	return document{title: code, data: itemData{Item: i}}, nil
}

type itemData struct {
	Item    registry.Item
	Version string // "SX-001@3"
	Ended   string
	Org     string
	InForce bool
	Points  []point
	Changes []change
}

// change is a version of the item, from a day on.
type change struct{ From, Version, Members string }

// point is one of what is made public of an item.
type point struct {
	Name  string
	Lines []string
}

func (d *itemData) points(v *visit, g *registry.Guide, to *sheet) {
	add := func(key string, lines ...string) {
		var said []string
		for _, l := range lines {
			if l != "" {
				said = append(said, l)
				to.add(key, l)
			}
		}
		d.Points = append(d.Points, point{words["guide."+key].In(v.Lang), said})
	}
	var materials, lines, places, fees []string
	for _, m := range g.Materials {
		materials = append(materials, m.Name)
	}
	for _, t := range g.Lines {
		lines = append(lines, coded(telephones, v.Lang, t.For)+" "+t.Number)
	}
	for _, o := range g.Places {
		places = append(places, strings.TrimSpace(o.Name+" "+o.Address))
	}
	if g.Fee != "" {
		fees = append(fees, g.Fee)
	}
	for _, s := range g.Standards {
		fees = append(fees, fmt.Sprint(s.Standard, " ", s.Amount, " ", s.Currency, " ", s.Basis))
	}
	limit := ""
	switch {
	case g.Immediate():
		limit = words["immediate"].In(v.Lang)
	case g.PromisedDays > 0:
		limit = fmt.Sprintf("%d %s", g.PromisedDays, unit(v.Lang, "working days"))
	}
	legal := ""
	if g.LegalDays > 0 {
		legal = fmt.Sprintf(words["guide.legal"].In(v.Lang), g.LegalDays)
	}
	add("content", g.Content)
	add("conditions", g.Conditions...)
	add("materials", materials...)
	add("procedure", g.Procedure...)
	add("limit", limit, legal)
	add("fees", fees...)
	add("basis", g.Basis...)
	add("places", places...)
	add("hours", g.Open)
	add("telephones", lines...)
	add("duties", g.Owner.Duties...)
}

// performancePage says how long an item really takes.
func performancePage(v *visit, parts []string) (document, error) {
	ids := []string{"accepted", "closed", "closed_early", "closed_on_time", "closed_late", "on_time_rate", "working_days_p50", "working_days_p90", "working_days_max",
		"mean_promised_days", "mean_actual_days", "speed_up", "mean_own_days", "mean_superior_days", "mean_applicant_days", "mean_suspended_days"}
	doc := document{title: fmt.Sprintf(words["performance.title"].In(v.Lang), v.itemName(parts[0])), figures: ids,
		sheet: sheet{Columns: []string{"figure", "value", "numerator", "denominator", "unit"}}}
	q, err := v.figures(known(ids)...)
	if err != nil || v.known == 0 {
		return doc, err
	}
	q.Item = &parts[0]
	found, err := v.ask(q)
	if err != nil {
		return doc, err
	}
	data := performanceData{Code: parts[0], Name: v.itemName(parts[0]), Period: v.period(q.From, q.To)}
	for _, id := range q.IDs {
		f := found[id]
		doc.add(id, valueOf(f), f.Numerator, f.Denominator, f.Unit)
		data.Numbers = append(data.Numbers, v.number(f, "item", parts[0], "from", v.Query.Get("from"), "to", v.Query.Get("to")))
	}
	list, err := v.distribution(q)
	if err != nil {
		return doc, err
	}
	promised, legal := 0, 0
	if d, err := v.Directory(); err != nil {
		return doc, err
	} else if i, ok := d.Item(parts[0], v.today); ok {
		promised, legal = i.PromisedDays, i.LegalDays
	}
	for _, l := range list {
		doc.add("days "+strconv.Itoa(l.Days), strconv.FormatInt(l.Cases, 10), "", "", "cases")
	}
	data.Histogram = v.histogram(list, promised, legal, doc.title)
	months, err := v.lastMonths(q, "working_days_p50", nil)
	data.Trend = v.trend(months, "working_days_p50")
	doc.data = data
	return doc, err
}

type performanceData struct {
	Code, Name, Period string
	Numbers            []number
	Trend              trend
	Histogram          histogram
}

// known keeps the ids that are defined.
func known(ids []string) (out []string) {
	for _, id := range ids {
		if ruleByID[id] != nil {
			out = append(out, id)
		}
	}
	return out
}
