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

// tokens gives the tags of a document as our reader sees them.
func tokens(r io.Reader) (out []string, err error) {
	x := newXMLReader(r)
	var a attributes
	for {
		t, err := x.next(&a)
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if t.end {
			out = append(out, "/"+t.name)
			continue
		}
		s := t.name
		for i, name := range a.names {
			value, err := unescape(a.values[i])
			if err != nil {
				return out, err
			}
			s += "\x00" + name + "\x01" + value
		}
		if out = append(out, s); t.empty {
			out = append(out, "/"+t.name)
		}
	}
}

// foreign gives the same with encoding/xml.
func foreign(text string) (out []string, err error) {
	d := xml.NewDecoder(strings.NewReader(text))
	local := func(n xml.Name) string { return n.Local }
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			s := local(t.Name)
			for _, a := range t.Attr {
				name := a.Name.Local
				if a.Name.Space != "" {
					name = a.Name.Space + ":" + name
				}
				s += "\x00" + name + "\x01" + strings.NewReplacer("\n", " ", "\t", " ").Replace(a.Value)
			}
			out = append(out, s)
		case xml.EndElement:
			out = append(out, "/"+local(t.Name))
		}
	}
}

var documents = []string{
	`<a/>`, `<a></a>`, `<?xml version="1.0"?><!-- c --><a b="1" c='2'><d x:e = "&lt;&#65;&#x42;"/>text</a>` + "\n",
	"<a b='x\r\ny\tz'><![CDATA[<b>]]></a>", `<a:b c:d="e>f"></a:b >`, `<a><b></a></b>`, `<a b=1/>`, `<a b="1" b="2"/>`, `<a`, `<a><!--`,
	`<a b="<"/>`, `<a b="&x;"/>`, `<a/><b/>`, `x<a/>`, `<1/>`, `<a b="1"c="2"/>`, `<名 字="值"/>`,
}

// FuzzXMLReader: whatever our reader takes, encoding/xml takes as well and
// sees the same tags in it, and how the bytes arrive makes no difference.
func FuzzXMLReader(f *testing.F) {
	for _, d := range documents {
		f.Add(d)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := tokens(strings.NewReader(text))
		slow, slowErr := tokens(iotest.OneByteReader(strings.NewReader(text)))
		if d := cmp.Diff(got, slow); d != "" || (err == nil) != (slowErr == nil) {
			t.Fatalf("byte by byte: %v, %v\n%s", err, slowErr, d)
		}
		var fault *xmlFault
		if err != nil {
			if !errors.As(err, &fault) && fault == nil && !strings.Contains(err.Error(), "reference") && !strings.Contains(err.Error(), "'<'") {
				t.Fatalf("got %v, want an *xmlFault", err)
			}
			return
		}
		want, err := foreign(text)
		if err != nil {
			if tolerated(text) {
				return
			}
			t.Fatalf("encoding/xml refuses what we take: %v", err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("(-encoding/xml +ours)\n%s", d)
		}
	})
}

// tolerated says whether a document has something that we skip without a look
// where encoding/xml does look, and that carries no data for us.
func tolerated(text string) bool {
	return strings.ContainsAny(text, "&?!") || strings.Contains(text, "]]>") || strings.ToValidUTF8(text, "") != text ||
		strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n", r) || r > 0x7f })
}

func TestXMLReaderEqualsEncodingXML(t *testing.T) {
	for _, d := range documents {
		got, err := tokens(strings.NewReader(d))
		want, err2 := foreign(d)
		if (err == nil) && cmp.Diff(want, got) != "" || err == nil && err2 != nil {
			t.Errorf("%q: got %q, %v; encoding/xml %q, %v", d, got, err, want, err2)
		}
	}
	for _, bad := range []string{`<a><b></a></b>`, `<a b=1/>`, `<a b="1" b="2"/>`, `<a`, `<a><!--`, `<a b="<"/>`, `<a b="&x;"/>`, `<a/><b/>`, `x<a/>`, `<1/>`, `<a b="1"c="2"/>`} {
		if _, err := tokens(strings.NewReader(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestLongTokensAreRefused: a file cannot make the reader hold it whole.
func TestLongTokensAreRefused(t *testing.T) {
	endless := func(head, body string) io.Reader {
		return io.MultiReader(strings.NewReader(head), &repeat{text: body, left: maxToken + 10})
	}
	for head, body := range map[string]string{`<a b="`: "x", "<a><!-- ": "-", "<a><![CDATA[": "]", "<a ": " ", "<?pi ": "?"} {
		_, err := tokens(endless(head, body))
		if err == nil || !strings.Contains(err.Error(), "is longer than") {
			t.Errorf("%s…: %v, want it refused as too long", head, err)
		}
	}
	if _, err := tokens(endless("<a>", "text ")); err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("long text: %v, want only the missing end tag", err)
	}
	deep := strings.Repeat("<a>", 2000)
	if _, err := tokens(strings.NewReader(deep)); err == nil || !strings.Contains(err.Error(), "nested") {
		t.Errorf("deep nesting: %v", err)
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
