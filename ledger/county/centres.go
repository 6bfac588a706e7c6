package county

import (
	"fmt"

	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
)

// Eight township centres of a district, a year: 3896 accepted, 3850 closed.
func layS0(c *County) {
	c.root("松影区", "便民服务指导中心", casefile.County)
	c.catalogue(60, 4)
	c.townships(8, 0)
	c.stock(0, 12, 4)
	c.staff(c.at(casefile.Township), 0)
}

func planS0(c *County) error {
	const slow, open = 1496, 46
	r := drawOf(c.Seed, partCases)
	all := c.at(casefile.Township)
	if err := c.add(&r, branch{desks: all, cases: c.Cases - slow}, c.busy(c.Cases-slow)); err != nil {
		return err
	}
	return c.add(&r, branch{desks: all, cases: slow, open: open, slow: true, scripts: weights(map[script]int{plain: 7, handedOn: 3})}, c.busy(slow))
}

// The centre of a prefecture: see [fitting] for its figures.
func layS1(c *County) {
	c.root("枫影地区", "行政服务中心", casefile.Prefecture)
	c.departments(62)
	c.catalogue(148, 1)
	c.hall(62, func(i int) string { return c.code("D%02d", i+1) }, c.From, 0, 1)
	c.stock(0, 0, 4)
	c.staff(c.at(casefile.Prefecture), 0)
	c.rounds = append(c.rounds, round{code: "QL-01", name: "行政审批事项清理", opened: day(2010, 3, 1), closed: day(2010, 6, 30), found: 334,
		stated: registry.Outcomes{Retained: 302, Delegated: 8, Changed: 10, Abolished: 2}})
}

func planS1(c *County) error {
	const open = 53
	r := drawOf(c.Seed, partCases)
	perDay, peak := c.monthsOfS1(&r)
	b := branch{desks: c.at(casefile.Prefecture), cases: c.Cases, open: open, slow: true,
		scripts: weights(map[script]int{plain: 760, handedOn: 210, joint: 8, forwarded: 8, supplemented: 10, special: 4})}
	if err := c.add(&r, b, perDay); err != nil {
		return err
	}
	f := fitting{County: c, draw: drawOf(c.Seed, partFit), june: c.days.from(day(2011, 6, 1))}
	return f.fit(peak)
}

// monthsOfS1 shares the cases out over the days: one month has the most that
// the document names, and within it one day.
func (c *County) monthsOfS1(r *draw) (perDay []int, peak int) {
	starts := c.days.months()
	n := len(starts) - 1
	most := r.between(8, n-3)
	grow := make([]int, n)
	for m := range grow {
		grow[m] = (starts[m+1] - starts[m]) * (60 + 3*m + r.n(25))
	}
	grow[most] = 0
	totals := spread(c.Cases-peakMonth, grow, peakMonth-80)
	totals[most] = peakMonth
	busy := c.days.weights(r)
	for m := range n {
		days := busy[starts[m]:starts[m+1]]
		if m != most {
			perDay = append(perDay, spread(totals[m], days, peakAccepted-1)...)
			continue
		}
		at := r.n(len(days) - 5)
		days[at] = 0
		peak = starts[m] + at
		perDay = append(perDay, spread(totals[m]-peakAccepted, days, peakAccepted-1)...)
		perDay[peak] = peakAccepted
	}
	return perDay, peak
}

// A district's hall: 196 items, 17 windows that become 6, 34 on duty who become
// 13.
func layS2(c *County) {
	c.root("柏影区", "政务服务大厅", casefile.County)
	c.departments(17)
	c.catalogue(196, 3)
	reform := day(2018, 7, 2)
	if reform <= c.From || reform >= c.To {
		reform = c.From + (c.To-c.From)*2/3
	}
	c.hall(17, func(i int) string { return c.code("D%02d", i+1) }, c.From, reform, 1)
	c.hall(6, func(int) string { return c.code("CENTRE") }, reform, 0, 18)
	c.stock(0, 8, 4)
	c.stock(17, 14, 8)
	c.staff(c.first(17), reform-1)
	for i, d := range c.desks[17:] {
		c.posts = append(c.posts, post{d.front, d.org, registry.RoleClerk, d.window, reform, 0}, post{d.back, d.org, registry.RoleChief, "", reform, 0})
		if i == 0 {
			c.posts = append(c.posts, post{"引导岗-01", d.org, "guide", "", reform, 0})
		}
	}
	c.tagS2()
}

func (c *County) first(n int) (out []int) {
	for i := range n {
		out = append(out, i)
	}
	return out
}

func planS2(c *County) error {
	r := drawOf(c.Seed, partCases)
	reform := c.days.from(c.windows[17].opened)
	before, after := c.first(17), []int{17, 18, 19, 20, 21, 22}
	slow := c.Cases / 3
	for _, x := range []struct {
		cases int
		slow  bool
	}{{c.Cases - slow, false}, {slow, true}} {
		perDay := c.busy(x.cases)
		early := append(append([]int{}, perDay[:reform]...), make([]int, len(perDay)-reform)...)
		late := append(make([]int, reform), perDay[reform:]...)
		for _, y := range []struct {
			desks  []int
			perDay []int
		}{{before, early}, {after, late}} {
			if err := c.add(&r, branch{desks: y.desks, slow: x.slow}, y.perDay); err != nil {
				return err
			}
		}
	}
	return nil
}

// A town with ten grids, ten windows and twelve agents.
func layS4(c *County) {
	c.town = true
	c.units = append(c.units, unit{code: c.prefix, name: "兰影镇", kind: kindGovernment, level: casefile.Township},
		unit{code: c.code("CENTRE"), name: "兰影镇便民服务中心", parent: c.prefix, kind: kindCentre, level: casefile.Township})
	c.catalogue(94, 4)
	c.hall(10, func(int) string { return c.code("CENTRE") }, c.From, 0, 1)
	for i := range 10 {
		code := fmt.Sprintf("G%02d", i+1)
		c.units = append(c.units, unit{code: c.code("%s", code), name: villageName(0, i) + "社区网格", parent: c.prefix, kind: kindGrid, level: casefile.Village})
		c.counter(c.code("%s", code), "", code, casefile.Village, 20+i)
		c.desks[len(c.desks)-1].up = i
	}
	c.stock(0, 20, 5)
	c.staff(c.at(casefile.Township), 0)
	for i := range 12 {
		c.posts = append(c.posts, post{fmt.Sprintf("帮办代办岗-%02d", i+1), c.code("CENTRE"), registry.RoleAgent, "", c.From, 0})
	}
	for i, d := range c.desks[10:] {
		c.posts = append(c.posts, post{d.front, d.org, "grid", "", c.From, 0}, post{fmt.Sprintf("网格办事员-G%02d", i+1), d.org, "grid", "", c.From, 0})
	}
}

func planS4(c *County) error {
	r := drawOf(c.Seed, partCases)
	assisted := min(124, c.Cases/4)
	grid := c.Cases / 3
	for _, x := range []struct {
		branch
		n int
	}{
		{branch{desks: c.at(casefile.Township)}, c.Cases - assisted - grid},
		{branch{desks: c.at(casefile.Township), slow: true, scripts: weights(map[script]int{agent: 1})}, assisted},
		{branch{desks: c.at(casefile.Village), scripts: weights(map[script]int{village: 1})}, grid},
	} {
		if err := c.add(&r, x.branch, c.busy(x.n)); err != nil {
			return err
		}
	}
	return nil
}
