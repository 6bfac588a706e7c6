package county

import (
	"cmp"
	"slices"
)

// plan is what is decided of a case before it is lived: the totals of a profile
// are made here. Everything else follows from the case's own source of numbers.
type plan struct {
	day, second int32 // working day of acceptance, and its time
	worked      int16 // working days until it is closed; stays: it is not
	desk, item  int16
	script      script
	flaw        flaw
	// Of a case that was written on paper first: the batch in which it was
	// entered, when that was, and its place there. 0: it was recorded at once.
	batch, heldDay, heldSecond int32
}

// stays is the length of a case that is in hand at the end.
const stays = -1

// script is the way that a case goes.
type script uint8

const (
	plain        script = iota // accepted, closed
	handedOn                   // 转办
	joint                      // 联办
	forwarded                  // 上报
	agent                      // 代办
	supplemented               // 补正
	special                    // 特办
	village                    // 村收, 乡办
	paused                     // 中止计时
	extended                   // 延期
	returned                   // 退回
	withdrawn                  // 撤回
	request                    // 依申请公开
)

// flaw is what is wrong with a case, planted to be found.
type flaw uint8

const (
	sound          flaw = iota
	lateClosing         // 超时: closed after its limit
	lateEntry           // 补录: its closing is recorded days later
	enteredTwice        // 重复录入: the same application twice; the second is annulled later
	wrongOutcome        // 结果录错: corrected later
	feeTwice            // 重复收费: voided later
	stoppedAtLimit      // 到期前中止: the clock stops on the last day or the one before
	wrongForEver        // 结果录错, 未更正: nobody has noticed yet
)

// branch is a part of a profile's cases.
type branch struct {
	desks   []int
	cases   int
	open    int  // of them in hand at the end
	slow    bool // with a promise; else closed the same day
	scripts []int
}

// scripts of a branch are weights, by script.
func weights(of map[script]int) []int {
	out := make([]int, request+1)
	for s, w := range of {
		out[s] = w
	}
	return out
}

// add plans the cases of a branch, so many a day.
func (c *County) add(r *draw, b branch, perDay []int) error {
	first := len(c.cases)
	w := make([]int, len(b.desks))
	for i, d := range b.desks {
		w[i] = c.desks[d].weight
	}
	for day, n := range perDay {
		for range n {
			d := b.desks[r.weighed(w)]
			p := plan{day: int32(day), second: counterTime(r), desk: int16(d)}
			if len(b.scripts) > 0 {
				p.script = script(r.weighed(b.scripts))
			}
			if b.slow {
				p.item = int16(one(r, c.desks[d].slow))
				p.worked = c.lasting(r, &p)
			} else {
				p.item = int16(one(r, c.desks[d].quick))
			}
			c.cases = append(c.cases, p)
		}
	}
	return c.leaveOpen(r, c.cases[first:], b.open)
}

// lasting draws how many working days a case takes: less than was promised,
// and no more than are left.
func (c *County) lasting(r *draw, p *plan) int16 {
	most := c.items[p.item].promise
	return int16(min(r.n(most)*r.n(most)/most, c.days.count()-1-int(p.day)))
}

// leaveOpen leaves so many of the youngest cases in hand, none of them overdue
// while there are others.
func (c *County) leaveOpen(r *draw, cases []plan, n int) error {
	end := c.days.count() - 1
	type young struct{ i, rank int }
	var list []young
	for i := range cases {
		age := end - int(cases[i].day)
		if _, ok := c.longer(&cases[i], age); ok {
			list = append(list, young{i, age*2 + r.n(12)})
		}
	}
	if len(list) < n {
		return errUnsettled
	}
	slices.SortStableFunc(list, func(a, b young) int { return cmp.Compare(a.rank, b.rank) })
	for _, y := range list[:n] {
		p := &cases[y.i]
		p.item, _ = c.longer(p, end-int(p.day))
		p.worked = stays
	}
	return nil
}

// longer is the case's item, or another of its desk, with more days promised
// than have passed.
func (c *County) longer(p *plan, age int) (int16, bool) {
	if c.items[p.item].promise > age {
		return p.item, true
	}
	for _, i := range c.desks[p.desk].slow {
		if c.items[i].promise > age {
			return int16(i), true
		}
	}
	return 0, false
}

// number puts the cases in the order of their acceptance; that is the order of
// their numbers.
func (c *County) number() {
	slices.SortStableFunc(c.cases, func(a, b plan) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.second, b.second))
	})
}

// counterTime is a second of the day at which a counter is open: 9 to 12 and 14 to
// 16:30, so that what is handled on the spot ends on the day.
func counterTime(r *draw) int32 {
	s := r.n(5*3600 + 1800)
	if s < 3*3600 {
		return int32(9*3600 + s)
	}
	return int32(14*3600 + s - 3*3600)
}
