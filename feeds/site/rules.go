package site

import (
	"fmt"

	"caseledger/ledger/workdays"
)

// calendarPage is the days off and made up of a year, with the notices.
func calendarPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["calendar"].In(v.Lang), sheet: sheet{Columns: []string{"date", "working", "name"}}}
	c, err := v.Calendar()
	if err != nil {
		return doc, err
	}
	year, _, _ := v.today.Civil()
	if from, err := v.day("from"); err != nil {
		return doc, err
	} else if from != noDate {
		year, _, _ = from.Civil()
	}
	data := calendarData{Year: year, Years: c.Years()}
	for d := workdays.Civil(year, 1, 1); d <= workdays.Civil(year, 12, 31); d++ {
		on := c.On(d)
		weekend := weekdayOf(d) >= 5
		doc.add(d.String(), fmt.Sprint(on.Working), v.why(on.Reason))
		if on.Working == weekend {
			data.Days = append(data.Days, fact{Name: d.String() + " " + v.Lang.weekday(d), Value: v.why(on.Reason), Link: map[bool]string{true: "on", false: "off"}[on.Working]})
		}
		data.Provisional = data.Provisional || on.Provisional
	}
	doc.data = data
	return doc, nil
}

type calendarData struct {
	Year        int
	Years       []int
	Days        []fact // that are not as the week has them
	Provisional bool
}

// rulesPage is the versions of the rules of all regimes, by date.
func rulesPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["rules"].In(v.Lang), sheet: sheet{Columns: []string{"id", "from", "version", "basis", "legalDays", "extensionDays"}}}
	set, err := v.Views.Policies(v, v.position())
	if err != nil {
		return doc, err
	}
	var rows []ruleRow
	for _, p := range set.All() {
		doc.add(p.ID(), p.From.String(), p.Version, p.Basis, days(p.LegalDays), days(p.ExtensionDays))
		rows = append(rows, ruleRow{coded(regimes, v.Lang, p.Regime), p.From.String(), p.Version, p.Basis, days(p.LegalDays), days(p.ExtensionDays), p.From <= v.today})
	}
	doc.data = rows
	return doc, nil
}

type ruleRow struct {
	Regime, From, Version, Basis, Legal, Extension string
	Begun                                          bool
}

type dataData struct {
	Tabs []tab
	List []fact
}

// dataPage says how to have it all, and check it.
func dataPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["data"].In(v.Lang), sheet: sheet{Columns: []string{"address", "what"}}}
	list := []fact{
		{Link: "/feeds/json", Name: "JSON Feed 1.1", Value: words["data.feed"].In(v.Lang)},
		{Link: "/feeds/atom", Name: "Atom", Value: words["data.feed"].In(v.Lang)},
		{Link: "/feeds/live", Name: "SSE", Value: words["data.live"].In(v.Lang)},
		{Link: "/graphql", Name: "GraphQL", Value: words["data.graphql"].In(v.Lang)},
		{Link: "/schema.graphql", Name: "schema.graphql", Value: words["data.schema"].In(v.Lang)},
	}
	if v.Log != nil {
		list = append(list, fact{Link: "/log/checkpoint", Name: "C2SP tlog-tiles", Value: words["data.log"].In(v.Lang)})
	}
	for _, b := range []string{"accepted", "handling", "results", "transfers", "materials"} {
		list = append(list, fact{Link: "/books/" + b + ".html", Name: b, Value: words["book."+b].In(v.Lang)})
	}
	for _, f := range list {
		doc.add(f.Link, f.Value)
	}
	doc.data = dataData{v.dataTabs(), list}
	return doc, nil
}
