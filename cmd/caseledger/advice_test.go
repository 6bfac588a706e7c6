package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile/casetest"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// advices is the table of all that this program tells people to do with the
// files of a data folder. Each is followed on a copy, and what is answered
// afterwards is what a rebuild gives.
var advices = []struct {
	name string
	says string // part of the advice as it stands in the code
	harm func(copies, *testing.T)
	// heed does what is said.
	heed func(copies, *testing.T)
}{
	{"an older copy of the ledger was put back", "to go on without those records, delete %s",
		copies.takeOlderLedger, func(c copies, t *testing.T) { remove(t, c.at.file("ledger.sqlite.mark")) }},
	{"an older copy of the ledger was put back, and there is a newer one", "bring back its -wal file or a newer backup",
		copies.takeOlderLedger, copies.takeBackup},
	{"the ledger is gone, and was not needed", "or delete the mark to begin an empty ledger",
		func(c copies, t *testing.T) { removeAll(t, c.at, "ledger.sqlite", "ledger.sqlite-*") },
		func(c copies, t *testing.T) { remove(t, c.at.file("ledger.sqlite.mark")) }},
	{"the ledger is gone", "restore it from a backup",
		func(c copies, t *testing.T) { removeAll(t, c.at, "ledger.sqlite", "ledger.sqlite-*") }, copies.takeBackup},
	{"the ledger is overwritten", "if it never was a ledger, choose another data folder; else restore it from a backup",
		func(c copies, t *testing.T) { overwrite(t, c.at.file("ledger.sqlite")) }, copies.takeBackup},
	{"the views are overwritten", "delete %s* and start again",
		func(c copies, t *testing.T) { overwrite(t, c.at.file("views.sqlite.1")) }, copies.deleteViews},
	{"what names the views is overwritten", "delete %s* and start again",
		func(c copies, t *testing.T) { overwrite(t, c.at.file("views.sqlite")) }, copies.deleteViews},
	{"the views are of a newer program", "or delete the views, they are computed again",
		func(c copies, t *testing.T) { c.inViews(t, "UPDATE views SET version = 999") }, copies.deleteViews},
	{"the journal of figures is damaged", "the journal of figures is damaged; rebuild the views",
		func(c copies, t *testing.T) { c.inViews(t, "UPDATE figure_journal SET data = ?1", []byte{255}) },
		func(c copies, t *testing.T) { verbOn(t, c.at, "rebuild") }},
	{"the key of the vault is gone", "to go on without the old values, move %s away",
		func(c copies, t *testing.T) { remove(t, c.at.file("vault.sqlite.key")) },
		func(c copies, t *testing.T) {
			if err := os.Rename(c.at.file("vault.sqlite"), filepath.Join(t.TempDir(), "away")); err != nil {
				t.Fatal(err)
			}
		}},
}

// advisedElsewhere are advices that need no data folder, or that another test follows.
var advisedElsewhere = []string{
	"delete it and make a new token",                               // the tokens' file; ledger and views do not know it
	"restore the vault's files, vault.sqlite and vault.sqlite.key", // check's word for a damaged vault
	"restore the one that belongs to this",                         // a key file of another vault: files change places
	"is no key of 64 hexadecimal digits",                           // the pseudonyms' key
	"want one line %q and %d hexadecimal digits",                   // the vault's key file, damaged
	"the views are from an older caseledger",                       // no advice is needed: they are rebuilt
	"a row of figures is damaged; rebuild the views",               // as the journal
	"rebuild the views, and if that does not help, do not publish", // a statement's rows differ from those frozen: as a damaged row
	"caseledger rebuild makes them anew from the ledger",           // doctor's word for the same
	"nothing was stored: make room and send it again",              // a full disk
	"make room, they go on by themselves",                          // a full disk
	"Begin anew", "Delete this folder to begin anew",               // demo's folder
	"delete the folder to begin anew",                   // the same, of an older version
	"this one was restored from an older copy",          // no advice
	"is compacted, which drops all but the last record", // Kafka
	"is beyond the last record",                         // no advice
}

func TestAdviceCanBeFollowed(t *testing.T) {
	whole, older := ledgersForAdvice(t)
	for _, a := range advices {
		t.Run(a.name, func(t *testing.T) {
			c := copies{at: copyFolder(t, whole), whole: whole, older: older}
			a.harm(c, t)
			err := openAll(t, c.at)
			if first, _, _ := strings.Cut(a.says, "%s"); err == nil || !strings.Contains(err.Error(), first) {
				t.Fatalf("it says %v, want %q", err, a.says)
			}
			a.heed(c, t)
			if err := openAll(t, c.at); err != nil {
				t.Fatalf("after the advice was followed: %v", err)
			}
			got := verbOn(t, c.at, "figures", "--json")
			again := copyFolder(t, c.at)
			verbOn(t, again, "rebuild")
			if diff := cmp.Diff(verbOn(t, again, "figures", "--json"), got); diff != "" {
				t.Errorf("(-rebuilt +followed):\n%s", diff)
			}
		})
	}
}

