package county

import (
	"fmt"

	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
)

// A county's network of three levels: the centre 29300 on the spot, all closed,
// and 3256 promised, of which 3093 are closed; the townships 19533, all closed.
// 11 townships, 276 villages, 1452 agents, 48 windows, 366 items.
func layS3(c *County) {
	c.root("杏影县", "行政服务中心", casefile.County)
	c.catalogue(366, 4)
	c.hall(48, func(int) string { return c.code("CENTRE") }, c.From, 0, 1)
	c.stock(0, 6, 4)
	c.staff(c.at(casefile.County), 0)
	c.townships(11, 276)
	c.stock(48, 30, 8)
	c.staff(c.at(casefile.Township), 0)
	villages := c.at(casefile.Village)
	for i, n := range spread(1452, make1(len(villages)), 1452) {
		d := c.desks[villages[i]]
		for k := range n {
			code := d.front
			if k > 0 {
				code = fmt.Sprintf("%s-%d", d.front, k+1)
			}
			c.posts = append(c.posts, post{code, d.org, registry.RoleAgent, "", c.From, 0})
		}
	}
}

func planS3(c *County) error {
	const quick, promised, closed, towns, fromVillages, slow = 29300, 3256, 3093, 19533, 6200, 4100
	r := drawOf(c.Seed, partCases)
	way := weights(map[script]int{plain: 7, handedOn: 3})
	centre, township := c.at(casefile.County), c.at(casefile.Township)
	for _, x := range []struct {
		branch
		n int
	}{
		{branch{desks: centre}, quick},
		{branch{desks: centre, slow: true, open: promised - closed, scripts: way}, promised},
		{branch{desks: township}, towns - fromVillages - slow},
		{branch{desks: township, slow: true, scripts: way}, slow},
		{branch{desks: c.at(casefile.Village), scripts: weights(map[script]int{village: 1})}, fromVillages},
	} {
		if err := c.add(&r, x.branch, c.busy(x.n)); err != nil {
			return err
		}
	}
	return nil
}

// A whole county, with everything that happens in one.
func layCounty(c *County) {
	c.root("映山县", "政务服务中心", casefile.County)
	c.departments(30)
	c.catalogue(420, 3)
	c.hall(40, func(i int) string { return c.code("D%02d", i%30+1) }, c.From, 0, 1)
	c.stock(0, 8, 4)
	c.townships(16, 240)
	c.stock(40, 20, 8)
	for _, level := range []casefile.Level{casefile.County, casefile.Township, casefile.Village} {
		c.staff(c.at(level), 0)
	}
	c.disclosure()
	c.reform()
	c.visits = true
	half := c.days.count() / 2
	item := func(i int) []string { return []string{c.items[i].code} }
	c.rounds = append(c.rounds, round{code: "QL-01", name: "年中事项清理", opened: c.days.list[half/2], closed: c.days.list[half], found: 5,
		retained: []string{c.items[0].code, c.items[1].code, c.items[2].code}, delegated: item(4), left: item(5)})
}

// reform merges a department into another and a village into its neighbour, and
// moves a department from the centre to the government and a village to the next
// township, in the middle of the period.
func (c *County) reform() {
	half := c.days.count() / 2
	for i := range c.units {
		switch u := &c.units[i]; u.code {
		case c.code("D28"):
			u.moved, u.under = c.days.list[half], c.prefix
		case c.code("T15-V02"):
			u.moved, u.under, u.renamed = c.days.list[half], c.code("T14"), townName(13)+"镇"+villageName(14, 1)+"便民服务室"
		}
	}
	halls := map[string]int{}
	for i := range c.desks {
		d := &c.desks[i]
		if halls[d.org] = i; d.org == c.code("T15-V02") {
			d.moved, d.upTo = half, halls[c.code("T14")]
		}
	}
	for _, x := range []struct{ org, into string }{{c.code("D30"), c.code("D29")}, {c.code("T16-V02"), c.code("T16-V01")}} {
		for i := range c.units {
			if u := &c.units[i]; u.code == x.org {
				u.merged, u.into = c.days.list[half], x.into
			}
		}
		for i := range c.desks {
			if d := &c.desks[i]; d.org == x.org {
				d.merged, d.into = half, x.into
			}
		}
	}
}

func planCounty(c *County) error {
	r := drawOf(c.Seed, partCases)
	centre := c.at(casefile.County)
	quick, slow, open := weights(map[script]int{plain: 92, agent: 3, withdrawn: 1}), weights(map[script]int{
		plain: 480, handedOn: 180, joint: 60, forwarded: 50, agent: 60, supplemented: 60, special: 10,
		paused: 45, extended: 20, returned: 20, withdrawn: 15,
	}), c.Cases/100
	asked := 0
	if c.From >= requestsSince {
		asked = c.Cases / casesARequest
	}
	atCentre, promised, atTowns := c.Cases*50/100, c.Cases*22/100-asked, c.Cases*14/100
	for _, x := range []struct {
		branch
		n int
	}{
		{branch{desks: centre, scripts: quick}, atCentre},
		{branch{desks: centre, slow: true, open: min(open, promised/20), scripts: slow}, promised},
		{branch{desks: c.at(casefile.Township), scripts: quick}, atTowns},
		{branch{desks: c.at(casefile.Village), scripts: weights(map[script]int{village: 1})}, c.Cases - atCentre - promised - asked - atTowns},
	} {
		if err := c.add(&r, x.branch, c.busy(x.n)); err != nil {
			return err
		}
	}
	if err := c.requests(&r, centre, asked); err != nil {
		return err
	}
	c.number()
	c.plant()
	return nil
}
