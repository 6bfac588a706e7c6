package disclosure

import (
	"regexp"
	"strings"
)

// Telephone numbers without their country code, by the Chinese numbering plan.
var (
	mobile   = regexp.MustCompile(`^0?1[3-9]\d{9}$`)
	landline = regexp.MustCompile(`^0(10|2\d)[2-8]\d{6,7}$|^0[3-9]\d\d[2-8]\d{6,7}$`)
	trunk    = regexp.MustCompile(`^0(10|2\d|[3-9]\d\d)$`) // an area code alone
)

// telephone says whether the number is one by which a person is called: mobile
// or with an area code, with or without 86, or any behind a plus sign (ITU-T
// E.164).
func (n number) telephone() bool {
	first := n.groups[0]
	if first.coded {
		return false
	}
	if first.plus && len(n.digits) >= 8 && len(n.digits) <= 15 {
		return true
	}
	for _, country := range [...]string{"", "86", "0086"} {
		rest, ok := n.without(country)
		switch {
		case !ok:
		case mobile.MatchString(rest.digits) && rest.dialled():
			return true
		case rest.area() || country != "" && rest.withTrunk().area():
			return true
		}
	}
	return false
}

// without gives the number without a country code at its beginning, which may
// be a group of its own.
func (n number) without(code string) (number, bool) {
	rest, ok := strings.CutPrefix(n.digits, code)
	if !ok || rest == "" || code == "" {
		return n, ok && rest != ""
	}
	switch head := n.groups[0].digits; {
	case head == code:
		return number{rest, n.groups[1:]}, true
	case strings.HasPrefix(head, code):
		first := n.groups[0]
		first.digits = head[len(code):]
		return number{rest, append([]group{first}, n.groups[1:]...)}, true
	}
	return number{}, false
}

// withTrunk puts the zero in front that falls away behind a country code.
func (n number) withTrunk() number {
	first := n.groups[0]
	first.digits = "0" + first.digits
	return number{"0" + n.digits, append([]group{first}, n.groups[1:]...)}
}

// dialled says whether a mobile number's groups are those of a number, not of a
// date with a time or of an amount.
func (n number) dialled() bool {
	if len(n.groups) == 1 || shortest(n.groups) >= 3 {
		return true
	}
	return n.even(2) && !n.dated() && !n.thousands() || n.spelt()
}

// area says whether the number is that of a landline: in one piece, or with its
// area code apart and groups of three digits and more behind it.
func (n number) area() bool {
	if !landline.MatchString(n.digits) {
		return false
	}
	return len(n.groups) == 1 || trunk.MatchString(n.groups[0].digits) && shortest(n.groups) >= 3 || n.spelt()
}

// spelt says whether each digit stands for itself.
func (n number) spelt() bool { return len(n.groups) == len(n.digits) && n.even(1) }

// dated says whether three groups are day, month and year.
func (n number) dated() bool {
	for i := 2; i < len(n.groups); i++ {
		year := n.groups[i].digits
		if len(year) == 4 && (year[:2] == "19" || year[:2] == "20") && len(n.groups[i-1].digits) <= 2 && len(n.groups[i-2].digits) <= 2 {
			return true
		}
	}
	return false
}

// thousands says whether the groups are those of an amount.
func (n number) thousands() bool {
	for i, g := range n.groups {
		if i > 0 && (len(g.digits) != 3 || g.gap != "," && g.gap != "." && g.gap != "'") {
			return false
		}
	}
	return true
}

func shortest(groups []group) int {
	least := len(groups[0].digits)
	for _, g := range groups[1:] {
		least = min(least, len(g.digits))
	}
	return least
}
