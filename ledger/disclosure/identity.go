package disclosure

import (
	"strings"
	"time"
)

// identity says whether the number is an identity number as people write it: of
// 18 characters with a check digit, or of 15 digits, of which the cards are
// void since 2013 (居民身份证法 23) but which still name their holders.
func (n number) identity() bool {
	switch len(n.digits) {
	case 18:
		return validIdentity(n.digits)
	case 17:
		return n.groups[len(n.groups)-1].x && validIdentity(n.digits+"X")
	case 15:
		return len(n.groups) == 1 && !n.groups[0].coded && oldIdentity(n.digits)
	}
	return false
}

// validIdentity says whether s is a citizen's identity number (GB 11643-1999:
// region, date of birth, order, check digit) or that of a foreigner's permanent
// residence card since 2023, which begins with 9 and has a province and a
// country instead of the region.
func validIdentity(s string) bool {
	if len(s) != 18 || !dateOf(s[6:14]) || !checkDigit(s) {
		return false
	}
	return provinces[s[:2]] || s[0] == '9' && provinces[s[1:3]] && !validUnit(s)
}

// oldIdentity says whether s may be an identity number of 15 digits: region,
// two digits of the year, month, day, order. There is no check digit.
func oldIdentity(s string) bool {
	return provinces[s[:2]] && (dateOf("19"+s[6:12]) || dateOf("18"+s[6:12]))
}

// provinces are the first two digits of GB/T 2260. Codes of counties come and
// go, a number stays for life, so no more is held to a list.
var provinces = func() map[string]bool {
	m := map[string]bool{}
	for p := range strings.FieldsSeq("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83") {
		m[p] = true
	}
	return m
}()

// dateOf says whether eight digits are a date on which somebody who has a
// number can have been born. Today is not known here; the end of this century
// stands for it.
func dateOf(s string) bool {
	if s[:2] != "18" && s[:2] != "19" && s[:2] != "20" {
		return false
	}
	_, err := time.Parse("20060102", s)
	return err == nil
}

// checkDigit says whether the 18th character fits the 17 digits before it: ISO
// 7064 MOD 11-2.
func checkDigit(s string) bool {
	sum := 0
	for i, weight := range [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * weight
	}
	last := s[17]
	if last == 'x' {
		last = 'X'
	}
	return last == "10X98765432"[sum%11]
}

// validUnit says whether s is a unified social credit code of digits alone (GB
// 32100-2015), which is a unit's and public.
func validUnit(s string) bool {
	sum, weight := 0, 1
	for i := range 17 {
		sum += int(s[i]-'0') * weight
		weight = weight * 3 % 31
	}
	return int(s[17]-'0') == (31-sum%31)%31
}
