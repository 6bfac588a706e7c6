package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
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
		line = strings.TrimPrefix(line, "$ ")
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

// fencedIn lists the fenced blocks of a language in a Markdown text.
func fencedIn(markdown, language string) []string {
	var out []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(markdown, -1) {
		out = append(out, m[1])
	}
	return out
}

// sectionOf is the part of a Markdown text below a heading.
func sectionOf(markdown, heading string) string {
	_, rest, _ := strings.Cut(markdown, "\n## "+heading+"\n")
	section, _, _ := strings.Cut(rest, "\n## ")
	return section
}

// TestReadmeSums: what the README says adds up does so, of numbers that its
// transcripts print.
func TestReadmeSums(t *testing.T) {
	text := sectionOf(read(t, "README.md"), "For the analyst")
	printed := strings.Join(fencedIn(text, "console"), "")
	sum := func(side string) (n int) {
		for term := range strings.SplitSeq(side, "+") {
			term = strings.TrimSpace(term)
			i, err := strconv.Atoi(term)
			if err != nil || !strings.Contains(printed, " "+term+" ") {
				t.Errorf("no transcript prints %s", term)
			}
			n += i
		}
		return n
	}
	equations := regexp.MustCompile(`([\d +]+) = ([\d +]+)`).FindAllStringSubmatch(text, -1)
	if len(equations) != 2 {
		t.Fatalf("%d sums found, want two", len(equations))
	}
	for _, e := range equations {
		if sum(e[1]) != sum(e[2]) {
			t.Errorf("%s is not so", e[0])
		}
	}
}

// readReadme is README.md for a script.
func readReadme(ts *testscript.TestScript) string {
	b, err := os.ReadFile(filepath.Join(root, "README.md"))
	ts.Check(err)
	return string(b)
}

// transcripts runs the commands of the README's console blocks, one after the
// other; each must print what stands below it. A line … stands for any lines.
func transcripts(ts *testscript.TestScript, _ bool, _ []string) {
	blocks := fencedIn(readReadme(ts), "console")
	if len(blocks) == 0 {
		ts.Fatalf("the README has no console block")
	}
	for _, block := range blocks {
		for call := range strings.SplitSeq(strings.TrimPrefix(block, "$ "), "\n$ ") {
			line, want, _ := strings.Cut(call, "\n")
			args := strings.Fields(line)
			ts.Check(ts.Exec(args[0], args[1:]...))
			if got := ts.ReadFile("stdout"); !printed(got, want) {
				ts.Fatalf("%s prints\n%s\nthe README says\n%s", line, got, want)
			}
		}
	}
}

func printed(got, want string) bool {
	var pattern strings.Builder
	for line := range strings.Lines(strings.TrimSuffix(want, "\n") + "\n") {
		if line == "…\n" {
			pattern.WriteString(`(?:.*\n)*?`)
		} else {
			pattern.WriteString(regexp.QuoteMeta(line))
		}
	}
	return regexp.MustCompile("^" + pattern.String() + "$").MatchString(got)
}

// clerksDay URL runs the README's day of a clerk as it stands, in a shell,
// against the server at URL.
func clerksDay(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: clerksday URL")
	}
	blocks := fencedIn(sectionOf(readReadme(ts), "For the clerk"), "sh")
	if len(blocks) != 1 {
		ts.Fatalf("%d blocks are a clerk's day", len(blocks))
	}
	ts.Check(ts.Exec("sh", "-eu", "-c", strings.ReplaceAll(blocks[0], "http://127.0.0.1:8080", args[0])))
	if out := ts.ReadFile("stdout"); strings.Count(out, `"userErrors":[]`) != 8 || strings.Contains(out, `"errors"`) {
		ts.Fatalf("not all eight commands were carried out: %s", out)
	}
}

// TestPrinted: a transcript is compared to the letter.
func TestPrinted(t *testing.T) {
	for _, row := range []struct {
		got, want string
		same      bool
	}{
		{"a\nb\n", "a\nb\n", true},
		{"a\nb\n", "a\nb", true},
		{"a\nb\nc\n", "a\n…\nc\n", true},
		{"a\nc\n", "a\n…\nc\n", true},
		{"a\nb\nc\n", "a\nc\n", false},
		{"a  b\n", "a b\n", false},
		{"a.c\n", "abc\n", false},
	} {
		if got := printed(row.got, row.want); got != row.same {
			t.Errorf("printed(%q, %q) = %v", row.got, row.want, got)
		}
	}
}
