package ledger

import (
	"strings"
	"unicode"
)

// plainName says whether s holds only letters, digits, '-', '_' and '.', and
// if not, which rune is the first that does not belong.
func plainName(s string) (bad rune, ok bool) {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r) {
			return r, false
		}
	}
	return 0, true
}

// validType says whether s is a dotted lower-case name, a slash and a version
// from 1 on without a leading zero.
func validType(s string) bool {
	name, version, ok := strings.Cut(s, "/")
	if !ok || name == "" || len(s) > maxNameBytes || version == "" || version[0] == '0' {
		return false
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && c != '.' && c != '_' {
			return false
		}
	}
	for _, c := range version {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
