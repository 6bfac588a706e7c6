package site

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/ratings"
)

// The figures of ratings: the five levels, best first, and what stands beside them.
var (
	levelFigures  = []string{"ratings_very_satisfied", "ratings_satisfied", "ratings_basically_satisfied", "ratings_dissatisfied", "ratings_very_dissatisfied"}
	ratingFigures = []string{"ratings", "unrated", "rating_rate", "satisfaction_rate", "good_rating_rate", "bad_ratings", "invalidated_ratings",
		"bad_review_rectification_rate", "real_name_follow_up_rate"}
	ratingChannels = []string{"ratings_by_evaluation_box", "ratings_by_terminal", "ratings_by_qr", "ratings_by_counter", "ratings_by_phone", "ratings_by_web", "ratings_by_other"}
)

// ratingsPage says how content people are (好差评): always the five counts, with who
// did not rate apart, both definitions of contentment, and what became of the bad
// ones.
func ratingsPage(v *visit, _ []string) (document, error) {
	all := append(append(append([]string{}, levelFigures...), ratingFigures...), ratingChannels...)
	doc := document{title: v.word("ratings"), figures: all, sheet: sheet{Columns: []string{"org", "figure", "value", "numerator", "denominator", "unit"}}}
	q, err := v.figures(known(all)...)
	if err != nil || v.known == 0 {
		return doc, err
	}
	found, err := v.ask(q)
	if err != nil {
		return doc, err
	}
	for _, id := range q.IDs {
		f := found[id]
		doc.add(v.Query.Get("org"), id, valueOf(f), f.Numerator, f.Denominator, f.Unit)
	}
	n := func(id string) number {
		return v.number(found[id], "org", v.Query.Get("org"), "item", v.Query.Get("item"), "from", v.Query.Get("from"), "to", v.Query.Get("to"))
	}
	page := listing{Tabs: v.voiceTabs(), Lead: append(v.filterWords(q), v.period(q.From, q.To))}
	page.Grids = []grid{v.levelGrid(n, found), v.definitionGrid(n), v.reviewGrid(n), v.channelGrid(n)}
	if v.newest {
		open, err := v.openReviews()
		if err != nil {
			return doc, err
		}
		page.Grids = append(page.Grids, open)
	}
	by, err := v.ratingsBelow(q, &doc.sheet)
	page.Grids = append(page.Grids, by...)
	doc.data = page
	return doc, err
}

// voiceTabs are the pages of what people say.
func (v *visit) voiceTabs() []tab {
	return v.tabs("ratings", "ratings", "complaints", "complaints", "questions", "questions", "objections", "objections")
}

// levelGrid has the five counts, none left out, and apart from them who did not rate.
func (v *visit) levelGrid(n func(string) number, found map[string]projections.Figure) grid {
	g := grid{Title: v.word("ratings.levels"), Note: v.word("ratings.levels.note"), Heads: v.heads("ratings.level", "#count.cases", "#ratings.share")}
	all := found["ratings"].Numerator
	for _, id := range levelFigures {
		x := n(id)
		g.add(plain(v.levelName(id)), gridCell{Text: x.Value, Link: x.Link}, plain(share(found[id].Numerator, all)))
	}
	x := n("ratings")
	g.add(plain(v.word("ratings.all")), gridCell{Text: x.Value, Link: x.Link}, plain(share(all, all)))
	x = n("unrated")
	g.add(plain(v.word("ratings.unrated")), gridCell{Text: x.Value, Link: x.Link}, plain("—"))
	return g
}

// levelName is a level as the scale calls it.
func (v *visit) levelName(id string) string { return v.word("level." + id) }

// share is a part of a whole in percent with two decimals, — where there is none.
func share(part, of string) string {
	n, _ := strconv.ParseInt(part, 10, 64)
	d, _ := strconv.ParseInt(of, 10, 64)
	if d <= 0 {
		return "—"
	}
	return strconv.FormatFloat(float64(n)*100/float64(d), 'f', 2, 64) + "%"
}

// definitionGrid sets what is called content side by side.
func (v *visit) definitionGrid(n func(string) number) grid {
	g := grid{Title: v.word("ratings.definitions"), Heads: v.heads("figure", "#value", "ratings.recipe")}
	for _, id := range []string{"satisfaction_rate", "good_rating_rate", "rating_rate"} {
		x := n(id)
		g.add(gridCell{Text: x.Name, Link: x.Link}, v.cell(x), plain(v.word("recipe."+id)))
	}
	return g
}

// reviewGrid is what became of bad ratings, against the limits.
func (v *visit) reviewGrid(n func(string) number) grid {
	g := grid{Title: v.word("ratings.reviews"), Note: v.word("ratings.reviews.note"), Heads: v.heads("figure", "#value", "ratings.recipe")}
	for _, id := range []string{"bad_ratings", "bad_review_rectification_rate", "real_name_follow_up_rate", "invalidated_ratings"} {
		x := n(id)
		g.add(gridCell{Text: x.Name, Link: x.Link}, v.cell(x), plain(v.word("recipe."+id)))
	}
	return g
}

func (v *visit) channelGrid(n func(string) number) grid {
	g := grid{Title: v.word("ratings.channels"), Heads: v.heads("channel", "#count.cases")}
	for _, id := range ratingChannels {
		x := n(id)
		g.add(plain(v.word("by."+id)), gridCell{Text: x.Value, Link: x.Link})
	}
	return g
}

