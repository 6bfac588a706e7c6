package disclosure

import (
	"regexp"
	"strings"
)

// office matches, in a folded text, the number of an office: a public hotline
// of three to five digits, 400- and 800- numbers, a landline with or without
// its area code and country code, each with an extension.
var office = regexp.MustCompile(`^(1\d{2,4}|9\d{4}|[48]00-?\d{3}-?\d{4}|(\+?86-?)?(0?(10|2\d|[3-9]\d\d)-)?[1-9]\d{2,3}-?\d{4}|0(10|2\d)[2-8]\d{6,7}|0[3-9]\d\d[2-8]\d{6,7})((-|转)\d{1,6})?$`)

// Telephone says whether a value is the number of a public office (办公电话,
// 服务电话, 监督电话), which is published so that people can call: a hotline such
// as 12345, a 400 or 800 number, or a landline. A mobile number is somebody's
// own and is refused, as is anything else. An empty value passes.
func Telephone(field, value string) error {
	if value == "" {
		return nil
	}
	if err := line(field, value, MaxCode); err != nil {
		return err
	}
	plain := strings.Trim(spaces.ReplaceAllString(fold(value), "-"), "-")
	if office.MatchString(plain) && !handset.MatchString(hyphens.Replace(plain)) {
		return nil
	}
	return &Error{field, RuleTelephone, "is not the number of an office",
		"write a landline with its area code such as 0429-1234567, or a hotline such as 12345; a mobile number is never published"}
}

// handset matches the digits of a mobile number.
var handset = regexp.MustCompile(`^(\+?86|0086|0)?1[3-9]\d{9}$`)

var hyphens = strings.NewReplacer("-", "", "转", "")

// spaces are what divides a number, but for hyphens.
var spaces = regexp.MustCompile(`[ ()（）‐‑–—－]+`)
