package exec_test

import (
	"fmt"
	"strings"
	"testing"

	"caseledger/graphql/exec"
)

// TestScan holds the limits of a text, at the limit and one beyond it.
func TestScan(t *testing.T) {
	for _, c := range []struct {
		name, text string
		ok         bool
	}{
		{"1000 tokens", strings.Repeat("aZ_9 ", 1000), true},
		{"1001 tokens", strings.Repeat("aZ_9 ", 1001), false},
		{"1001 numbers", strings.Repeat("-1.5e3 ", 1001), false},
		{"1000 numbers", strings.Repeat("-1.5e3 ", 1000), true},
		{"1000 spreads", strings.Repeat("...", 1000), true},
		{"1001 spreads", strings.Repeat("...", 1001), false},
		{"1000 strings", strings.Repeat(`"a \" b"`, 1000), true},
		{"1001 strings", strings.Repeat(`"a \" b"`, 1001), false},
		{"nested 24 deep", strings.Repeat("{", 24), true},
		{"nested 25 deep", strings.Repeat("{", 25), false},
		{"brackets of all kinds", strings.Repeat("{[(", 8) + "{", false},
		{"opened and closed", strings.Repeat("{}", 400), true},
		{"16 KiB of spaces", strings.Repeat(" ", 16<<10), true},
		{"one more", strings.Repeat(" ", 16<<10+1), false},
		{"commas count nothing", strings.Repeat(",", 10000), true},
		{"a comment counts nothing", "#" + strings.Repeat("{ ", 5000) + "\n{a}", true},
	} {
		if got := exec.Scan(c.text); got != c.ok {
			t.Errorf("%s: %v, want %v", c.name, got, c.ok)
		}
	}
	// Every byte of a name belongs to it: two names of 500 bytes are two tokens.
	for b := range 256 {
		text := strings.Repeat(fmt.Sprintf("a%sa ", string([]byte{byte(b)})), 999)
		name := b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
		if ignored := b == ' ' || b == ',' || b == '\t'; name != exec.Scan(text) && !ignored && b != '"' && b != '#' {
			t.Errorf("byte %q: part of a name: %v", rune(b), !name)
		}
	}
}
