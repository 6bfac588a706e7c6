package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"caseledger/ledger"
	"caseledger/projections"
	"caseledger/projections/door"
)

var rebuildVerb = verb{name: "rebuild", group: caring, args: argsOf[rebuildCmd],
	words: "Build the views anew from the ledger."}

type rebuildCmd struct{}

// Help is shown by --help.
func (rebuildCmd) Help() string {
	return `Computes all views from the ledger beside the present ones and switches when
they have caught up. Views that cannot be opened, because they are damaged or
of a newer caseledger, are removed first. The ledger is only read. Not
possible while a server runs on the same folder.

Examples:

    caseledger rebuild
    caseledger rebuild --data /var/lib/caseledger --json

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, 5 no room.`
}

// rebuilt is the output of rebuild --json.
type rebuilt struct {
	Position ledger.Position `json:"position"`
	Records  uint64          `json:"records"`
	Seconds  float64         `json:"seconds"`
}

// Run rebuilds the views.
func (rebuildCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	at := c.storage()
	if err := at.exists(); err != nil {
		return err
	}
	store, err := at.openLedger(ctx) // for writing: no server may keep the same views
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	views, err := at.freshViews(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	began := p.now()
	bar := p.bar("rebuild", false)
	err = views.Rebuild(ctx, store, bar.positions)
	bar.done()
	if err != nil {
		return err
	}
	out := rebuilt{Seconds: p.now().Sub(began).Seconds()}
	if out.Position, err = views.Position(ctx); err != nil {
		return err
	}
	if out.Records, err = views.Count(ctx); err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(out)
	}
	_, err = fmt.Fprintf(p.stdout, "%d records in %.1f s, position %s\n", out.Records, out.Seconds, out.Position)
	return err
}

// freshViews opens the views. Those that cannot be opened are removed and
// begun anew: all that is in them follows from the ledger.
func (at storage) freshViews(ctx context.Context) (*projections.Views, error) {
	if !at.keepsViews() {
		return projections.OpenPostgres(ctx, door.Postgres{URL: at.engines.Views, Holder: holder()})
	}
	f := at.folder
	views, err := f.openViews(ctx)
	var locked *ledger.LockedError
	if err == nil || errors.As(err, &locked) || ctx.Err() != nil {
		return views, err
	}
	files, globErr := filepath.Glob(f.file("views.sqlite*"))
	if globErr != nil {
		return nil, errors.Join(err, globErr)
	}
	for _, name := range files {
		if err := os.Remove(name); err != nil {
			return nil, fmt.Errorf("remove unusable views: %w", err)
		}
	}
	return f.openViews(ctx)
}
