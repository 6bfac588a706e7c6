package task_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/task"
)

var update = flag.Bool("update", false, "write FORMAT.md's tables and testdata/v1 anew; never for a released name")

// kinds are the books of all kinds of this package, as one.
type kinds []dossier.Handler

var all = kinds{task.Kind}

func (k kinds) Actions() (out []*act.Action) {
	for _, h := range k {
		out = append(out, h.Actions()...)
	}
	return out
}

func (k kinds) Encode(e act.Event) (string, []byte, error) { return k.of(e).Encode(e) }

func (k kinds) of(e act.Event) dossier.Handler {
	for _, h := range k {
		if h.Has(e.(dossier.Event).Stream()) {
			return h
		}
	}
	panic("no kind has " + e.Stored())
}

func TestBooks(t *testing.T) { acttest.Check(t, all) }

// TestFrozenBytes: what was written once is read for ever, and written again
// the same.
func TestFrozenBytes(t *testing.T) {
	for _, a := range all.Actions() {
		e := acttest.Full(t, a)
		_, public, err := all.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "v1", strings.ReplaceAll(a.Name, "/", "-")+".json")
		if *update {
			if err := os.WriteFile(file, public, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		frozen, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(frozen, public) {
			t.Errorf("written %s, frozen is %s, %v", public, frozen, err)
			continue
		}
		got, err := all.of(e).Decode(&ledger.Record{Draft: ledger.Draft{Type: a.Name, Public: frozen}})
		if err != nil {
			t.Error(err)
			continue
		}
		if _, again, _ := all.Encode(got); !bytes.Equal(again, frozen) {
			t.Errorf("%s is read and written as %s", frozen, again)
		}
	}
}

// TestFormatDocument holds FORMAT.md against the books.
func TestFormatDocument(t *testing.T) { acttest.Format(t, all, "", *update) }
