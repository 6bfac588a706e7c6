package county

import (
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
)

// desk is a place where cases are accepted.
type desk struct {
	org, window string
	front, back string // posts: who accepts, and who works on it behind
	level       casefile.Level
	up          int   // desk to which a village passes on
	weight      int   // how much of the cases comes here
	quick, slow []int // items handled on the spot, and with a promise
	merged      int   // working day from which on its organisation is a part of into; 0: never
	into        string
	moved       int // working day from which on a village passes on to upTo; 0: never
	upTo        int
}

// item is a service item.
type item struct {
	code, name     string
	org            string // whose item it is
	promise, legal int    // working days; 0: on the spot
	regime         string
	fee            act.Amount // 0: none
	tags           []string
}

// standard is the name of the fee standard of every item that has a fee.
const standard = "收费标准-1"

// limits are promises and the legal limits behind them. Some lie next to each
// other, so that any sum of promises can be reached.
var limits = []struct{ promise, legal int }{{5, 10}, {7, 15}, {8, 15}, {10, 20}, {12, 20}, {13, 20}, {15, 20}, {20, 20}}

// catalogue makes n items, every slowOf-th of them handled with a promise.
func (c *County) catalogue(n, slowOf int) {
	r := drawOf(c.Seed, partItems)
	for i := range n {
		x := item{code: c.code("SX-%03d", i+1), org: c.owner(i), regime: policy.Service}
		x.name = objects[i/len(matters)%len(objects)] + matters[i%len(matters)] + variants[i/(len(matters)*len(objects))%len(variants)]
		if i%slowOf == 0 {
			l := limits[i/slowOf%len(limits)]
			x.promise, x.legal, x.regime = l.promise, l.legal, policy.Licence
		}
		if r.chance(150) {
			x.fee = act.Amount(5+5*r.n(20)) * 1_000_000
		}
		c.items = append(c.items, x)
	}
}

// owner is whose the i-th item is: the departments' in turn, else the centre's.
func (c *County) owner(i int) string {
	var list []string
	for _, u := range c.units {
		if u.kind == kindDepartment && u.merged == 0 {
			list = append(list, u.code)
		}
	}
	if list == nil {
		return c.code("CENTRE")
	}
	return list[i%len(list)]
}

// stock gives every desk so many items of the catalogue, turn by turn.
func (c *County) stock(from int, quick, slow int) {
	var quicks, slows []int
	for i := range c.items {
		if c.items[i].promise > 0 {
			slows = append(slows, i)
		} else {
			quicks = append(quicks, i)
		}
	}
	for k := range c.desks[from:] {
		d := &c.desks[from+k]
		for j := range min(quick, len(quicks)) {
			d.quick = append(d.quick, quicks[(k*quick+j)%len(quicks)])
		}
		for j := range min(slow, len(slows)) {
			d.slow = append(d.slow, slows[(k*slow+j)%len(slows)])
		}
	}
}
