package site

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestWords: every text that a template or the program asks for is in the table in
// both languages, and none is there for nothing.
func TestWords(t *testing.T) {
	used := map[string]bool{"site": true}
	all, err := files.ReadDir("pages")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range all {
		b, err := files.ReadFile("pages/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`\.T "([^"]+)"`).FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range sources {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range regexp.MustCompile(`\.(?:word|heads|tabs)\(([^)]*)\)`).FindAllStringSubmatch(string(b), -1) {
			for _, m := range regexp.MustCompile(`"#?([a-z0-9][a-z0-9.]*[a-z0-9])"`).FindAllStringSubmatch(call[1], -1) {
				if !strings.Contains(call[0], "tabs") {
					used[m[1]] = true
				}
			}
		}
	}
	for key := range used {
		if _, ok := words[key]; !ok {
			t.Errorf("there is no text %q", key)
		}
	}
	for key, text := range words {
		if text.Zh == "" || text.En == "" {
			t.Errorf("%s is not in both languages", key)
		}
		if strings.Count(text.Zh, "%") != strings.Count(text.En, "%") && !strings.Contains(text.Zh, "90%") && !strings.Contains(text.Zh, "100%") {
			t.Errorf("%s takes other values in the other language", key)
		}
		if strings.ContainsAny(text.Zh, ",:;?!()") {
			t.Errorf("%s has half-width marks: %s", key, text.Zh)
		}
	}
	for _, n := range navigation {
		if _, ok := words[n.Word]; !ok {
			t.Errorf("navigation: no text %q", n.Word)
		}
		if p, _ := find(n.Path); p == nil {
			t.Errorf("navigation: no page %q", n.Path)
		}
	}
	for _, p := range pages() {
		if templates.Lookup(p.template) == nil {
			t.Errorf("page %q: no template %s", p.pattern, p.template)
		}
	}
}
