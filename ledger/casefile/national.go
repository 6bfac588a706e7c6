package casefile

import (
	"fmt"
	"strings"

	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// National is a case number in the form of the national exchange (办件编号): 43
// characters, of which the first 18 are the unified social credit code of the
// organ that handles the case (GB 32100-2015). What the others are is inferred
// from published examples, not from a text of the standard.
type National struct {
	Unit   string        // 统一社会信用代码
	Level  string        // 行使层级, one character
	Basic  string        // 事项基本编码, 12 characters
	Date   workdays.Date // NoDate where the eight digits are no date
	Serial string        // 流水号, four digits
}

// The parts of a number of this form.
const (
	nationalLength = 43
	unitEnd        = 18
	levelEnd       = unitEnd + 1
	basicEnd       = levelEnd + 12
	dateEnd        = basicEnd + 8
)

// ParseNational reads a number of the national form. claimed says whether it
// has the form at all: 43 digits and capital letters that end in a date and a
// serial number, twelve digits.
func ParseNational(number string) (n National, claimed bool) {
	if len(number) != nationalLength || strings.Trim(number, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" || !digits(number[basicEnd:]) {
		return National{}, false
	}
	n = National{Unit: number[:unitEnd], Level: number[unitEnd:levelEnd], Basic: number[levelEnd:basicEnd], Date: workdays.NoDate, Serial: number[dateEnd:]}
	day := number[basicEnd:dateEnd]
	if d, err := workdays.ParseDate(day[:4] + "-" + day[4:6] + "-" + day[6:]); err == nil {
		n.Date = d
	}
	return n, true
}

// check says whether the code of the organ has its check character.
func (n National) check() error {
	if registry.ValidCreditCode(n.Unit) {
		return nil
	}
	reason := "has the national form of 43 characters, but its first 18 are no unified social credit code (GB 32100)"
	if want, ok := registry.CreditCheck(n.Unit[:unitEnd-1]); ok {
		reason += fmt.Sprintf(": the 18th character is %q, want %q", n.Unit[unitEnd-1], want)
	}
	return invalid("case number", n.Unit, reason)
}

// Doubts say what in a number is not as the published examples have it. They
// rest on inference, so they warn and refuse nothing.
func (n National) Doubts() (out []string) {
	doubt := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if !strings.Contains("123456789ANY", n.Unit[:1]) {
		doubt("no registration authority has the sign %s, the first character", n.Unit[:1])
	}
	if !digits(n.Unit[2:8]) {
		doubt("characters 3 to 8, %s, are no division code (GB/T 2260)", n.Unit[2:8])
	}
	if want := organisationCheck(n.Unit[8:16]); want != n.Unit[16] {
		doubt("character 17 is %q, and as the check character of an organisation code (GB 11714) %q", n.Unit[16], want)
	}
	if !strings.Contains("123456", n.Level) {
		doubt("character 19, %s, is no level 1 to 6", n.Level)
	}
	if !digits(n.Basic) {
		doubt("characters 20 to 31, %s, are no basic code of twelve digits", n.Basic)
	}
	if n.Date == workdays.NoDate {
		doubt("characters 32 to 39 are no date")
	}
	return out
}

// NumberDoubts are the doubts about a number of the national form, none about
// others.
func NumberDoubts(number string) []string {
	n, claimed := ParseNational(number)
	if !claimed {
		return nil
	}
	return n.Doubts()
}

// organisationCheck is the check character of the eight characters of an
// organisation code (组织机构代码, GB 11714-1997). Its letters count from A = 10
// on, other than those of GB 32100.
func organisationCheck(first8 string) byte {
	sum := 0
	for i, weight := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		c := first8[i]
		if c <= '9' {
			sum += int(c-'0') * weight
		} else {
			sum += int(c-'A'+10) * weight
		}
	}
	return "0X987654321"[sum%11]
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
