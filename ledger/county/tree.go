package county

import (
	"fmt"

	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// unit is an organisation of the county.
type unit struct {
	code, name, parent string
	kind               string
	level              casefile.Level
	merged             workdays.Date // first day as a part of into
	into               string
	moved              workdays.Date // first day below under, with a new name
	under, renamed     string
}

// Kinds of units, as the registry of organisations has them.
const (
	kindGovernment = "government"
	kindDepartment = "department"
	kindCentre     = "centre"
	kindRoom       = "room" // 便民服务室
	kindGrid       = "grid" // 网格
)

// window is a window of a hall.
type window struct {
	code, org, name string
	opened, closed  workdays.Date // closed: first day without it, or 0
}

// post is a post, with who holds it.
type post struct {
	code, org, role, window string
	from, until             workdays.Date // until: last day, or 0
}

func (c *County) code(format string, args ...any) string {
	return c.prefix + "-" + fmt.Sprintf(format, args...)
}

// root makes the government of the county, with its centre.
func (c *County) root(name, centre string, level casefile.Level) {
	c.units = append(c.units,
		unit{code: c.prefix, name: name, kind: kindGovernment, level: level},
		unit{code: c.code("CENTRE"), name: name + centre, parent: c.prefix, kind: kindCentre, level: level})
}

// departments makes n departments with a place in the centre.
func (c *County) departments(n int) {
	for i := range n {
		c.units = append(c.units, unit{code: c.code("D%02d", i+1), name: c.units[0].name + bureauName(i), parent: c.code("CENTRE"), kind: kindDepartment, level: c.units[0].level})
	}
}

// townships makes towns, and shares villages out among them; each has a desk.
// Villages pass on to the desk of their town.
func (c *County) townships(towns, villages int) {
	shares := spread(villages, make1(towns), villages)
	for t := range towns {
		town := c.code("T%02d", t+1)
		c.units = append(c.units, unit{code: town, name: townName(t) + "镇便民服务中心", parent: c.prefix, kind: kindCentre, level: casefile.Township})
		hall := c.counter(town, "", fmt.Sprintf("T%02d", t+1), casefile.Township, 100-3*t)
		for v := range shares[t] {
			code := fmt.Sprintf("T%02d-V%02d", t+1, v+1)
			c.units = append(c.units, unit{code: c.code("%s", code), name: townName(t) + "镇" + villageName(t, v) + "便民服务室", parent: town, kind: kindRoom, level: casefile.Village})
			c.counter(c.code("%s", code), "", code, casefile.Village, 10+(v*7)%11)
			c.desks[len(c.desks)-1].up = hall
		}
	}
}

func make1(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = 1
	}
	return out
}

// counter makes a desk of an organisation, with the posts in front and behind,
// and gives its index.
func (c *County) counter(org, window, name string, level casefile.Level, weight int) int {
	d := desk{org: org, window: window, front: "受理岗-" + name, back: "审批岗-" + name, level: level, weight: weight}
	if level == casefile.Village {
		d.front, d.back = "代办岗-"+name, ""
	}
	c.desks = append(c.desks, d)
	return len(c.desks) - 1
}

// hall makes the windows of the centre, each of the department at its place or
// of the centre itself, with a desk.
func (c *County) hall(n int, org func(i int) string, opened, closed workdays.Date, first int) {
	for i := range n {
		name := fmt.Sprintf("W%02d", first+i)
		code := c.code("%s", name)
		c.windows = append(c.windows, window{code, org(i), fmt.Sprintf("%d号窗口", first+i), opened, closed})
		c.counter(org(i), code, name, c.units[0].level, 40+(i*29)%67)
	}
}

// staff gives every desk's posts a holder, for the time in which the desk is
// there.
func (c *County) staff(desks []int, until workdays.Date) {
	for _, i := range desks {
		d := &c.desks[i]
		role := registry.RoleClerk
		if d.level == casefile.Village {
			role = registry.RoleAgent
		}
		c.posts = append(c.posts, post{d.front, d.org, role, d.window, c.From, until})
		if d.back != "" {
			c.posts = append(c.posts, post{d.back, d.org, registry.RoleChief, "", c.From, until})
		}
	}
}

// at lists the desks of a level.
func (c *County) at(level casefile.Level) (out []int) {
	for i := range c.desks {
		if c.desks[i].level == level {
			out = append(out, i)
		}
	}
	return out
}
