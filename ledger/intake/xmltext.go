package intake

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape gives the text of an attribute's value: references resolved, white
// space as single spaces' characters (XML 1.0 §3.3.3).
func unescape(b []byte) (string, error) {
	if bytes.IndexByte(b, '<') >= 0 {
		return "", errors.New("'<' cannot stand in an attribute's value")
	}
	if bytes.IndexByte(b, '&') < 0 && !bytes.ContainsAny(b, "\t\r\n") {
		return string(b), nil
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; c {
		case '\r':
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
			out = append(out, ' ')
		case '\t', '\n':
			out = append(out, ' ')
		case '&':
			end := bytes.IndexByte(b[i:], ';')
			if end < 0 {
				return "", errors.New("'&' begins no reference; write &amp;")
			}
			r, ok := reference(string(b[i+1 : i+end]))
			if !ok {
				return "", fmt.Errorf("unknown reference %.40q", b[i:i+end+1])
			}
			out = utf8.AppendRune(out, r)
			i += end
		default:
			out = append(out, c)
		}
	}
	return string(out), nil
}

func reference(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(n)
	legal := r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
	return r, ok && err == nil && legal
}
