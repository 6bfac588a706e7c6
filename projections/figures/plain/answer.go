package plain

import (
	"strconv"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Kind is how a figure's value follows from its numbers.
type Kind string

// Kinds of figures.
const (
	Count      Kind = "count"      // the numerator
	Ratio      Kind = "ratio"      // 100 · numerator ÷ denominator
	Mean       Kind = "mean"       // numerator ÷ denominator
	Percentile Kind = "percentile" // the value of that rank: the numerator-th smallest of denominator values
	Sum        Kind = "sum"        // the numerator, in millionths, once for each currency
)

// Answer is what a rule says of one figure.
type Answer struct {
	Numerator, Denominator int64
	Value                  int64 // of a percentile
	Excluded               []Exclusion
	Provisional            bool
	On                     workdays.Date // of a peak: its first day, NoDate where there is none
}

// Texts are numerator, denominator and value as a figure says them; the
// denominator is empty for counts and sums, and there is no value where it is 0.
func (a Answer) Texts(k Kind, decimals int, truncate bool) (numerator, denominator, value string, has bool) {
	numerator = strconv.FormatInt(a.Numerator, 10)
	switch k {
	case Count:
		return numerator, "", numerator, true
	case Sum:
		return casefile.Amount(a.Numerator).String(), "", divide(a.Numerator, 1_000_000, decimals, truncate), true
	}
	denominator = strconv.FormatInt(a.Denominator, 10)
	switch {
	case a.Denominator <= 0:
		return numerator, denominator, "", false
	case k == Percentile:
		return numerator, denominator, strconv.FormatInt(a.Value, 10), true
	case k == Ratio:
		return numerator, denominator, divide(100*a.Numerator, a.Denominator, decimals, truncate), true
	}
	return numerator, denominator, divide(a.Numerator, a.Denominator, decimals, truncate), true
}

// divide divides as one does by hand.
func divide(num, den int64, decimals int, truncate bool) string {
	negative := num < 0
	if negative {
		num = -num
	}
	whole, rest := num/den, num%den
	digits := make([]byte, decimals)
	for i := range digits {
		rest *= 10
		digits[i] = byte('0' + rest/den)
		rest %= den
	}
	if !truncate && 2*rest >= den {
		whole += carry(digits)
	}
	nothing := whole == 0
	for _, d := range digits {
		nothing = nothing && d == '0'
	}
	s := strconv.FormatInt(whole, 10)
	if decimals > 0 {
		s += "." + string(digits)
	}
	if negative && !nothing {
		s = "-" + s
	}
	return s
}

// carry adds one to the last digit, and says what is carried out of the first.
func carry(digits []byte) int64 {
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			return 0
		}
		digits[i] = '0'
	}
	return 1
}
