package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/county"
	"caseledger/ledger/workdays"
)

var simulateVerb = verb{name: "simulate", group: recording, args: argsOf[simulateCmd],
	words: "Make up a county and what its centres do, in a new data folder."}

type simulateCmd struct {
	Profile string `required:"" placeholder:"NAME" help:"What is made up: S0, S1, S2, S3, S4 or county."`
	Seed    uint64 `default:"1" placeholder:"N" help:"Number from which everything follows (default ${default})."`
	Cases   int    `placeholder:"N" help:"Cases that are accepted; default by profile."`
	From    string `placeholder:"DATE" help:"First day; default by profile."`
	To      string `placeholder:"DATE" help:"Last day; default by profile."`
	Truth   string `placeholder:"FILE" help:"List in FILE what was planted to be found, one JSON object a line."`
}

// Help is shown by --help.
func (simulateCmd) Help() string {
	return `Writes the ledger of a county that does not exist, through the same rules as
any command. Recorded times follow a simulated clock, and the first record says
that the ledger is simulated. The same profile, seed, cases and days give the
same records, byte for byte; contentHash is the tree hash over them. Profiles:

  ` + strings.Join(county.Profiles(), "\n  ") + `

The figures of S0 to S4 are those of the documents that the profiles are named
after, for every seed. The data folder must be new or empty. A run that was
killed goes on if the same command is given again.

Examples:

    caseledger simulate --profile S1 --seed 7 --data s1
    caseledger simulate --profile county --cases 100000 --truth truth.jsonl --data county --json

Exit codes: 0 done, 1 failure (the folder holds something else), 2 usage, 3 ledger damaged, 5 no room.`
}

// Run makes the county and writes it.
func (cmd simulateCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if c.Store != "" {
		return &usageError{"simulate writes into a data folder: leave out --store"}
	}
	job, err := cmd.job()
	if err != nil {
		return err
	}
	made, err := county.New(job)
	if err != nil {
		return asUsage(err)
	}
	f := c.folder()
	if err := f.claim(made.Job); err != nil {
		return err
	}
	tell, done, err := listTruth(cmd.Truth)
	if err != nil {
		return err
	}
	sum, took, err := f.simulate(ctx, p, made, tell)
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	if err := os.Remove(f.file(simulating)); err != nil {
		return err
	}
	return p.printSimulation(c.JSON, simulation{Summary: sum, Seconds: took.Seconds(), Rate: float64(sum.Commands) / max(took.Seconds(), 1e-9)})
}

func (cmd simulateCmd) job() (county.Job, error) {
	job := county.Job{Profile: cmd.Profile, Seed: cmd.Seed, Cases: cmd.Cases}
	for _, x := range []struct {
		flag, text string
		on         *workdays.Date
	}{{"--from", cmd.From, &job.From}, {"--to", cmd.To, &job.To}} {
		if on, err := parseDay(x.flag, x.text); err != nil {
			return job, err
		} else if x.text != "" {
			*x.on = on
		}
	}
	return job, nil
}

// simulating is the file that stands in a data folder while a county is
// written: it says which.
const simulating = "SIMULATING"

// claim takes a folder that is new, empty, or holds the beginning of the same
// county.
func (f folder) claim(job county.Job) error {
	own, err := json.Marshal(job)
	if err != nil {
		return err
	}
	held, err := os.ReadFile(f.file(simulating))
	switch {
	case err == nil && string(held) == string(own):
		return nil
	case err == nil:
		return fmt.Errorf("%s holds the beginning of another simulation, %s; go on with that one, or name another folder with --data", f, held)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if entries, err := os.ReadDir(string(f)); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty; a county is made up in a folder of its own: name a new one with --data", f)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	return os.WriteFile(f.file(simulating), own, 0o600)
}

// simulate writes a county into the folder's ledger, and says how long it took.
func (f folder) simulate(ctx context.Context, p *program, made *county.County, tell func(county.Planted) error) (sum county.Summary, took time.Duration, err error) {
	store, err := f.openLedger(ctx)
	if err != nil {
		return sum, 0, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	bar := p.bar("cases", false)
	defer bar.done()
	began := p.now()
	sum, err = made.Write(ctx, county.Output{Store: store, Truth: tell,
		Progress: func(done, all int) { bar.at(int64(done), int64(all)) }})
	return sum, p.now().Sub(began), err
}

// listTruth makes a file that takes what was planted, and the function that
// completes it.
func listTruth(path string) (tell func(county.Planted) error, done func() error, err error) {
	if path == "" {
		return nil, func() error { return nil }, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("list the truth: %w", err)
	}
	out := bufio.NewWriter(file)
	tell = func(planted county.Planted) error {
		b, err := json.Marshal(planted, ledgerTimes)
		if err != nil {
			return err
		}
		_, err = out.Write(append(b, '\n'))
		return err
	}
	return tell, func() error { return errors.Join(out.Flush(), file.Close()) }, nil
}

// simulation is what simulate says of itself.
type simulation struct {
	county.Summary
	Seconds float64 `json:"seconds"`
	Rate    float64 `json:"rate"` // commands a second
}

func (p *program) printSimulation(asJSON bool, s simulation) error {
	if asJSON {
		return p.printJSON(s)
	}
	out := &printer{w: p.stdout}
	out.line("simulated %s of seed %d, %s to %s: %d cases, %d commands, %d records", s.Profile, s.Seed, s.From, s.To, s.Cases, s.Commands, s.Records)
	out.line("content hash %s", s.ContentHash)
	for _, kind := range slices.Sorted(maps.Keys(s.Truth)) {
		out.line("planted      %s: %d", kind, s.Truth[kind])
	}
	out.line("%.0f commands a second", s.Rate)
	return out.err
}
