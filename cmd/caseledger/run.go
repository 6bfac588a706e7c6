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

// cli is the whole command line.
type cli struct {
	Help helpFlag `short:"h" help:"Show help and examples."`
	Data string   `env:"CASELEDGER_DATA" placeholder:"DIR" help:"Data folder; ./caseledger-data if not given (demo: ./caseledger-demo)."`
	JSON bool     `name:"json" help:"Print one JSON object."`
	engines

	Demo    demoCmd        `cmd:"" help:"Load the sample of real cases, serve it, and print what to try."`
	Serve   serveCmd       `cmd:"" help:"Serve the GraphQL API, the feeds and the index page."`
	Import  importCmd      `cmd:"" help:"Record case histories from a file."`
	Show    showCmd        `cmd:"" help:"Show a case: history, holders, clock; at any moment."`
	Figures figuresCmd     `cmd:"" help:"Compute public figures, each with its derivation."`
	Rebuild rebuildCmd     `cmd:"" help:"Build the views anew from the ledger."`
	Project projectCmd     `cmd:"" help:"Role: keep views in PostgreSQL for any number of servers."`
	Publish publishCmd     `cmd:"" help:"Role: publish the public record to Kafka."`
	Intake  intakeKafkaCmd `cmd:"" name:"intake-kafka" help:"Role: record case events from a Kafka topic."`
	Copy    copyCmd        `cmd:"" help:"Copy a ledger to another store and prove both equal."`
	Doctor  doctorCmd      `cmd:"" help:"Say what is reachable, how far behind, and what to do."`
	Health  healthCmd      `cmd:"" help:"Ask a running server whether it is ready."`
	Token   tokenCmd       `cmd:"" help:"Make, list and revoke tokens of staff and auditors."`
	Version versionCmd     `cmd:"" help:"Show what this binary is."`
}

// Validate is called by kong after parsing.
func (c *cli) Validate() error { return c.engines.check() }

// helpFlag prints the help of the verb before it and ends the parse.
type helpFlag bool

var errHelp = errors.New("help was asked for")

// BeforeReset is called by kong before required arguments are checked.
func (helpFlag) BeforeReset(c *kong.Context) error {
	if err := c.PrintUsage(false); err != nil {
		return err
	}
	return errHelp
}

// run carries out one command line and returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	var c cli
	parser, err := p.parser(ctx, &c)
	if err != nil {
		return p.report(err)
	}
	parsed, err := parser.Parse(args)
	switch {
	case errors.Is(err, errHelp):
		return exitOK
	case err != nil:
		return p.report(&usageError{fmt.Sprintf("%v (see caseledger --help)", err)})
	}
	err = parsed.Run()
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("stopped; what was done stays, and the same command goes on from there")
	}
	return p.report(err)
}

// parser reads command lines into c.
func (p *program) parser(ctx context.Context, c *cli) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("caseledger"),
		kong.Description("An event-sourced ledger for the cases of government service centres."),
		kong.NoDefaultHelp(),
		kong.Vars{
			"authority": syndication.DefaultAuthority,
			"title":     syndication.DefaultTitle,
			"publisher": syndication.DefaultPublisher,
		},
		kong.Writers(p.stdout, p.stderr),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(p, c),
	)
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
