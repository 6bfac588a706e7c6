package projections_test

import (
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	. "caseledger/projections"
	"caseledger/projections/viewtest"
)

// amended puts corrections and voidings of earlier records between records:
// also of records that do not hold any more, as foreign ledgers may.
func amended(t testing.TB, seed uint64, records iter.Seq[ledger.Record]) iter.Seq[ledger.Record] {
	random := rand.New(rand.NewPCG(seed, 1))
	told := map[ledger.StreamID][]casefile.Entry{}
	return func(yield func(ledger.Record) bool) {
		put := func(r ledger.Record) bool {
			r.Revision = ledger.Revision(len(told[r.Stream]))
			if strings.HasPrefix(string(r.Stream), casefile.StreamPrefix) {
				e, err := casefile.Decode(&r)
				if err != nil {
					t.Fatal(err)
				}
				told[r.Stream] = append(told[r.Stream], e)
			} else {
				told[r.Stream] = append(told[r.Stream], casefile.Entry{})
			}
			return yield(r)
		}
		for r := range records {
			if !put(r) {
				return
			}
			n := len(told[r.Stream])
			if told[r.Stream][0].Event == nil || random.IntN(5) > 0 {
				continue
			}
			at := r.Recorded.Add(time.Minute)
			var e casefile.Event = casefile.RecordVoided{Basis: "b", Reason: "typing", Revision: ledger.Revision(random.IntN(n))}
			if like := told[r.Stream][random.IntN(n)].Event; random.IntN(2) == 0 {
				switch like.(type) {
				case casefile.RecordVoided, casefile.RecordCorrected:
				default:
					e = casefile.RecordCorrected{Basis: "b", Reason: "typing", Instead: like, Revision: ledger.Revision(random.IntN(n))}
				}
			}
			if !put(ledger.Record{Stream: r.Stream, Draft: draft(t, 1000+n, at, e)}) {
				return
			}
		}
	}
}

// TestAmendedCasesInEveryCut: with corrections and voidings too, views that
// follow record by record are those that take the ledger in one run, each case
// is its replay, and figures known then are those of the ledger up to there.
func TestAmendedCasesInEveryCut(t *testing.T) {
	whole := store(t, amended(t, 7, casetest.Interleaved(7, 40, 15)))
	head, err := whole.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	one, step := viewtest.New(t), viewtest.New(t)
	catchUp(t, one, whole)
	part := store(t, func(func(ledger.Record) bool) {})
	told := map[string][]casefile.Entry{}
	for it, err := range whole.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		r := it.Record
		if _, err := part.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
			t.Fatal(err)
		}
		e, err := casefile.Decode(r)
		if err != nil {
			t.Fatal(err)
		}
		number := strings.TrimPrefix(string(r.Stream), casefile.StreamPrefix)
		told[number] = append(told[number], e)
		if it.Position%9 == 0 || it.Position == head {
			catchUp(t, step, part)
		}
		if it.Position == head/2 || it.Position == head-1 {
			catchUp(t, step, part)
			want, err := step.Figures(t.Context(), anyDay())
			if err != nil {
				t.Fatal(err)
			}
			q := anyDay()
			q.KnownAt = it.Position
			got, err := one.Figures(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("known at %s: %s", it.Position, d)
			}
		}
		if it.Position == head {
			break
		}
	}
	n := 0
	for number, entries := range told {
		want := casefile.Replay(entries)
		want.Number = number // also where no event that holds names it
		for _, v := range []*Views{one, step} {
			c, err := v.Case(t.Context(), number)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, c.Case); d != "" {
				t.Errorf("%s: %s", number, d)
			}
		}
		n += want.Amendments
	}
	if n < 20 {
		t.Errorf("%d amendments only", n)
	}
	a, err := one.Figures(t.Context(), anyDay())
	if err != nil {
		t.Fatal(err)
	}
	b, err := step.Figures(t.Context(), anyDay())
	if d := cmp.Diff(a, b); d != "" || err != nil {
		t.Errorf("%v %s", err, d)
	}
}
