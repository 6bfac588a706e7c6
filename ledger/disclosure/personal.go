package disclosure

import (
	"regexp"
	"strings"
)

// personal says which rule finds personal data in a text, "" if none does.
func personal(s string) Rule {
	digits, at := digitsIn(s), strings.ContainsAny(s, "@＠﹫")
	if digits < fewestDigits && !at {
		return ""
	}
	folded := fold(s)
	if at && mail.MatchString(folded) {
		return RuleMail
	}
	if digits < fewestDigits {
		return ""
	}
	all := groups(folded)
	for _, kind := range kinds { // an identity number first: a part of it may pass for a card's
		for i := range all {
			if begins(all[i:], kind.is) {
				return kind.rule
			}
		}
	}
	return ""
}

var kinds = [...]struct {
	rule Rule
	is   func(number) bool
}{
	{RuleIdentity, number.identity},
	{RuleTelephone, number.telephone},
	{RuleCard, number.card},
}

// fewestDigits is the number of digit runes below which a text has no number to
// look for: the shortest has eight digits behind a plus sign, and a rune folds
// to two at most (⑳).
const fewestDigits = 8 / 2

// mail matches an address in a folded text, also with a space beside the @.
var mail = regexp.MustCompile(`[\p{L}\p{N}._%+'-]+ ?@ ?[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}`)

// begins says whether a number of a kind begins with the first group and ends
// with any that is joined to it.
func begins(all []group, is func(number) bool) bool {
	digits := ""
	for i := range all {
		if i > 0 && !all[i].joined {
			return false
		}
		if digits += all[i].digits; len(digits) > longestNumber {
			return false
		}
		if is(number{digits, all[:i+1]}) {
			return true
		}
	}
	return false
}

// longestNumber is the length of the longest card number and, with its country
// code, more than that of any telephone number.
const longestNumber = 19

// A number is one or more joined groups that may be read as one.
type number struct {
	digits string
	groups []group
}

// even says whether the groups are divided as people divide a number: all by
// the same separator, or digit by digit; none shorter than least, except that
// the last one of several may have any length.
func (n number) even(least int) bool {
	single := true
	for i, g := range n.groups {
		single = single && len(g.digits) == 1
		if i > 1 && g.gap != n.groups[1].gap {
			return false
		}
	}
	if single {
		return true
	}
	for i, g := range n.groups {
		if len(g.digits) < least && (i == 0 || i < len(n.groups)-1) {
			return false
		}
	}
	return true
}
