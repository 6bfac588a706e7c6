package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"caseledger/feeds/verify"
	"caseledger/ledger/policy"
)

var verifyVerb = verb{name: "verify", group: reading, args: argsOf[verifyCmd],
	words: "Check a transparency log, leaf by leaf, without trusting its server."}

type verifyCmd struct {
	Source string `arg:"" optional:"" placeholder:"SOURCE" help:"Address of a site, or a folder: a mirror, or a data folder."`
	Proof  string `placeholder:"FILE" help:"Check a proof in a file instead, offline: of a record, a figure or a case."`
	logTrust
}

// logTrust is what makes a log known.
type logTrust struct {
	Policy string `placeholder:"FILE" help:"C2SP policy with the log's key, and the witnesses that must have signed; else the key that was seen before, or the source's own."`
	Memory string `placeholder:"DIR" env:"CASELEDGER_MEMORY" help:"Where is remembered what was seen of logs; ~/.local/state/caseledger if not given."`
}

// Help is shown by --help.
func (verifyCmd) Help() string {
	return `Checks, from public files alone and with code of its own: the signature of the
checkpoint; with --policy the cosignatures of the witnesses that it wants, k of n;
that it extends what was seen before under the same origin and key; every leaf
against the tree; that each leaf is a canonical record; that no stream misses a
revision; that the log of figures has a leaf for each statement, and that each row of
figures in it, and the map of cases, follow from the records. Each difference is a line that says what, where, what was expected and
what was found. A key that nobody has named is trusted at first use, and that is
said. Witnesses are wanted by a policy only: what a site says of its own proves
nothing.

--json prints {"verified":…,"size":…,"root":…,"figures":…,"differences":[{"what":…,
"where":…,"expected":…,"found":…}]}; figures counts the rows that were computed again,
null where there is no log of figures; "pending" counts statements that are not in it
yet; "cosignatures" lists those of a policy's witnesses, with their
times. Of more than 1000 differences the further are counted. A run
over a site that was stopped goes on where it was, where there is no log of figures;
a mirror always does.

Examples:

    caseledger verify https://cases.example.org
    caseledger verify ./mirror --policy ./policy
    caseledger verify /var/lib/caseledger --json
    caseledger verify --proof 812.tlog-proof --policy ./policy

Exit codes: 0 verified, 1 could not be done (no answer; a mirror that ends early), 2 usage, 3 does not verify.`
}

// question is what to verify. The error is a usage error, or that of the policy.
func (t logTrust) question(p *program, source string, b *bar) (q verify.Question, err error) {
	q = verify.Question{Source: source, Memory: t.Memory, Client: &http.Client{Timeout: time.Minute}}
	if q.Rules, err = officialRules(); err != nil {
		return q, err
	}
	q.Progress = func(done, all uint64) { b.at(int64(done), int64(all)) }
	q.Say = func(text string) { fmt.Fprintln(p.stderr, text) }
	if q.Memory == "" {
		if q.Memory, err = stateFolder(); err != nil {
			return q, fmt.Errorf("--memory names no folder to remember logs in: %w", err)
		}
	}
	if t.Policy != "" {
		text, err := os.ReadFile(t.Policy)
		if err != nil {
			return q, &usageError{"--policy: " + err.Error()}
		}
		q.Policy = string(text)
	}
	return q, nil
}

// officialRules are the versions of rules that hold without a record, as bodies.
func officialRules() (out [][]byte, err error) {
	for _, p := range policy.Official().All() {
		text, err := p.JSON()
		if err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, nil
}

// stateFolder is where programs remember things for their user.
func stateFolder() (string, error) {
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "caseledger"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state", "caseledger"), err
}

// differsError: a log does not verify.
type differsError struct{ n int }

func (e *differsError) Error() string {
	return fmt.Sprintf("the log does not verify: %d differences", e.n)
}

// undoneError: what could not be done, whatever it was that failed.
type undoneError struct{ why string }

func (e *undoneError) Error() string { return e.why }

// Run verifies.
func (cmd verifyCmd) Run(ctx context.Context, p *program, c *cli) error {
	if (cmd.Source == "") == (cmd.Proof == "") {
		return &usageError{"name a source, or a proof with --proof"}
	}
	if cmd.Proof != "" {
		return cmd.proof(p, c.JSON)
	}
	b := p.bar("leaves", false)
	q, err := cmd.question(p, cmd.Source, b)
	if err != nil {
		return err
	}
	r, err := verify.Verify(ctx, q)
	b.done()
	well := fmt.Sprintf("verified: %d leaves, root %s", r.Size, r.Root)
	if r.Figures != nil {
		well += fmt.Sprintf("; %d published figures computed again", *r.Figures)
	}
	if r.Pending > 0 {
		well += fmt.Sprintf("; %d statements are not in the log of figures yet", r.Pending)
	}
	return p.reported(r, err, c.JSON, well)
}

// reported prints what was found, and gives the error that goes with it. Where
// something could not be done nothing is known, unless it is that a log ends
// early.
func (p *program) reported(r verify.Report, err error, asJSON bool, well string) error {
	var early *verify.EarlyError
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil && !errors.As(err, &early) && len(r.Differences) == 0:
		return &undoneError{err.Error()}
	}
	out := &printer{w: p.stdout}
	if asJSON {
		out.err = p.printJSON(r)
	} else {
		for _, d := range r.Differences {
			out.line("%s", d)
		}
		if r.Verified {
			out.line("%s", well)
			for _, c := range r.Cosignatures {
				out.line("cosigned by %s at %s", c.Witness, c.Signed.Format(time.RFC3339))
			}
		}
	}
	switch n := len(r.Differences) + r.Further; {
	case out.err != nil:
		return out.err
	case n > 0:
		return &differsError{n}
	case err != nil:
		return &undoneError{err.Error()}
	}
	return nil
}
