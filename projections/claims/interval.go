package claims

import "math/big"

// edge is an end of a span. Without a number the span has no end there.
type edge struct {
	at   *big.Rat
	open bool // the number itself is outside
}

// span is the rationals between two edges.
type span struct{ lo, hi edge }

// set is the rationals of some spans; none where nothing is possible.
type set []span

// everything is all rationals.
var everything = set{{}}

// only is the set of one number.
func only(v *big.Rat) set { return set{{edge{at: v}, edge{at: v}}} }

// between is a span; no set where it is empty.
func between(lo, hi edge) set {
	if lo.at != nil && hi.at != nil {
		if order := lo.at.Cmp(hi.at); order > 0 || order == 0 && (lo.open || hi.open) {
			return nil
		}
	}
	return set{{lo, hi}}
}

// single is the only number of a set; nil where there are more, or none.
func (s set) single() *big.Rat {
	if len(s) != 1 || s[0].lo.at == nil || s[0].hi.at == nil || s[0].lo.at.Cmp(s[0].hi.at) != 0 {
		return nil
	}
	return s[0].lo.at
}

// higherLow is the greater of two lower edges, lowerHigh the lesser of two
// upper ones.
func higherLow(a, b edge) edge {
	switch {
	case a.at == nil:
		return b
	case b.at == nil:
		return a
	}
	if order := a.at.Cmp(b.at); order > 0 || order == 0 && a.open {
		return a
	}
	return b
}

func lowerHigh(a, b edge) edge {
	switch {
	case a.at == nil:
		return b
	case b.at == nil:
		return a
	}
	if order := a.at.Cmp(b.at); order < 0 || order == 0 && a.open {
		return a
	}
	return b
}

// and is what two sets have in common.
func (s set) and(t set) (out set) {
	for _, a := range s {
		for _, b := range t {
			out = append(out, between(higherLow(a.lo, b.lo), lowerHigh(a.hi, b.hi))...)
		}
	}
	return out
}

// within says whether a set has numbers, and each span of it lies in one of the
// other's.
func (s set) within(t set) bool {
	for _, a := range s {
		inside := false
		for _, b := range t {
			lo, hi := higherLow(a.lo, b.lo), lowerHigh(a.hi, b.hi)
			inside = inside || same(lo, a.lo) && same(hi, a.hi)
		}
		if !inside {
			return false
		}
	}
	return len(s) > 0
}

func same(a, b edge) bool {
	if a.at == nil || b.at == nil {
		return a.at == nil && b.at == nil
	}
	return a.open == b.open && a.at.Cmp(b.at) == 0
}

// plus is all sums of a number of each.
func (s set) plus(t set) (out set) {
	for _, a := range s {
		for _, b := range t {
			out = append(out, span{added(a.lo, b.lo), added(a.hi, b.hi)})
		}
	}
	return out
}

func added(a, b edge) edge {
	if a.at == nil || b.at == nil {
		return edge{}
	}
	return edge{new(big.Rat).Add(a.at, b.at), a.open || b.open}
}

// times is the set with every number multiplied by one that is not zero.
func (s set) times(k *big.Rat) (out set) {
	for _, a := range s {
		lo, hi := multiplied(a.lo, k), multiplied(a.hi, k)
		if k.Sign() < 0 {
			lo, hi = hi, lo
		}
		out = append(out, span{lo, hi})
	}
	return out
}

func multiplied(a edge, k *big.Rat) edge {
	if a.at == nil {
		return edge{}
	}
	return edge{new(big.Rat).Mul(a.at, k), a.open}
}

// minus is all differences of a number of each.
func (s set) minus(t set) set { return s.plus(t.times(big.NewRat(-1, 1))) }

// over is all quotients of a number of each, division by zero left out.
func (s set) over(t set) (out set) {
	zero := edge{at: new(big.Rat), open: true}
	above, below := t.and(set{{zero, edge{}}}), t.and(set{{edge{}, zero}}).times(big.NewRat(-1, 1))
	for _, n := range s {
		for _, d := range above {
			out = append(out, divided(n, d))
		}
	}
	for _, n := range s.times(big.NewRat(-1, 1)) {
		for _, d := range below {
			out = append(out, divided(n, d))
		}
	}
	return out
}

// divided is the span of quotients by a span of positive numbers.
func divided(n, d span) (out span) {
	if n.lo.at != nil {
		by := d.lo
		if n.lo.at.Sign() >= 0 {
			by = d.hi
		}
		out.lo = quotient(n.lo, by)
	}
	if n.hi.at != nil {
		by := d.lo
		if n.hi.at.Sign() <= 0 {
			by = d.hi
		}
		out.hi = quotient(n.hi, by)
	}
	return out
}

func quotient(n, d edge) edge {
	switch {
	case n.at.Sign() == 0: // whatever it is divided by
		return n
	case d.at == nil: // comes as near to zero as one likes
		return edge{new(big.Rat), true}
	case d.at.Sign() == 0: // grows beyond all bounds
		return edge{}
	}
	return edge{new(big.Rat).Quo(n.at, d.at), n.open || d.open}
}

// wholes are the first and the last whole number of a span that has ends; none
// where first is greater than last.
func (s span) wholes() (first, last *big.Int) {
	first, exact := floor(s.lo.at)
	if !exact || s.lo.open {
		first.Add(first, big.NewInt(1))
	}
	last, exact = floor(s.hi.at)
	if exact && s.hi.open {
		last.Sub(last, big.NewInt(1))
	}
	return first, last
}

func floor(v *big.Rat) (n *big.Int, exact bool) {
	n, rest := new(big.Int).DivMod(v.Num(), v.Denom(), new(big.Int))
	return n, rest.Sign() == 0
}
