package act

import (
	"fmt"
	"strconv"
	"strings"
)

// Amount is a sum of money in millionths of the currency unit: exact for every
// decimal of up to six places, ±9.2·10¹² units. Its text form has no trailing
// zeros: "157.09305", "12", "-0.5".
type Amount int64

const amountUnit = 1_000_000

// ParseAmount reads a plain decimal of up to six places. What does not fit is
// an error; nothing is rounded.
func ParseAmount(s string) (Amount, error) {
	bad := fmt.Errorf("amount %q: want a decimal of up to six places", s)
	rest, negative := strings.CutPrefix(s, "-")
	whole, frac, dot := strings.Cut(rest, ".")
	if whole == "" || len(whole) > 12 || len(frac) > 6 || dot && frac == "" || !digits(whole) || !digits(frac) {
		return 0, bad
	}
	n, _ := strconv.ParseInt(whole, 10, 64)
	f, _ := strconv.ParseInt((frac + "000000")[:6], 10, 64)
	a := Amount(n*amountUnit + f)
	if negative {
		a = -a
	}
	return a, nil
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// String gives the text form.
func (a Amount) String() string {
	sign, n := "", int64(a)
	if n < 0 {
		sign, n = "-", -n
	}
	s := fmt.Sprintf("%s%d.%06d", sign, n/amountUnit, n%amountUnit)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// MarshalText gives the text form.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the canonical text form.
func (a *Amount) UnmarshalText(b []byte) error {
	out, err := ParseAmount(string(b))
	if err != nil {
		return err
	}
	if out.String() != string(b) {
		return fmt.Errorf("amount %q: want it as %q", b, out)
	}
	*a = out
	return nil
}
