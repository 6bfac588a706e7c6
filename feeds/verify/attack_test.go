package verify_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"caseledger/feeds/verify"
)

const leaves = 1900 // two levels of tiles

// whole is a log that verifies, in a folder of its own.
func whole(t testing.TB, n int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "log")
	private, public := keys(t, 1)
	write(t, dir, records(n), private, public)
	return dir
}

// A whole log verifies, of whatever size.
func TestVerify(t *testing.T) {
	for _, n := range []int{0, 1, 2, 255, 256, 257, 512, 1000, leaves, 65536 + 300} {
		r := ask(t, whole(t, n), t.TempDir())
		if !r.Verified || r.Size != uint64(n) || len(r.Differences) > 0 {
			t.Errorf("%d leaves: %+v", n, r)
		}
	}
}

// again signs other leaves with the same key.
func again(change func([][]byte) [][]byte) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		private, public := keys(t, 1)
		write(t, dir, change(records(leaves)), private, public)
	}
}

// inBundle changes the leaves of one bundle, and no hash.
func inBundle(n int, change func([][]byte) [][]byte) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		name := path("entries", n, min(256, leaves-n*256))
		all, err := verify.ParseBundle(take(t, dir, name))
		if err != nil {
			t.Fatal(err)
		}
		put(t, dir, name, verify.AppendBundle(nil, change(all)))
	}
}

func flip(name string, i int) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		b := take(t, dir, name)
		b[i] ^= 1
		put(t, dir, name, b)
	}
}

func remove(name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
}

func drop(i int) func([][]byte) [][]byte {
	return func(l [][]byte) [][]byte { return slices.Delete(slices.Clone(l), i, i+1) }
}

func swap(i, j int) func([][]byte) [][]byte {
	return func(l [][]byte) [][]byte {
		l = slices.Clone(l)
		l[i], l[j] = l[j], l[i]
		return l
	}
}

// TestAttacks: each change of a log that was seen before is found, and named
// where it is. Says are the first lines' beginnings, or what must stand in one.
func TestAttacks(t *testing.T) {
	for _, c := range []struct {
		name   string
		attack func(*testing.T, string)
		says   []string
		lines  int // how many differences there are; 0 for as many as there are
	}{
		{"one byte of a leaf", flip(path("entries", 3, 256), 1000), []string{"leaf: leaf 770: expected "}, 1},
		{"one byte of a length", flip(path("entries", 3, 256), 0), []string{"bundle: tile/entries/003, leaves 768 to 1023: expected 256 leaves"}, 0},
		{"one byte of the last leaves", flip(path("entries", 7, 108), 500), []string{"leaf: leaf 1793: expected "}, 0},
		{"one byte of a tile of leaves' hashes", flip("tile/0/004", 77), []string{"tile: tile/0/004: expected hashes that make"}, 1},
		{"one byte of the edge", flip("tile/1/000.p/7", 7), []string{"root: the tiles of the edge"}, 1},
		{"a bundle removed", remove("tile/entries/005"), []string{"bundle: tile/entries/005, leaves 1280 to 1535: expected 256 leaves, found nothing"}, 1},
		{"a tile removed", remove("tile/0/005"), []string{"tile: tile/0/005: expected 256 hashes, found nothing"}, 1},
		{"the edge removed", remove("tile/1/000.p/7"), []string{"tile: tile/1/000.p/7: expected 7 hashes, found nothing"}, 1},
		{"a leaf dropped", inBundle(6, drop(20)), []string{"bundle: tile/entries/006: expected 256 leaves, found 255 leaves", "leaf: leaf 1556: expected ", "found nothing: the next leaf stands in its place"}, 2},
		{"the last leaf dropped", inBundle(7, drop(107)), []string{"bundle: tile/entries/007.p/108: expected 108 leaves, found 107 leaves", "leaf: leaf 1899: expected "}, 2},
		{"a leaf put in", inBundle(6, func(l [][]byte) [][]byte { return slices.Insert(slices.Clone(l[:255]), 20, []byte("{}")) }), []string{"leaf 1556"}, 0},
		{"two leaves swapped", inBundle(6, swap(20, 23)), []string{"leaf: leaf 1556: expected ", "which is leaf 1559", "leaf: leaf 1559: expected ", "which is leaf 1556"}, 2},
		{"a record withheld, and signed", again(drop(123)), []string{"consistency: the first 1899 leaves"}, 0},
		{"the end withheld, and signed", again(func(l [][]byte) [][]byte { return l[:600] }), nil, -1},
		{"two records swapped, and signed", again(swap(20, 23)), []string{"consistency: the first 1900 leaves: expected what was seen before", "history: leaves 0 to 255: expected what was seen before"}, 2},
		{"a leaf that is no record, and signed", again(func(l [][]byte) [][]byte { l[9] = append(l[9], ' '); return l }), []string{"record: leaf 9: expected a canonical record, found byte "}, 0},
		{"everything rewritten, and signed", again(func(l [][]byte) [][]byte {
			for i := range l {
				l[i] = bytes.Replace(l[i], []byte("受理岗-01"), []byte("受理岗-02"), 1)
			}
			return l
		}), []string{"consistency: the first 1900 leaves", "history: leaves 0 to 255", "history: leaves 1536 to 1791"}, 0},
		{"rewritten and shorter, and signed", again(func(l [][]byte) [][]byte { return swap(20, 23)(l[:600]) }), []string{"history: leaves 0 to 255"}, 1},
		{"signed with another key", func(t *testing.T, dir string) {
			private, _ := keys(t, 2)
			_, public := keys(t, 1)
			write(t, dir, records(leaves), private, public)
		}, []string{"signature: checkpoint: expected a checkpoint signed with example.gov.cn/log+", "other keys, in the names of example.gov.cn/log"}, 1},
		{"another key altogether", func(t *testing.T, dir string) {
			private, public := keys(t, 2)
			write(t, dir, records(leaves), private, public)
		}, []string{"key: key: expected the key that was seen before"}, 1},
		{"the signature altered", flip("checkpoint", 120), []string{"signature: checkpoint"}, 1},
		{"the size altered", flip("checkpoint", 20), []string{"signature: checkpoint"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, memory := whole(t, leaves), t.TempDir()
			if r := ask(t, dir, memory); !r.Verified {
				t.Fatalf("before: %s", lines(r))
			}
			if strings.HasPrefix(c.name, "a record withheld") { // the size is another: seen of a shorter one
				private, public := keys(t, 1)
				write(t, dir, records(leaves-1), private, public)
				memory = t.TempDir()
				ask(t, dir, memory)
			}
			c.attack(t, dir)
			r, err := verify.Verify(t.Context(), verify.Question{Source: dir, Memory: memory})
			var early *verify.EarlyError
			if c.lines < 0 {
				if !errors.As(err, &early) || early.Size != 600 || early.Seen != leaves || r.Verified {
					t.Errorf("%v, %s", err, lines(r))
				}
				return
			}
			if err != nil || r.Verified {
				t.Fatalf("verified: %t, %v", r.Verified, err)
			}
			got := lines(r)
			for _, says := range c.says {
				if !strings.Contains(got, says) {
					t.Errorf("it does not say %q:\n%.2000s", says, got)
				}
			}
			if c.lines > 0 && len(r.Differences) != c.lines {
				t.Errorf("%d differences, want %d:\n%.2000s", len(r.Differences), c.lines, got)
			}
		})
	}
}

