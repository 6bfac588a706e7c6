package disclosure

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold gives a text in which a number looks the same however it was written:
// compatibility forms (full width, circled, raised) are the plain ones, all
// decimal digits are 0 to 9, an X of other alphabets is X, and marks and
// characters that are drawn as nothing are gone. Long runs of 〇 to 九 are digits
// too; short ones are words.
func fold(s string) string {
	if ascii(s) {
		return s
	}
	out := make([]rune, 0, len(s))
	han := 0 // length of the run of Han digits that out ends with
	for _, r := range norm.NFKC.String(s) {
		if unused(r) || unicode.IsMark(r) {
			continue
		}
		if _, ok := hanDigit[r]; ok {
			han++
		} else {
			unfoldHan(out, han)
			han = 0
		}
		out = append(out, foldRune(r))
	}
	unfoldHan(out, han)
	return string(out)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func foldRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case unicode.IsDigit(r):
		return '0' + digit(r)
	case strings.ContainsRune("ХхΧχ", r): // Cyrillic Ha, Greek Chi
		return 'X'
	}
	return r
}

// digit gives the value of a decimal digit. Unicode lays them out in tens, from
// zero on.
func digit(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return (r - rune(t.Lo)) % 10
		}
	}
	return 0
}

var hanDigit = map[rune]rune{
	'〇': '0', '零': '0', '一': '1', '二': '2', '三': '3', '四': '4', '五': '5', '六': '6', '七': '7', '八': '8', '九': '9',
	'壹': '1', '贰': '2', '叁': '3', '肆': '4', '伍': '5', '陆': '6', '柒': '7', '捌': '8', '玖': '9', '幺': '1',
}

// shortestHan is the length from which on a run of Han digits can only be a
// number that was spelt out: that of a mobile telephone number.
const shortestHan = 11

// unfoldHan turns the last n runes into digits if they are that many.
func unfoldHan(out []rune, n int) {
	if n < shortestHan {
		return
	}
	for i := len(out) - n; i < len(out); i++ {
		out[i] = hanDigit[out[i]]
	}
}

// digitsIn counts the runes that fold makes at least one digit of, or more.
func digitsIn(s string) int {
	n := 0
	for _, r := range s {
		if '0' <= r && r <= '9' || r >= 0x80 && (unicode.IsNumber(r) || hanDigit[r] != 0) {
			n++
		}
	}
	return n
}

// A group is an unbroken run of digits of a folded text.
type group struct {
	digits string
	gap    string // separators between the group before and this one
	joined bool   // nothing but a short gap lies between
	plus   bool   // a plus sign that begins a number stands before it
	x      bool   // an X that ends a number stands behind it
	coded  bool   // the word it stands in has digits elsewhere too
}

// longestGap is the number of characters that may divide a number: " - ", ") ".
const longestGap = 3

// groups cuts a folded text into its runs of digits.
func groups(s string) []group {
	var out []group
	runes := []rune(s)
	word, seen := 0, false // start of the word; whether it has had digits
	for i := 0; i < len(runes); {
		switch {
		case !isDigit(runes[i]):
			if !unicode.IsLetter(runes[i]) {
				word, seen = i+1, false
			} else if i > 0 && runes[i] >= 0x80 != (runes[i-1] >= 0x80) {
				word, seen = i, false
			}
			i++
		default:
			start := i
			for i < len(runes) && isDigit(runes[i]) {
				i++
			}
			g := group{digits: string(runes[start:i]), x: endsInX(runes[i:]), coded: seen || codeGoesOn(runes[i:])}
			g.plus = start-word == 0 && plusBefore(runes[:start])
			if n := len(out); n > 0 {
				g.gap, g.joined = gapBefore(runes[:start])
			}
			out, seen = append(out, g), true
		}
	}
	return out
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// gapBefore gives the separators at the end of a text that ends a group, and
// whether they are few enough and follow a digit.
func gapBefore(before []rune) (string, bool) {
	i := len(before)
	for i > 0 && !isDigit(before[i-1]) && !unicode.IsLetter(before[i-1]) {
		i--
	}
	gap := before[i:]
	return string(gap), i > 0 && isDigit(before[i-1]) && len(gap) > 0 && len(gap) <= longestGap
}

// plusBefore says whether a text ends in a plus sign that adds nothing.
func plusBefore(before []rune) bool {
	i := len(before) - 1
	for i > 0 && (before[i] == ' ' || before[i] == '(') {
		i--
	}
	if i < 0 || before[i] != '+' {
		return false
	}
	return i == 0 || !isDigit(before[i-1])
}

// endsInX says whether a text begins with an X that belongs to the digits
// before it: no word goes on behind it.
func endsInX(after []rune) bool {
	for n := 0; n < longestGap && len(after) > 1 && !isDigit(after[0]) && !unicode.IsLetter(after[0]); n++ {
		after = after[1:]
	}
	if len(after) == 0 || after[0] != 'X' && after[0] != 'x' {
		return false
	}
	return len(after) == 1 || !latin(after[1])
}

// codeGoesOn says whether the word that digits stand in has more digits behind
// letters.
func codeGoesOn(after []rune) bool {
	for i, r := range after {
		if !latin(r) {
			return false
		}
		if isDigit(r) {
			return i > 0
		}
	}
	return false
}

func latin(r rune) bool {
	return isDigit(r) || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}
