package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"caseledger/ledger/backup"
)

var restoreVerb = verb{name: "restore", group: caring, args: argsOf[restoreCmd],
	words: "Bring a backup back into a new data folder."}

type restoreCmd struct {
	Dir          string `arg:"" name:"dir" help:"Folder of the backup."`
	Vault        string `placeholder:"DIR" xor:"vault" help:"Folder of the vault's part; default DIR/vault. It may be of a later backup than the ledger's."`
	WithoutVault bool   `xor:"vault" help:"Restore the records alone; their sealed values cannot be read in the new folder."`
}

// Help is shown by --help.
func (restoreCmd) Help() string {
	return `Brings a backup back into the data folder that --data names, which must not
exist or be empty. Every file is held against its hash, every record is read,
and every sealed value is opened, before the folder gets its name. The next
start makes the views.

Erasures that the ledger records, and that the vault's part has not seen, are
carried out again. What was recorded after the backup is not in it, erasures
among them: erase those subjects again.

Examples:

    caseledger restore /backup/2026-11-24 --data /var/lib/caseledger
    caseledger restore /backup/2026-11-24 --vault /safe/2026-11-24 --data ./again

Exit codes: 0 done, 1 failure (data folder not empty), 2 usage, 3 backup damaged, 4 no backup there, 5 no room.`
}

// broughtBack is the output of restore --json.
type broughtBack struct {
	Data     string `json:"data"`
	Set      string `json:"set"`
	Position string `json:"position"`
	Values   uint64 `json:"values"` // sealed, and can be read
	Erased   uint64 `json:"erased"` // sealed, and cannot any more
	Again    int    `json:"again"`  // keys that were destroyed again, since the ledger records it
}

// Run restores a backup.
func (cmd restoreCmd) Run(ctx context.Context, p *program, c *cli) error {
	if c.Store != "" {
		return &usageError{"restore fills a data folder; caseledger copy brings it into another store"}
	}
	vaultDir := cmd.Vault
	if vaultDir == "" && !cmd.WithoutVault {
		vaultDir = filepath.Join(cmd.Dir, "vault")
		if _, err := os.Stat(vaultDir); os.IsNotExist(err) {
			return &usageError{fmt.Sprintf("%s is not there: name the vault's part with --vault, or leave the sealed values behind with --without-vault", vaultDir)}
		}
		if vacated(vaultDir) {
			vaultDir = "" // the folder that was copied had no vault
		}
	}
	master, err := c.engines.read()
	if err != nil {
		return err
	}
	r, err := backup.Restore(ctx, filepath.Join(cmd.Dir, "ledger"), vaultDir, string(c.folder()), master)
	if err != nil {
		return err
	}
	out := broughtBack{string(c.folder()), r.Ledger.Set, r.Ledger.Position, r.Sealed.Values, r.Sealed.Erased, 0}
	if vaultDir != "" {
		again, left, err := c.storage().eraseAgain(ctx, p)
		if err != nil {
			return err
		}
		out.Again, out.Values, out.Erased = again, left.Values, left.Erased
	}
	if c.JSON {
		return p.printJSON(out)
	}
	print := &printer{w: p.stdout}
	print.line("%s holds the records up to position %s; %d sealed values can be read, %d are erased", out.Data, out.Position, out.Values, out.Erased)
	if vaultDir != "" {
		print.line("%d keys were destroyed again, as the ledger records; what was erased after %s and is not in this ledger can be read again: erase it again", out.Again, r.Ledger.Made.Format("2006-01-02 15:04:05Z"))
	}
	return print.err
}

// vacated says whether a folder is there and empty.
func vacated(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err == nil && len(entries) == 0
}