// A large log has tiles above tiles; nothing is blamed but what was changed.
func TestAttacksAbove(t *testing.T) {
	dir := whole(t, 65536+300)
	for _, c := range []struct{ name, says string }{
		{"tile/1/000", "tile: tile/1/000: expected hashes that make "},
		{"tile/0/200", "tile: tile/0/200: expected hashes that make "},
		{"tile/entries/200", "leaf: leaf 51202: expected "},
		{"tile/2/000.p/1", "root: the tiles of the edge: expected "},
	} {
		before := take(t, dir, c.name)
		flip(c.name, 700%len(before))(t, dir)
		if r := ask(t, dir, t.TempDir()); len(r.Differences) != 1 || !strings.HasPrefix(lines(r), c.says) {
			t.Errorf("%s: it says %s", c.name, lines(r))
		}
		remove(c.name)(t, dir)
		if r := ask(t, dir, t.TempDir()); len(r.Differences) != 1 || !strings.Contains(lines(r), c.name) {
			t.Errorf("%s: without it, it says %s", c.name, lines(r))
		}
		put(t, dir, c.name, before)
	}
}

// Whoever sees a log for the first time finds what its streams miss.
func TestWithheldAtFirstSight(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func([][]byte) [][]byte
		says   string
	}{
		{"a record", drop(123), "revision: leaf 127: expected revision 4 of the stream, found case/许可-000013 revision 5"},
		{"the first of a case", drop(52), "revision: leaf 56: expected revision 0 of the stream, found case/许可-000007 revision 1"},
		{"two of one case in another order", swap(20, 25), "revision: leaf 20: expected revision 4 of the stream, found case/许可-000000 revision 5"},
		{"a record twice", func(l [][]byte) [][]byte { return slices.Insert(l, 60, l[55]) }, "revision: leaf 60: expected revision 2 of the stream, found case/许可-000005 revision 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "log")
			private, public := keys(t, 1)
			write(t, dir, c.change(records(300)), private, public)
			if r := ask(t, dir, t.TempDir()); r.Verified || !strings.HasPrefix(lines(r), c.says+"\n") {
				t.Errorf("it says %s", lines(r))
			}
		})
	}
}
