// Package dossiertest holds the kinds of dossiers of a package against what is
// promised of their books, FORMAT.md and the bodies in testdata/v1.
package dossiertest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/dossier"
)

// Kinds are all of a package, their books as one.
type Kinds []dossier.Handler

// Check runs all of it. update writes FORMAT.md's tables and the frozen bodies anew;
// never for a released name.
func (k Kinds) Check(t *testing.T, update bool) {
	t.Run("Book", func(t *testing.T) { acttest.Check(t, k) })
	t.Run("FrozenBytes", func(t *testing.T) { k.frozen(t, update) })
	t.Run("FormatDocument", func(t *testing.T) { acttest.Format(t, k, "", update) })
}

// Actions lists those of all kinds.
func (k Kinds) Actions() (out []*act.Action) {
	for _, h := range k {
		out = append(out, h.Actions()...)
	}
	return out
}

// Encode gives an event's stored name and body.
func (k Kinds) Encode(e act.Event) (string, []byte, error) { return k.Of(e).Encode(e) }

// Of is the kind of an event.
func (k Kinds) Of(e act.Event) dossier.Handler {
	for _, h := range k {
		if h.Has(e.(dossier.Event).Stream()) {
			return h
		}
	}
	panic("no kind has " + e.Stored())
}

// frozen: what was written once is read for ever, and written again the same.
func (k Kinds) frozen(t *testing.T, update bool) {
	for _, a := range k.Actions() {
		e := acttest.Full(t, a)
		_, public, err := k.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "v1", strings.ReplaceAll(a.Name, "/", "-")+".json")
		if update {
			if err := os.WriteFile(file, public, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		frozen, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(frozen, public) {
			t.Errorf("written %s, frozen is %s, %v", public, frozen, err)
			continue
		}
		got, err := k.Of(e).Decode(&ledger.Record{Draft: ledger.Draft{Type: a.Name, Public: frozen}})
		if err != nil {
			t.Error(err)
			continue
		}
		if _, again, _ := k.Encode(got); !bytes.Equal(again, frozen) {
			t.Errorf("%s is read and written as %s", frozen, again)
		}
	}
}
