package act

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger/workdays"
)

var (
	errObject = errors.New("is not an object in canonical form")
	errText   = errors.New("want a text in canonical form")
	errList   = errors.New("want a list in canonical form")
	errWhole  = errors.New("want a whole number in canonical form")
	errDate   = errors.New("want a date of the years 1 to 9999 in canonical form")
	errTruth  = errors.New("want true or false")
)

// next goes to the value of the member of this name, if it comes next. In a
// canonical body a member is either next or absent.
func (m *Members) next(name string) bool {
	if m.err != nil {
		return false
	}
	rest := m.body
	if m.later {
		if !strings.HasPrefix(rest, ",") {
			return false
		}
		rest = rest[1:]
	}
	if len(rest) < len(name)+3 || rest[0] != '"' || rest[1:len(name)+1] != name || rest[len(name)+1] != '"' || rest[len(name)+2] != ':' {
		return false
	}
	m.later, m.body = true, rest[len(name)+3:]
	return true
}

// finish says whether the body ends here.
func (m *Members) finish() error {
	if m.err == nil && m.body != "}" {
		m.err = m.unknown()
	}
	return m.err
}

// unknown is what stands here: no member that the action has, or one that
// stands elsewhere.
func (m *Members) unknown() error {
	name, _, _ := strings.Cut(strings.TrimLeft(m.body, `,"`), `"`)
	if len(name) > 40 {
		name = ""
	}
	return errors.New("holds something that is not known to this version, stands twice or is out of order near " + strconv.Quote(name))
}

// readText reads a text and goes behind it.
func (m *Members) readText(name string) string {
	if !strings.HasPrefix(m.body, `"`) {
		m.fault(name, errText)
		return ""
	}
	for i := 1; i < len(m.body); i++ {
		switch c := m.body[i]; {
		case c == '"':
			s := m.body[1:i]
			m.body = m.body[i+1:]
			if !utf8.ValidString(s) {
				m.fault(name, errText)
				return ""
			}
			return s
		case c == '\\':
			return m.readEscaped(name)
		case c < ' ':
			m.fault(name, errText)
			return ""
		}
	}
	m.fault(name, errText)
	return ""
}

// readEscaped reads a text with escapes in it.
func (m *Members) readEscaped(name string) string {
	for i := 1; i < len(m.body); i++ {
		switch m.body[i] {
		case '\\':
			i++
		case '"':
			s, err := jsontext.AppendUnquote(nil, m.body[:i+1])
			m.body = m.body[i+1:]
			m.fault(name, err)
			return string(s)
		}
	}
	m.fault(name, errText)
	return ""
}

func (m *Members) readTexts(name string) []string {
	list := []string{}
	for m.element(name, len(list)) {
		list = append(list, m.readText(name))
	}
	return list
}

// element goes to the next element of a list, of which n are read, and says
// whether there is one. It goes into the list before the first, and behind it
// after the last.
func (m *Members) element(name string, n int) bool {
	if m.err != nil {
		return false
	}
	if n == 0 && !m.skip("[") {
		m.fault(name, errList)
		return false
	}
	if m.skip("]") {
		return false
	}
	if n > 0 && !m.skip(",") {
		m.fault(name, errList)
		return false
	}
	return true
}

// skip goes behind a token, if it stands here.
func (m *Members) skip(token string) bool {
	rest, ok := strings.CutPrefix(m.body, token)
	m.body = rest
	return ok
}

func (m *Members) readWhole(name string) int {
	end := strings.IndexAny(m.body, ",}")
	if end < 0 {
		end = len(m.body)
	}
	n, err := strconv.Atoi(m.body[:end])
	if err != nil || strconv.Itoa(n) != m.body[:end] {
		m.fault(name, errWhole)
		return 0
	}
	m.body = m.body[end:]
	return n
}

func (m *Members) readDate(name string) workdays.Date {
	s := m.readText(name)
	if s == "" {
		return workdays.NoDate
	}
	date, err := workdays.ParseDate(s)
	if err != nil || !dated(date) {
		m.fault(name, errDate)
		return workdays.NoDate
	}
	return date
}

func (m *Members) readTruth(name string) bool {
	if m.skip("true") {
		return true
	}
	if !m.skip("false") {
		m.fault(name, errTruth)
	}
	return false
}
