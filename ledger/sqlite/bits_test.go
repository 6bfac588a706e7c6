package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	zombie "zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"caseledger/ledger"
	"caseledger/ledger/sqlite"
)

// twoHundred makes a closed ledger of 200 records, one of which is longer
// than a page, and gives its image.
func twoHundred(t *testing.T, path string) ([]byte, *sqlite.Image) {
	t.Helper()
	s := open(t, path, sqlite.Options{})
	for n := range 40 {
		call := drafts(n, 5)
		call[1].Sealed = []ledger.Sealed{{Label: "applicant.name", Subject: "s-1", Box: []byte("0123456789abcdef")}}
		if n == 7 {
			call[3].Public = fmt.Appendf(nil, `{"long":"%s"}`, bytes.Repeat([]byte("x"), 9000))
		}
		if _, err := s.Append(t.Context(), ledger.StreamID(fmt.Sprintf("case/permit-%d", n)), -1, call...); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return image, sqlite.OpenImage(image, roots(t, path))
}

// roots says on which pages the tables begin.
func roots(t *testing.T, path string) map[string]int64 {
	t.Helper()
	conn, err := zombie.OpenConn(path, zombie.OpenReadOnly)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	out := map[string]int64{}
	err = sqlitex.Execute(conn, "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'", &sqlitex.ExecOptions{
		ResultFunc: func(stmt *zombie.Stmt) error { out[stmt.ColumnText(0)] = stmt.ColumnInt64(1); return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryBitOfTheRows flips all bits of the rows of a ledger of 200 records
// one by one; whoever looks at the rows notices each.
func TestEveryBitOfTheRows(t *testing.T) {
	image, look := twoHundred(t, filepath.Join(t.TempDir(), "ledger.db"))
	spans, err := look.Spans()
	if err != nil || len(spans) < 241 {
		t.Fatalf("a sound ledger: %d pieces of rows, %v", len(spans), err)
	}
	tried := 0
	for _, span := range spans {
		if err := look.CheckRow(span); err != nil {
			t.Fatalf("a sound row: %v", err)
		}
		for bit := 8 * span.From; bit < 8*span.To; bit++ {
			image[bit/8] ^= 1 << (bit % 8)
			if look.CheckRow(span) == nil {
				t.Errorf("bit %d of byte %d of the row at %#x is another one, and nobody notices", bit%8, bit/8-span.From, span.From)
			}
			image[bit/8] ^= 1 << (bit % 8)
			tried++
		}
	}
	t.Logf("%d bits flipped in %d pieces of rows", tried, len(spans))
}

// TestVerifySeesFlippedBits asks the whole of Verify about a sample of them.
func TestVerifySeesFlippedBits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	image, look := twoHundred(t, path)
	spans, err := look.Spans()
	if err != nil {
		t.Fatal(err)
	}
	step := 1009
	if testing.Short() {
		step = 10007
	}
	verify := func() error {
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{ReadOnly: true})
		if err != nil {
			return err
		}
		return errors.Join(s.Verify(t.Context()), s.Close())
	}
	if err := verify(); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, span := range spans {
		for bit := 8 * span.From; bit < 8*span.To; bit++ {
			if n++; n%step != 0 {
				continue
			}
			for _, change := range []byte{image[bit/8] ^ 1<<(bit%8), image[bit/8]} {
				if err := overwrite(path, int64(bit/8), []byte{change}); err != nil {
					t.Fatal(err)
				}
				_, corrupt := damage(verify())
				if sound := change == image[bit/8]; corrupt == sound {
					t.Errorf("bit %d of byte %#x flipped: %v, found: %v", bit%8, bit/8, !sound, corrupt)
				}
			}
		}
	}
}