// mostReviews bounds the bad reviews that are listed.
const mostReviews = 20

// openReviews lists bad reviews about which something is still to be done, with
// their limits.
func (v *visit) openReviews() (grid, error) {
	g := grid{Title: v.word("ratings.open"), Empty: v.word("ratings.open.none"), Heads: v.heads("case.number", "org", "reviews.contact", "reviews.answer", "status")}
	q, err := v.caseQuery()
	if err != nil { // a filter that lists of cases do not have
		g.Note, g.Empty = v.word("ratings.open.filter"), ""
		return g, nil
	}
	q.BadReview, q.CountTotal, q.First, q.After = projections.OpenBadReview, true, mostReviews, ""
	list, err := v.Views.Cases(v, q)
	if err != nil {
		return g, err
	}
	for i := range list.Rows {
		c := &list.Rows[i]
		if c.Reviews == nil {
			continue
		}
		late := !c.Reviews.OverdueFrom.IsZero() && c.Reviews.OverdueFrom.Before(v.recorded)
		standing := gridCell{Text: v.word("reviews.open")}
		if late {
			standing = gridCell{Text: v.word("overdue"), Bad: true}
		}
		contact, answer := noDate, noDate
		for j, stage := range casefile.AllStages() {
			if r := c.Rated(stage); r.BadReview() && (r.OpenReview() || contact == noDate) {
				contact, answer = c.Reviews.Due[j].Contact, c.Reviews.Due[j].Answer
			}
		}
		g.add(v.caseCell(c.Number), v.orgCell(c.Org), plain(dayOr(contact)), plain(dayOr(answer)), standing)
	}
	if list.Total > len(g.Rows) {
		g.Note = v.word("shown.of", len(g.Rows), list.Total)
	}
	return g, nil
}

// ratingsBelow sets organisations side by side: the five counts, unrated, and
// contentment with its n; and windows by the last months.
func (v *visit) ratingsBelow(q projections.FigureQuery, to *sheet) ([]grid, error) {
	q.IDs = append(append([]string{}, levelFigures...), "unrated", "satisfaction_rate")
	g := grid{Title: v.word("ratings.orgs"), Empty: v.word("none.here"), Heads: v.heads("org", "#short.5", "#short.4", "#short.3", "#short.2", "#short.1", "#unrated", "#satisfaction")}
	codes, err := v.below(v.Query.Get("org"))
	if err != nil {
		return nil, err
	}
	for _, code := range codes {
		q.Org = &code
		found, err := v.ask(q)
		if err != nil {
			return nil, err
		}
		row := []gridCell{{Text: v.orgName(code), Link: v.with("org", code).String()}}
		for _, id := range q.IDs {
			f := found[id]
			to.add(code, id, valueOf(f), f.Numerator, f.Denominator, f.Unit)
			row = append(row, v.cell(v.number(f, "org", code)))
		}
		g.add(row...)
	}
	if !v.newest { // windows are counted as known now
		return []grid{g}, nil
	}
	windows, err := v.ratedWindows(to)
	return []grid{g, windows}, err
}

// windowMonths is over how many months windows are compared.
const windowMonths = 12

// ratedWindows are the ratings of each window over the last months, of the
// organisation that the address names.
func (v *visit) ratedWindows(to *sheet) (grid, error) {
	g := grid{Title: v.word("ratings.windows"), Note: v.word("ratings.windows.note"), Empty: v.word("none.here"), Heads: v.heads("window", "#short.5", "#short.4", "#short.3", "#short.2", "#short.1", "#satisfaction")}
	last := statement.Period(v.today.String()[:len("2006-01")])
	found, err := ratings.ByWindow(v, v.Views, ratings.Query{From: last.Add(1 - windowMonths), To: last, Org: v.text("org")})
	if err != nil {
		return g, err
	}
	d, err := v.Directory()
	if err != nil {
		return g, err
	}
	sums := map[string]*ratings.Row{}
	for i := range found.Rows {
		r := &found.Rows[i]
		if sums[r.Window] == nil {
			sums[r.Window] = &ratings.Row{Window: r.Window}
		}
		for level, n := range r.Levels {
			sums[r.Window].Levels[level] += n
		}
	}
	for _, code := range slices.Sorted(maps.Keys(sums)) {
		r, name := sums[code], gridCell{Text: orElseText(code, "—")}
		if w, _ := d.Window(code, v.today); w != nil && w.Name != "" {
			name = gridCell{Text: w.Name, Note: v.orgName(w.Org)}
		}
		row := []gridCell{name}
		for level := policy.Best; level >= policy.Worst; level-- {
			row = append(row, whole(r.Levels[level]))
			to.add("window "+code, levelFigures[policy.Best-level], strconv.Itoa(r.Levels[level]), strconv.Itoa(r.Levels[level]), "", "ratings")
		}
		content, all := r.From(policy.Satisfied), r.From(policy.Worst)
		row = append(row, v.cell(number{Value: strings.TrimSuffix(share(strconv.Itoa(content), strconv.Itoa(all)), "%"), Unit: "%", Recipe: fmt.Sprint(content, " ÷ ", all), Few: all < fewCases}))
		if len(g.Rows) < mostBelow {
			g.add(row...)
		}
	}
	return g, nil
}

func orNothing(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
