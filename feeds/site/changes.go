package site

// changesPage says where to be told of changes: feeds of an organisation, of an item,
// of all.
func changesPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("changes"), sheet: sheet{Columns: []string{"what", "address"}}}
	if err := v.only(); err != nil || v.known == 0 {
		return doc, err
	}
	row := func(g *grid, name, path string) {
		at := v.to(path)
		at.At, at.Ending = 0, ".atom"
		at.Query.Del("size")
		doc.add(name, at.String())
		g.add(plain(name), gridCell{Text: at.String(), Link: at.String()})
	}
	all := grid{Title: v.word("changes.all"), Heads: v.heads("data.what", "address")}
	all.add(plain(v.word("data.feed")), gridCell{Text: "/feeds/atom", Link: "/feeds/atom"})
	all.add(plain(v.word("data.feed")), gridCell{Text: "/feeds/json", Link: "/feeds/json"})
	for _, p := range [][2]string{{"today.title", ""}, {"bulletins", "bulletin"}, {"restatements", "restatements"}, {"complaints", "complaints"}, {"rules", "rules"}, {"late.title", "late"}} {
		row(&all, v.word(p[0]), p[1])
	}
	codes, err := v.below("")
	if err != nil {
		return doc, err
	}
	orgs := grid{Title: v.word("changes.orgs"), Note: v.word("changes.orgs.note"), Empty: v.word("none.here"), Heads: v.heads("org", "address")}
	for _, code := range codes {
		row(&orgs, v.orgName(code), "orgs/"+code)
	}
	doc.data = listing{Tabs: v.dataTabs(), Lead: []string{v.word("changes.lead")}, Grids: []grid{all, orgs}}
	return doc, nil
}

// dataTabs are the pages of the data and its proof.
func (v *visit) dataTabs() []tab {
	return v.tabs("data", "data", "log", "log", "changes", "changes", "lint", "lint", "about/official", "about")
}
