package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/go-json-experiment/json"

	"caseledger/ledger/casefile"
	"caseledger/ledger/intake"
)

var importVerb = verb{name: "import", group: recording, args: argsOf[importCmd],
	words: "Record case histories from a file."}

type importCmd struct {
	File    string `arg:"" help:"XES, CSV or NDJSON file, plain or gzip-compressed; - reads standard input. Of exchange tables a zip or a folder."`
	Refused string `placeholder:"FILE" help:"Leave out lines that hold what may not stand in public, and list them in FILE, one JSON object each: line, case, field and rule, never the value."`
	Mapping string `required:"" placeholder:"NAME|FILE" help:"How the file's attributes become case events: a mapping that ships with the program, or a file."`
}

// Help is shown by --help.
func (importCmd) Help() string {
	return `Records the histories in a file, each case once: the same file imported again
adds nothing, and an import that was killed is run again as it was. Data that
cannot be right is recorded as it is and counted under anomalies; input that
cannot be read ends the import with file, line and reason, and what was
recorded before it stays. Mappings that ship with the program:
` + strings.Join(intake.Builtin(), ", ") + `; ledger/intake/MAPPINGS.md says how to write one.

The mapping exchange takes a batch of the national exchange tables (统一办件库), a zip
or a folder of up_pro_accept.csv and the others: what is new (I), corrections (U) and
voidings (D), each recorded when it was synchronised (ledger/exchange/FORMAT.md).

Examples:

    caseledger import permit-receipt.xes.gz --mapping permit-receipt
    caseledger import BPIC15_1.xes.gz --mapping bpic15 --json
    caseledger import batch.zip --mapping exchange
    zcat export.csv.gz | caseledger import - --mapping our-mapping.json

A value that may not stand in public, such as a telephone number in the name of
a step, ends the import like input that cannot be read, unless the mapping says
that it is sealed, coded or refused; --refused leaves out all such lines.

Exit codes: 0 done, 1 failure (malformed input, refused lines, folder in use), 2 usage, 3 ledger damaged, 4 no such file, 5 no room.`
}

// Run imports one file.
func (cmd importCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if cmd.Mapping == exchangeMapping {
		return cmd.exchange(ctx, p, c)
	}
	mapping, err := intake.LoadMapping(cmd.Mapping)
	if err != nil {
		return err
	}
	input, size, err := openInput(p, cmd.File)
	if err != nil {
		return err
	}
	defer input.Close()
	f := c.storage()
	store, err := f.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	vault, err := f.openVault(ctx, p, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, vault.Close()) }()

	classes, err := c.folder().classes()
	if err != nil {
		return err
	}
	bar := p.bar("import", true)
	job := intake.Job{
		Name: filepath.Base(cmd.File), Input: input, Size: size, Mapping: mapping,
		Store: store, Vault: vault, Classes: classes, Now: p.now,
		Progress: func(at intake.Progress) { bar.at(at.Read, at.Size) },
	}
	list := func() error { return nil }
	if cmd.Refused != "" {
		if job.Refused, list, err = listRefused(cmd.Refused); err != nil {
			return err
		}
		job.Refuse = true
	}
	summary, err := intake.Import(ctx, job)
	bar.done()
	err = errors.Join(err, list())
	var diverged *intake.DivergedError
	var refused *intake.RefusedError
	if err != nil && !errors.As(err, &diverged) && !errors.As(err, &refused) {
		return err
	}
	return errors.Join(p.printSummary(c.JSON, summary), err)
}

// listRefused makes a file that takes refused lines, and the function that
// completes it and says whether all were written.
func listRefused(path string) (add func(intake.Refusal), done func() error, err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("list refused lines: %w", err)
	}
	var fault error
	out := bufio.NewWriter(file)
	add = func(r intake.Refusal) {
		b, err := json.Marshal(r)
		if err == nil {
			_, err = out.Write(append(b, '\n'))
		}
		fault = cmp.Or(fault, err)
	}
	return add, func() error { return errors.Join(fault, out.Flush(), file.Close()) }, nil
}

func (p *program) printSummary(asJSON bool, s intake.Summary) error {
	if asJSON {
		return p.printJSON(s)
	}
	out := &printer{w: p.stdout}
	out.line("%s: %d cases, %d source events", s.File, s.Cases, s.Events)
	out.line("%d records, %d of them new; %d calendar notices new", s.Records, s.Added, s.Notices)
	for _, state := range []casefile.Status{casefile.Ended, casefile.Open, casefile.Pending, casefile.SentBack, casefile.TakenBack} {
		if n := s.States[state]; n > 0 {
			out.line("%-10s %d cases", state, n)
		}
	}
	for _, fee := range s.Fees {
		out.line("fees       %s %s in %d cases", fee.Total, fee.Currency, fee.Cases)
	}
	for _, a := range []casefile.Anomaly{casefile.EndsBeforeStart, casefile.EventsAfterEnd, casefile.EventsBeforeStart} {
		out.line("anomaly    %s: %d cases", a, s.Anomalies[a])
	}
	for _, d := range casefile.AllDeviations() {
		if n := s.Deviations[d]; n > 0 {
			out.line("deviation  %s: %d cases", d, n)
		}
	}
	if s.Inconsistent > 0 {
		out.line("%d cases have rows that disagree about the case; the first row counted", s.Inconsistent)
	}
	if s.Refused > 0 {
		out.line("%d lines hold what may not stand in public and were refused", s.Refused)
	}
	if s.Rounded > 0 {
		out.line("%d amounts have more than six decimals and were rounded, half away from zero", s.Rounded)
	}
	for _, code := range s.Unmet {
		out.line("no row has the step %q, by which the mapping finds the acceptance", code)
	}
	if s.Skipped > 0 {
		out.line("%d events of other types were left out, as the mapping says", s.Skipped)
	}
	return out.err
}
