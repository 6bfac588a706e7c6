package ledger

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds how deep arrays and objects of a public body may nest.
const maxDepth = 100

// canonicalValue says whether b is exactly one JSON value that equals its own
// RFC 8785 form, has only whole numbers of at most 15 digits, and nests at
// most [maxDepth] deep. It reads b once and allocates nothing for plain keys.
func canonicalValue(b []byte) bool {
	i := scanValue(b, 0, 0)
	return i == len(b)
}

// Each scan function takes the index where its item begins and gives the index
// behind it, or -1 if there is no canonical item.

func scanValue(b []byte, i, depth int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '{', '[':
		if depth == maxDepth {
			return -1
		}
		if b[i] == '{' {
			return scanObject(b, i, depth+1)
		}
		return scanArray(b, i, depth+1)
	case '"':
		return scanString(b, i)
	case 't':
		return scanWord(b, i, "true")
	case 'f':
		return scanWord(b, i, "false")
	case 'n':
		return scanWord(b, i, "null")
	default:
		return scanNumber(b, i)
	}
}

func scanWord(b []byte, i int, word string) int {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return -1
	}
	return i + len(word)
}

func scanObject(b []byte, i, depth int) int {
	i++
	if i < len(b) && b[i] == '}' {
		return i + 1
	}
	var last []byte // the key before, between its quotes; nil at first
	for {
		key := i
		if i = scanString(b, i); i < 0 || i >= len(b) || b[i] != ':' {
			return -1
		}
		name := b[key+1 : i-1 : i-1]
		if last != nil && !keyLess(last, name) {
			return -1
		}
		last = name
		if i = scanValue(b, i+1, depth); i < 0 || i >= len(b) {
			return -1
		}
		switch b[i] {
		case ',':
			i++
			if i >= len(b) || b[i] != '"' {
				return -1
			}
		case '}':
			return i + 1
		default:
			return -1
		}
	}
}

func scanArray(b []byte, i, depth int) int {
	i++
	if i < len(b) && b[i] == ']' {
		return i + 1
	}
	for {
		if i = scanValue(b, i, depth); i < 0 || i >= len(b) {
			return -1
		}
		switch b[i] {
		case ',':
			i++
		case ']':
			return i + 1
		default:
			return -1
		}
	}
}

// scanNumber takes whole numbers of 1 to 15 digits without leading zero, and
// no minus zero.
func scanNumber(b []byte, i int) int {
	if b[i] == '-' {
		i++
		if i < len(b) && b[i] == '0' {
			return -1
		}
	}
	first := i
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	if n := i - first; n == 0 || n > 15 || n > 1 && b[first] == '0' {
		return -1
	}
	return i
}

// scanString takes UTF-8 in which only quotation mark, backslash and control
// characters are escaped, each in its shortest way.
func scanString(b []byte, i int) int {
	if i >= len(b) || b[i] != '"' {
		return -1
	}
	i++
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			n := escapeLen(b[i:])
			if n == 0 {
				return -1
			}
			i += n
		case c < ' ':
			return -1
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n == 1 {
				return -1
			}
			i += n
		}
	}
	return -1
}

// escapeLen is the length of the canonical escape that b begins with, or 0.
func escapeLen(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	switch b[1] {
	case '"', '\\', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 6 || b[2] != '0' || b[3] != '0' || b[4] != '0' && b[4] != '1' {
			return 0
		}
		c := b[5]
		hex := '0' <= c && c <= '9' || 'a' <= c && c <= 'f'
		short := b[4] == '0' && (c == '8' || c == '9' || c == 'a' || c == 'c' || c == 'd')
		if hex && !short {
			return 6
		}
	}
	return 0
}

// keyLess says whether key a comes before key b in the order of RFC 8785
// §3.2.3, that of UTF-16 code units. Both are canonical strings without their
// quotes.
func keyLess(a, b []byte) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	switch {
	case n == len(b):
		return false
	case n == len(a):
		return true
	case plainKey(a) && plainKey(b):
		return a[n] < b[n]
	}
	x, y := utf16.Encode([]rune(unescape(a))), utf16.Encode([]rune(unescape(b)))
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// plainKey says whether the bytes of a key sort as its UTF-16 code units do:
// no escapes, and nothing from U+E000 on.
func plainKey(k []byte) bool {
	for _, c := range k {
		if c == '\\' || c >= 0xee {
			return false
		}
	}
	return true
}

// unescape decodes a canonical string.
func unescape(s []byte) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			out = append(out, (s[i+3]-'0')<<4|byte(bytes.IndexByte([]byte("0123456789abcdef"), s[i+4])))
			i += 4
		default:
			out = append(out, c)
		}
	}
	return string(out)
}
