package site

import (
	"context"
	"fmt"
	"slices"

	"caseledger/ledger"
	"caseledger/projections"
	"caseledger/projections/statements"
)

// frozenRows are those of one statement, held against its hash, with what follows
// from them. They never change, so they are computed once.
type frozenRows struct {
	rows     []statements.Row
	compared []statements.Comparison
	text     string
}

func (f *frozenRows) row(d statements.Dimension, key, figure string) *statements.Row {
	for i := range f.rows {
		if r := &f.rows[i]; r.Dimension == d && r.Key == key && r.Figure == figure {
			return r
		}
	}
	return nil
}

// keys are the values of a dimension that have rows, in their order.
func (f *frozenRows) keys(d statements.Dimension) (out []string) {
	for i := range f.rows {
		if r := &f.rows[i]; r.Dimension == d && !slices.Contains(out, r.Key) {
			out = append(out, r.Key)
		}
	}
	return out
}

func positionOf(ordinal int) ledger.Position { return ledger.Position(ordinal) }

// frozenOf gives the rows of a statement.
func (s *Site) frozenOf(ctx context.Context, e statements.Edition) (*frozenRows, error) {
	key := fmt.Sprint(e.Scope, " ", e.Ordinal, " ", e.SHA256)
	if kept, ok := s.frozen.Get(key); ok {
		return kept, nil
	}
	rows, err := statements.Frozen(ctx, s.Views, e.Scope, e.Frozen)
	if err != nil {
		return nil, err
	}
	compared, err := statements.Comparisons(ctx, s.Views, e.Scope, e.Frozen, rows)
	if err != nil {
		return nil, err
	}
	out := &frozenRows{rows, compared, statements.Bulletin(e.Scope, rows, compared)}
	s.frozen.Add(key, out)
	return out, nil
}

// revision is what one edition changed of the one before, and why.
type revision struct {
	changes []statements.Change
	more    bool
}

func (s *Site) revisionOf(ctx context.Context, before, after statements.Edition) (*revision, error) {
	key := fmt.Sprint(before.Scope, " ", before.Ordinal, " ", after.Ordinal)
	if kept, ok := s.revisions.Get(key); ok {
		return kept, nil
	}
	changes, more, err := statements.Restatement(ctx, s.Views, before.Scope, before.Frozen, uint64(after.Ordinal))
	if err != nil {
		return nil, err
	}
	out := &revision{changes, more}
	s.revisions.Add(key, out)
	return out, nil
}

// restatementsPage lists what was published and is known otherwise since, with the
// records that changed it and how late they came.
func restatementsPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("restatements"), sheet: sheet{Columns: []string{"period", "org", "edition", "dimension", "key", "figure", "was", "is", "record", "case", "why", "recorded", "lagDays"}}}
	if err := v.only(); err != nil || v.known == 0 {
		return doc, err
	}
	list, err := v.editions(nil)
	if err != nil {
		return doc, err
	}
	g := grid{Empty: v.word("restatements.none"), Heads: v.heads("bulletin.month", "org", "bulletin.edition", "bulletin.recorded", "#bulletin.changed")}
	for i, e := range list {
		if e.N == 1 {
			continue
		}
		r, err := v.revisionOf(v, list[i-1], e)
		if err != nil {
			return doc, err
		}
		v.restated(&doc.sheet, e, r)
		g.add(gridCell{Text: v.month(e.Period), Link: v.bulletin(e.Scope)}, v.wholeOr(e.Org), plain(v.edition(e)), plain(v.moment(e.Recorded)), whole(e.Changed))
	}
	slices.Reverse(g.Rows)
	doc.data = listing{Tabs: v.bulletinTabs(), Lead: []string{v.word("restatements.lead")}, Grids: []grid{g}}
	return doc, nil
}

