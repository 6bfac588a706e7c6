package verify_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	sumdb "golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/tlog"
	"caseledger/feeds/verify"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/statement"
	"caseledger/projections"
	"caseledger/projections/statements"
	"caseledger/projections/viewtest"
)

// published is a ledger of three months whose statements are published, one of
// them restated, as a folder; and the key that signs it.
func published(t testing.TB) (dir string, v *projections.Views, private string) {
	t.Helper()
	store, views := memory.New(), viewtest.New(t)
	catchUp := func() {
		if err := views.CatchUp(t.Context(), store, nil); err != nil {
			t.Fatal(err)
		}
	}
	record := func(h *casetest.History) {
		if _, err := h.AppendTo(t.Context(), store); err != nil {
			t.Fatal(err)
		}
		catchUp()
	}
	freeze := func(at time.Time, e dossier.Event) {
		d := &dossier.Desk{Store: store, Beyond: &statements.Freezer{Views: views, Store: store}}
		if _, err := statement.Kind.Do(t.Context(), d, dossier.Order{ID: ledger.NewCommandID(at, string(e.Stream())), Event: e, Recorded: at}); err != nil {
			t.Fatal(err)
		}
		catchUp()
	}
	accepted := func(org string) casefile.Accepted {
		return casefile.Accepted{Org: org, Item: "甲", Promise: 5, Handling: casefile.Promised}
	}
	for month := 1; month <= 3; month++ {
		day := func(d int) string { return fmt.Sprintf("2024-%02d-%02d", month, d) }
		for k := range 7 {
			record(casetest.Case(fmt.Sprintf("S-%d-%d", month, k)).On(day(2+k), accepted(fmt.Sprintf("镇-%d", k%2))).On(day(6+2*k), casefile.Closed{Outcome: casefile.Granted}))
		}
		period, after := fmt.Sprintf("2024-%02d", month), casetest.Time(fmt.Sprintf("2024-%02d-02", month+1))
		freeze(after, statement.Closed{Period: period})
		freeze(after.Add(time.Minute), statement.Closed{Period: period, Org: "镇-1"})
		if month == 2 {
			record(casetest.Case("L").Add(casetest.Time(day(20)), after.Add(time.Hour), "", accepted("镇-0")))
			freeze(after.Add(2*time.Hour), statement.Restated{Period: period})
		}
	}
	at := tlog.Place(t.TempDir())
	if _, err := at.Init(origin, zeros(7)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	for _, p := range []*tlog.Publisher{{Place: at, Records: views}, {Place: at, Records: views, Statements: views}} {
		p.Logger = slog.New(slog.DiscardHandler)
		go func() { ended <- p.Run(ctx) }()
	}
	for {
		if h, err := at.Figures(); err == nil && h.Size == 7 {
			break
		}
		select {
		case err := <-ended:
			t.Fatal(err)
		case <-time.After(time.Millisecond):
		}
	}
	cancel()
	<-ended
	<-ended
	private, _ = keys(t, 7)
	return at.Dir(), views, private
}

// figureKeys are those of the log of figures.
func figureKeys(t testing.TB, private string) (string, string) {
	t.Helper()
	parts := strings.SplitN(private, "+", 5)
	seed, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil {
		t.Fatal(err)
	}
	public, err := note.NewEd25519VerifierKey(parts[2]+"/figures", ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("PRIVATE+KEY+%s/figures+%s+%s", parts[2], strings.Split(public, "+")[1], parts[4]), public
}

func bundle(t testing.TB, dir string, n int) [][]byte {
	t.Helper()
	leaves, err := verify.ParseBundle(take(t, dir, fmt.Sprintf("tile/entries/000.p/%d", n)))
	if err != nil {
		t.Fatal(err)
	}
	return leaves
}

// TestFigures alters what is published, signs it again with the right keys, and
// looks whether each is found and named.
func TestFigures(t *testing.T) {
	whole, views, private := published(t)
	n, err := views.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	figuresPrivate, figuresPublic := figureKeys(t, private)
	_, public := keys(t, 7)
	var first verify.FigureLeaf
	// alter changes the leaves of the log of figures.
	alter := func(change func([]*verify.FigureLeaf) []*verify.FigureLeaf) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			var leaves []*verify.FigureLeaf
			for _, b := range bundle(t, filepath.Join(dir, "figures"), 7) {
				l, err := verify.ParseFigureLeaf(b)
				if err != nil {
					t.Fatal(err)
				}
				first = l
				leaves = append(leaves, &l)
			}
			first = *leaves[0]
			var raw [][]byte
			for _, l := range change(leaves) {
				raw = append(raw, []byte(l.String()))
			}
			os.RemoveAll(filepath.Join(dir, "figures/tile"))
			writeAs(t, filepath.Join(dir, "figures"), raw, figuresPrivate, figuresPublic, origin+"/figures")
		}
	}
	records := func(change func([][]byte) [][]byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			leaves := change(bundle(t, dir, int(n)))
			os.RemoveAll(filepath.Join(dir, "tile"))
			write(t, dir, leaves, private, public)
		}
	}
	rowsOf := func(l *verify.FigureLeaf) [][]byte {
		return bytes.Split(bytes.TrimSuffix(take(t, whole, "figures/rows/"+l.Rows.Root+"/000"), []byte("\n")), []byte("\n"))
	}
	// higher publishes the on-time rate of the first statement 0.01 too high.
	higher := func(dir string, l *verify.FigureLeaf) {
		rows := rowsOf(l)
		for i := range rows {
			if bytes.Contains(rows[i], []byte(`"dimension":"whole"`)) && bytes.Contains(rows[i], []byte(`"figure":"on_time_rate"`)) {
				rows[i] = bytes.Replace(rows[i], []byte(`"value":"57.14"`), []byte(`"value":"57.15"`), 1)
			}
		}
		l.Rows.Root = rootOfRows(rows)
		put(t, dir, "figures/rows/"+l.Rows.Root+"/000", append(bytes.Join(rows, []byte("\n")), '\n'))
	}
	for _, c := range []struct {
		name string
		harm func(t *testing.T, dir string)
		want string // a part of the first difference; "" for none
	}{
		{"nothing", func(*testing.T, string) {}, ""},
		{"a figure 0.01 too high", func(t *testing.T, dir string) {
			alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { higher(dir, l[0]); return l })(t, dir)
		}, `figure: 2024-01 on_time_rate of whole, leaf 0 of the log of figures: expected {"decimals":2`},
		{"a row altered beside the log", func(t *testing.T, dir string) {
			name := "figures/rows/" + first.Rows.Root + "/000"
			put(t, dir, name, bytes.Replace(take(t, dir, name), []byte(`"value":"7"`), []byte(`"value":"8"`), 1))
		}, `figure: 2024-01 accepted of whole, leaf 0`},
		{"rows gone", func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, "figures/rows", first.Rows.Root)) }, "rows: figures/rows/"},
		{"a case's record withheld from the map", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf {
			l[3].Cases.Root = strings.Repeat("0", 64)
			return l
		}), "cases: leaf 3 of the log of figures: expected the map of 14 cases"},
		{"a case left out of the map", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { l[1].Cases.Size--; return l }), "cases: leaf 1"},
		{"two leaves swapped", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { l[0], l[1] = l[1], l[0]; return l }), "figures: leaf 0"},
		{"a leaf dropped", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { return slices.Delete(l, 2, 3) }), "figures: leaf 2"},
		{"a leaf too many", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { return append(l, l[6]) }), "figures: leaf 7 of the log of figures: expected the record of a statement"},
		{"the last leaf not published", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { return l[:6] }), ""},
		{"leaves not published for months", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { return l[:2] }), "figures: the statement of leaf"},
		{"another input", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { l[2].Input.Root = l[1].Input.Root; return l }), "input: leaf 2"},
		{"a restatement that names none", alter(func(l []*verify.FigureLeaf) []*verify.FigureLeaf { l[4].Corrects = nil; return l }), "figures: leaf 4"},
		{"a leaf altered in its bundle", func(t *testing.T, dir string) {
			name := "figures/tile/entries/000.p/7"
			b := take(t, dir, name)
			b[100] ^= 1
			put(t, dir, name, b)
		}, "leaf: figures: leaf 0"},
		{"another key", func(t *testing.T, dir string) {
			other, _ := keys(t, 9)
			p, public := figureKeys(t, other)
			writeAs(t, filepath.Join(dir, "figures"), bundle(t, filepath.Join(dir, "figures"), 7), p, public, origin+"/figures")
		}, "signature: figures/checkpoint"},
		{"a case's record withheld from both", records(func(l [][]byte) [][]byte { return slices.Delete(l, 3, 4) }), "input: leaf 0 of the log of figures: expected the root of 14 leaves"},
		{"the hash of a statement", records(func(l [][]byte) [][]byte {
			for i := range l {
				if bytes.Contains(l[i], []byte("statement.closed/1")) {
					l[i] = bytes.Replace(l[i], []byte(`"sha256":"`), []byte(`"sha256":"0`), 1)
					l[i] = regexpCut(l[i])
					break
				}
			}
			return l
		}), "statement: leaf 14, the statement of 2024-01"},
		{"no log of figures, never seen", func(t *testing.T, dir string) { os.RemoveAll(filepath.Join(dir, "figures")) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			c.harm(t, dir)
			r := ask(t, dir, t.TempDir())
			if got := lines(r); (c.want == "") != r.Verified || !strings.Contains(got, c.want) {
				t.Errorf("found\n%s\nwant %s", got, c.want)
			}
		})
	}
}

