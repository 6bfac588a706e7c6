package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/alecthomas/kong"

	"caseledger/feeds/syndication"
)

// program is what a verb may reach of the world around it.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            func() time.Time
	rand           io.Reader
	terminal       bool // stderr is a terminal: progress is drawn there
}

// cli is what every verb takes.
type cli struct {
	Help    helpFlag    `short:"h" group:"everywhere" help:"Show what the verb does and takes."`
	Version versionFlag `group:"everywhere" help:"Show what this binary is."`
	Data    string      `env:"CASELEDGER_DATA" placeholder:"DIR" group:"everywhere" help:"Data folder; ./caseledger-data if not given, for demo ./caseledger-demo."`
	JSON    bool        `name:"json" group:"everywhere" help:"Print one JSON object."`
	engines `group:"elsewhere"`
}

// Validate is called by kong after parsing.
func (c *cli) Validate() error { return c.engines.check() }

// run carries out one command line and returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	parsed, err := p.parse(ctx, args)
	switch {
	case errors.Is(err, errAnswered):
		return exitOK
	case err != nil:
		return p.report(err)
	}
	err = parsed.Run()
	if exitCode(err) == exitUsage {
		err = misused(parsed, err)
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("stopped; what was done stays, and the same command goes on from there")
	}
	return p.report(err)
}

// parse reads one command line. Where --help or --version was asked for it has
// answered, and the error is errAnswered.
func (p *program) parse(ctx context.Context, args []string) (*kong.Context, error) {
	parser, err := p.parser(ctx, new(cli))
	if err != nil {
		return nil, err
	}
	parsed, err := parser.Parse(args)
	if err == nil || errors.Is(err, errAnswered) {
		return parsed, err
	}
	var failed *kong.ParseError
	if errors.As(err, &failed) {
		parsed = failed.Context
	}
	return nil, misused(parsed, &usageError{err.Error()})
}

// parser reads command lines into c.
func (p *program) parser(ctx context.Context, c *cli) (*kong.Kong, error) {
	options := []kong.Option{
		kong.Name("caseledger"),
		kong.Description("An event-sourced ledger for the cases of government service centres."),
		kong.NoDefaultHelp(),
		kong.ValueFormatter(describe),
		kong.ExplicitGroups(headings),
		kong.Vars{
			"authority": syndication.DefaultAuthority,
			"title":     syndication.DefaultTitle,
			"publisher": syndication.DefaultPublisher,
		},
		kong.Writers(p.stdout, p.stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, FlagsLast: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p, c),
	}
	for _, v := range verbs() {
		options = append(options, kong.DynamicCommand(v.name, v.words, string(v.group), v.args()))
	}
	return kong.New(c, options...)
}

// report says on stderr why a verb failed and gives its exit code.
func (p *program) report(err error) int {
	if err != nil {
		fmt.Fprintf(p.stderr, "caseledger: %v\n", err)
	}
	return exitCode(err)
}

// logger writes JSON lines to stderr, from a level on.
func (p *program) logger(from slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(p.stderr, &slog.HandlerOptions{Level: from}))
}
