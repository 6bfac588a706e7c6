package main

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"caseledger/ledger/exchange"
)

// exchangeMapping names the national exchange tables among the mappings.
const exchangeMapping = "exchange"

// exchange takes a batch of exchange tables in.
func (cmd importCmd) exchange(ctx context.Context, p *program, c *cli) (err error) {
	if cmd.Refused != "" || cmd.File == "-" {
		return &usageError{"exchange tables are a zip or a folder, and none of their rows is left out: no --refused, no standard input"}
	}
	rows, err := readBatch(cmd.File)
	if err != nil {
		return err
	}
	f := c.storage()
	store, err := f.openLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	classes, err := c.folder().classes()
	if err != nil {
		return err
	}
	bar := p.bar("import", false)
	sum, err := exchange.Record(ctx, exchange.Job{Store: store, Classes: classes, Now: p.now,
		Progress: func(done, all int) { bar.at(int64(done), int64(all)) }}, rows)
	bar.done()
	if err != nil {
		return err
	}
	if c.JSON {
		return p.printJSON(sum)
	}
	out := &printer{w: p.stdout}
	out.line("%s: %d cases, %d rows", filepath.Base(cmd.File), sum.Cases, sum.Rows)
	out.line("%d records new; %d calendar notices new", sum.Added, sum.Notices)
	return out.err
}

// readBatch reads a folder or a zip.
func readBatch(name string) (rows []exchange.Row, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	var batch fs.FS = os.DirFS(name)
	if !info.IsDir() {
		z, err := zip.OpenReader(name)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, io.Closer(z).Close()) }()
		batch = z
	}
	return exchange.ReadBatch(batch)
}
