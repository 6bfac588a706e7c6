package tlog_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	sumdb "golang.org/x/mod/sumdb/tlog"

	"caseledger/feeds/tlog"
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

// office is a ledger with its views in which months are closed and restated.
type office struct {
	t     testing.TB
	store *memory.Store
	views *projections.Views
	item  string
}

func newOffice(t testing.TB, months int) *office {
	t.Helper()
	o := &office{t, memory.New(), viewtest.New(t), "甲"}
	for i := range months {
		o.month(i)
	}
	return o
}

// month records some cases of a month, closes it, and restates it now and then
// because of a late entry.
func (o *office) month(i int) {
	o.t.Helper()
	period := statement.Period("2024-01").Add(i)
	day := func(d int) string { return fmt.Sprintf("%s-%02d", period, d) }
	accepted := casefile.Accepted{Org: fmt.Sprintf("镇-%d", i%3), Item: o.item, Promise: 5, Handling: casefile.Promised}
	for k := range 3 {
		h := casetest.Case(fmt.Sprintf("S-%d-%d", i, k)).On(day(3+k), accepted)
		if k > 0 {
			h = h.On(day(9+k), casefile.Closed{Outcome: casefile.Granted})
		}
		o.record(h)
	}
	after := casetest.Time(string(period.Add(1)) + "-02")
	o.do(after, statement.Closed{Period: string(period)})
	if i%2 == 1 {
		o.record(casetest.Case(fmt.Sprintf("L-%d", i)).Add(casetest.Time(day(20)), after.Add(time.Hour), "", accepted))
		o.do(after.Add(2*time.Hour), statement.Restated{Period: string(period)})
	}
}

func (o *office) record(h *casetest.History) {
	o.t.Helper()
	if _, err := h.AppendTo(o.t.Context(), o.store); err != nil {
		o.t.Fatal(err)
	}
	o.catchUp()
}

func (o *office) catchUp() {
	o.t.Helper()
	if err := o.views.CatchUp(o.t.Context(), o.store, nil); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) do(at time.Time, e dossier.Event) {
	o.t.Helper()
	d := &dossier.Desk{Store: o.store, Beyond: &statements.Freezer{Views: o.views, Store: o.store}}
	if _, err := statement.Kind.Do(o.t.Context(), d, dossier.Order{ID: ledger.NewCommandID(at, e.Stored()), Event: e, Recorded: at}); err != nil {
		o.t.Fatal(err)
	}
	o.catchUp()
}

func (o *office) editions() []statements.Edition {
	o.t.Helper()
	list, err := statements.List(o.t.Context(), o.views)
	if err != nil {
		o.t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b statements.Edition) int { return int(a.At) - int(b.At) })
	return list
}

// publishers are those of both logs.
func (o *office) publishers(at tlog.Place) (records, figures *tlog.Publisher) {
	records = &tlog.Publisher{Place: at, Records: o.views, Logger: slog.New(slog.DiscardHandler)}
	figures = &tlog.Publisher{Place: at, Records: o.views, Statements: o.views, Logger: slog.New(slog.DiscardHandler)}
	records.Quick(nil)
	figures.Quick(nil)
	return records, figures
}

// publish publishes both logs until all is signed; the error is that of the
// figures, where they stop before.
func (o *office) publish(at tlog.Place) error {
	o.t.Helper()
	ctx, cancel := context.WithCancel(o.t.Context())
	records, figures := o.publishers(at)
	recorded, figured := make(chan error, 1), make(chan error, 1)
	go func() { recorded <- records.Run(ctx) }()
	go func() { figured <- figures.Run(ctx) }()
	defer func() { cancel(); <-recorded }()
	for want := uint64(len(o.editions())); ; {
		if h, err := at.Figures(); err == nil && h.Size == want {
			cancel()
			<-figured
			return nil
		}
		select {
		case err := <-figured:
			return err
		case <-time.After(time.Millisecond):
		}
	}
}

// leafOf is a leaf of the log of figures as the format says.
type figureLeaf struct {
	Cases       head
	Corrects    *uint64
	Definitions []string
	Input       head
	Org, Period string
	Rows        head
	Statement   uint64
	V           int
}

type head struct {
	Root string
	Size int
}

