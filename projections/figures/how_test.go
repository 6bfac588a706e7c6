package figures_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// HOW.md names functions as Type.name, package.Name or in its drawing as name
// alone; each is in the code.
func TestTheWayOfAFigureIsTrue(t *testing.T) {
	var source strings.Builder
	for _, pattern := range []string{"*.go", "runs/*.go", "plain/*.go", "../*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			source.Write(b)
		}
	}
	page, err := os.ReadFile("HOW.md")
	if err != nil {
		t.Fatal(err)
	}
	says := func(pattern string) bool { return regexp.MustCompile(pattern).MatchString(source.String()) }
	names := regexp.MustCompile(`\b([A-Za-z]+)\.([A-Za-z]+)\b`).FindAllStringSubmatch(string(page), -1)
	checked := 0
	for _, n := range names {
		if n[2] == "md" || n[2] == "go" {
			continue
		}
		checked++
		method := says(`(?m)^func \(\w+ \*?` + n[1] + `\) ` + n[2] + `\(`)
		field := says(`(?ms)^type ` + n[1] + ` struct \{.*?^\t(\w+, )*` + n[2] + `\b.*?^\}`)
		exported := says(`(?m)^(func|type) ` + n[2] + `\b`)
		if !method && !field && !exported {
			t.Errorf("HOW.md names %s, which is not in the code", n[0])
		}
	}
	for _, n := range regexp.MustCompile(`(?m)[├→│] +([a-z]+[A-Z]\w+)(?:[^.\w]|$)`).FindAllStringSubmatch(string(page), -1) {
		checked++
		if !says(`(?m)^func (\(\w+ \*?\w+\) )?` + n[1] + `\(`) {
			t.Errorf("HOW.md names %s, which is not in the code", n[1])
		}
	}
	if checked < 40 {
		t.Errorf("only %d names were found in HOW.md", checked)
	}
}
