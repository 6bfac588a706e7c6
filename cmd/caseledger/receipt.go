package main

import (
	"context"
	"errors"
	"fmt"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/vault"
)

var receiptVerb = verb{name: "receipt", group: recording, args: argsOf[receiptCmd],
	words: "Issue a receipt for a case, and show its code."}

type receiptCmd struct {
	Number string `arg:"" placeholder:"CASE" help:"Number of the case."`
	Key    string `default:"receipt" placeholder:"TEXT" help:"Names the receipt: the same key shows the same code again, another issues another, which takes its place."`
	Post   string `placeholder:"POST" help:"Acting post, never a person's name; none if not given."`
}

// Help is shown by --help.
func (receiptCmd) Help() string {
	return `Issues a receipt with a code, by which its holder rates, complains, asks and
objects without a token, by the mutations rateByReceipt, complainByReceipt,
askByReceipt and objectByReceipt. The code stands nowhere: it follows from the key
of the vault, the case and --key, so that the same call shows it again. Give it to
the applicant, and to nobody else. No server may run on the folder; on a running
one, a clerk sends the mutation issueReceipt.

Examples:

    caseledger receipt BJ-2026-000001
    caseledger receipt BJ-2026-000001 --key second --post 受理岗-01

Exit codes: 0 issued, or issued before, 1 failure, 2 usage, 3 damaged, 5 no room.`
}

// Run issues a receipt.
func (cmd receiptCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	var out counter.Answer
	err = c.storage().sealing(ctx, p, func(store ledger.Store, v *vault.Vault) (err error) {
		out, err = counter.New(&casefile.Desk{Store: store, Vault: v}).Do(ctx, counter.Request{
			Action: counter.Action("issueReceipt"), Post: cmd.Post, At: p.now(),
			Input: map[string]any{"number": cmd.Number, "idempotencyKey": cmd.Key},
		})
		return err
	})
	if err == nil && len(out.Errors) > 0 {
		err = errors.New(out.Errors[0].Message)
	}
	if err != nil {
		return fmt.Errorf("issue a receipt: %w", err)
	}
	if c.JSON {
		return p.printJSON(struct {
			Receipt  string          `json:"receipt"`
			Position ledger.Position `json:"position"`
			Repeated bool            `json:"repeated"`
		}{out.Receipt.Letters(), out.Position(), out.Repeated})
	}
	print := &printer{w: p.stdout}
	print.line("%s", out.Receipt.Letters())
	return print.err
}
