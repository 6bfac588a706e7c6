package disclosure

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits in bytes.
const (
	MaxCode   = 64
	MaxNumber = 200
	MaxText   = 400 // of a line for people in a public body
	MaxPost   = 100
)

// Code says whether a value is a class: letters of any script with their marks,
// digits, '-', '_' and '.', at most [MaxCode] bytes. Its list is open, but a
// number that leads to a person is no class. An empty value says nothing and
// passes, here and in all functions below. Errors are [*Error].
func Code(field, value string) error {
	return code(field, value, `write a short code such as "expert-review", and seal sentences as a personal value such as "note"`)
}

// Label says whether a value is the label of a sealed value: a [Code].
func Label(field, value string) error {
	return code(field, value, `write what the value is, such as "applicant.name", never the value itself`)
}

func code(field, value, advice string) error {
	if !utf8.ValidString(value) {
		return encoding(field)
	}
	if len(value) > MaxCode {
		return &Error{field, RuleLength, "is longer than the 64 bytes of a code", advice}
	}
	var last rune
	for _, r := range value {
		if !codeRune(r, last) {
			return &Error{field, RuleForm, "is not a code of letters, digits, '-', '_' and '.'", advice}
		}
		last = r
	}
	return found(field, personal(value))
}

// codeRune says whether r may follow last in a code. A mark belongs to the
// letter before it: many scripts write vowels so.
func codeRune(r, last rune) bool {
	switch {
	case unused(r):
		return false
	case unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r):
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Mc) && (unicode.IsLetter(last) || unicode.IsMark(last))
}

// Number says whether a value is an identifier that may be public: characters
// that can be seen, and single spaces, at most [MaxNumber] bytes. A part of it
// between characters that are neither letters nor digits must not be a valid
// identity number of 18 characters; anything else goes by form. Numbers of
// telephones and cards are not looked for, as serial numbers may equal them.
func Number(field, value string) error {
	if err := line(field, value, MaxNumber); err != nil {
		return err
	}
	if digitsIn(value) < 17/2 {
		return nil // a rune folds to two digits at most
	}
	for part := range strings.FieldsFuncSeq(fold(value), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if validIdentity(part) {
			return found(field, RuleIdentity)
		}
	}
	return nil
}

// Text says whether a value is words that may be public: one line of at most
// most bytes, without characters that nobody sees, and without an identity,
// telephone or bank card number or an e-mail address, however written.
func Text(field, value string, most int) error {
	if err := line(field, value, most); err != nil {
		return err
	}
	return found(field, personal(value))
}

// Post says whether a value is an acting post (岗位) that may be public, a
// [Text] of at most [MaxPost] bytes.
func Post(value string) error { return Text("post", value, MaxPost) }

// line says whether a value is one line of visible text.
func line(field, value string, most int) error {
	switch {
	case len(value) > most:
		return tooLong(field, len(value), most)
	case !utf8.ValidString(value):
		return encoding(field)
	}
	for _, r := range value {
		if hidden(r) {
			return invisible(field)
		}
	}
	return nil
}

// hidden says whether a rune has no place in a line of text: controls, line and
// paragraph ends, direction and other format characters. Joiners and the
// Mongolian vowel separator have one: scripts need them between letters.
func hidden(r rune) bool {
	switch r {
	case zeroWidthNonJoiner, zeroWidthJoiner, mongolianVowelSeparator:
		return false
	}
	return r != ' ' && (r < ' ' || r == 0x7f || r > 0x7f && (unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || unicode.Is(unicode.Noncharacter_Code_Point, r)))
}

const (
	zeroWidthNonJoiner      = '\u200c'
	zeroWidthJoiner         = '\u200d'
	mongolianVowelSeparator = '\u180e'
)

// unused says whether a rune is drawn as nothing, letters among them.
func unused(r rune) bool {
	return r > 0x7f && unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
