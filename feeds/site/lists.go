package site

import (
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// findPage is one box for a case number or the number of a record.
func findPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["find"].In(v.Lang), sheet: sheet{Columns: []string{"case"}}}
	data := findData{Asked: strings.TrimSpace(v.Query.Get("q"))}
	if data.Asked == "" || v.known == 0 {
		doc.data = data
		return doc, nil
	}
	if n, err := strconv.ParseUint(data.Asked, 10, 63); err == nil && n > 0 {
		records, err := v.Views.Public(v, n, 1)
		if err != nil {
			return doc, err
		}
		for _, r := range records {
			if number, ok := strings.CutPrefix(string(r.Record.Stream), casefile.StreamPrefix); ok && r.Ordinal == n {
				data.Found = append(data.Found, number)
			}
		}
	} else if ledger.StreamID(casefile.StreamPrefix+data.Asked).Validate() == nil {
		page, err := v.Views.Cases(v, projections.CaseQuery{NumberPrefix: data.Asked, Order: projections.ByNumber, First: 20,
			AcceptedFrom: noDate, AcceptedTo: noDate})
		if err != nil {
			return doc, err
		}
		for _, c := range page.Rows {
			data.Found = append(data.Found, c.Number)
		}
	}
	for _, number := range data.Found {
		doc.add(number)
	}
	data.Missing = len(data.Found) == 0
	doc.data = data
	return doc, nil
}

type findData struct {
	Asked   string
	Found   []string
	Missing bool
}

// casesPage lists cases by the filter; all of them in the page's data.
func casesPage(v *visit, _ []string) (document, error) {
	doc := document{title: words["cases"].In(v.Lang), now: true, sheet: sheet{Columns: []string{"case", "status", "kind", "item", "org", "accepted", "due", "closed", "result"}}}
	q, err := v.caseQuery()
	if err != nil || v.known == 0 {
		return doc, err
	}
	if err := v.latest(); err != nil {
		return doc, err
	}
	data := casesData{}
	for {
		page, err := v.Views.Cases(v, q)
		if err != nil {
			return doc, err
		}
		if v.Ending == "" {
			data.Total, data.Rows = page.Total, v.caseRows(page.Rows)
			if page.HasNext {
				data.Next = v.with("after", page.Cursors[len(page.Cursors)-1]).String()
			}
			break
		}
		for i := range page.Rows {
			c := &page.Rows[i]
			doc.add(c.Number, string(c.Status), string(c.Kind), c.Item, c.Org, c.AcceptedOn().String(), c.Limit.On.String(), c.ClosedOn().String(), string(c.Result))
		}
		if !page.HasNext {
			break
		}
		q.After = page.Cursors[len(page.Cursors)-1]
	}
	doc.data = data
	return doc, nil
}

type casesData struct {
	Total int
	Rows  []caseRow
	Next  string
}

type caseRow struct {
	Number, Status, Kind, Item, Org, Accepted, Due, Closed string
	Bad                                                    bool
}

func (v *visit) caseRows(list []projections.Summary) (out []caseRow) {
	for i := range list {
		c := &list[i]
		r := caseRow{Number: c.Number, Status: coded(statusWords, v.Lang, string(c.Status)), Kind: coded(kinds, v.Lang, string(c.Kind)),
			Item: v.itemName(c.Item), Org: v.orgName(c.Org), Accepted: dayOr(c.AcceptedOn()), Due: dayOr(c.Limit.On), Closed: dayOr(c.ClosedOn())}
		r.Bad = c.Result == projections.Late || c.Status == casefile.Open && c.Limit.On != noDate && c.Limit.On < v.today
		out = append(out, r)
	}
	return out
}

// unlisted are what figures can choose by and lists of cases cannot.
var unlisted = []string{"level", "class", "tag", "asOf"}

// listable says whether the address's filter is one that lists of cases have.
func (v *visit) listable() bool {
	return !slices.ContainsFunc(unlisted, func(name string) bool { return v.Query.Get(name) != "" })
}

// caseQuery is the list that the address asks for.
func (v *visit) caseQuery() (q projections.CaseQuery, err error) {
	if !v.listable() {
		return q, invalid("query", "", "lists of cases cannot be chosen by "+strings.Join(unlisted, ", "))
	}
	f, err := v.figures()
	if err != nil {
		return q, err
	}
	q = projections.CaseQuery{Filter: f.Filter, AcceptedFrom: f.From, AcceptedTo: f.To, After: v.Query.Get("after"), First: 50, CountTotal: true, Descending: true}
	if v.Ending != "" {
		q.First, q.After, q.CountTotal = 1000, "", false
	}
	for name, to := range map[string]*string{"handling": (*string)(&q.Handling), "routing": (*string)(&q.Routing), "intake": (*string)(&q.Intake)} {
		*to = v.Query.Get(name)
	}
	switch s := v.Query.Get("status"); s {
	case "":
	case "overdue":
		yes := true
		q.Overdue, q.OverdueAt, q.Status = &yes, v.recorded, []casefile.Status{casefile.Open}
	default:
		for _, known := range statuses {
			if s == string(known) {
				q.Status = []casefile.Status{known}
			}
		}
		if q.Status == nil {
			return q, invalid("status", s, "want pending, open, closed, returned, withdrawn or overdue")
		}
	}
	return q, nil
}
