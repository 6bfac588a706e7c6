package county

import "caseledger/ledger/casefile"

// plant spoils some cases of a county, so that whoever looks for what is wrong
// can be held against the truth. Cases are in the order of their numbers.
func (c *County) plant() {
	r := drawOf(c.Seed, partFlaws)
	last := c.days.count() - 1
	for i := range c.cases {
		p := &c.cases[i]
		it := &c.items[p.item]
		promised := it.promise > 0
		if p.worked == stays || p.script != plain && p.script != handedOn {
			continue
		}
		closing := int(p.day) + int(p.worked)
		switch x := r.n(1000); {
		case x < 20 && promised && int(p.day)+it.promise+6 < last:
			p.flaw = lateClosing
			p.worked = int16(it.promise + r.between(1, 5))
		case x < 26 && closing+6 < last:
			p.flaw = lateEntry
		case x < 29 && closing+8 < last:
			p.flaw = wrongOutcome
		case x < 30:
			p.flaw = wrongForEver
		case x < 34 && it.fee > 0 && closing+8 < last:
			p.flaw = feeTwice
		case x < 50 && promised && it.promise >= 5 && int(p.day)+it.promise+8 < last:
			p.flaw = stoppedAtLimit
			p.worked = int16(it.promise - 1)
		case x < 52 && i > 0 && !promised && int(p.day)+8 < last:
			c.twice(i)
		}
	}
	c.number()
	c.plantBatches(&r, 3+c.Cases/2500)
}

// twice makes a case the second entry of the one before it.
func (c *County) twice(i int) {
	p := &c.cases[i-1]
	if p.script == plain && p.flaw == sound && p.worked != stays {
		c.cases[i] = *p
		c.cases[i].second++
		c.cases[i].flaw = enteredTwice
	}
}

// original is the case that one was entered twice after.
func (c *County) original(i int) int {
	p := &c.cases[i]
	for j := i - 1; j >= 0; j-- {
		o := &c.cases[j]
		if o.day == p.day && o.second == p.second-1 && o.desk == p.desk && o.item == p.item && o.flaw == sound {
			return j
		}
	}
	panic("county: a second entry without a first")
}

// Sizes of a batch, and seconds between two cases of one: all are recorded
// within ten minutes.
const (
	smallestBatch = 10
	largestBatch  = 24
	batchStep     = 20
	oldestOfBatch = 90 // working days
)

// plantBatches lets the cases of a desk be entered together, a working day or
// more after the last of them.
func (c *County) plantBatches(r *draw, n int) {
	byDesk := make([][]int, len(c.desks))
	for i := range c.cases {
		p := &c.cases[i]
		d := &c.desks[p.desk]
		if p.script == plain && p.flaw == sound && p.worked == 0 && c.items[p.item].promise == 0 && d.level != casefile.Village && d.merged == 0 {
			byDesk[p.desk] = append(byDesk[p.desk], i)
		}
	}
	taken := map[[2]int]bool{} // desk and day
	for try, batch := 0, int32(1); batch <= int32(n) && try < 200*n; try++ {
		list := byDesk[r.n(len(byDesk))]
		size := r.between(smallestBatch, largestBatch)
		if len(list) < size {
			continue
		}
		members := list[r.n(len(list)-size+1):][:size]
		last := &c.cases[members[size-1]]
		on := int(last.day) + r.between(1, 2)
		if on >= c.days.count() || int(last.day-c.cases[members[0]].day) > oldestOfBatch || taken[[2]int{int(last.desk), on}] || c.batched(members) {
			continue
		}
		taken[[2]int{int(last.desk), on}] = true
		begin := r.between(15*3600, 17*3600)
		for k, i := range members {
			p := &c.cases[i]
			p.batch, p.heldDay, p.heldSecond = batch, int32(on), int32(begin+k*batchStep)
		}
		batch++
	}
}

func (c *County) batched(members []int) bool {
	for _, i := range members {
		if c.cases[i].batch != 0 {
			return true
		}
	}
	return false
}