// checkFigures holds the log of figures against the ledger.
func (o *office) checkFigures(at tlog.Place) {
	t := o.t
	t.Helper()
	editions := o.editions()
	leaves := leavesIn(t, filepath.Join(at.Dir(), "figures"), uint64(len(editions)))
	records, err := o.views.Public(t.Context(), 1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range editions {
		var l figureLeaf
		if err := json.Unmarshal(leaves[i], &l); err != nil {
			t.Fatal(err)
		}
		rows, err := statements.Frozen(t.Context(), o.views, e.Scope, e.Frozen)
		if err != nil {
			t.Fatal(err)
		}
		var lines, canonical [][]byte
		for i := range rows {
			lines = append(lines, rows[i].Line())
		}
		if kept, err := os.ReadFile(filepath.Join(at.Dir(), "figures/rows", l.Rows.Root, "000")); err != nil || string(kept) != string(bytes.Join(append(lines, nil), []byte("\n"))) {
			t.Errorf("the rows of leaf %d are %s, %v", i, kept, err)
		}
		cases := map[string][]uint64{}
		for i := range records[:e.Ordinal] {
			r := &records[i].Record
			canonical = append(canonical, r.AppendCanonical(nil))
			if number, ok := strings.CutPrefix(string(r.Stream), "case/"); ok {
				cases[number] = append(cases[number], uint64(i)+1)
			}
		}
		want := figureLeaf{Cases: head{naiveMap(cases), len(cases)}, Input: head{rootOf(t, canonical), e.Ordinal},
			Rows: head{rootOf(t, lines), len(rows)}, Period: string(e.Period), Statement: e.At, V: 1, Definitions: l.Definitions}
		if (l.Corrects != nil) != (e.N > 1) || l.Corrects != nil && editions[*l.Corrects].Scope != e.Scope || len(l.Definitions) != len(e.Definitions) {
			t.Errorf("leaf %d: %s", i, leaves[i])
		}
		l.Corrects = nil
		if got, want := fmt.Sprintf("%+v", l), fmt.Sprintf("%+v", want); got != want {
			t.Errorf("leaf %d is\n%s\nwant\n%s", i, got, want)
		}
	}
}

// rootOf is the root of leaves, by another implementation.
func rootOf(t testing.TB, leaves [][]byte) string {
	t.Helper()
	var stored []sumdb.Hash
	reader := sumdb.HashReaderFunc(func(at []int64) (out []sumdb.Hash, _ error) {
		for _, i := range at {
			out = append(out, stored[i])
		}
		return out, nil
	})
	for i, l := range leaves {
		hashes, err := sumdb.StoredHashes(int64(i), l, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	root, err := sumdb.TreeHash(int64(len(leaves)), reader)
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(root[:])
}

// naiveMap is the root of a map of cases, by the words of the format.
func naiveMap(cases map[string][]uint64) string {
	var of func(bits string, numbers []string) [32]byte
	bits := func(number string) (out string) {
		for _, b := range sha256.Sum256([]byte(number)) {
			out += fmt.Sprintf("%08b", b)
		}
		return out
	}
	of = func(prefix string, numbers []string) [32]byte {
		numbers = slices.DeleteFunc(slices.Clone(numbers), func(n string) bool { return !strings.HasPrefix(bits(n), prefix) })
		switch len(numbers) {
		case 0:
			return sha256.Sum256(nil)
		case 1:
			ordinals := strings.ReplaceAll(strings.Trim(fmt.Sprint(cases[numbers[0]]), "[]"), " ", ",")
			return sha256.Sum256([]byte("\x00" + `{"case":"` + numbers[0] + `","ordinals":[` + ordinals + `]}`))
		}
		left, right := of(prefix+"0", numbers), of(prefix+"1", numbers)
		return sha256.Sum256([]byte("\x01" + string(left[:]) + string(right[:])))
	}
	var numbers []string
	for n := range cases {
		numbers = append(numbers, n)
	}
	root := of("", numbers)
	return hex.EncodeToString(root[:])
}

// leavesIn reads fewer than 256 leaves of a folder.
func leavesIn(t testing.TB, dir string, size uint64) (out [][]byte) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("%s/tile/entries/000.p/%d", dir, size))
	if err != nil {
		t.Fatal(err)
	}
	for len(b) > 0 {
		end := 2 + int(binary.BigEndian.Uint16(b))
		out, b = append(out, b[2:end]), b[end:]
	}
	return out
}

func TestFigures(t *testing.T) {
	at, o := begun(t), newOffice(t, 5)
	if err := o.publish(at); err != nil {
		t.Fatal(err)
	}
	o.checkFigures(at)
	o.month(5) // a process that goes on
	if err := o.publish(at); err != nil {
		t.Fatal(err)
	}
	o.checkFigures(at)
	h, err := at.Figures()
	if err != nil || h.Origin != origin+"/figures" || h.Size != 9 {
		t.Fatalf("%+v, %v", h, err)
	}
	for _, name := range []string{"checkpoint", "key", "policy", "tile/0/000.p/9", "tile/entries/000.p/9"} {
		w := httptest.NewRecorder()
		tlog.Handler(at).ServeHTTP(w, httptest.NewRequest("GET", "/log/figures/"+name, nil))
		if want, err := os.ReadFile(filepath.Join(at.Dir(), "figures", name)); err != nil || w.Code != 200 || !bytes.Equal(w.Body.Bytes(), want) {
			t.Errorf("%s: status %d, %v", name, w.Code, err)
		}
	}
	first := leavesIn(t, filepath.Join(at.Dir(), "figures"), 9)[0]
	golden(t, "testdata/figures-leaf.json", first)
}

var update = len(os.Getenv("UPDATE")) > 0

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if update {
		if err := os.WriteFile(name, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || string(want) != string(got)+"\n" {
		t.Errorf("%s: %v; got\n%s", name, err, got)
	}
}

// TestFiguresGuard: what contradicts what was signed is refused, and advice helps.
func TestFiguresGuard(t *testing.T) {
	at, o := begun(t), newOffice(t, 3)
	if err := o.publish(at); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(at.Dir(), "figures")
	var refusal *tlog.RefusedError
	if err := newOffice(t, 1).publishFigures(at); !errors.As(err, &refusal) || !strings.Contains(refusal.Why, "holds 1 statements, and the log has 4") {
		t.Errorf("an older ledger: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	other := newOffice(t, 1)
	other.item = "乙"
	other.month(1)
	other.month(2)
	if err := other.publishFigures(at); !errors.As(err, &refusal) || !strings.Contains(refusal.Why, "are not those that were signed") {
		t.Errorf("another ledger: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := o.publish(at); err != nil { // made anew
		t.Fatal(err)
	}
	o.checkFigures(at)
}

// publishFigures runs the figures' publisher alone, over records that are
// published already.
func (o *office) publishFigures(at tlog.Place) error {
	_, figures := o.publishers(at)
	return figures.Run(o.t.Context())
}

const killedMonths = 12 // each second one restated

// TestFiguresChild is no test of its own: it is the process that another kills.
func TestFiguresChild(t *testing.T) {
	place := os.Getenv("CASELEDGER_TEST_FIGURES")
	if place == "" {
		t.Skip("runs as a child of another test")
	}
	months, err := strconv.Atoi(os.Getenv("CASELEDGER_TEST_MONTHS"))
	if err != nil {
		t.Fatal(err)
	}
	records, figures := newOffice(t, months).publishers(tlog.Place(place))
	go records.Run(t.Context())
	t.Fatal(figures.Run(t.Context()))
}

// TestFiguresKilled kills the process again and again after it has made so many
// files more of a ledger that grows: what is signed is what the statements say, and is gone on with.
func TestFiguresKilled(t *testing.T) {
	at := begun(t)
	for kill := range 20 {
		months := min(1+kill, killedMonths)
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFiguresChild$")
		c.Env = append(os.Environ(), "CASELEDGER_TEST_FIGURES="+string(at), fmt.Sprintf("CASELEDGER_TEST_MONTHS=%d", months))
		enough := count(at) + 1 + kill%9
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		for count(at) < enough {
			if h, err := at.Figures(); err == nil && h.Size == uint64(months+months/2) {
				break
			}
			<-time.After(50 * time.Microsecond)
		}
		c.Process.Kill()
		c.Wait()
	}
	o := newOffice(t, killedMonths)
	if err := o.publish(at); err != nil {
		t.Fatal(err)
	}
	o.checkFigures(at)
}
