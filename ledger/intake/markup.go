package intake

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"caseledger/ledger/disclosure"
)

// maxToken bounds one tag, text, comment, row or line of input, and maxDepth
// the elements around each other.
const (
	maxToken = 4 << 20
	maxDepth = 1000
)

// markup reads the tags of an XML document. Document types are refused, and
// with them all entities but the predefined ones, as is every encoding but
// UTF-8; text, comments and instructions are passed.
type markup struct {
	xml   *xml.Decoder
	limit *limit
	depth int
	root  bool // the root element has been seen
	line  int  // on which the last tag begins
}

func newMarkup(r io.Reader) *markup {
	l := &limit{r: r, left: maxToken, err: fmt.Errorf("the tag or text is longer than %d bytes", maxToken)}
	m := &markup{xml: xml.NewDecoder(l), limit: l, line: 1}
	m.xml.CharsetReader = func(name string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "us-ascii") {
			return r, nil
		}
		return nil, m.fault("is written in %s; convert it to UTF-8", quoted(name))
	}
	return m
}

// xmlFault is a fault on a line of the document.
type xmlFault struct {
	line   int
	reason string
}

func (e *xmlFault) Error() string { return e.reason }

func (m *markup) fault(format string, args ...any) *xmlFault {
	return &xmlFault{m.line, fmt.Sprintf(format, args...)}
}

// next gives the next tag, an [xml.StartElement] or [xml.EndElement]; an empty
// element has both. At the end of a complete document the error is io.EOF.
func (m *markup) next() (xml.Token, error) {
	for {
		m.limit.left = maxToken
		m.line, _ = m.xml.InputPos()
		t, err := m.xml.Token()
		if err != nil {
			return nil, m.wrap(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if m.depth == 0 && m.root {
				return nil, m.fault("<%.40s> stands behind the root element", t.Name.Local)
			}
			if m.depth++; m.depth > maxDepth {
				return nil, m.fault("elements are nested more than %d deep", maxDepth)
			}
			m.root = true
			return t, nil
		case xml.EndElement:
			m.depth--
			return t, nil
		case xml.Directive:
			return nil, m.fault("document type declarations are not taken; remove <!DOCTYPE …>")
		case xml.CharData:
			if m.depth == 0 && strings.TrimSpace(string(t)) != "" {
				return nil, m.fault("text outside the root element")
			}
		}
	}
}

// wrap words an error of the decoder.
func (m *markup) wrap(err error) error {
	var fault *xmlFault
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &fault):
		return fault
	case err == io.EOF && !m.root:
		return m.fault("has no root element")
	case errors.Is(err, m.limit.err):
		return m.fault("%v", m.limit.err)
	case errors.As(err, &syntax):
		return &xmlFault{syntax.Line, syntaxReason(syntax.Msg)}
	case strings.HasPrefix(err.Error(), "xml: "): // for example an unknown version
		return m.fault("%s", syntaxReason(strings.TrimPrefix(err.Error(), "xml: ")))
	}
	return err
}

func syntaxReason(message string) string {
	switch {
	case message == "unexpected EOF":
		return "the file ends inside an element; it is cut off"
	case disclosure.Text("message", message, disclosure.MaxText) != nil:
		return "is not well-formed XML"
	}
	return "is not well-formed XML: " + message
}

// limit keeps one item, such as a quoted field that never ends, from taking the
// whole file into memory. What reads from it says when an item is complete.
type limit struct {
	r    io.Reader
	left int // bytes that may be read before the next item is complete
	err  error
}

func (l *limit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, l.err
	}
	n, err := l.r.Read(p)
	l.left -= n
	return n, err
}
