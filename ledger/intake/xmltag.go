package intake

import (
	"bytes"
	"unicode/utf8"
)

// attributes receives the attributes of a start tag: a name and a raw value
// each, valid until the next tag.
type attributes struct {
	names  []string
	values [][]byte // with references and line ends as they stand
}

func (a *attributes) reset() { a.names, a.values = a.names[:0], a.values[:0] }

// get gives an attribute's raw value.
func (a *attributes) get(name string) (value []byte, ok bool) {
	for i, n := range a.names {
		if n == name {
			return a.values[i], true
		}
	}
	return nil, false
}

// startTag reads the start tag that begins at buf[at].
func (x *xmlReader) startTag(into *attributes) (tag, error) {
	n, err := x.tagEnd()
	if err != nil {
		return tag{}, err
	}
	b := x.buf[x.at+1 : x.at+n-1]
	t := tag{line: x.line}
	if k := len(b); k > 0 && b[k-1] == '/' {
		t.empty, b = true, b[:k-1]
	}
	i := nameEnd(b)
	if i == 0 {
		return tag{}, x.fault("'<' begins no tag; write &lt;")
	}
	full := x.intern(b[:i])
	if len(x.open) == 0 && x.root {
		return tag{}, x.fault("<%s> stands behind the root element", full)
	}
	into.reset()
	if err := x.readAttributes(b[i:], into); err != nil {
		return tag{}, err
	}
	x.root = true
	if !t.empty {
		if len(x.open) >= 1000 {
			return tag{}, x.fault("elements are nested more than 1000 deep")
		}
		x.open = append(x.open, full)
	}
	t.name = x.local(full)
	x.skip(n)
	return t, nil
}

// tagEnd gives the length of the start tag at buf[at], its '>' included; a '>'
// in a quoted value does not end it.
func (x *xmlReader) tagEnd() (int, error) {
	i, quote := 1, byte(0)
	for {
		rest := x.buf[x.at:]
		for i < len(rest) {
			if quote != 0 {
				j := bytes.IndexByte(rest[i:], quote)
				if j < 0 {
					i = len(rest)
					break
				}
				i, quote = i+j+1, 0
				continue
			}
			switch rest[i] {
			case '>':
				return i + 1, nil
			case '"', '\'':
				quote = rest[i]
			case '<':
				return 0, x.fault("'<' stands inside a tag")
			}
			i++
		}
		if err := x.grow(len(rest), "a tag"); err != nil {
			return 0, err
		}
	}
}

func (x *xmlReader) readAttributes(b []byte, into *attributes) error {
	for {
		k := spaces(b)
		if b = b[k:]; len(b) == 0 {
			return nil
		}
		i := nameEnd(b)
		if i == 0 || k == 0 {
			return x.fault("%.20q stands where an attribute is expected", b)
		}
		name := x.intern(b[:i])
		b = b[i+spaces(b[i:]):]
		if len(b) == 0 || b[0] != '=' {
			return x.fault("attribute %.40s has no value", name)
		}
		b = b[1+spaces(b[1:]):]
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return x.fault("the value of attribute %.40s has no quotes", name)
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return x.fault("the value of attribute %.40s does not end", name)
		}
		if _, twice := into.get(name); twice {
			return x.fault("attribute %.40s stands twice", name)
		}
		into.names, into.values = append(into.names, name), append(into.values, b[1:1+end])
		b = b[end+2:]
	}
}

func spaces(b []byte) int {
	i := 0
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// nameEnd is the length of the name at the start of b, 0 where there is none.
func nameEnd(b []byte) int {
	for i, c := range b {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':' || c >= utf8.RuneSelf {
			continue
		}
		if i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.') {
			continue
		}
		return i
	}
	return len(b)
}
