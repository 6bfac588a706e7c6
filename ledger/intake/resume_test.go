package intake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/intake"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// source is a file in one of the formats, with its mapping.
type source struct {
	name, mapping, text string
}

// small gives short sources in every format, with cases that mix.
func small() []source {
	var out []source
	for _, format := range []string{"xes", "csv", "ndjson"} {
		var b strings.Builder
		writeHead(&b, format)
		for c := range 12 {
			writeCase(&b, format, c, 1+c%5)
		}
		mapping := "permit-receipt"
		switch format {
		case "xes":
			b.WriteString("</log>\n")
		case "ndjson":
			mapping = "cloudevents"
		}
		out = append(out, source{"small." + format, mapping, b.String()})
		if format == "ndjson" {
			out = append(out, source{"mixed.ndjson", mapping, interleave(b.String())})
		}
	}
	return out
}

// interleave takes one line of each case in turn.
func interleave(text string) string {
	var piles [][]string
	for _, line := range strings.SplitAfter(text, "\n") {
		if strings.Contains(line, "case.accepted/1") {
			piles = append(piles, nil)
		}
		if line != "" {
			piles[len(piles)-1] = append(piles[len(piles)-1], line)
		}
	}
	var out strings.Builder
	for n, more := 0, true; more; n++ {
		more = false
		for _, pile := range piles {
			if n < len(pile) {
				out.WriteString(pile[n])
				more = true
			}
		}
	}
	return out.String()
}

func TestImportTwiceAddsNothing(t *testing.T) {
	sources := append(small(), source{intake.SampleName, "permit-receipt", sampleXES(t)})
	for _, src := range sources {
		s := memory.New()
		m := mapping(t, src.mapping)
		first := mustLoad(t, s, m, src.name, src.text)
		before := inOrder(t, s)
		second := mustLoad(t, s, m, src.name, src.text)
		if d := cmp.Diff(before, inOrder(t, s)); d != "" {
			t.Errorf("%s: a second import changed the ledger:\n%s", src.name, d)
		}
		if first.Added == 0 || second.Added != 0 || second.Notices != 0 {
			t.Errorf("%s: added %d, then %d and %d notices; want some, then none", src.name, first.Added, second.Added, second.Notices)
		}
		first.Added, first.Notices = 0, 0
		if d := cmp.Diff(first, second); d != "" {
			t.Errorf("%s: summaries differ:\n%s", src.name, d)
		}
	}
}

// breaking is a store that goes out of order after some appends.
type breaking struct {
	ledger.Store
	left   int
	stored bool // the append that fails is stored nevertheless
}

var errBroken = errors.New("the machine stopped")

func (b *breaking) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	b.left--
	switch {
	case b.left > 0:
		return b.Store.Append(ctx, id, at, drafts...)
	case b.left == 0 && b.stored:
		b.Store.Append(ctx, id, at, drafts...)
	}
	return nil, errBroken
}

func TestInterruptedImportEndsInTheSameLedger(t *testing.T) {
	for _, src := range small() {
		m := mapping(t, src.mapping)
		whole := memory.New()
		mustLoad(t, whole, m, src.name, src.text)
		want := all(t, whole)
		t.Run(src.name, rapid.MakeCheck(func(t *rapid.T) {
			s := memory.New()
			// What a killed import leaves is some beginning of the whole
			// ledger, cut between any two records; then the store fails once
			// or more often on the way.
			for _, r := range want[:rapid.IntRange(0, len(want)).Draw(t, "records")] {
				if _, err := s.Append(context.Background(), r.Stream, r.Revision-1, r.Draft); err != nil {
					t.Fatal(err)
				}
			}
			for _, n := range rapid.SliceOfN(rapid.IntRange(1, 30), 0, 3).Draw(t, "faults") {
				b := &breaking{Store: s, left: n, stored: rapid.Bool().Draw(t, "stored")}
				if _, err := load(b, m, src.name, src.text); err != nil && !errors.Is(err, errBroken) {
					t.Fatal(err)
				}
			}
			if _, err := load(s, m, src.name, src.text); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(hashes(want), hashes(everything(t, s))); d != "" {
				t.Fatalf("(-uninterrupted +interrupted)\n%s", d)
			}
		}))
	}
}

func hashes(records []ledger.Record) (out []string) {
	for _, r := range records {
		out = append(out, fmt.Sprint(r.Position, " ", r.Hash()))
	}
	return out
}

