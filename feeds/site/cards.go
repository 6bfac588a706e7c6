package site

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/card"
	"caseledger/projections"
	"caseledger/projections/supervision"
)

// cardsPage lists warnings and cards (预警、黄牌、红牌) as known at the record of the
// page, newest last, and counts them.
func cardsPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("cards"), sheet: sheet{Columns: []string{"number", "colour", "rule", "policy", "org", "case", "item", "due", "fell", "recorded", "status", "appeal", "rectifyBy", "result"}}}
	q, err := v.cardQuery()
	if err != nil || v.known == 0 {
		return doc, err
	}
	counts, err := v.cardCounts(q)
	if err != nil {
		return doc, err
	}
	list := grid{Title: v.word("voice.list"), Empty: v.word("cards.none"), Heads: v.heads("cards.number", "cards.colour", "cards.rule", "org", "case", "cards.fell", "status", "cards.appeal")}
	for {
		found, err := supervision.List(v, v.Views, q)
		if err != nil {
			return doc, err
		}
		for _, c := range found.Cards {
			doc.add(c.Number, c.Colour, c.Rule, c.Policy, c.Org, c.Case, c.Item, c.Due.String(), c.FellOn().String(), v.moment(c.Recorded), string(c.Status()), string(c.Appeal()), c.RectifyBy.String(), string(c.Result))
			if v.Ending == "" {
				list.add(v.cardCell(c), plain(coded(signals, v.Lang, c.Colour)), plain(coded(occasions, v.Lang, c.Rule)), v.orgCell(c.Org), v.caseCell(c.Case), plain(c.FellOn().String()),
					gridCell{Text: coded(standings, v.Lang, string(c.Status()))}, plain(coded(appeals, v.Lang, string(c.Appeal()))))
			}
		}
		if !found.More {
			break
		}
		q.After = found.Cards[len(found.Cards)-1].Ordinal
		if v.Ending == "" {
			list.More = []fact{{Name: v.word("cases.next"), Link: v.with("after", strconv.FormatUint(q.After, 10)).String()}}
			break
		}
	}
	doc.data = listing{Tabs: v.cardTabs(), Lead: []string{v.word("cards.lead"), v.period(q.From, q.To)}, Grids: append(counts, list)}
	return doc, nil
}

// cardTabs are the pages of supervision.
func (v *visit) cardTabs() []tab {
	out := v.tabs("cards", "cards")
	for _, colour := range []string{"warning", "yellow", "red"} {
		out = append(out, tab{coded(signals, v.Lang, colour), v.to("cards", "colour", colour).String(), v.Query.Get("colour") == colour})
	}
	return append(out, v.tabs("registers/findings", "register.findings", "complaints", "complaints")...)
}

func (v *visit) cardCell(c *supervision.Card) gridCell {
	return gridCell{Text: c.Number, Link: v.To("cards/" + c.Number)}
}

// cardQuery is what the address asks for.
func (v *visit) cardQuery() (q supervision.Query, err error) {
	if err := v.only("org", "item", "from", "to", "status", "colour", "after"); err != nil {
		return q, err
	}
	q = supervision.Query{KnownAt: v.known, Item: v.Query.Get("item"), Status: supervision.Status(v.Query.Get("status")), Colour: v.Query.Get("colour")}
	if s := string(q.Status); s != "" && standings[s].Zh == "" {
		return q, invalid("status", s, "want standing or cancelled")
	}
	if q.Colour != "" && signals[q.Colour].Zh == "" {
		return q, invalid("colour", q.Colour, "want warning, yellow or red")
	}
	if q.From, q.To, err = v.days(); err != nil {
		return q, err
	}
	if q.First, q.After, err = v.part(); err != nil {
		return q, err
	}
	if org := v.Query.Get("org"); org != "" {
		d, err := v.Directory()
		if err != nil {
			return q, err
		}
		q.Under(d, org, false)
	}
	return q, nil
}

