package tlog_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	sumdb "golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/feeds/tlog"
	"caseledger/feeds/verify"
	"caseledger/ledger"
)

const origin = "example.gov.cn/caseledger"

// begun is a place where a log was begun.
func begun(t testing.TB) tlog.Place {
	t.Helper()
	p := tlog.Place(t.TempDir())
	if _, err := p.Init(origin, rand.Reader); err != nil {
		t.Fatal(err)
	}
	return p
}

// published publishes until a checkpoint of all records is signed, and stops.
func published(t testing.TB, at tlog.Place, l *feedtest.Ledger) {
	t.Helper()
	stop := publishing(t, at, l)
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v", err)
	}
}

// publishing publishes, and comes back when a checkpoint of all records that
// there are is signed.
func publishing(t testing.TB, at tlog.Place, l *feedtest.Ledger) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	p := &tlog.Publisher{Place: at, Records: l, Logger: slog.New(slog.DiscardHandler)}
	p.Quick(nil)
	go func() { ended <- p.Run(ctx) }()
	for want := uint64(len(l.All())); ; {
		if h, err := at.Head(); err == nil && h.Size == want {
			return func() error { cancel(); return <-ended }
		}
		select {
		case err := <-ended:
			cancel()
			t.Fatalf("ended early: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
}

// refused runs a publisher that must not publish, and gives what it says.
func refused(t *testing.T, at tlog.Place, l *feedtest.Ledger) string {
	t.Helper()
	before := files(t, at.Dir())
	p := &tlog.Publisher{Place: at, Records: l, Logger: slog.New(slog.DiscardHandler)}
	p.Quick(func(size uint64) { t.Errorf("a checkpoint of %d was signed", size) })
	err := p.Run(t.Context())
	var refusal *tlog.RefusedError
	if !errors.As(err, &refusal) {
		t.Fatalf("got %v, want RefusedError", err)
	}
	for name, was := range before {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, was) {
			t.Errorf("%s has changed, %v", name, err)
		}
	}
	return err.Error()
}

// files are all files of a folder but those that only the library reads.
func files(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // of a part, or not named yet
			return nil
		case err != nil:
			return err
		case d.Name() == ".state":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		if out[name], err = os.ReadFile(name); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// leavesOf reads the leaves of a log as the format says, without the library.
func leavesOf(t testing.TB, at tlog.Place, size uint64) (out [][]byte) {
	t.Helper()
	for n := uint64(0); n*256 < size; n++ {
		name := fmt.Sprintf("%s/tile/entries/%03d", at.Dir(), n) // fewer than 256,000 leaves
		if w := min(256, size-n*256); w < 256 {
			name += fmt.Sprintf(".p/%d", w)
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for len(b) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(b))
			out, b = append(out, b[2:end]), b[end:]
		}
	}
	return out
}

// checkLog holds a log against the records: leaf by leaf, and its root against
// another implementation.
func checkLog(t testing.TB, at tlog.Place, l *feedtest.Ledger) {
	t.Helper()
	h, err := at.Head()
	if err != nil {
		t.Fatal(err)
	}
	all := l.All()
	if h.Origin != origin || h.Size != uint64(len(all)) {
		t.Fatalf("%s has %d leaves of %d", h.Origin, h.Size, len(all))
	}
	leaves := leavesOf(t, at, h.Size)
	var stored []sumdb.Hash
	reader := sumdb.HashReaderFunc(func(at []int64) (out []sumdb.Hash, _ error) {
		for _, i := range at {
			out = append(out, stored[i])
		}
		return out, nil
	})
	for i := range all {
		if want := all[i].AppendCanonical(nil); !bytes.Equal(leaves[i], want) {
			t.Fatalf("leaf %d is %.80q, want record %d", i, leaves[i], i+1)
		}
		hashes, err := sumdb.StoredHashes(int64(i), leaves[i], reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	root, err := sumdb.TreeHash(int64(len(all)), reader)
	if err != nil || root != h.Root {
		t.Fatalf("root %v, want %v, %v", sumdb.Hash(h.Root), root, err)
	}
	checkAsStranger(t, at)
}

// checkAsStranger verifies a log with the code that shares nothing with ours.
func checkAsStranger(t testing.TB, at tlog.Place) {
	t.Helper()
	r, err := verify.Verify(t.Context(), verify.Question{Source: at.Dir(), Memory: t.TempDir()})
	if err != nil || !r.Verified {
		t.Errorf("to a stranger: %v, %v", r.Differences, err)
	}
}

func TestPublish(t *testing.T) {
	at, l := begun(t), feedtest.New(2000)
	stop := publishing(t, at, l)
	checkLog(t, at, l)
	stop()
	l.Grow(1)
	published(t, at, l)
	checkLog(t, at, l)
	l.Grow(255)
	published(t, at, l)
	checkLog(t, at, l)
	for name, content := range files(t, at.Dir()) {
		if strings.Contains(string(content), feedtest.Secret) {
			t.Errorf("%s holds a sealed value", name)
		}
	}
}

// A log that grows by little and often, in one session, is signed on and on.
func TestGrowing(t *testing.T) {
	at, l := begun(t), feedtest.New(3)
	stop := publishing(t, at, l)
	for n := range 8 {
		l.Grow(2*n + 1)
		size := uint64(0)
		for wait := 0; size < uint64(len(l.All())); wait++ {
			h, err := at.Head()
			if err != nil || wait == 20_000 {
				t.Fatalf("%d of %d leaves are signed, %v", h.Size, len(l.All()), err)
			}
			size = h.Size
			<-time.After(time.Millisecond)
		}
	}
	if err := stop(); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped with %v", err)
	}
	checkLog(t, at, l)
}

func TestKey(t *testing.T) {
	at := begun(t)
	key := filepath.Join(string(at), "log.key")
	before, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if _, err := at.Init("another.example/log", rand.Reader); !errors.Is(err, fs.ErrExist) {
		t.Errorf("begun again: %v", err)
	}
	if now, _ := os.ReadFile(key); !bytes.Equal(before, now) {
		t.Error("the key was written over")
	}
	for name, content := range files(t, at.Dir()) {
		if bytes.Contains(content, []byte("PRIVATE")) {
			t.Errorf("%s holds the private key", name)
		}
	}
	for _, name := range []string{"", "a b", "a+b", "a\nb"} {
		var bad *tlog.NameError
		if _, err := tlog.Place(t.TempDir()).Init(name, rand.Reader); !errors.As(err, &bad) {
			t.Errorf("origin %q: %v", name, err)
		}
	}
	if err := os.Chmod(key, 0o640); err != nil {
		t.Fatal(err)
	}
	p := &tlog.Publisher{Place: at, Records: feedtest.New(1), Logger: slog.New(slog.DiscardHandler)}
	ctx, cancel := context.WithCancel(t.Context())
	p.Follower = giveUp(cancel)
	if err := p.Run(ctx); !errors.Is(err, context.Canceled) || p.Follower.Status().Retries != 0 {
		t.Errorf("a key that others can read: %v", err)
	}
}

func TestUnknownTypeStops(t *testing.T) {
	at, l := begun(t), feedtest.New(3)
	r := feedtest.Record(4)
	r.Type = "case.secret/1"
	l.Add(r)
	p := &tlog.Publisher{Place: at, Records: l, Logger: slog.New(slog.DiscardHandler)}
	var unknown *feeds.UnknownTypeError
	if err := p.Run(t.Context()); !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
}

// A record that is too long for a leaf stands beside the tiles, under the hash
// that its leaf names.
func TestLongRecord(t *testing.T) {
	at, l := begun(t), feedtest.New(3)
	long := feedtest.Record(4)
	long.Public = []byte(`{"remark":"` + strings.Repeat("长", 30_000) + `"}`)
	l.Add(long)
	l.Add(feedtest.Record(5))
	published(t, at, l)
	canonical := long.AppendCanonical(nil)
	of := ledger.Hash(sumdb.RecordHash(canonical))
	if got, want := string(leavesOf(t, at, 5)[3]), fmt.Sprintf(`{"hash":"%s","size":%d,"v":1}`, of, len(canonical)); got != want {
		t.Errorf("leaf %s, want %s", got, want)
	}
	checkAsStranger(t, at)
	kept, err := os.ReadFile(filepath.Join(at.Dir(), "record", of.String()))
	if err != nil || !bytes.Equal(kept, canonical) {
		t.Errorf("%d bytes are kept of %d, %v", len(kept), len(canonical), err)
	}
}
