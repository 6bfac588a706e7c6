package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

var helpVerb = verb{name: "help", group: about, args: argsOf[helpCmd],
	words: "Show the verbs, or what one of them does and takes."}

type helpCmd struct {
	Verb []string `arg:"" optional:"" help:"The verb, and the verb below it where there is one."`
}

// Help is shown by --help.
func (helpCmd) Help() string {
	return `The same as --help after the verb.

Examples:

    caseledger help
    caseledger help figures
    caseledger help token create

Exit codes: 0 done, 2 there is no such verb.`
}

// Run prints what --help prints.
func (cmd helpCmd) Run(ctx context.Context, p *program) error {
	_, err := p.parse(ctx, append(cmd.Verb, "--help"))
	if errors.Is(err, errAnswered) {
		return nil
	}
	return err
}

// errAnswered ends a parse at a flag that is itself the question.
var errAnswered = errors.New("answered")

// helpFlag prints the help of the verb before it.
type helpFlag bool

// BeforeReset is called by kong before required arguments are checked.
func (helpFlag) BeforeReset(c *kong.Context) error {
	if err := c.PrintUsage(false); err != nil {
		return err
	}
	return errAnswered
}

// versionFlag prints what the verb version prints.
type versionFlag bool

// BeforeReset is called by kong before required arguments are checked.
func (versionFlag) BeforeReset(p *program) error {
	if err := thisBuild().write(p.stdout); err != nil {
		return err
	}
	return errAnswered
}

// describe is the help of a flag with its default and its environment variable.
func describe(v *kong.Value) string {
	var notes []string
	if v.HasDefault && v.Default != "" && !kong.HasInterpolatedVar(v.OrigHelp, "default") {
		notes = append(notes, "default "+v.Default)
	}
	for _, name := range v.Tag.Envs {
		notes = append(notes, "$"+name)
	}
	if len(notes) == 0 {
		return v.Help
	}
	return fmt.Sprintf("%s (%s).", strings.TrimSuffix(v.Help, "."), strings.Join(notes, "; "))
}

// misuseError is a command line that cannot be understood, with the one that
// shows the help.
type misuseError struct {
	err error
	see string
}

func (e *misuseError) Error() string { return fmt.Sprintf("%v\nsee %s", e.err, e.see) }

func (e *misuseError) Unwrap() error { return e.err }

// misused names the help of the verb that the command line has come to.
func misused(c *kong.Context, err error) error {
	var told *misuseError
	if errors.As(err, &told) {
		return err
	}
	see := "caseledger help"
	if c != nil && c.Selected() != nil {
		see = c.Selected().FullPath() + " --help"
	}
	return &misuseError{err, see}
}