// regexpCut takes the last digit of the hash that a zero was put before.
func regexpCut(b []byte) []byte {
	i := bytes.Index(b, []byte(`"sha256":"`)) + len(`"sha256":"`) + 64
	return append(b[:i:i], b[i+1:]...)
}

func rootOfRows(rows [][]byte) string {
	var hashes []sumdb.Hash
	for _, r := range rows {
		hashes = append(hashes, sumdb.RecordHash(r))
	}
	root := rootOf(hashes)
	return hex.EncodeToString(root[:])
}

// TestFiguresSeen: a log of figures that was seen must be there, and go on.
func TestFiguresSeen(t *testing.T) {
	whole, _, _ := published(t)
	memory := t.TempDir()
	r := ask(t, whole, memory)
	if !r.Verified || r.Figures == nil || *r.Figures < 400 || r.Pending != 0 {
		t.Fatalf("%+v", r)
	}
	os.RemoveAll(filepath.Join(whole, "figures"))
	if got := lines(ask(t, whole, memory)); !strings.Contains(got, "figures: figures/checkpoint: expected the log of figures that was seen before, of 7 leaves") {
		t.Error(got)
	}
}

// TestFiguresMirror: a mirror has the log of figures too, verifies, goes on, and
// takes no rows that are not those of their root.
func TestFiguresMirror(t *testing.T) {
	whole, _, _ := published(t)
	dir, memory := t.TempDir(), t.TempDir()
	mirror := func() verify.Report {
		t.Helper()
		r, err := verify.Mirror(t.Context(), verify.Question{Source: whole, Memory: memory}, dir)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	for range 2 {
		if r := mirror(); !r.Verified {
			t.Fatal(lines(r))
		}
		if r := ask(t, dir, t.TempDir()); !r.Verified || r.Figures == nil || *r.Figures < 400 {
			t.Errorf("%+v", r)
		}
	}
	os.RemoveAll(dir)
	found, err := filepath.Glob(filepath.Join(whole, "figures/rows/*/000"))
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	put(t, "", found[0], []byte("{}\n"))
	if r := mirror(); r.Verified || !strings.Contains(lines(r), "rows: figures/rows/") {
		t.Errorf("%+v", r)
	}
}

func FuzzParseFigureLeaf(f *testing.F) {
	f.Add([]byte(`{"cases":{"root":"` + strings.Repeat("a", 64) + `","size":3},"corrects":1,"definitions":["accepted/1"],"input":{"root":"` + strings.Repeat("b", 64) +
		`","size":5},"org":"镇","period":"2024-01","rows":{"root":"` + strings.Repeat("c", 64) + `","size":80},"statement":6,"v":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := verify.ParseFigureLeaf(b)
		if err != nil {
			if l.Definitions != nil || l.V != 0 {
				t.Errorf("an error, and %+v", l)
			}
			return
		}
		if l.String() != string(b) {
			t.Errorf("%q is read as %q", b, l.String())
		}
	})
}
