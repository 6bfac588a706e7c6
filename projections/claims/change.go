package claims

import (
	"math/big"
	"slices"
)

// labels are the names of comparisons.
var labels = map[string]string{
	"yoy": yoy, "同比": yoy, "mom": mom, "环比": mom, "qoq": mom,
}

const (
	yoy = "同比" // with the same period of the year before
	mom = "环比" // with the period before
)

// directions are words for growing, 1, and for shrinking, -1.
var directions = map[string]int{
	"up": 1, "more": 1, "rise": 1, "增加": 1, "增长": 1, "上升": 1, "提高": 1, "提升": 1, "扩大": 1, "增": 1,
	"down": -1, "fewer": -1, "less": -1, "fall": -1, "减少": -1, "精简": -1, "压缩": -1, "缩短": -1, "降低": -1, "下降": -1, "压减": -1, "减": -1,
}

// change judges a change from the earlier of two periods to the later: in per
// cent where it is stated so, in points or in numbers else. A label that does
// not fit the periods makes it impossible.
func (c *Claim) change() finding {
	now, then, names, wrong := c.pair()
	f := c.arithmetic(now, then)
	switch {
	case wrong != nil:
		if f.verdict != NotRecomputable && f.verdict != Impossible {
			f.why = f.why.and(wrong.why)
			f.verdict, f.holds, f.of = Impossible, wrong.holds, wrong.of
			return f
		}
		wrong.why = f.why.and(wrong.why)
		wrong.value, wrong.between = f.value, f.between
		return *wrong
	case f.verdict == Impossible || f.verdict == NotRecomputable:
		return f
	case names == nil:
		f.verdict, f.holds, f.of = NotRecomputable, nil, ""
		f.why = f.why.and(say("Between which periods is not stated.", "没有写明与哪一期相比。"))
	default:
		f.why = f.why.and(say("It is from %[2]s to %[1]s.", "由 %[2]s 到 %[1]s。", names[0], names[1]))
	}
	return f
}

// pair is the later and the earlier part, with the names of their periods; and
// what is wrong with the label, if anything is.
func (c *Claim) pair() (now, then Quantity, names []string, wrong *finding) {
	if len(c.Of) > 0 {
		now = c.Of[0]
	}
	if len(c.Of) > 1 {
		then = c.Of[1]
	}
	if len(c.Periods) != 2 {
		return now, then, nil, nil
	}
	names = slices.Clone(c.Periods)
	a, errA := parsePeriod(names[0])
	b, errB := parsePeriod(names[1])
	if errA != nil || errB != nil {
		return now, then, nil, nil
	}
	if a.first < b.first { // the parts may stand in either order
		now, then, a, b = then, now, b, a
		names[0], names[1] = names[1], names[0]
	}
	if c.Label == "" || a.compared(b, labels[c.Label]) {
		return now, then, names, nil
	}
	f := impossible("It is labelled %[3]s, and %[1]s is not compared with %[2]s so.", "标为“%[3]s”，而 %[1]s 与 %[2]s 相比不是%[3]s。",
		names[0], names[1], labels[c.Label])
	for _, right := range []string{yoy, mom} {
		if a.compared(b, right) {
			f.holds, f.of = []any{map[string]string{yoy: "yoy", mom: "mom"}[right]}, "labelled"
			f.why = f.why.and(say("The label would be %s.", "应标为“%s”。", right))
		}
	}
	return now, then, names, &f
}

// arithmetic is the finding of the numbers alone.
func (c *Claim) arithmetic(now, then Quantity) finding {
	switch {
	case !now.given() && !then.given():
		return unknown("What changed, and from what, is not stated.", "没有写明由多少变为多少，没有基数。")
	case !now.given() || !then.given():
		return unknown("One of the two numbers is not stated.", "两期的数只写了一个。")
	}
	if c.Says.form == bounded || c.Says.scale.Cmp(units["%"]) != 0 || c.Says.points {
		if !c.relative() {
			says, parts := aligned(c.Says, []Quantity{now, then})
			return settle(says, compute(joined(parts, " − "), func(of func(Quantity) set) set { return of(parts[0]).minus(of(parts[1])) }))
		}
	}
	if v := then.face().single(); v != nil && v.Sign() <= 0 {
		return unknown("From %s there is no change in per cent.", "基数为 %s，没有变化百分比。", then)
	}
	one := only(big.NewRat(1, 1))
	return settle(c.Says, compute("("+now.String()+" − "+then.String()+") ÷ "+then.String(), func(of func(Quantity) set) set {
		return of(now).over(of(then)).minus(one)
	}))
}

// relative says whether the change is stated as a part of what it was before.
func (c *Claim) relative() bool {
	return !c.Says.points && (c.Says.scale.Cmp(units["%"]) == 0 || c.Says.scale.Cmp(units["‰"]) == 0)
}

// direction judges a word for growing or shrinking.
func (c *Claim) direction() finding {
	if missing(c.Of) >= 0 {
		return unknown("One of the two numbers is not stated.", "两个数只写了一个。")
	}
	now, then := c.Of[0], c.Of[1]
	by := now.meant().minus(then.meant())
	value := ""
	if v, base := now.face().minus(then.face()).single(), then.face().single(); v != nil && base != nil && base.Sign() > 0 {
		value = decimal(new(big.Rat).Quo(v.Mul(v, big.NewRat(100, 1)), base), 2) + "%"
	}
	f := finding{verdict: Holds, value: value, why: say("From %[2]s to %[1]s", "由 %[2]s 到 %[1]s", now, then)}
	if value != "" {
		f.why = Words{f.why.English + " is " + value, f.why.Chinese + "，变化 " + value}
	}
	f.why = Words{f.why.English + ".", f.why.Chinese + "。"}
	right, wrong := moreThan(new(big.Rat)), atMost(new(big.Rat))
	if directions[c.Word] < 0 {
		right, wrong = lessThan(new(big.Rat)), atLeast(new(big.Rat))
	}
	switch {
	case by.within(right):
	case by.within(wrong):
		f.verdict = Impossible
	default:
		f.verdict = ByRounding
	}
	return f
}
