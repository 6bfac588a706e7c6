package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"caseledger/feeds/tlog"
	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/counter"
	"caseledger/ledger/sqlite"
	"caseledger/projections"
)

// defaultFolder is the data folder where neither --data nor CASELEDGER_DATA
// names one.
const defaultFolder = "caseledger-data"

// A folder is the data folder of one ledger:
//
//	ledger.sqlite   the records; nothing can bring them back but a backup
//	vault.sqlite    the keys of sealed personal values, under vault.sqlite.key;
//	                back them up apart
//	views.sqlite    the views; rebuilt from the records at any time
//	access/         hashes of tokens, and the key of pseudonyms
//	log/            the transparency log, public, where one was begun, with its
//	                key log.key and log.mark, which says what was signed
//	classes.json    the classes whose list the centre has closed, if it has
//
// Only the owner may read it: keys are in it.
type folder string

func (c *cli) folder() folder {
	if c.Data != "" {
		return folder(c.Data)
	}
	return defaultFolder
}

// storage is the ledger that the command line means, wherever its parts are.
func (c *cli) storage() storage { return storage{c.folder(), c.engines} }

func (f folder) file(name string) string { return filepath.Join(string(f), name) }

// log is where the transparency log is.
func (f folder) log() tlog.Place { return tlog.Place(f) }

// classes reads the lists that the centre has closed: none where there is no
// file of them.
func (f folder) classes() (act.Classes, error) {
	text, err := os.ReadFile(f.file("classes.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the closed classes: %w", err)
	}
	classes, err := act.ReadClasses(text, counter.Actions())
	if err != nil {
		return nil, fmt.Errorf("%s: %w; want for example {\"channel\":[\"window\",\"internet\"]}", f.file("classes.json"), err)
	}
	return classes, nil
}

// exists says whether there is a ledger, and if not, what to do.
func (f folder) exists() error {
	_, err := os.Stat(f.file("ledger.sqlite"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s holds no ledger; record cases with caseledger import, or name another folder with --data: %w", f, err)
	}
	return err
}

// openLedger opens the ledger for writing and makes folder and ledger where
// there are none. A second process gets a *ledger.LockedError.
func (f folder) openLedger(ctx context.Context) (ledger.Store, error) {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	return f.open(ctx, sqlite.Options{})
}

// readLedger opens an existing ledger for reading, also beside a writer.
func (f folder) readLedger(ctx context.Context) (ledger.Store, error) {
	if err := f.exists(); err != nil {
		return nil, err
	}
	return f.open(ctx, sqlite.Options{ReadOnly: true})
}

func (f folder) open(ctx context.Context, o sqlite.Options) (ledger.Store, error) {
	s, err := sqlite.Open(ctx, f.file("ledger.sqlite"), o)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (f folder) openViews(ctx context.Context) (*projections.Views, error) {
	return projections.Open(ctx, f.file("views.sqlite"))
}
