package claims

import (
	"math/big"
	"strings"
)

// power is ten to the power of n, 0 or more.
func power(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// rounding is the numbers that give v where they are rounded to multiples of
// step, halves away from zero.
func rounding(v, step *big.Rat) set {
	half := new(big.Rat).Mul(step, big.NewRat(1, 2))
	lo, hi := edge{at: new(big.Rat).Sub(v, half)}, edge{at: new(big.Rat).Add(v, half)}
	lo.open, hi.open = v.Sign() <= 0, v.Sign() >= 0
	return between(lo, hi)
}

// cutting is the numbers that give v where what goes beyond multiples of step
// is cut off, towards zero.
func cutting(v, step *big.Rat) set {
	lo, hi := edge{at: v}, edge{at: v}
	if v.Sign() <= 0 {
		lo = edge{new(big.Rat).Sub(v, step), true}
	}
	if v.Sign() >= 0 {
		hi = edge{new(big.Rat).Add(v, step), true}
	}
	return between(lo, hi)
}

// decimal is v with so many places, rounded with halves away from zero.
func decimal(v *big.Rat, places int) string {
	text := v.FloatString(places)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// cut is v with so many places, the others cut off.
func cut(v *big.Rat, places int) string {
	n := new(big.Int).Mul(v.Num(), power(places))
	n.Quo(n, v.Denom())
	return decimal(new(big.Rat).SetFrac(n, power(places)), places)
}

// trimmed is a decimal without zeros at the end of its places.
func trimmed(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}
