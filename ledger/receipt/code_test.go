package receipt

import (
	"crypto/sha256"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func codeOf(n int) Code { return of(sha256.Sum256(fmt.Append(nil, n))) }

// TestMistakes: every single wrong letter, and every two letters that change
// places, are found.
func TestMistakes(t *testing.T) {
	for n := range 20 {
		c := codeOf(n)
		if got, err := Parse(c.Letters()); got != c || err != nil {
			t.Fatalf("%s is read as %s, %v", c.Letters(), got.Letters(), err)
		}
		for i := range length {
			for j := range alphabet {
				wrong := c.text[:i] + alphabet[j:j+1] + c.text[i+1:]
				if _, err := Parse(wrong); err == nil && wrong != c.text {
					t.Errorf("%s is taken for %s", wrong, c.text)
				}
			}
			for j := range i {
				b := []byte(c.text)
				b[i], b[j] = b[j], b[i]
				if _, err := Parse(string(b)); err == nil && string(b) != c.text {
					t.Errorf("%s is taken for %s", b, c.text)
				}
			}
		}
	}
}

func TestAsPeopleWrite(t *testing.T) {
	c := codeOf(1)
	for _, s := range []string{strings.ToLower(c.Letters()), c.text, " " + strings.ReplaceAll(c.Letters(), "-", " ") + " ",
		strings.NewReplacer("0", "o", "1", "l").Replace(c.Letters())} {
		if got, err := Parse(s); got != c || err != nil {
			t.Errorf("%q: %v", s, err)
		}
	}
	for _, s := range []string{"", "-", c.text[1:], c.text + "0", "U" + c.text[1:], "受" + c.text[1:], strings.Repeat("0", 1<<20)} {
		if _, err := Parse(s); err != ErrMistyped {
			t.Errorf("%.40q: %v", s, err)
		}
	}
}

// TestShowsNothing: printed or logged a code stays hidden.
func TestShowsNothing(t *testing.T) {
	c := codeOf(2)
	var b strings.Builder
	fmt.Fprintf(&b, "%v %+v %#v %s %q", c, c, c, c, struct{ C Code }{c})
	slog.New(slog.NewTextHandler(&b, nil)).Info("x", "code", c)
	if strings.Contains(b.String(), c.text[:5]) {
		t.Errorf("%s", &b)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(codeOf(3).Letters())
	f.Add("oOiIlL- 0")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := Parse(s)
		if err != nil {
			if c != (Code{}) {
				t.Error("refused, and still a code")
			}
			return
		}
		if again, err := Parse(c.Letters()); again != c || err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}
