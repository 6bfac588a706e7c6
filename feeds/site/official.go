package site

// Official is what stands about who answers for the site (主办单位), set by its
// operator. Empty members are shown as not set.
type Official struct {
	Sponsor      string // 主办单位
	Operator     string // 承办单位
	SiteCode     string // 网站标识码
	ICP          string // ICP 备案号
	PublicRecord string // 公安备案号
	Contact      string
}

// officialPage says who answers for the site, and how it is made for everybody.
func officialPage(v *visit, _ []string) (document, error) {
	doc := document{title: v.word("about"), sheet: sheet{Columns: []string{"fact", "value"}}}
	if err := v.only(); err != nil {
		return doc, err
	}
	o := v.Official
	g := grid{Title: v.word("about.official"), Heads: v.heads("about.fact", "value")}
	for _, x := range [][2]string{{"sponsor", o.Sponsor}, {"operator", o.Operator}, {"code", o.SiteCode}, {"icp", o.ICP}, {"police", o.PublicRecord}, {"contact", o.Contact}} {
		doc.add(x[0], x[1])
		g.add(plain(v.word("about."+x[0])), plain(orElseText(x[1], v.word("about.unset"))))
	}
	access := grid{Title: v.word("about.access"), Note: v.word("about.access.text")}
	doc.data = listing{Tabs: v.dataTabs(), Lead: []string{v.word("about.lead")}, Grids: []grid{g, access}}
	return doc, nil
}
