package main

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// grammar is the whole command line as kong has built it from the verbs.
func grammar(t *testing.T) *kong.Application {
	t.Helper()
	parser, err := (&program{stdout: io.Discard, stderr: io.Discard}).parser(t.Context(), new(cli))
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model
}

// saying runs a command line that must end with the code, and gives what it
// wrote to standard output and standard error.
func saying(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, err bytes.Buffer
	p := program{stdout: &out, stderr: &err}
	if got := p.run(t.Context(), args); got != code {
		t.Errorf("caseledger %s: exit code %d, want %d: %s", strings.Join(args, " "), got, code, err.String())
	}
	return out.String(), err.String()
}

// unwrapped is text without the breaks that wrapping has put into it.
func unwrapped(text string) string { return strings.Join(strings.Fields(text), " ") }

// TestVerbs walks the list: each verb is declared once, in the file of its
// name, under a heading, with words, and stands in the list that help prints.
func TestVerbs(t *testing.T) {
	list, stderr := saying(t, exitOK, "help")
	if stderr != "" {
		t.Errorf("help writes to standard error: %s", stderr)
	}
	seen := map[string]bool{}
	for _, v := range verbs() {
		if seen[v.name] {
			t.Errorf("%s is declared twice", v.name)
		}
		seen[v.name] = true
		if file := strings.ReplaceAll(v.name, "-", "") + ".go"; !declares(t, file, v.name) {
			t.Errorf("%s does not declare %s", file, v.name)
		}
		if !slices.ContainsFunc(headings, func(g kong.Group) bool { return g.Key == string(v.group) && strings.Contains(list, g.Title) }) {
			t.Errorf("%s: group %q has no heading, or help does not print it", v.name, v.group)
		}
		if !strings.HasSuffix(v.words, ".") || !strings.Contains(unwrapped(list), v.name+" "+v.words) {
			t.Errorf("%s: help does not list it with its words %q", v.name, v.words)
		}
	}
	if got := len(grammar(t).Children); got != len(seen) {
		t.Errorf("%d verbs are parsed and %d listed", got, len(seen))
	}
}

func declares(t *testing.T, file, name string) bool {
	t.Helper()
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(source), `verb{name: "`+name+`"`)
}

// TestVerbHelp asks for the help of every verb, and of those below one, in all
// ways: it has words, examples and exit codes, and documents each flag with its
// default, its choices and its variable.
func TestVerbHelp(t *testing.T) {
	var nodes []*kong.Node
	for _, n := range grammar(t).Children {
		nodes = append(append(nodes, n), n.Children...)
	}
	for _, n := range nodes {
		path := strings.Fields(n.Path())
		t.Run(n.Path(), func(t *testing.T) {
			help, _ := saying(t, exitOK, append(path, "--help")...)
			for _, same := range [][]string{append(slices.Clone(path), "-h"), append([]string{"help"}, path...)} {
				if got, _ := saying(t, exitOK, same...); got != help {
					t.Errorf("%v prints something else than --help", same)
				}
			}
			for _, words := range []string{n.Help, "Examples:", "    caseledger " + n.Path(), "Exit codes: 0 ", "Every verb takes:"} {
				if n.Help == "" || !strings.Contains(help, words) {
					t.Errorf("the help does not say %q", words)
				}
			}
			_, flags, _ := strings.Cut(help, "Exit codes: ")
			documented(t, unwrapped(flags), n)
		})
	}
}

func documented(t *testing.T, help string, n *kong.Node) {
	t.Helper()
	for _, level := range n.AllFlags(true) {
		for _, f := range level {
			if f.Help == "" || !strings.Contains(help, "--"+f.Name) {
				t.Errorf("--%s is not documented", f.Name)
			}
			_, rest, _ := strings.Cut(help, "--"+f.Name)
			said, _, _ := strings.Cut(rest, " --")
			if f.HasDefault && f.Default != "" && !strings.Contains(said, "default "+f.Default) {
				t.Errorf("--%s: the default %s is not said", f.Name, f.Default)
			}
			for _, variable := range f.Envs {
				if !strings.Contains(said, "$"+variable) {
					t.Errorf("--%s: the variable %s is not said", f.Name, variable)
				}
			}
			for _, choice := range f.EnumSlice() {
				if !strings.Contains(said, choice) {
					t.Errorf("--%s: the choice %q is not said", f.Name, choice)
				}
			}
		}
	}
	for _, a := range n.Positional {
		if a.Help == "" || !strings.Contains(help, a.Help) {
			t.Errorf("the argument %s is not documented", a.Name)
		}
	}
}

// TestMisuse misuses every verb: exit code 2, and the help that would have
// prevented it is named.
func TestMisuse(t *testing.T) {
	for _, v := range verbs() {
		_, stderr := saying(t, exitUsage, v.name, "--unheard-of")
		if want := "see caseledger " + v.name + " --help\n"; !strings.HasSuffix(stderr, want) {
			t.Errorf("%s --unheard-of does not name its help: %s", v.name, stderr)
		}
		for _, line := range [][]string{{v.name + "x"}, {"help", v.name + "x"}} {
			_, stderr = saying(t, exitUsage, line...)
			if !strings.Contains(stderr, `"`+v.name+`"`) || !strings.HasSuffix(stderr, "see caseledger help\n") {
				t.Errorf("%v suggests something else: %s", line, stderr)
			}
		}
	}
	for _, row := range []struct{ line, see string }{
		{"", "see caseledger help\n"},
		{"unheard-of", "see caseledger help\n"},
		{"--unheard-of", "see caseledger help\n"},
		{"token", "see caseledger token --help\n"},
		{"token creat", "did you mean \"create\"?\nsee caseledger token --help\n"},
		{"token create", "see caseledger token create --help\n"},
		{"figures --every month", "--every needs --from and --to\nsee caseledger figures --help\n"},
		{"import here.xes --mapping unheard-of", "see caseledger import --help\n"},
	} {
		stdout, stderr := saying(t, exitUsage, strings.Fields(row.line)...)
		if stdout != "" || !strings.HasSuffix(stderr, row.see) || strings.Count(stderr, "\nsee ") != 1 {
			t.Errorf("caseledger %s: %s%s", row.line, stdout, stderr)
		}
	}
}

// TestVersionFlag: --version is the verb version.
func TestVersionFlag(t *testing.T) {
	flag, _ := saying(t, exitOK, "--version")
	verb, _ := saying(t, exitOK, "version")
	if flag != verb || !strings.HasPrefix(flag, "caseledger ") {
		t.Errorf("--version says %q, version says %q", flag, verb)
	}
}
