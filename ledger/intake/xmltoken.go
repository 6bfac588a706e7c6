package intake

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxToken bounds one tag, comment or line of input.
const maxToken = 4 << 20

// xmlReader reads XML tag by tag. It takes the XML that data files consist of:
// elements, attributes, comments, processing instructions, CDATA, the
// predefined and numeric references. It refuses document type declarations,
// and with them all further entities, and every encoding but UTF-8. Character
// data is skipped. It is several times faster than encoding/xml, whose tokens
// it is tested against.
type xmlReader struct {
	r    io.Reader
	buf  []byte // buf[at:] is not yet read
	at   int
	end  error // why there is no more after buf
	line int   // of buf[at]
	open []string
	root bool              // the root element has been seen
	know map[string]string // names seen, so that each is allocated once
}

// tag is a start tag, or an end tag where attributes do not apply.
type tag struct {
	name  string // local name
	line  int
	end   bool // end tag
	empty bool // <a/>: no end tag follows
}

func newXMLReader(r io.Reader) *xmlReader {
	return &xmlReader{r: r, line: 1, know: map[string]string{}}
}

// xmlFault is a fault on the line where the reader stands.
type xmlFault struct {
	line   int
	reason string
}

func (e *xmlFault) Error() string { return e.reason }

func (x *xmlReader) fault(format string, args ...any) error {
	return &xmlFault{x.line, fmt.Sprintf(format, args...)}
}

// more reads further bytes behind buf. It is false at the end of the input.
func (x *xmlReader) more() bool {
	if x.end != nil {
		return false
	}
	if x.at > 0 {
		x.buf = x.buf[:copy(x.buf, x.buf[x.at:])]
		x.at = 0
	}
	if len(x.buf) == cap(x.buf) {
		grown := make([]byte, len(x.buf), max(2*cap(x.buf), bufferSize))
		copy(grown, x.buf)
		x.buf = grown
	}
	for range 100 { // as io.Reader allows empty reads
		n, err := x.r.Read(x.buf[len(x.buf):cap(x.buf)])
		x.buf = x.buf[:len(x.buf)+n]
		x.end = err
		if n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	x.end = io.ErrNoProgress
	return false
}

// skip passes n bytes.
func (x *xmlReader) skip(n int) {
	x.line += bytes.Count(x.buf[x.at:x.at+n], []byte{'\n'})
	x.at += n
}

// find gives the offset behind the next mark, from buf[at+from:] on.
func (x *xmlReader) find(from int, mark, what string) (int, error) {
	for {
		if i := bytes.Index(x.buf[min(x.at+from, len(x.buf)):], []byte(mark)); i >= 0 {
			return from + i + len(mark), nil
		}
		have := len(x.buf) - x.at
		from = max(from, have-len(mark)+1)
		if err := x.grow(have, what); err != nil {
			return 0, err
		}
	}
}

// grow reads on where have bytes of a token were not all of it.
func (x *xmlReader) grow(have int, what string) error {
	if have > maxToken {
		return x.fault("%s is longer than %d bytes", what, maxToken)
	}
	if x.more() {
		return nil
	}
	if x.end != io.EOF {
		return x.end
	}
	return x.fault("the file ends inside %s", what)
}

// next gives the next tag and appends its attributes to into where keep says
// so of their element. At the end of a complete document the error is io.EOF.
func (x *xmlReader) next(into *attributes) (tag, error) {
	for {
		if err := x.toTag(); err != nil {
			return tag{}, err
		}
		for len(x.buf)-x.at < 9 && x.more() {
		}
		rest := x.buf[x.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("<!--")):
			if err := x.pass(4, "-->", "a comment"); err != nil {
				return tag{}, err
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			if len(x.open) == 0 {
				return tag{}, x.fault("text outside the root element")
			}
			if err := x.pass(9, "]]>", "a CDATA section"); err != nil {
				return tag{}, err
			}
		case bytes.HasPrefix(rest, []byte("<?")):
			if err := x.instruction(); err != nil {
				return tag{}, err
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			return tag{}, x.fault("document type declarations are not taken; remove <!DOCTYPE …>")
		case bytes.HasPrefix(rest, []byte("</")):
			return x.endTag()
		default:
			return x.startTag(into)
		}
	}
}

// toTag passes character data up to the next '<'.
func (x *xmlReader) toTag() error {
	for {
		i := bytes.IndexByte(x.buf[x.at:], '<')
		text := x.buf[x.at:]
		if i >= 0 {
			text = text[:i]
		}
		if len(x.open) == 0 {
			if j := bytes.IndexFunc(text, notSpace); j >= 0 {
				x.skip(j)
				return x.fault("text outside the root element")
			}
		}
		x.skip(len(text))
		if i >= 0 {
			return nil
		}
		if x.more() {
			continue
		}
		if x.end != io.EOF {
			return x.end
		}
		if len(x.open) > 0 {
			return x.fault("the file ends inside <%s>; it is cut off", x.open[len(x.open)-1])
		}
		if !x.root {
			return x.fault("has no root element")
		}
		return io.EOF
	}
}

func notSpace(r rune) bool { return !strings.ContainsRune(" \t\r\n", r) }

func (x *xmlReader) pass(from int, mark, what string) error {
	n, err := x.find(from, mark, what)
	if err == nil {
		x.skip(n)
	}
	return err
}

// instruction passes a processing instruction and holds the XML declaration's
// encoding to UTF-8.
func (x *xmlReader) instruction() error {
	n, err := x.find(2, "?>", "a processing instruction")
	if err != nil {
		return err
	}
	text := string(x.buf[x.at+2 : x.at+n-2])
	if strings.HasPrefix(text, "xml ") {
		if _, after, ok := strings.Cut(text, "encoding"); ok {
			after = strings.TrimLeft(after, "= \t\r\n")
			if after != "" {
				name, _, _ := strings.Cut(after[1:], after[:1])
				if !strings.EqualFold(name, "utf-8") && !strings.EqualFold(name, "us-ascii") {
					return x.fault("is written in %s; convert it to UTF-8", strconv.Quote(name))
				}
			}
		}
	}
	x.skip(n)
	return nil
}

func (x *xmlReader) endTag() (tag, error) {
	n, err := x.find(2, ">", "an end tag")
	if err != nil {
		return tag{}, err
	}
	name := bytes.TrimRightFunc(x.buf[x.at+2:x.at+n-1], func(r rune) bool { return !notSpace(r) })
	if len(x.open) == 0 || x.open[len(x.open)-1] != string(name) {
		inside := "no element"
		if len(x.open) > 0 {
			inside = "<" + x.open[len(x.open)-1] + ">"
		}
		return tag{}, x.fault("</%.40q> ends %s", name, inside)
	}
	t := tag{name: x.local(x.open[len(x.open)-1]), line: x.line, end: true}
	x.open = x.open[:len(x.open)-1]
	x.skip(n)
	return t, nil
}

func (x *xmlReader) local(name string) string {
	if i := strings.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// intern gives the string of a name without allocating it again. What is not
// seen often is bounded, for files that never repeat a name.
func (x *xmlReader) intern(b []byte) string {
	if s, ok := x.know[string(b)]; ok {
		return s
	}
	s := string(b)
	if len(x.know) < 4096 && len(s) <= 100 {
		x.know[s] = s
	}
	return s
}
