package claims

import "math/big"

// Verdict is whether a claim can be so.
type Verdict string

// Verdicts.
const (
	// Holds (相符): equal to the exact value at the decimals that it states,
	// half up.
	Holds Verdict = "holds"
	// ByTruncation (截尾才成立): from the stated parts, only if the decimals that
	// it does not show are cut off.
	ByTruncation Verdict = "possible_by_truncation"
	// ByRounding (舍入才成立): not from the stated parts, but from some that they
	// stand for.
	ByRounding Verdict = "possible_by_rounding"
	// Impossible (不可能): in no reading.
	Impossible Verdict = "impossible"
	// NotRecomputable (无法核算): what it would be computed from is not stated.
	NotRecomputable Verdict = "not_recomputable"
)

// Verdicts are all of them, the worst last but for the one that says nothing.
func Verdicts() []Verdict {
	return []Verdict{Holds, ByTruncation, ByRounding, Impossible, NotRecomputable}
}

// Words are the verdict for people.
func (v Verdict) Words() Words {
	switch v {
	case Holds:
		return Words{"holds", "相符"}
	case ByTruncation:
		return Words{"only if cut off", "截尾才成立"}
	case ByRounding:
		return Words{"only if parts were rounded", "舍入才成立"}
	case Impossible:
		return Words{"impossible", "不可能"}
	}
	return Words{"cannot be recomputed", "无法核算"}
}

// finding is what is found of a claim.
type finding struct {
	verdict Verdict
	why     Words
	value   string    // the exact value, with some more decimals than the claim's
	between [2]string // what the parts can give, where they are not exact
	holds   []any     // what would make it true: strings, or whole numbers
	of      string    // of which member
}

// unknown is the finding of what is not recomputable.
func unknown(english, chinese string, args ...any) finding {
	return finding{verdict: NotRecomputable, why: say(english, chinese, args...)}
}

func impossible(english, chinese string, args ...any) finding {
	return finding{verdict: Impossible, why: say(english, chinese, args...)}
}

// account is how a value follows from the parts of a claim.
type account struct {
	sum    string // the calculation, as it is written
	face   set    // what the parts give as they are stated
	meant  set    // what all that they may stand for give
	remark Words  // what is said where the claim is impossible
	note   Words  // what is said in any case
}

// compute makes an account with one function, of the parts as they are stated
// and of all that they may stand for.
func compute(sum string, value func(of func(Quantity) set) set) account {
	return account{sum: sum, face: value(Quantity.face), meant: value(Quantity.meant)}
}

// readings are the values at which a claim holds, and at which it does when it
// is cut off.
func readings(says Quantity) (round, cutOff set) {
	if says.form == bounded {
		return says.bound, nil
	}
	return rounding(says.point, says.step()), cutting(says.point, says.step())
}

// settle holds what a claim says against an account.
func settle(says Quantity, a account) finding {
	round, cutOff := readings(says)
	if len(a.face) == 0 || len(a.meant) == 0 {
		return unknown("%s has no value: nothing divided by nothing is not 100%%.", "%s 没有值：分母为零，不等于百分之百。", a.sum)
	}
	if says.form == bounded && len(round) == 0 {
		return contradiction(says)
	}
	f := finding{verdict: Impossible}
	switch {
	case a.face.within(round):
		f.verdict = Holds
	case a.face.within(cutOff):
		f.verdict = ByTruncation
	case len(a.meant.and(round)) > 0 || len(a.meant.and(cutOff)) > 0:
		f.verdict = ByRounding
	}
	f.put(says, a)
	f.why = f.because(says, a, len(a.meant.and(round)) > 0)
	if f.verdict == Impossible {
		f.why = f.why.and(a.remark)
	}
	f.why = f.why.and(a.note)
	return f
}

// put sets the values of a finding.
func (f *finding) put(says Quantity, a account) {
	if v := a.face.single(); v != nil {
		f.value = says.said(v, 4)
		if f.verdict != Holds && says.form != bounded {
			f.holds, f.of = []any{says.said(v, 0)}, "says"
		}
	}
	if a.meant.single() == nil {
		f.between = ends(says, a.meant)
	}
}

// ends are the ends of a set in the unit of what is said; an end that there is
// not is empty.
func ends(says Quantity, s set) (out [2]string) {
	lo, hi := s[0].lo, s[0].hi
	for _, more := range s[1:] {
		if lo.at != nil && (more.lo.at == nil || more.lo.at.Cmp(lo.at) < 0) {
			lo = more.lo
		}
		if hi.at != nil && (more.hi.at == nil || more.hi.at.Cmp(hi.at) > 0) {
			hi = more.hi
		}
	}
	if lo.at != nil {
		out[0] = says.said(lo.at, 4)
	}
	if hi.at != nil {
		out[1] = says.said(hi.at, 4)
	}
	return out
}

