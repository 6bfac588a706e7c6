package registry

import "strings"

// creditAlphabet are the characters of a unified social credit code, by value.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CreditCheck is the check character of the first 17 characters of a unified
// social credit code (统一社会信用代码, GB 32100-2015); ok is false where they are
// not 17 characters of its alphabet.
func CreditCheck(first17 string) (check byte, ok bool) {
	if len(first17) != 17 {
		return 0, false
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(creditAlphabet, first17[i])
		if value < 0 {
			return 0, false
		}
		sum += value * weight
		weight = weight * 3 % 31
	}
	return creditAlphabet[(31-sum%31)%31], true
}

// ValidCreditCode says whether a text is a unified social credit code: 18
// characters of its alphabet, of which the last fits the others.
func ValidCreditCode(code string) bool {
	if len(code) != 18 {
		return false
	}
	check, ok := CreditCheck(code[:17])
	return ok && code[17] == check
}
