package projections

import (
	"cmp"
	"slices"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// A cell is the atom of all figures: on a day, for a measure and a key, so
// many cases and so much in sum. A case's summary gives a few cells; a change
// gives those after it less those before it. Every figure is made from sums of
// cells, so the order and the grouping of changes cannot matter.
type cell struct {
	measure measure
	day     workdays.Date
	key     uint32 // below 1<<keyBits; its meaning depends on the measure
	n       int64
	sum     int64 // 0 where the measure has none
}

// measure is what a cell counts. The numbers are stored.
type measure uint8

const (
	// mOpen: what accepted, closed and returned cells get wrong about the cases
	// in hand at the end of a day, as differences: a case that ended before it
	// was accepted was never in hand. No key.
	mOpen measure = iota + 1
	// mOverdue: cases in hand whose due date has passed, as differences. Key 1
	// where the due date rests on an unpublished calendar, else 0.
	mOverdue
	// mReturned: ended without closing, by day of ending. Key 0 returned,
	// 1 withdrawn.
	mReturned
	// mAccepted: by day of acceptance. The lowest bit of the key is 1 for
	// immediate handling; the rest is the legal limit in working days where
	// there is a promised one too, which is in the sum; else both are 0.
	mAccepted
	// mClosed: by day of closing. The key is a closing; the sum is the limit
	// in working days of those that have one.
	mClosed
	// mCohort: by day of acceptance, those that were closed. The key is how
	// many days later, zigzag. In rows: later than the row's first day.
	mCohort
	// mDays: by day of closing; the key is the length in calendar days,
	// zigzag.
	mDays
	// mFees: cases with fees, by day of acceptance. Key: twice the number of
	// the currency; n counts cases and sum adds millionths. One more: n counts
	// charges.
	mFees
	// mAnomaly: by day of acceptance; the key is the place in anomalies.
	mAnomaly
)

// sums says whether cells of the measure carry a sum.
func (m measure) sums() bool { return m == mAccepted || m == mClosed || m == mFees }

// anomalies in the order of their stored numbers.
var anomalies = [...]casefile.Anomaly{casefile.EndsBeforeStart, casefile.EventsAfterEnd, casefile.EventsBeforeStart}

// results in the order of their stored numbers.
var results = [...]Result{Pending, Early, OnTime, Late, WithoutDue}

// A closing is how one case was closed.
type closing struct {
	worked int // working days
	result Result
	// provisionalDue: an unpublished calendar decides whether it is on time.
	provisionalDue bool
	// provisionalDays: an unpublished calendar is in worked or in the limit.
	provisionalDays bool
}

func (c closing) key() uint32 {
	k := uint32(slices.Index(results[:], c.result))
	if c.provisionalDue {
		k |= 1 << 3
	}
	if c.provisionalDays {
		k |= 1 << 4
	}
	return zigzag(c.worked)<<5 | k
}

func closingOf(key uint32) closing {
	return closing{
		worked:          unzigzag(key >> 5),
		result:          results[min(int(key&7), len(results)-1)],
		provisionalDue:  key&(1<<3) != 0,
		provisionalDays: key&(1<<4) != 0,
	}
}

func zigzag(n int) uint32   { return uint32(n<<1) ^ uint32(n>>63) }
func unzigzag(u uint32) int { return int(u>>1) ^ -int(u&1) }

// compareCells orders cells by measure, day and key.
func compareCells(a, b cell) int {
	return cmp.Or(cmp.Compare(a.measure, b.measure), cmp.Compare(a.day, b.day), cmp.Compare(a.key, b.key))
}

// normal sorts cells and joins those of one place; cells that count nothing
// fall out. It writes into its argument.
func normal(cells []cell) []cell {
	slices.SortFunc(cells, compareCells)
	out := cells[:0]
	for _, c := range cells {
		if n := len(out); n > 0 && compareCells(out[n-1], c) == 0 {
			out[n-1].n += c.n
			out[n-1].sum += c.sum
			continue
		}
		out = append(out, c)
	}
	return slices.DeleteFunc(out, func(c cell) bool { return c.n == 0 && c.sum == 0 })
}
