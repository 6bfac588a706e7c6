package verify_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/verify"
)

const origin = "example.gov.cn/log"

// keys makes a key pair that is always the same.
func keys(t testing.TB, n byte) (private, public string) {
	t.Helper()
	private, public, err := note.GenerateKey(zeros(n), origin)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

type zeros byte

func (z zeros) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(z)
	}
	return len(b), nil
}

// record is the canonical record n of a made-up ledger of cases with ten records
// each, five of which go on at the same time.
func record(n int) []byte {
	of, revision := n/50*5+n%5, n%50/5
	r := verify.Record{
		Command: fmt.Sprintf("00000000-0000-8000-8000-%012x", n), ID: fmt.Sprintf("00000000-0000-8000-9000-%012x", n),
		Occurred: "2026-03-02T09:03:00.000000Z", Recorded: fmt.Sprintf("2026-03-02T09:%02d:%02d.%06dZ", n/60%60, n%60, n), Post: "受理岗-01",
		Public: []byte(`{"name":"初审","step":"review"}`), Revision: int64(revision),
		Stream: fmt.Sprintf("case/许可-%06d", of), Type: "case.step_performed/1",
	}
	if n%7 == 0 {
		r.Sealed = []verify.Commitment{{Hash: fmt.Sprintf("%064x", n), Label: "applicant.name"}}
	}
	return r.Append(nil)
}

func records(n int) (out [][]byte) {
	for i := range n {
		out = append(out, record(i))
	}
	return out
}

// write makes a log of leaves as the format says, signed with a key.
func write(t testing.TB, dir string, leaves [][]byte, private, public string) {
	t.Helper()
	writeAs(t, dir, leaves, private, public, origin)
}

// writeAs does it under a name.
func writeAs(t testing.TB, dir string, leaves [][]byte, private, public, name string) {
	t.Helper()
	var hashes []tlog.Hash
	for _, l := range leaves {
		hashes = append(hashes, tlog.RecordHash(l))
	}
	put(t, dir, "key", []byte(public+"\n"))
	put(t, dir, "checkpoint", signedAs(t, len(leaves), rootOf(hashes), private, name))
	for n := 0; n*256 < len(leaves); n++ {
		w := min(256, len(leaves)-n*256)
		put(t, dir, path("entries", n, w), verify.AppendBundle(nil, leaves[n*256:n*256+w]))
	}
	for level := 0; len(hashes) > 0; level++ {
		var above []tlog.Hash
		for n := 0; n*256 < len(hashes); n++ {
			w := min(256, len(hashes)-n*256)
			var tile []byte
			for _, h := range hashes[n*256 : n*256+w] {
				tile = append(tile, h[:]...)
			}
			put(t, dir, path(fmt.Sprint(level), n, w), tile)
			if w == 256 {
				above = append(above, rootOf(hashes[n*256:n*256+256]))
			}
		}
		hashes = above
	}
}

func signedAs(t testing.TB, size int, root tlog.Hash, private, name string) []byte {
	t.Helper()
	s, err := note.NewSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", name, size, base64.StdEncoding.EncodeToString(root[:]))
	b, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rootOf is the root as RFC 6962 §2.1 defines it.
func rootOf(hashes []tlog.Hash) tlog.Hash {
	switch n := len(hashes); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return hashes[0]
	default:
		k := 1
		for 2*k < n {
			k *= 2
		}
		return tlog.NodeHash(rootOf(hashes[:k]), rootOf(hashes[k:]))
	}
}

func path(level string, n, width int) string {
	name := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		name = fmt.Sprintf("x%03d/%s", n%1000, name)
	}
	if width < 256 {
		name += fmt.Sprintf(".p/%d", width)
	}
	return "tile/" + level + "/" + name
}

func put(t testing.TB, dir, name string, content []byte) {
	t.Helper()
	name = filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

func take(t testing.TB, dir, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ask verifies with a memory.
func ask(t testing.TB, source, memory string) verify.Report {
	t.Helper()
	r, err := verify.Verify(t.Context(), verify.Question{Source: source, Memory: memory})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// lines are the differences, one a line, with hashes cut short.
func lines(r verify.Report) string {
	var b strings.Builder
	for _, d := range r.Differences {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}
