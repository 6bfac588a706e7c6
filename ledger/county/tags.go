package county

// Tags of items, as the document of S2 counts them. 22 of the items are checked
// on the spot before, which is said beside another tag; four have none.
var tagsS2 = []struct {
	tag   string
	items int
}{{"马上办", 44}, {"网上办", 6}, {"就近办", 21}, {"不见面", 10}, {"跑一次", 111}}

const (
	tagSiteFirst   = "现场前置"
	siteFirstItems = 22
)

// tagS2 tags the items: 现场前置 22, 马上办 44, 网上办 6, 就近办 21, 不见面 10, 跑一次 111.
func (c *County) tagS2() {
	r := drawOf(c.Seed, partItems)
	order := c.first(len(c.items))
	shuffle(&r, order)
	at := 0
	for _, t := range tagsS2 {
		for range t.items {
			it := &c.items[order[at]]
			it.tags = append(it.tags, t.tag)
			at++
		}
	}
	for _, i := range order[at-siteFirstItems : at] { // of those with one visit
		c.items[i].tags = append(c.items[i].tags, tagSiteFirst)
	}
}
