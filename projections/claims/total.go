package claims

import (
	"math/big"
	"strings"
)

// joined are quantities with a sign between them, as many as can be read.
func joined(list []Quantity, sign string) string {
	var b strings.Builder
	for i, q := range list {
		if i > 0 {
			b.WriteString(sign)
		}
		if b.Len() > 200 {
			b.WriteString("…")
			break
		}
		b.WriteString(q.String())
	}
	return b.String()
}

// missing is the first quantity that is not stated; -1 for none.
func missing(list []Quantity) int {
	for i, q := range list {
		if !q.given() {
			return i
		}
	}
	return -1
}

// total is the sum of quantities.
func total(list []Quantity, of func(Quantity) set) set {
	out := only(new(big.Rat))
	for _, q := range list {
		out = out.plus(of(q))
	}
	return out
}

// sum judges a total of its parts.
func (c *Claim) sum() finding {
	switch i := missing(c.Of); {
	case len(c.Of) == 0:
		return unknown("No parts are stated.", "没有写明各部分。")
	case i >= 0:
		return c.short(i)
	}
	a := compute(joined(c.Of, " + "), func(of func(Quantity) set) set { return total(c.Of, of) })
	v, point := a.face.single(), c.Says.point
	if v == nil || point == nil {
		return settle(c.Says, a)
	}
	switch by := new(big.Rat).Sub(point, v); by.Sign() {
	case 1:
		a.remark = say("%s are in none of the parts.", "有 %s 不在任何一部分之中。", c.Says.said(by, 4))
	case -1:
		by.Neg(by)
		a.remark = say("%s too many: the parts overlap, at least %[1]s are counted twice, or they are of more than the total.",
			"多出 %s：各部分有重叠，至少重复计了 %[1]s，或者不全属于这个总数。", c.Says.said(by, 4))
	}
	f := settle(c.Says, a)
	if c.More && f.verdict == Impossible && v.Cmp(point) < 0 {
		f.verdict = NotRecomputable
		f.why = say("%s = %s.", "%s = %s。", shortened(a.sum, 200), f.value).and(a.remark).
			and(say("The list is not said to be complete.", "没有写明所列是否齐全。"))
	}
	return f
}

// short is the finding of a total of which a part is not stated.
func (c *Claim) short(i int) finding {
	var known []Quantity
	for _, q := range c.Of {
		if q.given() {
			known = append(known, q)
		}
	}
	f := unknown("%d of %d parts are not stated.", "%d 个部分没有写明（共 %d 个）。", len(c.Of)-len(known), len(c.Of))
	rest := total(known, Quantity.face).single()
	if len(known) == len(c.Of)-1 && rest != nil && c.Says.point != nil {
		value := c.Says.said(rest.Sub(c.Says.point, rest), 4)
		f.holds, f.of = []any{value}, "of"
		f.why = f.why.and(say("The missing one would have to be %s.", "缺的那一部分应为 %s。", value))
	}
	return f
}

// difference judges the first of its parts less the others.
func (c *Claim) difference() finding {
	if i := missing(c.Of); i >= 0 || len(c.Of) < 2 {
		return unknown("Not all that it is a difference of is stated.", "没有写全相减的各数。")
	}
	says, parts := aligned(c.Says, c.Of)
	a := compute(joined(parts, " − "), func(of func(Quantity) set) set {
		return of(parts[0]).minus(total(parts[1:], of))
	})
	if parts[0].form == rounded {
		a.remark = say("Means that do not subtract are of different populations.", "平均数相减不符，多半是取平均的不是同一批。")
	}
	return settle(says, a)
}

// aligned takes percentage points (百分点) for plain numbers where the parts are
// plain: 98.5 and 97.2 are 1.3 points apart, as 98.5% and 97.2% are.
func aligned(says Quantity, parts []Quantity) (Quantity, []Quantity) {
	if !says.points {
		return says, parts
	}
	for _, q := range parts {
		if q.given() && q.scale.Cmp(units["%"]) == 0 {
			return says, parts
		}
	}
	hundred := big.NewRat(100, 1)
	if says.point != nil {
		says.point = new(big.Rat).Mul(says.point, hundred)
	}
	says.bound = says.bound.times(hundred)
	says.scale = units[""]
	return says, parts
}

// closed judges how many cases were closed of those accepted.
func (c *Claim) closed() finding {
	if !c.Accepted.given() {
		return unknown("How many were accepted is not stated.", "没有写明受理多少。")
	}
	open := c.Accepted.face().minus(c.Says.face())
	rate := c.Says.face().over(c.Accepted.face())
	if v, r := open.single(), rate.single(); v != nil && r != nil {
		share := trimmed(decimal(new(big.Rat).Mul(r, big.NewRat(100, 1)), 4)) + "%"
		if v.Sign() < 0 {
			return unknown("%s closed of %s accepted are %s: more than came in, so others were open before, and how many is not stated.",
				"受理 %[2]s，办结 %[1]s，为 %[3]s：办结多于受理，包含以前的在办件，没有写明有多少。", c.Says, c.Accepted, share)
		}
		return finding{verdict: Holds, value: share, why: say("%s closed of %s accepted are %s; %s were open.",
			"受理 %[2]s，办结 %[1]s，为 %[3]s，在办 %[4]s。", c.Says, c.Accepted, share, decimal(v, c.Says.places))}
	}
	if open.within(atLeast(new(big.Rat))) {
		return finding{verdict: Holds, why: say("%s are not more than %s.", "%s 不多于 %s。", c.Says, c.Accepted)}
	}
	return unknown("Whether %s are more than %s is not stated exactly.", "%s 是否多于 %s，写得不够确切。", c.Says, c.Accepted)
}

// named judges how many names a list has.
func (c *Claim) named() finding {
	if len(c.Names) == 0 {
		return unknown("No names are listed.", "没有列出名称。")
	}
	n := new(big.Rat).SetInt64(int64(len(c.Names)))
	listed := shortened(strings.Join(c.Names[:min(len(c.Names), 20)], "、"), 160)
	f := settle(c.Says, account{sum: listed, face: only(n), meant: only(n)})
	f.why = say("%[1]d are named: %[2]s.", "列出 %[1]d 个：%[2]s。", len(c.Names), listed)
	return f
}