// Whatever looks like advice about files stands in the table, or is named
// beside it.
func TestAdviceStandsInTheTable(t *testing.T) {
	advice := regexp.MustCompile(`(?i)\b(delete %s|delete (it|the)\b|restore (it|the)\b|rebuild (them|the views)|move %s away|bring back|begin an empty|make room)`)
	known := func(text string) bool {
		for _, a := range advices {
			if strings.Contains(text, a.says) {
				return true
			}
		}
		for _, s := range advisedElsewhere {
			if strings.Contains(text, s) {
				return true
			}
		}
		return false
	}
	found := 0
	for _, f := range parseHouse(t, 0) {
		if f.test || strings.HasPrefix(f.folder, "graphql/exec") {
			continue
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING || strings.HasPrefix(lit.Value, "`") {
				return true
			}
			text, err := strconv.Unquote(lit.Value)
			if err == nil && advice.MatchString(text) {
				if found++; !known(text) {
					t.Errorf("%s: %q is advice that nobody has followed: give it a row", f.set.Position(lit.Pos()), text)
				}
			}
			return true
		})
	}
	if found < len(advices)/2 {
		t.Errorf("only %d advices found", found)
	}
}

// copies are a folder to try things on, what it was, and a copy of its past.
type copies struct{ at, whole, older folder }

func (c copies) takeOlderLedger(t *testing.T) {
	removeAll(t, c.at, "ledger.sqlite", "ledger.sqlite-*")
	copyFile(t, c.older.file("ledger.sqlite"), c.at.file("ledger.sqlite"))
}

// takeBackup brings the ledger back with its mark.
func (c copies) takeBackup(t *testing.T) {
	removeAll(t, c.at, "ledger.sqlite*")
	for _, name := range []string{"ledger.sqlite", "ledger.sqlite.mark"} {
		copyFile(t, c.whole.file(name), c.at.file(name))
	}
}

func (c copies) deleteViews(t *testing.T) { removeAll(t, c.at, "views.sqlite*") }

func (c copies) inViews(t *testing.T, query string, args ...any) {
	place, err := door.OpenSQLite(t.Context(), c.at.file("views.sqlite"), false)
	if err != nil {
		t.Fatal(err)
	}
	db, err := place.Open(t.Context(), 1)
	if err == nil {
		err = db.Write(t.Context(), func(t door.Tx) error { return t.Exec(query, args...) })
		err = errors.Join(err, db.Close())
	}
	if err := errors.Join(err, place.Close()); err != nil {
		t.Fatal(err)
	}
}

// ledgersForAdvice makes a folder with ledger, vault and views, and a copy of
// it from before most of its records came.
func ledgersForAdvice(t *testing.T) (whole, older folder) {
	whole = folder(filepath.Join(t.TempDir(), "whole"))
	for _, seed := range []uint64{1, 2} {
		store, err := whole.openLedger(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for stream, drafts := range casetest.Generate(seed, 20*int(seed)) {
			if seed == 2 {
				stream += "-later"
			}
			if _, err := store.Append(t.Context(), stream, ledger.NoStream, drafts...); err != nil {
				var known *ledger.DuplicateError
				if !errors.As(err, &known) {
					t.Fatal(err)
				}
			}
		}
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		if err := openAll(t, whole); err != nil {
			t.Fatal(err)
		}
		if seed == 1 {
			older = copyFolder(t, whole)
		}
	}
	return whole, older
}

// openAll opens everything, brings the views up to the ledger and asks them.
func openAll(t *testing.T, f folder) error {
	p := program{now: time.Now, rand: strings.NewReader(strings.Repeat("0123456789abcdef", 100)), stderr: &bytes.Buffer{}}
	h := storage{folder: f}
	store, err := h.openLedger(t.Context())
	if err != nil {
		return err
	}
	defer store.Close()
	vault, err := h.openVault(t.Context(), &p, store)
	if err != nil {
		return err
	}
	defer vault.Close()
	views, err := h.openViews(t.Context())
	if err != nil {
		return err
	}
	defer views.Close()
	if err := views.CatchUp(t.Context(), store, nil); err != nil {
		return err
	}
	_, err = views.Figures(t.Context(), figures.Query{Decimals: -1})
	return err
}

func verbOn(t *testing.T, f folder, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := program{stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, now: func() time.Time { return time.Unix(0, 0) }}
	if code := p.run(t.Context(), append(args, "--data", string(f))); code != exitOK {
		t.Fatalf("%v: exit code %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

func copyFolder(t *testing.T, from folder) folder {
	t.Helper()
	to := folder(filepath.Join(t.TempDir(), "copy"))
	if err := os.Mkdir(string(to), 0o700); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(from.file("*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		copyFile(t, file, to.file(filepath.Base(file)))
	}
	return to
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

func removeAll(t *testing.T, f folder, patterns ...string) {
	t.Helper()
	for _, pattern := range patterns {
		files, err := filepath.Glob(f.file(pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			remove(t, file)
		}
	}
}

func overwrite(t *testing.T, file string) {
	t.Helper()
	if err := os.WriteFile(file, bytes.Repeat([]byte("no database "), 2000), 0o600); err != nil {
		t.Fatal(err)
	}
}