// everything gives the records of a memory store, for tests without a
// testing.TB.
func everything(t *rapid.T, s *memory.Store) (out []ledger.Record) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for item, err := range s.Follow(ctx, 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			return out
		}
		out = append(out, *item.Record)
	}
	return out
}

// lying is a store that stores every append and says of some that it does not
// know; in between another writer may act.
type lying struct {
	ledger.Store
	n       int
	between func()
}

func (l *lying) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	l.n++
	if l.n == 3 && l.between != nil {
		l.between()
	}
	r, err := l.Store.Append(ctx, id, at, drafts...)
	if err == nil && l.n%2 == 0 {
		return nil, fmt.Errorf("append to %s: %w", id, ledger.ErrUnknownOutcome)
	}
	return r, err
}

func TestUnknownOutcomesAreRecordedOnce(t *testing.T) {
	for _, src := range small() {
		m := mapping(t, src.mapping)
		want, got := memory.New(), memory.New()
		sum1 := mustLoad(t, want, m, src.name, src.text)
		sum2 := mustLoad(t, &lying{Store: got}, m, src.name, src.text)
		if d := cmp.Diff(inOrder(t, want), inOrder(t, got)); d != "" {
			t.Errorf("%s: ledgers differ:\n%s", src.name, d)
		}
		sum2.Added, sum2.Notices = sum1.Added, sum1.Notices // what an unknown append added, nobody can tell
		if d := cmp.Diff(sum1, sum2); d != "" {
			t.Errorf("%s: summaries differ:\n%s", src.name, d)
		}
	}
}

// submitting offers to take appends without waiting, and answers late.
type submitting struct {
	*memory.Store
	open, most int
	left       int // appends until the store breaks; never, if it begins at 0
}

func (s *submitting) Append(context.Context, ledger.StreamID, ledger.Revision, ...ledger.Draft) ([]ledger.Record, error) {
	return nil, errors.New("an import appends by Submit where there is one")
}

func (s *submitting) Submit(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) func() ([]ledger.Record, error) {
	s.open++
	s.most = max(s.most, s.open)
	var r []ledger.Record
	var err error
	if s.left--; s.left == 0 {
		s.Store = memory.New() // whatever comes now is lost
		err = errBroken
	} else {
		r, err = s.Store.Append(ctx, id, at, drafts...)
	}
	return func() ([]ledger.Record, error) {
		s.open--
		return r, err
	}
}

func publish(t *testing.T, s ledger.Store) {
	t.Helper()
	if _, err := registry.Publish(context.Background(), s, workdays.Official(), clock); err != nil {
		t.Fatal(err)
	}
}

func TestSubmittedAppendsGiveTheSameLedger(t *testing.T) {
	for _, src := range []source{small()[0], {intake.SampleName, "permit-receipt", sampleXES(t)}, small()[3]} {
		m := mapping(t, src.mapping)
		want, got := memory.New(), &submitting{Store: memory.New()}
		if src.mapping == "cloudevents" { // the calendar is published by plain appends
			publish(t, want)
			publish(t, got.Store)
		}
		sum1 := mustLoad(t, want, m, src.name, src.text)
		sum2 := mustLoad(t, got, m, src.name, src.text)
		if d := cmp.Diff(sum1, sum2); d != "" {
			t.Errorf("%s: summaries differ:\n%s", src.name, d)
		}
		if d := cmp.Diff(inOrder(t, want), inOrder(t, got.Store)); d != "" {
			t.Errorf("%s: ledgers differ:\n%s", src.name, d)
		}
		if got.most < 10 || got.open != 0 {
			t.Errorf("%s: at most %d appends were under way, %d were never answered", src.name, got.most, got.open)
		}
	}
}

func TestABrokenStoreOfSubmittedAppendsLosesNothing(t *testing.T) {
	m := mapping(t, "permit-receipt")
	whole := memory.New()
	mustLoad(t, whole, m, intake.SampleName, sampleXES(t))
	breaks := []int{1, 2, 255, 256, 257, 1000}
	if testing.Short() {
		breaks = []int{256}
	}
	for _, n := range breaks {
		kept := memory.New()
		if _, err := load(&submitting{Store: kept, left: n}, m, intake.SampleName, sampleXES(t)); !errors.Is(err, errBroken) {
			t.Fatalf("broken at append %d: %v", n, err)
		}
		mustLoad(t, &submitting{Store: kept}, m, intake.SampleName, sampleXES(t))
		if d := cmp.Diff(inOrder(t, whole), inOrder(t, kept)); d != "" {
			t.Errorf("broken at append %d: ledgers differ:\n%.1000s", n, d)
		}
	}
}
