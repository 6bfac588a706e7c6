package erasure_test

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/erasure"
	"caseledger/ledger/memory"
	"caseledger/ledger/vault"
)

var monday = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// hall is a ledger with a vault in a folder, and two sealed values.
type hall struct {
	store ledger.Store
	path  string
	vault *vault.Vault
}

func newHall(t *testing.T) *hall {
	t.Helper()
	h := &hall{store: memory.New(), path: filepath.Join(t.TempDir(), "vault.sqlite")}
	h.open(t)
	for _, subject := range []string{"p-7f3a", "p-9c21"} {
		h.seal(t, subject)
	}
	return h
}

func (h *hall) open(t *testing.T) {
	t.Helper()
	v, err := vault.Open(h.path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	h.vault = v
	t.Cleanup(func() { v.Close() })
}

func (h *hall) register() *erasure.Register {
	return &erasure.Register{Store: h.store, Vault: h.vault}
}

func (h *hall) seal(t *testing.T, subject string) {
	t.Helper()
	command := ledger.NewCommandID(monday, subject)
	id := ledger.EventIDOf(command, 0)
	stream := ledger.StreamID("case/" + subject)
	sealed, err := h.vault.Seal(stream, id, []vault.Value{{Label: "applicant.name", Subject: subject, Text: "某某某" + subject}})
	if err != nil {
		t.Fatal(err)
	}
	d := ledger.Draft{ID: id, Type: "case.withdrawn/1", Command: command, Occurred: monday, Recorded: monday, Public: []byte("{}"), Sealed: sealed}
	if _, err := h.store.Append(t.Context(), stream, ledger.NoStream, d); err != nil {
		t.Fatal(err)
	}
}

// reads says whether a subject's value can be read.
func (h *hall) reads(t *testing.T, subject string) bool {
	t.Helper()
	for r, err := range h.store.Stream(t.Context(), ledger.StreamID("case/"+subject), 0) {
		if err != nil {
			t.Fatal(err)
		}
		_, err := h.vault.Reveal(&r)
		if err != nil && !errors.Is(err, vault.ErrErased) {
			t.Fatal(err)
		}
		return err == nil
	}
	t.Fatal("nothing was sealed")
	return false
}

func (h *hall) list(t *testing.T) (out []erasure.Entry) {
	t.Helper()
	for e, err := range erasure.List(t.Context(), h.store, 0) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func TestErased(t *testing.T) {
	h := newHall(t)
	record, repeated, err := h.register().Erase(t.Context(), monday, "隐私岗-01", "p-7f3a", erasure.Request)
	if err != nil || repeated || record.Position == 0 || record.Post != "隐私岗-01" {
		t.Fatalf("%+v, %t, %v", record, repeated, err)
	}
	if h.reads(t, "p-7f3a") || !h.reads(t, "p-9c21") {
		t.Error("another subject was erased, or this one was not")
	}
	list := h.list(t)
	if len(list) != 1 || list[0].Position != record.Position || list[0].Reason != erasure.Request {
		t.Errorf("the register says %+v", list)
	}
	rows := []struct {
		subject string
		reason  erasure.Reason
		want    error
	}{
		{"p-7f3a", erasure.Request, vault.ErrErased},
		{"p-0000", erasure.Request, vault.ErrUnknownSubject},
		{"", erasure.Request, &ledger.InvalidError{}},
		{"p-9c21", "whim", &ledger.InvalidError{}},
	}
	for _, row := range rows {
		_, _, err := h.register().Erase(t.Context(), monday, "", row.subject, row.reason)
		var invalid *ledger.InvalidError
		if !errors.Is(err, row.want) && !errors.As(err, &invalid) {
			t.Errorf("erasing %q for %q: %v", row.subject, row.reason, err)
		}
		if err != nil && row.subject != "" && strings.Contains(err.Error(), row.subject) {
			t.Errorf("the error names the subject: %v", err)
		}
	}
	if got := len(h.list(t)); got != 1 {
		t.Errorf("%d erasures are recorded after the refused ones", got)
	}
	if !h.reads(t, "p-9c21") {
		t.Error("a refused erasure erased")
	}
}

// TestRestoredVaultIsErasedAgain: a backup of the vault that is older than an
// erasure has the key; the ledger knows better.
func TestRestoredVaultIsErasedAgain(t *testing.T) {
	h := newHall(t)
	old := filepath.Join(t.TempDir(), "vault.sqlite")
	if err := h.vault.Backup(old); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.register().Erase(t.Context(), monday, "", "p-7f3a", erasure.Court); err != nil {
		t.Fatal(err)
	}
	h.path = old
	h.open(t)
	if !h.reads(t, "p-7f3a") {
		t.Fatal("the backup has no key, so it shows nothing")
	}
	for i, want := range []int{1, 0} {
		if n, err := h.register().Apply(t.Context()); err != nil || n != want {
			t.Errorf("pass %d: %d keys, %v", i, n, err)
		}
	}
	if h.reads(t, "p-7f3a") || !h.reads(t, "p-9c21") {
		t.Error("the restored vault was not erased as recorded")
	}
}

// TestCrashBetweenRecordAndKey: what the record promised is done by whoever
// opens the vault next.
func TestCrashBetweenRecordAndKey(t *testing.T) {
	h := newHall(t)
	dying := &erasure.Register{Store: dies{h.store, h.vault}, Vault: h.vault}
	if _, _, err := dying.Erase(t.Context(), monday, "", "p-7f3a", erasure.Request); !errors.Is(err, vault.ErrClosed) {
		t.Fatalf("erasing with a vault that dies: %v", err)
	}
	h.open(t)
	if !h.reads(t, "p-7f3a") || len(h.list(t)) != 1 {
		t.Fatal("the crash was not between record and key")
	}
	if n, err := h.register().Apply(t.Context()); err != nil || n != 1 || h.reads(t, "p-7f3a") {
		t.Errorf("%d keys were destroyed after the crash, %v", n, err)
	}
}

// dies is a store whose vault is gone once a record is durable.
type dies struct {
	ledger.Store
	vault *vault.Vault
}

func (s dies) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	records, err := s.Store.Append(ctx, stream, at, drafts...)
	return records, errors.Join(err, s.vault.Close())
}

// TestManyErasing: one subject, erased by many at once, is recorded once.
func TestManyErasing(t *testing.T) {
	h := newHall(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, _, err := h.register().Erase(t.Context(), monday, "", "p-7f3a", erasure.Request)
			if err != nil && !errors.Is(err, vault.ErrErased) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(h.list(t)); n != 1 || h.reads(t, "p-7f3a") {
		t.Errorf("%d erasures are recorded", n)
	}
}
