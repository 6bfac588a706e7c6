package figures

import "math/big"

// decimal is the decimal of numerator·scale/denominator with so many places:
// cut off, or rounded with halves away from zero. The denominator is positive.
func decimal(numerator, denominator, scale int64, places int, truncate bool) string {
	num := new(big.Int).Mul(big.NewInt(numerator), big.NewInt(scale))
	num.Mul(num, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	negative := num.Sign() < 0
	num.Abs(num)
	q, rest := new(big.Int).QuoRem(num, big.NewInt(denominator), new(big.Int))
	if !truncate && rest.Lsh(rest, 1).Cmp(big.NewInt(denominator)) >= 0 {
		q.Add(q, big.NewInt(1))
	}
	digits := q.String()
	for len(digits) <= places {
		digits = "0" + digits
	}
	if places > 0 {
		digits = digits[:len(digits)-places] + "." + digits[len(digits)-places:]
	}
	if negative && q.Sign() != 0 {
		digits = "-" + digits
	}
	return digits
}
