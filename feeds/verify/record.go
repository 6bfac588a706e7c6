package verify

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A Record is a canonical record, taken apart. Texts are as they stand between
// their quotation marks.
type Record struct {
	Command, ID        string
	Occurred, Recorded string
	Post               string
	Public             []byte
	Revision           int64
	Sealed             []Commitment
	Stream, Type       string
}

// A Commitment is what is public of a sealed value.
type Commitment struct{ Hash, Label string }

// ParseRecord reads the canonical bytes of a record, and no other spelling of
// them.
func ParseRecord(b []byte) (r Record, err error) {
	p := parser{b: b}
	p.next(`{"command":"`)
	r.Command = p.upTo(36, isUUID)
	p.next(`","id":"`)
	r.ID = p.upTo(36, isUUID)
	p.next(`","occurred":"`)
	r.Occurred = p.upTo(len(timeForm), isTime)
	p.next(`","post":`)
	r.Post = p.text(100)
	p.next(`,"public":`)
	r.Public = p.object()
	p.next(`,"recorded":"`)
	r.Recorded = p.upTo(len(timeForm), isTime)
	p.next(`","revision":`)
	r.Revision = p.number()
	p.next(`,"sealed":[`)
	for p.err == nil && !p.at(']') {
		if len(r.Sealed) > 0 {
			p.next(`,`)
		}
		var c Commitment
		p.next(`{"commitment":"`)
		c.Hash = p.upTo(64, isHash)
		p.next(`","label":`)
		c.Label = p.text(100)
		p.next(`}`)
		r.Sealed = append(r.Sealed, c)
	}
	p.next(`],"stream":`)
	r.Stream = p.text(200)
	p.next(`,"type":`)
	r.Type = p.text(100)
	p.next(`,"v":1}`)
	switch {
	case p.err != nil:
	case p.i != len(b):
		p.fail("nothing more")
	case !isStream(r.Stream):
		p.fail("a stream, not %q", r.Stream)
	case !isType(r.Type):
		p.fail("a type, not %q", r.Type)
	}
	if p.err != nil {
		return Record{}, p.err
	}
	return r, nil
}

// Append appends the canonical bytes.
func (r *Record) Append(b []byte) []byte {
	b = fmt.Appendf(b, `{"command":"%s","id":"%s","occurred":"%s","post":"%s","public":%s,"recorded":"%s","revision":%d,"sealed":[`,
		r.Command, r.ID, r.Occurred, r.Post, r.Public, r.Recorded, r.Revision)
	for i, c := range r.Sealed {
		if i > 0 {
			b = append(b, ',')
		}
		b = fmt.Appendf(b, `{"commitment":"%s","label":"%s"}`, c.Hash, c.Label)
	}
	return fmt.Appendf(b, `],"stream":"%s","type":"%s","v":1}`, r.Stream, r.Type)
}

// parser goes along bytes and keeps the first thing that is wrong.
type parser struct {
	b   []byte
	i   int
	err error
}

func (p *parser) fail(want string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("byte %d: want "+want, append([]any{p.i}, args...)...)
	}
}

func (p *parser) at(c byte) bool { return p.i < len(p.b) && p.b[p.i] == c }

func (p *parser) next(want string) {
	if p.err == nil && !bytes.HasPrefix(p.b[p.i:], []byte(want)) {
		p.fail("%q", want)
	}
	if p.err == nil {
		p.i += len(want)
	}
}

// upTo takes n bytes that have a form.
func (p *parser) upTo(n int, form func(string) bool) string {
	if p.err != nil || len(p.b)-p.i < n || !form(string(p.b[p.i:p.i+n])) {
		p.fail("an id, a time or a hash of %d bytes", n)
		return ""
	}
	p.i += n
	return string(p.b[p.i-n : p.i])
}

// text takes a string whose value has at most so many bytes.
func (p *parser) text(most int) string {
	if p.err != nil {
		return ""
	}
	end := text(p.b, p.i)
	if end < 0 || length(p.b[p.i+1:end-1]) > most {
		p.fail("a string of at most %d bytes", most)
		return ""
	}
	s := string(p.b[p.i+1 : end-1])
	p.i = end
	return s
}

// length is that of the value of an escaped string.
func length(s []byte) int {
	n := len(s)
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			l := escape(s[i:])
			n, i = n-l+1, i+l-1
		}
	}
	return n
}

func (p *parser) object() []byte {
	if p.err != nil || !p.at('{') {
		p.fail("an object")
		return nil
	}
	end := value(p.b, p.i, 0)
	if end < 0 {
		p.fail("a canonical object")
		return nil
	}
	o := p.b[p.i:end]
	p.i = end
	return o
}

// number takes a whole number from 0.
func (p *parser) number() int64 {
	end := p.i
	for end < len(p.b) && '0' <= p.b[end] && p.b[end] <= '9' {
		end++
	}
	if p.err != nil {
		return 0
	}
	n, err := strconv.ParseInt(string(p.b[p.i:end]), 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != string(p.b[p.i:end]) {
		p.fail("a whole number")
		return 0
	}
	p.i = end
	return n
}

const timeForm = "2006-01-02T15:04:05.000000Z"

func isTime(s string) bool {
	t, err := time.Parse(timeForm, s)
	return err == nil && t.Format(timeForm) == s && t.Year() >= 1 && !t.IsZero()
}

func isHash(s string) bool { return lowerHex(s) }

func isUUID(s string) bool {
	for _, i := range []int{8, 13, 18, 23} {
		if s[i] != '-' {
			return false
		}
	}
	return lowerHex(s[:8]) && lowerHex(s[9:13]) && lowerHex(s[14:18]) && lowerHex(s[19:23]) && lowerHex(s[24:])
}

func lowerHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || '9' < c) && (c < 'a' || 'f' < c) {
			return false
		}
	}
	return true
}

// isStream says whether s is category/name.
func isStream(s string) bool {
	category, name, ok := strings.Cut(s, "/")
	return ok && category != "" && name != "" && strings.Trim(category, "abcdefghijklmnopqrstuvwxyz") == "" &&
		strings.IndexFunc(name, func(c rune) bool {
			return c == unicode.ReplacementChar || !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-_.", c)
		}) < 0
}

// isType says whether s is name/version.
func isType(s string) bool {
	name, version, ok := strings.Cut(s, "/")
	n, err := strconv.Atoi(version)
	return ok && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz._") == "" &&
		err == nil && n >= 1 && strconv.Itoa(n) == version
}
