package claims

import "math/big"

// ratio judges a quotient of two counts: a rate or a share.
func (c *Claim) ratio() finding {
	if !c.Numerator.given() || !c.Denominator.given() {
		return c.halfRatio()
	}
	a := compute(c.Numerator.String()+" ÷ "+c.Denominator.String(), func(of func(Quantity) set) set {
		return of(c.Numerator).over(of(c.Denominator))
	})
	if v := a.face.single(); v != nil {
		switch plain := c.Says.form != bounded && c.Says.scale.Cmp(units[""]) == 0; {
		case plain && rounding(c.Says.point, c.Says.step()).and(a.face.times(big.NewRat(100, 1))) != nil:
			a.remark = say("With a sign of per cent it would hold.", "若加上百分号则相符。")
		case c.Is == Share && v.Cmp(big.NewRat(1, 1)) > 0:
			a.remark = say("A share is not more than its base.", "占比不会超过百分之百。")
		case !plain && c.Is == Ratio && v.Cmp(big.NewRat(1, 1)) > 0:
			a.note = say("Above 100%% the two counts are of different populations.", "超过百分之百，说明分子分母不是同一批。")
		}
	}
	return settle(c.Says, a)
}

// halfRatio is the finding of a quotient of which a part is not stated: not
// recomputable, with the counts that the missing part could be.
func (c *Claim) halfRatio() finding {
	round, _ := readings(c.Says)
	names, chinese := [2]string{"numerator", "denominator"}, [2]string{"分子", "分母"}
	switch c.Is {
	case Share:
		names, chinese = [2]string{"part", "base"}, [2]string{"部分", "基数"}
	case Mean:
		names, chinese = [2]string{"sum", "count"}, [2]string{"总数", "个数"}
	}
	switch {
	case c.Denominator.whole() != nil && c.Denominator.point.Sign() == 0:
		return unknown("Of 0 there is no rate: nothing is not 100%%.", "分母为 0，没有比率；零不等于百分之百。")
	case c.Denominator.whole() != nil:
		counts := times(round, c.Denominator.point)
		if c.Says.form == bounded || c.Is == Share {
			counts = counts.and(set{{edge{at: new(big.Rat)}, edge{at: c.Denominator.point}}})
		}
		f := unknown("No %s is stated, only %s.", "没有写明"+chinese[0]+"，只有 %[2]s。", names[0], c.Denominator)
		return f.counts(names[0], c.Says, counts)
	case c.Numerator.whole() != nil && c.Numerator.point.Sign() > 0:
		f := unknown("No %s is stated, only %s.", "没有写明"+chinese[1]+"，只有 %[2]s。", names[1], c.Numerator)
		return f.counts(names[1], c.Says, c.Numerator.face().over(round))
	case c.Numerator.given() || c.Denominator.given():
		missing := 0
		if c.Numerator.given() {
			missing = 1
		}
		return unknown("No %s is stated.", "没有写明"+chinese[missing]+"。", names[missing])
	}
	return unknown("Neither %s nor %s is stated.", "没有写明"+chinese[0]+"和"+chinese[1]+"。", names[0], names[1])
}

// times is a set with every number multiplied; all of it by zero is nothing.
func times(s set, k *big.Rat) set {
	if k.Sign() == 0 {
		return nil
	}
	return s.times(k)
}

// maxListed is how many counts are listed one by one.
const maxListed = 1000

// counts adds the whole numbers of a set to a finding, as what would make a
// claim hold.
func (f finding) counts(member string, says Quantity, s set) finding {
	if len(s) != 1 || s[0].lo.at == nil || s[0].hi.at == nil {
		return f
	}
	f.of = member
	first, last := s[0].wholes()
	if first.Cmp(last) > 0 {
		f.holds = []any{}
		f.why = f.why.and(say("No whole number of them makes %s.", "没有哪个整数能得出 %s。", says))
		return f
	}
	if !first.IsInt64() || !last.IsInt64() {
		return f
	}
	f.holds = listed(first.Int64(), last.Int64())
	if first.Cmp(last) == 0 {
		f.why = f.why.and(say("It would hold with %[2]s.", "%[1]s 对应 %[2]s。", says, first))
	} else {
		f.why = f.why.and(say("It would hold with %[2]s to %[3]s.", "%[1]s 对应 %[2]s 至 %[3]s。", says, first, last))
	}
	return f
}

// listed are the whole numbers of a span.
func listed(first, last int64) []any {
	if last-first >= maxListed || last-first < 0 {
		return []any{Span{first, last}}
	}
	var out []any
	for n := first; n <= last; n++ {
		out = append(out, n)
	}
	return out
}

// mean judges a mean: a sum over a count, or that of a list.
func (c *Claim) mean() finding {
	if len(c.Of) == 0 {
		return c.ratio()
	}
	if c.Numerator.given() || c.Denominator.given() {
		return unknown("It has a list and a sum: which of them is meant is not stated.", "既列了各数又写了总数，不知以哪个为准。")
	}
	if i := missing(c.Of); i >= 0 {
		return unknown("Part %d is not stated.", "第 %d 个数没有写明。", i+1)
	}
	count := big.NewRat(1, int64(len(c.Of)))
	return settle(c.Says, compute("("+joined(c.Of, " + ")+") ÷ "+count.Denom().String(), func(of func(Quantity) set) set {
		return total(c.Of, of).times(count)
	}))
}
