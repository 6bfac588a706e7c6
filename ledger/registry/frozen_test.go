package registry_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

var update = flag.Bool("update", false, "write testdata/v1 anew; never for a released name")

const frozenFile = "testdata/v1/calendar.published-1.json"

// TestFrozenBytes: what was written once is read for ever, and written again
// the same.
func TestFrozenBytes(t *testing.T) {
	s := memory.New()
	n := notice(t, 2030, "2029-12-31", "2030-01-01")
	n.Days[0].Off = false
	publish(t, s, noon, n)
	var public []byte
	for r, err := range s.Stream(t.Context(), "calendar/CN", 0) {
		if err != nil {
			t.Fatal(err)
		}
		public = r.Public
	}
	if *update {
		if err := os.WriteFile(frozenFile, public, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	frozen, err := os.ReadFile(frozenFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(frozen, public) {
		t.Errorf("written %s, frozen is %s", public, frozen)
	}
	got, err := registry.Decode(&ledger.Record{Draft: ledger.Draft{Type: registry.Notice{}.Stored(), Public: frozen}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(act.Event(registry.Notice(n)), got); diff != "" {
		t.Error(diff)
	}
}

// FuzzDecode: what is read can be written and read again as the same notice,
// and counted with. What is refused gives nothing.
func FuzzDecode(f *testing.F) {
	frozen, err := os.ReadFile(frozenFile)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(frozen)
	f.Add([]byte(`{"calendar":"","days":[],"papers":[],"year":-5}`))
	f.Add([]byte(`{"days":[{"date":"","name":"","off":false}]}`))
	f.Fuzz(func(t *testing.T, public []byte) {
		r := &ledger.Record{Draft: ledger.Draft{Type: registry.Notice{}.Stored(), Public: public}}
		v, err := registry.Decode(r)
		if err != nil {
			if v != nil {
				t.Fatalf("refused with %v and still a notice", err)
			}
			return
		}
		n := v.(registry.Notice)
		c := workdays.NewCalendar("x").With(workdays.Notice(n))
		c.Add(0, 100)
		c.Provisional(-1000, 1000)
		if _, r.Public, err = registry.Book.Encode(n); err != nil {
			t.Fatal(err)
		}
		again, err := registry.Decode(r)
		if err != nil {
			t.Fatalf("%s is written and cannot be read: %v", r.Public, err)
		}
		if _, second, _ := registry.Book.Encode(again); !bytes.Equal(r.Public, second) {
			t.Fatalf("%s is read and written as %s", r.Public, second)
		}
	})
}