// restated writes the cells that an edition changed, one row for each cause.
func (v *visit) restated(to *sheet, e statements.Edition, r *revision) {
	for _, c := range r.changes {
		of := changedRow(&c)
		head := []string{string(e.Period), e.Org, fmt.Sprint(e.N), string(of.Dimension), of.Key, of.Figure, rowValue(c.Before), rowValue(c.After)}
		if len(c.Causes) == 0 {
			to.add(append(head, "", "", "", "", "")...)
		}
		for _, x := range c.Causes {
			to.add(append(slices.Clone(head), fmt.Sprint(x.Ordinal), x.Case, string(x.Why), v.moment(x.Recorded), fmt.Sprint(x.Lag))...)
		}
	}
}

func rowValue(r *statements.Row) string {
	if r == nil {
		return ""
	}
	return orNothing(r.Value)
}

// changedRow is what a change is of.
func changedRow(c *statements.Change) *statements.Row {
	if c.Before == nil {
		return c.After
	}
	return c.Before
}

// cellName names a cell of a statement: 县公安局 受理件数.
func (v *visit) cellName(r *statements.Row) string {
	of := map[statements.Dimension]func(string) string{statements.Whole: func(string) string { return v.word("bulletin.sum") }, statements.Org: v.orgName, statements.Item: v.itemName,
		statements.Kind: func(key string) string { return coded(kinds, v.Lang, key) }}[r.Dimension](r.Key)
	return of + " · " + v.figureName(r.Figure)
}

// causes names the first record that changed a cell, and says how many there are and
// how late the last one came.
func (v *visit) causes(list []statements.Cause) gridCell {
	if len(list) == 0 {
		return plain("—")
	}
	c, latest := list[0], 0
	for _, x := range list {
		latest = max(latest, x.Lag)
	}
	out := gridCell{Text: v.word("cause." + string(c.Why)), Note: v.word("cause.records", len(list), latest)}
	if c.Case != "" {
		out.Link = v.To("case/" + c.Case)
	}
	return out
}

// pending is what is known otherwise since the last edition and not restated yet; of
// the whole alone.
func (v *visit) pending(last statements.Edition) (grid, error) {
	g := grid{Title: v.word("pending.title"), Empty: v.word("pending.none"), Heads: v.heads("figure", "#since.was", "#since.is")}
	frozen, err := v.frozenOf(v, last)
	if err != nil {
		return g, err
	}
	q := projections.FigureQuery{Decimals: -1}
	q.From, q.To = last.Period.Days()
	q.AsOf = q.To
	if last.Org != "" {
		q.Org = &last.Org
	}
	for _, d := range last.Definitions {
		q.IDs = append(q.IDs, d.ID)
	}
	found, err := v.ask(q)
	for _, id := range q.IDs {
		r, f := frozen.row(statements.Whole, "", id), found[id]
		if r != nil && f.ID != "" && (r.Numerator != f.Numerator || orNothing(r.Denominator) != f.Denominator) {
			g.add(gridCell{Text: v.figureName(id), Link: v.To("figures/"+id, "org", last.Org, "from", q.From.String(), "to", q.To.String())},
				plain(orElseText(rowValue(r), "—")), plain(orElseText(valueOf(f), "—")))
		}
	}
	return g, err
}

// mostChanged bounds the cells that a page lists.
const mostChanged = 60

// since lists what the later editions of a month changed, and what is known
// otherwise again since the last of them.
func (v *visit) since(list []statements.Edition) (out []grid, err error) {
	g := grid{Title: v.word("since.title"), Empty: v.word("since.none"), Heads: v.heads("bulletin.edition", "since.cell", "#since.was", "#since.is", "since.why")}
	for i := 1; i < len(list); i++ {
		r, err := v.revisionOf(v, list[i-1], list[i])
		if err != nil {
			return nil, err
		}
		for _, c := range r.changes {
			if len(g.Rows) < mostChanged {
				g.add(plain(v.edition(list[i])), plain(v.cellName(changedRow(&c))), plain(orElseText(rowValue(c.Before), "—")), plain(orElseText(rowValue(c.After), "—")), v.causes(c.Causes))
			}
		}
		if n := len(r.changes); n > mostChanged {
			g.Note = v.word("shown.cells", mostChanged, n)
		}
	}
	last := list[len(list)-1]
	pending, err := v.pending(last)
	return []grid{g, pending}, err
}
