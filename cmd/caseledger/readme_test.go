package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadme keeps the README true where a machine can: its commands parse,
// its links lead somewhere, and every verb, exit code and file is named.
func TestReadme(t *testing.T) {
	readme := read(t, "README.md")
	commands := commandsIn(readme)
	if len(commands) < 10 {
		t.Errorf("only %d commands found: is the test still reading the README?", len(commands))
	}
	p := program{stdout: io.Discard, stderr: io.Discard}
	named := map[string]bool{}
	for _, args := range commands {
		parsed, err := p.parse(t.Context(), args)
		if errors.Is(err, errAnswered) {
			continue
		}
		if err != nil {
			t.Errorf("caseledger %s: %v", strings.Join(args, " "), err)
			continue
		}
		verb, _, _ := strings.Cut(parsed.Command(), " ")
		named[verb] = true
	}
	for _, v := range verbs() {
		if !named[v.name] {
			t.Errorf("the README has no example of caseledger %s", v.name)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#]+)`).FindAllStringSubmatch(readme, -1) {
		if strings.Contains(link[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, link[1])); err != nil {
			t.Errorf("the README links to %s: %v", link[1], err)
		}
	}
	for _, word := range []string{"ledger.sqlite", "views.sqlite", "CASELEDGER_DATA", "go test ./...", "go run ./cmd/caseledger demo"} {
		if !strings.Contains(readme, word) {
			t.Errorf("the README does not mention %s", word)
		}
	}
}

// commandsIn lists the arguments of each call of caseledger in the indented or
// fenced code of a Markdown text.
func commandsIn(markdown string) [][]string {
	var out [][]string
	for line := range strings.Lines(markdown) {
		line = strings.TrimSpace(line)
		line, _, _ = strings.Cut(line, " #")
		rest, ok := strings.CutPrefix(line, "caseledger ")
		if !ok {
			rest, ok = strings.CutPrefix(line, "go run ./cmd/caseledger ")
		}
		if ok {
			out = append(out, strings.Fields(rest))
		}
	}
	return out
}
