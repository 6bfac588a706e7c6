package intake

import (
	"errors"
	"strconv"
	"strings"

	"caseledger/ledger/casefile"
)

var (
	errAmount = errors.New("want a decimal with a dot, of at most twelve digits before it")
	errCount  = errors.New("want a whole number of days from 0 to 100000")
)

// amountPlaces is the number of decimals of an amount, and maxAmount the
// greatest that has a form in the ledger.
const (
	amountPlaces = 6
	maxAmount    = casefile.Amount(999_999_999_999_999_999)
)

// parseAmount reads a decimal as XES and spreadsheets write floats, with an
// optional sign and exponent. Of more than six places it is rounded to six,
// half away from zero, and rounded is true. Commas and currency signs are not
// taken.
func parseAmount(s string) (amount casefile.Amount, rounded bool, err error) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "+")
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n < -30 || n > 30 {
			return 0, false, errAmount
		}
		mantissa, exponent = s[:i], n
	}
	rest, negative := strings.CutPrefix(mantissa, "-")
	whole, frac, _ := strings.Cut(rest, ".")
	if whole+frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return 0, false, errAmount
	}
	whole, frac = shift(whole, frac, exponent)
	frac = strings.TrimRight(frac, "0")
	up := len(frac) > amountPlaces && frac[amountPlaces] >= '5'
	if rounded = len(frac) > amountPlaces; rounded {
		frac = frac[:amountPlaces]
	}
	if frac != "" {
		frac = "." + frac
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	a, err := casefile.ParseAmount(whole + frac)
	if err != nil {
		return 0, false, errAmount
	}
	if up {
		a++ // one of the sixth place
	}
	if a > maxAmount {
		return 0, false, errAmount
	}
	if negative {
		a = -a
	}
	return a, rounded, nil
}

// shift moves the decimal point by the exponent.
func shift(whole, frac string, exponent int) (string, string) {
	if exponent >= 0 {
		frac += strings.Repeat("0", max(exponent-len(frac), 0))
		return whole + frac[:exponent], frac[exponent:]
	}
	whole = strings.Repeat("0", max(-exponent-len(whole), 0)) + whole
	return whole[:len(whole)+exponent], whole[len(whole)+exponent:] + frac
}

// parseDays reads a number of days.
func parseDays(s string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 100_000 {
		return 0, errCount
	}
	return n, nil
}
