package intake

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// tags gives the tags of a document.
func tags(r io.Reader) (out []string, depth int, err error) {
	m := newMarkup(r)
	for {
		t, err := m.next()
		if err == io.EOF {
			return out, depth, nil
		}
		if err != nil {
			return out, depth, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			depth++
			s := t.Name.Local
			for _, a := range t.Attr {
				s += " " + a.Name.Local + "=" + a.Value
			}
			out = append(out, s)
		case xml.EndElement:
			depth--
			out = append(out, "/"+t.Name.Local)
		}
	}
}

func TestMarkup(t *testing.T) {
	for text, want := range map[string]string{
		`<a/>`: "a,/a",
		`<?xml version="1.0" encoding="UTF-8"?><!-- c --><a b="1" c='2'><d x:e = "&lt;&#65;&#x42;"/>text</a>` + "\n": "a b=1 c=2,d e=<AB,/d,/a",
		`<?xml version="1.0" encoding="US-ASCII"?><a/>`:                                                              "a,/a",
		`<a><![CDATA[<b>]]></a>`:             "a,/a",
		`<名 字="值"/>`:                         "名 字=值,/名",
		`<a:b xmlns:a="x" key="e>f"></a:b >`: "b a=x key=e>f,/b",
		`<a><b></a></b>`:                     "!closed by",
		`<a b=1/>`:                           "!unquoted",
		`<a b="&x;"/>`:                       "!invalid character entity",
		`<a`:                                 "!cut off",
		`<a><!--`:                            "!cut off",
		`<a/><b/>`:                           "!behind the root element",
		`x<a/>`:                              "!outside the root element",
		`<a/>x`:                              "!outside the root element",
		`<!-- -->`:                           "!no root element",
		`<1/>`:                               "!not well-formed",
		`<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`: "!document type declarations",
		`<?xml version="1.0" encoding="GBK"?><a/>`: `!is written in "GBK"`,
		`<?xml version="9"?><a/>`:                  "!unsupported version",
	} {
		got, _, err := tags(strings.NewReader(text))
		reason, bad := strings.CutPrefix(want, "!")
		var fault *xmlFault
		switch {
		case bad && (!errors.As(err, &fault) || !strings.Contains(fault.reason, reason) || fault.line != 1):
			t.Errorf("%q: %v; want a fault in line 1 with %q", text, err, reason)
		case !bad && (err != nil || strings.Join(got, ",") != want):
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
}

// FuzzMarkup: a fault has its line, what passes is balanced, and how the bytes
// arrive makes no difference.
func FuzzMarkup(f *testing.F) {
	for _, d := range []string{`<a/>`, `<a b="1">&amp;<c/></a>`, "<a b='x\r\ny'><![CDATA[<b>]]></a>", `<!DOCTYPE a><a/>`, `<?xml version="1.0" encoding="x"?><a/>`, `<a><b></a>`, "<a>\xff</a>"} {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, depth, err := tags(strings.NewReader(text))
		slow, _, slowErr := tags(iotest.OneByteReader(strings.NewReader(text)))
		if d := cmp.Diff(got, slow); d != "" || (err == nil) != (slowErr == nil) {
			t.Fatalf("byte by byte: %v, %v\n%s", err, slowErr, d)
		}
		var fault *xmlFault
		switch {
		case err != nil && (!errors.As(err, &fault) || fault.line < 1 || fault.reason == ""):
			t.Fatalf("got %v, want an *xmlFault with a line", err)
		case err == nil && (depth != 0 || len(got) < 2):
			t.Fatalf("%q at depth %d", got, depth)
		}
	})
}

// TestLongTokensAreRefused: a file cannot make the reader hold it whole.
func TestLongTokensAreRefused(t *testing.T) {
	heads := map[string]string{`<a b="`: "x", "<a><!-- ": "- ", "<a><![CDATA[": "]", "<a ": " ", "<a><?pi ": "?", "<a>": "text ", "<": "n"}
	if testing.Short() {
		heads = map[string]string{`<a b="`: "x"}
	}
	for head, body := range heads {
		_, _, err := tags(io.MultiReader(strings.NewReader(head), &repeat{text: body, left: maxToken + 1<<12}))
		if err == nil || !strings.Contains(err.Error(), "is longer than") {
			t.Errorf("%s…: %v, want it refused as too long", head, err)
		}
	}
	_, _, err := tags(strings.NewReader(strings.Repeat("<a>", 2000)))
	if err == nil || !strings.Contains(err.Error(), "nested more than 1000 deep") {
		t.Errorf("deep nesting: %v", err)
	}
	short := maxToken / 2
	if testing.Short() {
		short /= 8
	}
	if _, _, err := tags(strings.NewReader("<a>" + strings.Repeat("<b/>", short) + "</a>")); err != nil {
		t.Errorf("many short tags: %v", err)
	}
}

type repeat struct {
	text string
	left int
}

func (r *repeat) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, io.EOF
	}
	n := 0
	for n+len(r.text) <= len(p) && r.left > 0 {
		n += copy(p[n:], r.text)
		r.left -= len(r.text)
	}
	return n, nil
}
