package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"caseledger/ledger"
	"caseledger/ledger/erasure"
	"caseledger/ledger/vault"
)

var eraseVerb = verb{name: "erase", group: caring, args: argsOf[eraseCmd],
	words: "Make what was sealed of a person unreadable for ever."}

type eraseCmd struct {
	Subject string `arg:"" help:"The person's pseudonym, under which values were sealed."`
	Reason  string `required:"" enum:"request,expired,unlawful,court" placeholder:"CLASS" help:"Why: request 本人请求, expired 保存期满, unlawful 违法处理, court 司法决定."`
	Post    string `placeholder:"POST" help:"Acting post, never a person's name; none if not given."`
}

// Help is shown by --help.
func (eraseCmd) Help() string {
	return `Records in public that a key was destroyed, with the day, the class of reason
and the key's random id, never whose it was; then destroys the key. What was
sealed under it stays in the ledger as noise: no record, hash, proof or figure
changes. It cannot be taken back. No server may run on the folder; on a running
one, an operator sends the mutation eraseSubject.

Backups of the vault have the key until they expire. A vault that is restored
from an older backup is erased again when it is opened with its ledger.

Examples:

    caseledger erase p-7f3a09c2 --reason request
    caseledger erase p-7f3a09c2 --reason court --post 隐私岗-01 --json

Exit codes: 0 erased, or erased before, 1 failure, 2 usage, 3 damaged, 4 nothing is sealed for this pseudonym, 5 no room.`
}

// forgotten is the output of erase --json.
type forgotten struct {
	Position ledger.Position `json:"position,omitzero"`
	Repeated bool            `json:"repeated"` // it was erased before, and nothing was recorded now
}

// Run erases a subject.
func (cmd eraseCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if err := checkPost(cmd.Post); err != nil {
		return err
	}
	at := c.storage()
	var record ledger.Record
	var repeated bool
	err = at.sealing(ctx, p, func(store ledger.Store, v *vault.Vault) (err error) {
		record, repeated, err = (&erasure.Register{Store: store, Vault: v}).Erase(ctx, p.now(), cmd.Post, cmd.Subject, erasure.Reason(cmd.Reason))
		return err
	})
	switch {
	case errors.Is(err, vault.ErrErased):
		repeated = true
	case errors.Is(err, vault.ErrUnknownSubject):
		return fmt.Errorf("%w: nothing was sealed for it in %s; pseudonyms are compared as they were given: %w", err, at.folder, fs.ErrNotExist)
	case err != nil:
		return err
	}
	if c.JSON {
		return p.printJSON(forgotten{record.Position, repeated})
	}
	print := &printer{w: p.stdout}
	if record.Position == 0 {
		print.line("erased before; nothing was recorded now")
	} else {
		print.line("the key is destroyed; position %s says so in public", record.Position)
		print.line("backups of the vault still have it until they expire")
	}
	return print.err
}