// because says how the verdict came about. round tells whether rounding alone,
// without cutting off, makes the claim possible.
func (f *finding) because(says Quantity, a account, round bool) Words {
	value := a.face.single()
	if value == nil {
		return f.bounded(says, a)
	}
	head := say("%s = %s", "%s = %s", shortened(a.sum, 200), shortened(f.value, 60))
	if shortened(a.sum, 200) == f.value {
		head = say("It is %s", "算得 %s", f.value)
	}
	switch {
	case f.verdict == Holds:
		return Words{head.English + ".", head.Chinese + "。"}
	case f.verdict == ByTruncation:
		return Words{head.English + "; rounded it is " + says.said(value, 0) + ", only cut off " + says.String() + ".",
			head.Chinese + "。四舍五入是 " + says.said(value, 0) + "，只有截去小数才是 " + says.String() + "。"}
	case f.verdict == ByRounding && !round:
		return Words{head.English + "; parts that round to these give " + f.span().English + ", and only cut off " + says.String() + ".",
			head.Chinese + "。各数若是四舍五入所得，结果在 " + f.span().Chinese + "，且截去小数才是 " + says.String() + "。"}
	case f.verdict == ByRounding:
		return Words{head.English + ", not " + says.String() + "; parts that round to these give " + f.span().English + ".",
			head.Chinese + "，不是 " + says.String() + "。各数若是四舍五入所得，结果在 " + f.span().Chinese + "。"}
	case f.between != [2]string{}:
		return Words{head.English + ", not " + says.String() + "; parts that round to these give no more than " + f.span().English + ".",
			head.Chinese + "，不是 " + says.String() + "。各数若是四舍五入所得，结果也只能在 " + f.span().Chinese + "。"}
	case says.form == bounded:
		return Words{head.English + ", which is not " + says.String() + ".", head.Chinese + "，与“" + says.String() + "”不符。"}
	}
	return f.neither(says, head, value)
}

// neither says what rounding and cutting off give.
func (f *finding) neither(says Quantity, head Words, value *big.Rat) Words {
	up, down := says.said(value, 0), says.cut(value)
	if up == down {
		if up == f.value {
			return Words{head.English + ", not " + says.String() + ".", head.Chinese + "，不是 " + says.String() + "。"}
		}
		return Words{head.English + ", that is " + up + ", not " + says.String() + ".", head.Chinese + "，即 " + up + "，不是 " + says.String() + "。"}
	}
	return Words{head.English + "; rounded it is " + up + ", cut off " + down + ", never " + says.String() + ".",
		head.Chinese + "。四舍五入是 " + up + "，截去小数是 " + down + "，都不是 " + says.String() + "。"}
}

// bounded says it of parts that are bounds.
func (f *finding) bounded(says Quantity, a account) Words {
	english, chinese := " always, so it is "+says.String()+".", "，必为 "+says.String()+"。"
	switch f.verdict {
	case ByTruncation:
		english, chinese = " always; only cut off it is "+says.String()+".", "，只有截去小数才是 "+says.String()+"。"
	case ByRounding:
		english, chinese = ", which "+says.String()+" is among.", "，"+says.String()+" 在其中。"
	case Impossible:
		english, chinese = ", never "+says.String()+".", "，不会是 "+says.String()+"。"
	}
	return Words{shortened(a.sum, 200) + " is " + f.span().English + english, shortened(a.sum, 200) + " 在 " + f.span().Chinese + chinese}
}

// span is what the parts can give.
func (f *finding) span() Words {
	lo, hi := shortened(f.between[0], 60), shortened(f.between[1], 60)
	switch {
	case lo == "" && hi == "":
		return Words{"anything", "任意值"}
	case lo == "":
		return Words{"at most " + hi, hi + " 以下"}
	case hi == "":
		return Words{"at least " + lo, lo + " 以上"}
	}
	return Words{lo + " to " + hi, lo + " 至 " + hi + " 之间"}
}

// contradiction is the finding of a bound that nothing keeps.
func contradiction(says Quantity) finding {
	number := numeral.FindString(plainly(says.text)) // what both words are about
	if number == "" || says.unit == "" && says.raw.Kind() == '{' {
		return impossible("%s is true of no number.", "没有哪个数满足 %s。", says)
	}
	return impossible("%s contradicts itself: the words before it say less than %s, those behind it more.",
		"%s 自相矛盾：前面的词说不到 %s，后面的词说超过，不能同时成立。", says, number)
}
