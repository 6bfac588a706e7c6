package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/backup"
	"caseledger/ledger/sqlite"
)

var backupVerb = verb{name: "backup", group: caring, args: argsOf[backupCmd],
	words: "Copy the data folder as one set, also while a server runs."}

type backupCmd struct {
	Dir   string `arg:"" name:"dir" help:"Folder for the backup; new, or empty."`
	Vault string `placeholder:"DIR" help:"Folder for the vault's part; default DIR/vault."`
}

// Help is shown by --help.
func (backupCmd) Help() string {
	return `Copies records, marks, tokens and the key of pseudonyms as one consistent set
into DIR/ledger, and the keys of sealed values into DIR/vault or another folder,
also while a server runs. Each part has a manifest with the hashes of its
files; the copy of the ledger is read through before the manifest is written.

Keep the two parts apart: whoever has both can read every personal value, also
those erased after the backup. Copies of the vault expire, 30 days at most. The
views are not in a backup: they are made anew from the records.

Examples:

    caseledger backup /backup/2026-11-24
    caseledger backup /backup/2026-11-24 --vault /safe/2026-11-24 --data /var/lib/caseledger --json

Exit codes: 0 done, 1 failure (folder not empty), 2 usage, 3 ledger damaged, 4 no ledger here, 5 no room.`
}

// backedUp is the output of backup --json.
type backedUp struct {
	Ledger   string    `json:"ledger"`
	Vault    string    `json:"vault,omitempty"` // where there is one
	Set      string    `json:"set"`
	Position string    `json:"position"`
	Made     time.Time `json:"made"`
}

// Run makes a backup.
func (cmd backupCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	if c.Store != "" {
		return &usageError{"backup copies a data folder; a ledger in another store is copied with caseledger copy --from … --to DIR"}
	}
	f := c.folder()
	if err := f.exists(); err != nil {
		return err
	}
	store, err := sqlite.Open(ctx, f.file("ledger.sqlite"), sqlite.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	v, err := c.storage().readVault()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v = nil
		n, err := sealedIn(ctx, store)
		if err == nil && n > 0 {
			err = fmt.Errorf("%w (%d values are sealed in the ledger); restore its files first", errNoVault, n)
		}
		if err != nil {
			return err
		}
	case err != nil:
		return err
	default:
		defer func() { err = errors.Join(err, v.Close()) }()
	}
	out := backedUp{Ledger: filepath.Join(cmd.Dir, "ledger"), Vault: cmd.vaultDir()}
	m, err := backup.Write(ctx, out.Ledger, out.Vault, backup.Source{
		Folder: string(f), Ledger: store, Vault: v, Now: ledger.Time(p.now()), Program: thisBuild().Version,
	})
	if err != nil {
		return err
	}
	if v == nil {
		out.Vault = ""
	}
	out.Set, out.Position, out.Made = m.Set, m.Position, m.Made
	if c.JSON {
		return p.printJSON(out)
	}
	print := &printer{w: p.stdout}
	print.line("records up to position %s are in %s", out.Position, out.Ledger)
	if out.Vault != "" {
		print.line("the keys of sealed values are in %s; move them to another place, and delete them within 30 days", out.Vault)
	}
	return print.err
}

func (cmd backupCmd) vaultDir() string {
	if cmd.Vault != "" {
		return cmd.Vault
	}
	return filepath.Join(cmd.Dir, "vault")
}
