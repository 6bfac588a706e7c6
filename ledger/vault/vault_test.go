package vault_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
	"caseledger/ledger/vault"
)

const stream = ledger.StreamID("case/T-1")

var event = ledger.EventIDOf(ledger.NewCommandID(time.Date(2024, 3, 4, 1, 0, 0, 0, time.UTC), "a"), 0)

func open(t testing.TB, path string) *vault.Vault {
	t.Helper()
	v, err := vault.Open(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func inNewFolder(t testing.TB) string { return filepath.Join(t.TempDir(), "vault.db") }

// sealed is a record that holds the values.
func sealed(t testing.TB, v *vault.Vault, values ...vault.Value) *ledger.Record {
	t.Helper()
	s, err := v.Seal(stream, event, values)
	if err != nil {
		t.Fatal(err)
	}
	return &ledger.Record{Stream: stream, Draft: ledger.Draft{ID: event, Sealed: s}}
}

func applicant(subject string) []vault.Value {
	return []vault.Value{
		{Label: "applicant.name", Subject: subject, Text: "王小明"},
		{Label: "applicant.phone", Subject: subject, Text: "13800138000"},
		{Label: "applicant.note", Subject: subject, Text: ""},
	}
}

func TestSealedValuesComeBack(t *testing.T) {
	path := inNewFolder(t)
	want := append(applicant("s1"), vault.Value{Label: "agent.name", Subject: "s2", Text: strings.Repeat("长", 10_000)})
	r := sealed(t, open(t, path), want...)
	for name, v := range map[string]*vault.Vault{"opened again": open(t, path), "opened a third time": open(t, path)} {
		got, err := v.Reveal(r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for _, s := range r.Sealed {
		if bytes.Contains(s.Box, []byte("13800138000")) || bytes.Contains(s.Box, []byte("王小明")) {
			t.Error("a box holds the value in clear")
		}
	}
}

func TestSameValueSealedTwiceLooksDifferent(t *testing.T) {
	v := open(t, inNewFolder(t))
	a, b := sealed(t, v, applicant("s1")...), sealed(t, v, applicant("s1")...)
	if a.Sealed[0].Commitment == b.Sealed[0].Commitment || bytes.Equal(a.Sealed[0].Box, b.Sealed[0].Box) {
		t.Error("equal values can be told by their commitment or box")
	}
}

func TestCommitmentIsAsSpecified(t *testing.T) {
	// Computed apart from this code: HMAC-SHA256 with key 00 01 … 1f over
	// 00000003 "abc" "王".
	var salt [32]byte
	for i := range salt {
		salt[i] = byte(i)
	}
	const want = "7d6e2562e084fd9a3d739333d2d2cdc4402df6768721fa35e8d4ca18241e5f1c"
	if got := vault.Commitment(salt, "abc", "王").String(); got != want {
		t.Errorf("commitment %s, want %s", got, want)
	}
	if vault.Commitment(salt, "ab", "c王") == vault.Commitment(salt, "abc", "王") {
		t.Error("label and value can be shifted against each other")
	}
}

func TestBoxCannotBeMoved(t *testing.T) {
	v := open(t, inNewFolder(t))
	for name, change := range map[string]func(r *ledger.Record){
		"to another stream":        func(r *ledger.Record) { r.Stream = "case/T-2" },
		"to another event":         func(r *ledger.Record) { r.ID[15] ^= 1 },
		"to another label":         func(r *ledger.Record) { r.Sealed[0].Label = "agent.name" },
		"to another subject":       func(r *ledger.Record) { r.Sealed[0].Subject = "s2" },
		"to another commitment":    func(r *ledger.Record) { r.Sealed[0].Commitment[0] ^= 1 },
		"to the place of another":  func(r *ledger.Record) { r.Sealed[0].Box = r.Sealed[1].Box },
		"cut":                      func(r *ledger.Record) { r.Sealed[0].Box = r.Sealed[0].Box[:40] },
		"cut to nothing":           func(r *ledger.Record) { r.Sealed[0].Box = nil },
		"from a sealing elsewhere": func(r *ledger.Record) { r.Sealed[0].Box = sealed(t, v, applicant("s1")...).Sealed[0].Box },
	} {
		r := sealed(t, v, applicant("s1")...)
		sealed(t, v, applicant("s2")...)
		change(r)
		var corrupt *ledger.CorruptError
		if got, err := v.Reveal(r); !errors.As(err, &corrupt) || got != nil {
			t.Errorf("%s: %d values, %v; want a CorruptError", name, len(got), err)
		}
	}
}

func TestEveryFlippedByteIsRefused(t *testing.T) {
	v := open(t, inNewFolder(t))
	r := sealed(t, v, applicant("s1")[:1]...)
	for i := range r.Sealed[0].Box {
		r.Sealed[0].Box[i] ^= 0x20
		if got, err := v.Reveal(r); err == nil || errors.Is(err, vault.ErrErased) || got != nil {
			t.Fatalf("byte %d changed: %v, %v", i, got, err)
		}
		r.Sealed[0].Box[i] ^= 0x20
	}
	if _, err := v.Reveal(r); err != nil {
		t.Errorf("unchanged: %v", err)
	}
}

func TestErase(t *testing.T) {
	path := inNewFolder(t)
	v, other := open(t, path), open(t, path)
	gone, kept := sealed(t, v, applicant("s1")...), sealed(t, v, applicant("s2")...)
	mixed := sealed(t, v, applicant("s1")[0], applicant("s2")[1])
	if _, err := other.Reveal(gone); err != nil { // the other process holds the key in memory
		t.Fatal(err)
	}
	for range 2 {
		if err := v.Erase("s1"); err != nil {
			t.Fatal(err)
		}
	}
	for name, v := range map[string]*vault.Vault{"here": v, "in another process": other, "opened again": open(t, path)} {
		if got, err := v.Reveal(gone); !errors.Is(err, vault.ErrErased) || got != nil {
			t.Errorf("%s: erased values are %v, %v", name, got, err)
		}
		if got, err := v.Reveal(kept); err != nil || len(got) != 3 {
			t.Errorf("%s: %d values of another subject, %v", name, len(got), err)
		}
		got, err := v.Reveal(mixed)
		if want := applicant("s2")[1:2]; !errors.Is(err, vault.ErrErased) || !cmp.Equal(got, want) {
			t.Errorf("%s: a record of both gives %v, %v", name, got, err)
		}
		if _, err := v.Seal(stream, event, applicant("s1")); !errors.Is(err, vault.ErrErased) {
			t.Errorf("%s: sealing for an erased subject: %v", name, err)
		}
	}
}

func TestErasingAnUnknownSubjectKeepsItOut(t *testing.T) {
	v := open(t, inNewFolder(t))
	if err := v.Erase("never seen"); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Seal(stream, event, applicant("never seen")); !errors.Is(err, vault.ErrErased) {
		t.Errorf("sealing: %v", err)
	}
}

// TestNothingOfAnErasedKeyIsLeft looks for the wrapped keys in the bytes of
// all files of the key store.
func TestNothingOfAnErasedKeyIsLeft(t *testing.T) {
	path := inNewFolder(t)
	v := open(t, path)
	subjects := make([]string, 300)
	for i := range subjects {
		subjects[i] = fmt.Sprintf("subject-%03d", i)
	}
	if err := v.Prepare(subjects...); err != nil {
		t.Fatal(err)
	}
	keys := wrappedKeys(t, path)
	if n := remains(t, path, keys); n != len(subjects) {
		t.Fatalf("%d of %d keys are in the files: the test does not see them", n, len(subjects))
	}
	erased := map[string][]byte{}
	for i, s := range subjects {
		if i%2 == 0 {
			if err := v.Erase(s); err != nil {
				t.Fatal(err)
			}
			erased[s] = keys[s]
			delete(keys, s)
		}
	}
	if n := remains(t, path, erased); n != 0 {
		t.Errorf("%d erased keys are still in the files", n)
	}
	if n := remains(t, path, keys); n != len(keys) {
		t.Errorf("%d of %d other keys are in the files", n, len(keys))
	}
}

// wrappedKeys reads all keys with a connection of its own.
func wrappedKeys(t *testing.T, path string) map[string][]byte {
	t.Helper()
	c, err := sqlite.OpenConn(path, sqlite.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	keys := map[string][]byte{}
	err = sqlitex.Execute(c, "SELECT name, key FROM subject", &sqlitex.ExecOptions{ResultFunc: func(stmt *sqlite.Stmt) error {
		key := make([]byte, stmt.ColumnLen(1))
		stmt.ColumnBytes(1, key)
		keys[stmt.ColumnText(0)] = key
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// remains counts the keys of which any 16 bytes are in the files.
func remains(t *testing.T, path string, keys map[string][]byte) int {
	t.Helper()
	names, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	n := 0
	for _, key := range keys {
		for piece := range slices.Chunk(key, 16) {
			if len(piece) == 16 && bytes.Contains(all, piece) {
				n++
				break
			}
		}
	}
	return n
}

func TestFilesAreTheOwnersAlone(t *testing.T) {
	path := inNewFolder(t)
	sealed(t, open(t, path), applicant("s1")...)
	for _, name := range []string{path, path + ".key", path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode().Perm(); mode != 0o600 {
			t.Errorf("%s has mode %#o", filepath.Base(name), mode)
		}
	}
}

func TestMasterKeyThatIsNotRight(t *testing.T) {
	made := func(t *testing.T) string {
		path := inNewFolder(t)
		v := open(t, path)
		sealed(t, v, applicant("s1")...)
		v.Close()
		return path
	}
	tests := []struct {
		name   string
		spoil  func(t *testing.T, path string) error
		advice string
	}{
		{"lost", func(t *testing.T, path string) error { return os.Remove(path + ".key") }, "restore it from a backup"},
		{"another's", func(t *testing.T, path string) error { return os.Rename(made(t)+".key", path+".key") }, "restore the one that belongs"},
		{"damaged", func(t *testing.T, path string) error {
			return os.WriteFile(path+".key", []byte("caseledger-master-key-1 00\n"), 0o600)
		}, "restore it from a backup"},
		{"open to others", func(t *testing.T, path string) error { return os.Chmod(path+".key", 0o644) }, "chmod 600"},
	}
	for _, tt := range tests {
		path := made(t)
		if err := tt.spoil(t, path); err != nil {
			t.Fatal(err)
		}
		v, err := vault.Open(path, rand.Reader)
		if err == nil {
			v.Close()
			t.Errorf("%s: opened", tt.name)
			continue
		}
		if !strings.Contains(err.Error(), tt.advice) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v; want the file and %q", tt.name, err, tt.advice)
		}
	}
}

func TestKeyStoreOfAnotherLedger(t *testing.T) {
	r := sealed(t, open(t, inNewFolder(t)), applicant("s1")...)
	_, err := open(t, inNewFolder(t)).Reveal(r)
	if err == nil || errors.Is(err, vault.ErrErased) || !strings.Contains(err.Error(), "another ledger") {
		t.Errorf("revealed with another key store: %v", err)
	}
	if err != nil && strings.Contains(err.Error(), "s1") {
		t.Errorf("the error names the subject: %v", err)
	}
}

func TestManySealAtOnce(t *testing.T) {
	path := inNewFolder(t)
	vaults := []*vault.Vault{open(t, path), open(t, path)} // as two processes would
	var wg sync.WaitGroup
	for i := range 32 {
		v := vaults[i%2]
		wg.Go(func() {
			for j := range 8 {
				subject := fmt.Sprintf("subject-%d", (i+j)%10)
				s, err := v.Seal(stream, event, applicant(subject))
				if err != nil {
					t.Error(err)
					return
				}
				got, err := vaults[j%2].Reveal(&ledger.Record{Stream: stream, Draft: ledger.Draft{ID: event, Sealed: s}})
				if err != nil || !cmp.Equal(got, applicant(subject)) {
					t.Errorf("revealed %v, %v", got, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestClosedVaultSaysSo(t *testing.T) {
	v := open(t, inNewFolder(t))
	r := sealed(t, v, applicant("s1")...)
	for range 2 {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := v.Reveal(r); !errors.Is(err, vault.ErrClosed) {
		t.Errorf("Reveal: %v", err)
	}
	if _, err := v.Seal(stream, event, applicant("s2")); !errors.Is(err, vault.ErrClosed) {
		t.Errorf("Seal: %v", err)
	}
	if err := v.Erase("s1"); !errors.Is(err, vault.ErrClosed) {
		t.Errorf("Erase: %v", err)
	}
}

func TestBadValues(t *testing.T) {
	v := open(t, inNewFolder(t))
	for _, value := range []vault.Value{{Label: "a", Text: "x"}, {Subject: "s", Text: "x"}, {Label: "a", Subject: strings.Repeat("s", 101)}} {
		var invalid *ledger.InvalidError
		if _, err := v.Seal(stream, event, []vault.Value{value}); !errors.As(err, &invalid) {
			t.Errorf("%+v: %v, want an InvalidError", value, err)
		}
	}
}

// TestLabelsArePublic: a label that leads to a person is refused, and the error
// does not tell it.
func TestLabelsArePublic(t *testing.T) {
	v := open(t, inNewFolder(t))
	for _, label := range []string{"110101199003074514", "张三110101-19900307-4514", "13800138000", "name of 张三", "a\x07", "a/b"} {
		_, err := v.Seal(stream, event, []vault.Value{{Label: "applicant.name", Subject: "s", Text: "x"}, {Label: label, Subject: "s", Text: "x"}})
		var refused *disclosure.Error
		if !errors.As(err, &refused) || strings.Contains(err.Error(), label) {
			t.Errorf("%q: %v, want a disclosure.Error that does not tell it", label, err)
		}
	}
}

func TestNoRandomnessNoSealing(t *testing.T) {
	if _, err := vault.Open(inNewFolder(t), nil); err == nil {
		t.Error("opened without randomness")
	}
	path := inNewFolder(t)
	if _, err := vault.Open(path, bytes.NewReader(make([]byte, 16))); err == nil {
		t.Error("made a master key of half the randomness")
	}
	v, err := vault.Open(path, bytes.NewReader(make([]byte, 32+44)))
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if s, err := v.Seal(stream, event, applicant("s1")); err == nil {
		t.Errorf("sealed without randomness: %v", s)
	}
}

func BenchmarkSeal(b *testing.B) {
	v := open(b, inNewFolder(b))
	values := applicant("s1")
	for b.Loop() {
		if _, err := v.Seal(stream, event, values); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSealNewSubjects(b *testing.B) {
	v := open(b, inNewFolder(b))
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			subject, err := vault.NewSubject(rand.Reader)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := v.Seal(stream, event, applicant(subject)[:1]); err != nil {
				b.Fatal(err)
			}
		}
	})
}
