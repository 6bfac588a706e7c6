package site

import (
	"fmt"
	"slices"
	"strconv"

	"caseledger/ledger/lateness"
	"caseledger/projections/late"
)

// latePage says what was recorded late (补录): by organisation and lag, in which
// batches, and entry by entry.
func latePage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("late.title"), now: true, sheet: sheet{Columns: []string{"org", "lag", "records", "batched", "longest"}}}
	q, err := v.lateQuery()
	if err != nil || v.known == 0 {
		return doc, err
	}
	sum, err := late.Summarize(v, v.Views, q)
	if err != nil {
		return doc, err
	}
	for _, t := range sum.Totals {
		doc.add(t.Org, t.Class.Name, fmt.Sprint(t.Records), fmt.Sprint(t.Batched), fmt.Sprint(t.Longest))
	}
	page := listing{Tabs: v.registerTabs(), Lead: []string{v.word("late.lead"), v.period(q.From, q.To)}, Grids: []grid{v.lateHeat(sum)}}
	batches, err := v.lateBatches(q)
	if err != nil {
		return doc, err
	}
	entries, err := v.lateEntries(q)
	page.Grids = append(page.Grids, batches, entries)
	doc.data = page
	return doc, err
}

func (v *visit) lateQuery() (q late.Query, err error) {
	if err := v.latest(); err != nil {
		return q, err
	}
	if err := v.only("org", "from", "to", "after"); err != nil {
		return q, err
	}
	q = late.Query{Org: v.text("org"), First: mostVoices}
	if q.From, q.To, err = v.days(); err != nil {
		return q, err
	}
	q.After, err = v.after()
	return q, err
}

// lateHeat is one row for each organisation, one column for each class of lag.
func (v *visit) lateHeat(s late.Summary) grid {
	g := grid{Title: v.word("late.orgs"), Empty: v.word("late.none"), Heads: v.heads("org")}
	classes := lateness.Classes()
	for _, c := range classes {
		g.Heads = append(g.Heads, gridHead{v.word("late.class", c.Name), true})
	}
	g.Heads = append(g.Heads, v.heads("#late.batched", "#late.longest")...)
	for i := 0; i < len(s.Totals); {
		org := s.Totals[i].Org
		row := []gridCell{{Text: v.orgName(org), Link: v.with("org", org).String()}}
		counts, batched, longest := make([]int, len(classes)), 0, 0
		for ; i < len(s.Totals) && s.Totals[i].Org == org; i++ {
			t := &s.Totals[i]
			counts[slices.IndexFunc(classes, func(c lateness.Class) bool { return c.Name == t.Class.Name })] += t.Records
			batched, longest = batched+t.Batched, max(longest, t.Longest)
		}
		for _, n := range counts {
			row = append(row, whole(n))
		}
		g.add(append(row, whole(batched), plain(fmt.Sprint(longest)))...)
	}
	return g
}

// mostBatches bounds the batches on a page.
const mostBatches = 50

func (v *visit) lateBatches(q late.Query) (grid, error) {
	g := grid{Title: v.word("late.batches"), Note: v.word("late.batches.note"), Empty: v.word("none.here"), Heads: v.heads("org", "late.begun", "late.ended", "#late.records", "#late.cases")}
	q.First, q.After = mostBatches, 0
	list, err := late.Batches(v, v.Views, q)
	for _, b := range list {
		g.add(v.orgCell(b.Org), plain(v.moment(b.Begun)), plain(v.moment(b.Ended)), whole(b.Records), whole(b.Cases))
	}
	return g, err
}

func (v *visit) lateEntries(q late.Query) (grid, error) {
	g := grid{Title: v.word("late.entries"), Empty: v.word("late.none"), Heads: v.heads("case.number", "late.action", "org", "late.occurred", "late.recorded", "#late.days")}
	found, err := late.Entries(v, v.Views, q)
	for _, e := range found.Entries {
		g.add(v.caseCell(e.Number), plain(v.action(e.Type)), v.orgCell(e.Org), plain(v.moment(e.Occurred)), plain(v.moment(e.Recorded)), plain(fmt.Sprint(e.Days)))
	}
	if found.More {
		last := found.Entries[len(found.Entries)-1].Ordinal
		g.More = []fact{{Name: v.word("cases.next"), Link: v.with("after", strconv.FormatUint(last, 10)).String()}}
	}
	return g, err
}
