package claims

import "math/big"

// onTime judges the rate of cases closed on time. Without the number of late
// ones it is not recomputable, with those that would make it true, or
// impossible where there are none.
func (c *Claim) onTime() finding {
	one := only(big.NewRat(1, 1))
	switch {
	case !c.Closed.given():
		return unknown("How many were closed is not stated.", "没有写明办结多少。")
	case c.Late.given() && c.Punctual.given():
		return unknown("Both the late and the punctual are stated: which of them is meant is not.", "同时写了超期数和按期数，不知以哪个为准。")
	case c.Late.given() && more(c.Late, c.Closed):
		return impossible("%s late cases of %s closed.", "办结 %[2]s，超期不会有 %[1]s。", c.Late, c.Closed)
	case c.Punctual.given() && more(c.Punctual, c.Closed):
		return impossible("%s cases on time of %s closed.", "办结 %[2]s，按期不会有 %[1]s。", c.Punctual, c.Closed)
	case c.Late.given():
		return settle(c.Says, compute("1 − "+c.Late.String()+" ÷ "+c.Closed.String(), func(of func(Quantity) set) set {
			return one.minus(of(c.Late).over(of(c.Closed)))
		}))
	case c.Punctual.given():
		return settle(c.Says, compute(c.Punctual.String()+" ÷ "+c.Closed.String(), func(of func(Quantity) set) set {
			return of(c.Punctual).over(of(c.Closed))
		}))
	}
	return c.lateCounts()
}

// more says whether a is more than b whatever they stand for.
func more(a, b Quantity) bool {
	return len(a.meant().minus(b.meant()).and(atMost(new(big.Rat)))) == 0
}

// lateCounts is the finding of a rate whose late cases are not counted.
func (c *Claim) lateCounts() finding {
	n := c.Closed.whole()
	switch {
	case n == nil:
		return unknown("How many were late is not stated, nor exactly how many were closed.", "没有写明超期多少，办结数也不确切。")
	case n.Sign() == 0:
		return unknown("None was closed: nothing is not 100%%.", "没有办结，没有比率；零不等于百分之百。")
	}
	round, cutOff := readings(c.Says)
	f := unknown("How many were late is not stated.", "没有写明超期多少。").late(c, round)
	if len(f.holds) > 0 {
		if other := (finding{}).late(c, cutOff); c.Says.form != bounded && len(other.holds) > 0 {
			first, last := firstAndLast(other.holds)
			f.why = f.why.and(say("Cut off, it would be %d to %d.", "若是截去小数，则为 %d 至 %d 件。", first, last))
		}
		return f
	}
	if other := (finding{}).late(c, cutOff); len(other.holds) > 0 {
		first, last := firstAndLast(other.holds)
		f.verdict = ByTruncation
		f.why = say("No number of late cases of %s rounds to %s; %d to %d do if cut off.",
			"办结 %s，没有哪个超期件数四舍五入得 %s；只有截去小数，%d 至 %d 件才得出。", c.Closed, c.Says, first, last)
		return f
	}
	f.verdict = Impossible
	f.why = say("Of %s closed cases no number of late ones makes %s.", "办结 %s，没有哪个超期件数能得出 %s。", c.Closed, c.Says)
	return f
}

// late adds the counts of late cases, of all closed, whose rate is in a set.
func (f finding) late(c *Claim, rates set) finding {
	all := only(c.Closed.point)
	counts := all.minus(rates.times(c.Closed.point)).and(set{{edge{at: new(big.Rat)}, edge{at: c.Closed.point}}})
	f.holds, f.of = []any{}, "late"
	if len(counts) != 1 {
		return f
	}
	first, last := counts[0].wholes()
	if first.Cmp(last) > 0 || !last.IsInt64() {
		return f
	}
	f.holds = listed(first.Int64(), last.Int64())
	f.why = f.why.and(say("It would hold with %[1]d to %[2]d late.", "超期 %[1]d 至 %[2]d 件时成立。", first.Int64(), last.Int64()))
	return f
}

func firstAndLast(list []any) (first, last int64) {
	if s, ok := list[0].(Span); ok {
		return s.From, s.To
	}
	return list[0].(int64), list[len(list)-1].(int64)
}
