package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"caseledger/feeds/export"
	"caseledger/ledger/conformance"
	"caseledger/ledger/intake"
	"caseledger/projections"
)

var completionVerb = verb{name: "completion", group: about, args: argsOf[completionCmd],
	words: "Print what makes a shell complete this command."}

type completionCmd struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"bash, zsh or fish."`
}

// Help is shown by --help.
func (completionCmd) Help() string {
	return `Verbs, flags and the words that they take are completed, among them the ids of
figures and rules; elsewhere the shell completes file names. The script follows
from this binary's own list of verbs: print it again after an upgrade.

Examples:

    caseledger completion bash > /etc/bash_completion.d/caseledger
    caseledger completion zsh > "${fpath[1]}/_caseledger"
    caseledger completion fish > ~/.config/fish/completions/caseledger.fish

Exit codes: 0 done, 2 usage.`
}

// Run prints the script.
func (cmd completionCmd) Run(ctx context.Context, p *program) error {
	parser, err := p.parser(ctx, new(cli))
	if err != nil {
		return err
	}
	levels := levelsOf(parser.Model.Node, nil)
	write := map[string]func(io.Writer, []level) error{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}[cmd.Shell]
	return write(p.stdout, levels)
}

// A level is what may follow a verb, or the command itself.
type level struct {
	path  []string // verbs that lead here
	words []word   // verbs below, or what the first argument takes
	flags []word
}

// A word may be typed, with what it means and, of a flag, the words that it takes.
type word struct {
	name, says string
	takes      []string
	value      bool // of a flag: a value follows
}

// levelsOf lists a node and all below it.
func levelsOf(n *kong.Node, path []string) []level {
	l := level{path: path}
	for _, c := range n.Children {
		l.words = append(l.words, word{name: c.Name, says: c.Help})
	}
	for _, a := range n.Positional {
		for _, w := range wordsOf(a) {
			l.words = append(l.words, word{name: w, says: a.Help})
		}
	}
	for _, group := range n.AllFlags(true) {
		for _, f := range group {
			l.flags = append(l.flags, word{name: "--" + f.Name, says: f.Help, takes: wordsOf(f.Value), value: !f.IsBool()})
		}
	}
	out := []level{l}
	for _, c := range n.Children {
		out = append(out, levelsOf(c, append(slices.Clone(path), c.Name))...)
	}
	return out
}

// wordsOf are the words that a flag or an argument takes, none where it takes
// anything.
func wordsOf(v *kong.Value) (out []string) {
	if v.Tag.Enum != "" {
		return slices.DeleteFunc(v.EnumSlice(), func(s string) bool { return s == "" })
	}
	return vocabularies[v.Name]
}

// vocabularies are the words of flags and arguments whose names say what they are.
var vocabularies = map[string][]string{
	"figure":  namesOf(projections.Definitions(), func(d projections.Definition) string { return d.ID }),
	"rule":    namesOf(ruleList(), func(r *conformance.Rule) string { return r.ID }),
	"form":    namesOf(export.Forms(), func(f *export.Form) string { return f.Name }),
	"mapping": append(intake.Builtin(), exchangeMapping),
}

func ruleList() []*conformance.Rule {
	list, _ := conformance.Find(nil) // of none there is no unknown one
	return list
}

func namesOf[T any](list []T, name func(T) string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = name(list[i])
	}
	return out
}

func plain(list []word) string {
	return strings.Join(namesOf(list, func(w word) string { return w.name }), " ")
}

// bashCompletion finds the path of verbs on the line, and offers what may follow.
func bashCompletion(w io.Writer, levels []level) error {
	var paths, offers, values strings.Builder
	for _, l := range levels {
		path := strings.Join(l.path, " ")
		if path != "" {
			fmt.Fprintf(&paths, "      %q) path=$next ;;\n", path)
		}
		fmt.Fprintf(&offers, "    %q) words=%q; flags=%q ;;\n", path, plain(l.words), plain(l.flags))
		for _, f := range l.flags {
			if len(f.takes) > 0 {
				fmt.Fprintf(&values, "    %q) COMPREPLY=($(compgen -W %q -- \"$cur\")); return ;;\n", path+":"+f.name, strings.Join(f.takes, " "))
			} else if f.value {
				fmt.Fprintf(&values, "    %q) return ;;\n", path+":"+f.name)
			}
		}
	}
	_, err := fmt.Fprintf(w, `# bash completion of caseledger
_caseledger() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= next word words flags
  COMPREPLY=()
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next=${path:+$path }$word
    case $next in
%s    esac
  done
  case "$path:$prev" in
%s  esac
  case $path in
%s  esac
  [[ $cur == -* ]] && words=$flags
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _caseledger caseledger
`, paths.String(), values.String(), offers.String())
	return err
}

// zshCompletion is that of bash, under zsh's own emulation of it.
func zshCompletion(w io.Writer, levels []level) error {
	if _, err := io.WriteString(w, "#compdef caseledger\nautoload -U +X bashcompinit && bashcompinit\n"); err != nil {
		return err
	}
	return bashCompletion(w, levels)
}

// fishCompletion says for each word after which verbs it may stand.
func fishCompletion(w io.Writer, levels []level) error {
	var out strings.Builder
	out.WriteString("# fish completion of caseledger\n")
	for _, l := range levels {
		when := "__fish_use_subcommand"
		if len(l.path) > 0 {
			when = "__fish_seen_subcommand_from " + strings.Join(l.path, "; and __fish_seen_subcommand_from ")
		}
		for _, x := range l.words {
			fmt.Fprintf(&out, "complete -c caseledger -n %s -a %s -d %s\n", fishQuote(when), fishQuote(x.name), fishQuote(x.says))
		}
		for _, f := range l.flags {
			fmt.Fprintf(&out, "complete -c caseledger -n %s -l %s -d %s", fishQuote(when), strings.TrimPrefix(f.name, "--"), fishQuote(f.says))
			if f.value {
				out.WriteString(" -r")
			}
			if len(f.takes) > 0 {
				out.WriteString(" -f -a " + fishQuote(strings.Join(f.takes, " ")))
			}
			out.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func fishQuote(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
}