// cardCounts are the cards by colour, by occasion and by organisation: what stands, and
// what was cancelled.
func (v *visit) cardCounts(q supervision.Query) ([]grid, error) {
	groups, err := supervision.Counts(v, v.Views, q)
	if err != nil {
		return nil, err
	}
	type sums map[string]map[string]int // by key, then colour; "" counts cancelled ones
	colour, rule, org := sums{}, sums{}, sums{}
	add := func(s sums, key, column string, n int) {
		if s[key] == nil {
			s[key] = map[string]int{}
		}
		s[key][column] += n
	}
	for _, g := range groups {
		column := g.Colour
		if g.Status == supervision.Cancelled {
			column = ""
		}
		add(colour, g.Colour, column, g.Count)
		add(rule, g.Rule, column, g.Count)
		add(org, g.Org, column, g.Count)
	}
	all := grid{Title: v.word("voice.sum"), Heads: v.heads("cards.colour", "#cards.standing", "#cards.cancelled")}
	for _, c := range []string{"warning", "yellow", "red"} {
		all.add(plain(coded(signals, v.Lang, c)), whole(colour[c][c]), whole(colour[c][""]))
	}
	by := func(title, head string, s sums, name func(string) gridCell) grid {
		g := grid{Title: v.word(title), Empty: v.word("none.here"), Heads: v.heads(head, "#signal.warning", "#signal.yellow", "#signal.red", "#cards.cancelled")}
		for _, key := range slices.Sorted(maps.Keys(s)) {
			g.add(name(key), whole(s[key]["warning"]), whole(s[key]["yellow"]), whole(s[key]["red"]), whole(s[key][""]))
		}
		return g
	}
	rules := by("cards.rules", "cards.rule", rule, func(key string) gridCell { return plain(coded(occasions, v.Lang, key)) })
	orgs := by("voice.orgs", "org", org, func(key string) gridCell {
		return gridCell{Text: v.orgName(key), Link: v.with("org", key).String()}
	})
	return []grid{all, rules, orgs}, nil
}

// cardPage is one card: the rule and its version, the limit that it is about and the
// case whose clock shows it day by day, each of its records, and how an appeal went.
func cardPage(v *visit, parts []string) (document, error) {
	doc := document{sheet: sheet{Columns: []string{"record", "action", "occurred", "recorded", "post"}}}
	c, err := supervision.Find(v, v.Views, parts[0], v.known)
	if err != nil {
		return doc, err
	}
	if c == nil {
		return doc, projections.ErrNotFound
	}
	doc.title = v.word("cards.title", coded(signals, v.Lang, c.Colour), coded(occasions, v.Lang, c.Rule))
	events, err := v.cardEvents(c, &doc.sheet)
	if err != nil {
		return doc, err
	}
	g := grid{Title: v.word("cards.facts"), Heads: v.heads("about.fact", "value")}
	row := func(key string, value gridCell) {
		if value.Text != "" && value.Text != "—" {
			g.add(plain(v.word(key)), value)
		}
	}
	row("cards.number", plain(c.Number))
	row("status", plain(coded(standings, v.Lang, string(c.Status()))))
	row("org", v.orgCell(c.Org))
	row("case", v.caseCell(c.Case))
	row("item", plain(v.itemName(c.Item)))
	row("cards.rule", plain(coded(occasions, v.Lang, c.Rule)))
	row("cards.policy", gridCell{Text: c.Policy, Link: v.To("rules"), Note: v.policyBasis(c.Policy)})
	row("cards.due", plain(dayOr(c.Due)))
	row("cards.fell", plain(v.moment(c.Fell)))
	row("cards.cause", plain(c.Cause))
	row("cards.appeal", gridCell{Text: coded(appeals, v.Lang, string(c.Appeal())), Note: strings.TrimSpace(c.Ground + " " + c.Basis)})
	row("cards.cancelled", gridCell{Text: v.moment(c.CancelledAt), Note: c.CancelReason})
	row("cards.rectify", gridCell{Text: dayOr(c.RectifyBy), Note: coded(results, v.Lang, string(c.Result))})
	page := listing{Over: v.word("cards.over", c.Ordinal), Tabs: v.cardTabs(), Grids: []grid{g, events}}
	if c.Case != "" {
		page.Lead = []string{v.word("cards.clock")}
		page.Grids[0].More = []fact{{Name: v.word("cards.evidence", c.Case), Link: v.To("case/" + c.Case)}}
	}
	doc.data = page
	return doc, nil
}

// policyBasis is on what a version of the rules rests.
func (v *visit) policyBasis(id string) string {
	set, err := v.Views.Policies(v, v.position())
	if err != nil {
		return ""
	}
	for _, p := range set.All() {
		if p.ID() == id {
			return strings.TrimSpace(p.Version + " " + p.Basis)
		}
	}
	return ""
}

// cardEvents are the records of a card, up to that of the page.
func (v *visit) cardEvents(c *supervision.Card, to *sheet) (grid, error) {
	g := grid{Title: v.word("history"), Heads: v.heads("register.action", "late.occurred", "late.recorded", "post", "record")}
	stream := ledger.StreamID(card.Prefix + c.Number)
	err := v.Views.EachTold(v, string(stream), func(ordinal uint64, r *ledger.Record) error {
		if r.Stream != stream || ordinal > v.known {
			return nil
		}
		to.add(fmt.Sprint(ordinal), r.Type, v.moment(r.Occurred), v.moment(r.Recorded), r.Post)
		g.add(plain(v.anyAction(r.Type)), plain(v.moment(r.Occurred)), plain(v.moment(r.Recorded)), plain(orElseText(r.Post, "—")), gridCell{Text: fmt.Sprint(ordinal), Link: v.AtRecord(ordinal)})
		return nil
	})
	return g, err
}
