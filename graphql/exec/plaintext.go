package exec

import (
	"strings"
	"unicode/utf8"
)

// plain rewrites a document so that graphql-go reads it right. Its lexer
// counts runes for bytes: after a comment in Chinese it reads names twice, and
// it cuts block strings in the middle of a character. Comments become spaces
// and block strings plain ones; the meaning and the lines stay. A document in
// ASCII is returned as it is. The text must have passed scan.
func plain(src string) string {
	if isASCII(src) {
		return src
	}
	src = strings.ReplaceAll(src, "\ufeff", "   ")
	b := make([]byte, 0, len(src)+64)
	for i := 0; i < len(src); {
		start := i
		switch {
		case src[i] == '#':
			i = skipLine(src, i)
			b = append(b, strings.Repeat(" ", i-start)...)
		case strings.HasPrefix(src[i:], `"""`):
			i = skipString(src, i)
			raw := src[start+3 : i-3]
			b = appendString(b, blockString(raw))
			b = append(b, strings.Repeat("\n", strings.Count(raw, "\n"))...)
		case src[i] == '"':
			i = skipString(src, i)
			b = append(b, src[start:i]...)
		default:
			b = append(b, src[i])
			i++
		}
	}
	return string(b)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// blockString is the value of a block string (GraphQL specification, October
// 2021, BlockStringValue): without the common indent, and without blank lines
// at both ends.
func blockString(raw string) string {
	raw = strings.NewReplacer("\r\n", "\n", "\r", "\n", `\"""`, `"""`).Replace(raw)
	lines := strings.Split(raw, "\n")
	indent := -1
	for _, l := range lines[1:] {
		if n := len(l) - len(strings.TrimLeft(l, " \t")); n < len(l) && (indent < 0 || n < indent) {
			indent = n
		}
	}
	for i := 1; i < len(lines); i++ {
		lines[i] = lines[i][min(max(indent, 0), len(lines[i])):]
	}
	blank := func(l string) bool { return strings.Trim(l, " \t") == "" }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}
