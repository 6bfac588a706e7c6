package verify

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth bounds the nesting of a public body.
const maxDepth = 100

// value gives where a canonical JSON value (RFC 8785, whole numbers only) that
// begins at i ends; -1 if there is none.
func value(b []byte, i, depth int) int {
	if i >= len(b) || depth > maxDepth {
		return -1
	}
	switch c := b[i]; {
	case c == '{':
		return object(b, i, depth)
	case c == '[':
		return list(b, i, depth)
	case c == '"':
		return text(b, i)
	case c == '-' || '0' <= c && c <= '9':
		return whole(b, i)
	}
	for _, word := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(b[i:], []byte(word)) {
			return i + len(word)
		}
	}
	return -1
}

func list(b []byte, i, depth int) int {
	if i++; i < len(b) && b[i] == ']' {
		return i + 1
	}
	for {
		if i = value(b, i, depth+1); i < 0 || i >= len(b) {
			return -1
		}
		switch b[i] {
		case ']':
			return i + 1
		case ',':
			i++
		default:
			return -1
		}
	}
}

// object is a list of members whose names ascend.
func object(b []byte, i, depth int) int {
	if depth >= maxDepth {
		return -1
	}
	if i++; i < len(b) && b[i] == '}' {
		return i + 1
	}
	var last []byte
	for first := true; ; first = false {
		end := text(b, i)
		if end < 0 || end >= len(b) || b[end] != ':' {
			return -1
		}
		name := b[i+1 : end-1]
		if !first && !ascends(last, name) {
			return -1
		}
		last = name
		if i = value(b, end+1, depth+1); i < 0 || i >= len(b) {
			return -1
		}
		switch b[i] {
		case '}':
			return i + 1
		case ',':
			i++
		default:
			return -1
		}
	}
}

// whole is a number of at most 15 digits.
func whole(b []byte, i int) int {
	start := i
	if b[i] == '-' {
		i++
	}
	digits := i
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	n := i - digits
	if n == 0 || n > 15 || n > 1 && b[digits] == '0' || b[digits] == '0' && digits > start {
		return -1
	}
	if i < len(b) && (b[i] == '.' || b[i] == 'e' || b[i] == 'E') {
		return -1
	}
	return i
}

// text is a string in which only what must be is escaped, in the shortest way.
func text(b []byte, i int) int {
	if i >= len(b) || b[i] != '"' {
		return -1
	}
	for i++; i < len(b); {
		switch c := b[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return -1
		case c == '\\':
			n := escape(b[i:])
			if n == 0 {
				return -1
			}
			i += n
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

// escape is the length of the escape that b begins with; 0 if it is none.
func escape(b []byte) int {
	switch {
	case len(b) >= 2 && bytes.IndexByte([]byte(`"\bfnrt`), b[1]) >= 0:
		return 2
	case len(b) >= 6 && b[1] == 'u' && b[2] == '0' && b[3] == '0':
		if c, ok := control(b[4], b[5]); ok && bytes.IndexByte([]byte("\b\t\n\f\r"), c) < 0 {
			return 6
		}
	}
	return 0
}

// control is the control character that two hexadecimal digits name.
func control(high, low byte) (c byte, ok bool) {
	n := bytes.IndexByte([]byte("0123456789abcdef"), low)
	return (high-'0')<<4 | byte(n), (high == '0' || high == '1') && n >= 0
}

// ascends says whether name a comes before b by UTF-16 code units.
func ascends(a, b []byte) bool {
	if plain(a) && plain(b) {
		return bytes.Compare(a, b) < 0
	}
	x, y := units(a), units(b)
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return len(x) < len(y)
}

// plain names sort by their bytes: ASCII without escapes.
func plain(s []byte) bool {
	for _, c := range s {
		if c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// units are the UTF-16 code units of a name as it is escaped.
func units(s []byte) []uint16 {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			out = append(out, s[i])
			continue
		}
		i++
		if s[i] == 'u' {
			c, _ := control(s[i+3], s[i+4])
			out, i = append(out, c), i+4
			continue
		}
		out = append(out, "\"\\\b\f\n\r\t"[bytes.IndexByte([]byte(`"\bfnrt`), s[i])])
	}
	return utf16.Encode([]rune(string(out)))
}
