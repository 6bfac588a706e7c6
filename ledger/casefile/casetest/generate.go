package casetest

import (
	"container/heap"
	"iter"

	"caseledger/ledger"
)

// Generate yields whole case histories, one append each, in the order of
// acceptance: about twelve drafts a case, accepted between 2010 and 2025, at
// least four a working day; the seed decides where few of them begin. The same
// arguments give the same bytes. Memory does not grow with the number of cases.
func Generate(seed uint64, cases int) iter.Seq2[ledger.StreamID, []ledger.Draft] {
	return func(yield func(ledger.StreamID, []ledger.Draft) bool) {
		w := newWorld(seed, cases)
		for i := range cases {
			h := w.history(i)
			if !yield(h.Stream(), h.Drafts) {
				return
			}
		}
	}
}

// Records yields what [Generate] does, as a store gives it back: positions 1,
// 2, 3, … and revisions set.
func Records(seed uint64, cases int) iter.Seq[ledger.Record] {
	return func(yield func(ledger.Record) bool) {
		var at ledger.Position
		for stream, drafts := range Generate(seed, cases) {
			for i, d := range drafts {
				at++
				if !yield(ledger.Record{Position: at, Stream: stream, Revision: ledger.Revision(i), Draft: d}) {
					return
				}
			}
		}
	}
}

// Interleaved yields the same drafts as [Generate] one by one, with up to open
// cases under way at a time, ordered by recorded time among them, as records:
// positions 1, 2, 3, … and revisions set. To store one, append its draft at
// its revision − 1. Memory grows with open only.
func Interleaved(seed uint64, cases, open int) iter.Seq[ledger.Record] {
	return func(yield func(ledger.Record) bool) {
		w := newWorld(seed, cases)
		var under underway
		var at ledger.Position
		for next := 0; next < cases || len(under) > 0; {
			if next < cases && len(under) < max(open, 1) {
				h := w.history(next)
				heap.Push(&under, &progress{stream: h.Stream(), drafts: h.Drafts, number: next})
				next++
				continue
			}
			p := under[0]
			at++
			if !yield(ledger.Record{Position: at, Stream: p.stream, Revision: ledger.Revision(p.done), Draft: p.drafts[p.done]}) {
				return
			}
			if p.done++; p.done == len(p.drafts) {
				heap.Pop(&under)
			} else {
				heap.Fix(&under, 0)
			}
		}
	}
}

type progress struct {
	stream ledger.StreamID
	drafts []ledger.Draft
	done   int
	number int // of the case: breaks ties
}

// underway is a heap of cases by the recorded time of their next draft.
type underway []*progress

func (u underway) Len() int { return len(u) }
func (u underway) Less(i, j int) bool {
	a, b := u[i].drafts[u[i].done].Recorded, u[j].drafts[u[j].done].Recorded
	if a.Equal(b) {
		return u[i].number < u[j].number
	}
	return a.Before(b)
}
func (u underway) Swap(i, j int) { u[i], u[j] = u[j], u[i] }
func (u *underway) Push(x any)   { *u = append(*u, x.(*progress)) }
func (u *underway) Pop() any {
	last := (*u)[len(*u)-1]
	*u = (*u)[:len(*u)-1]
	return last
}
