package lateness

import (
	"slices"
	"time"
)

// What makes a batch.
const (
	BatchCases  = 10
	BatchWithin = 10 * time.Minute
)

// A Window finds the batches of one organisation. It takes its late entries in
// ledger order, and remembers what lies within the last ten minutes: of ten cases
// the latest entry, and the entries that are in no batch yet. The zero Window has
// seen nothing. Its JSON form keeps all of it.
type Window struct {
	Now    time.Time `json:"now,omitzero"`    // latest recorded time
	Recent []Seen    `json:"recent,omitzero"` // of the cases seen last, the latest of each; oldest first
	Free   []Waiting `json:"free,omitzero"`   // entries in no batch yet; oldest first
	Batch  uint64    `json:"batch,omitzero"`  // the latest batch
	Last   time.Time `json:"last,omitzero"`   // its latest entry
}

// Seen is when an entry of a case was recorded last.
type Seen struct {
	Case string    `json:"case"`
	At   time.Time `json:"at"`
}

// Waiting is an entry that may come to be part of a batch.
type Waiting struct {
	ID uint64    `json:"id"`
	At time.Time `json:"at"`
}

// Take takes one more late entry. Its id, such as the ordinal of its record, is
// larger than all before. Where it is part of a batch, or completes one, joined
// are those that are now known to be part of it, itself the last; else none. A
// batch is named by the id of its first entry. A recorder's clock that goes back
// stands still instead.
func (w *Window) Take(id uint64, number string, recorded time.Time) (batch uint64, joined []uint64) {
	if recorded.After(w.Now) {
		w.Now = recorded
	}
	w.forget()
	w.Recent = append(slices.DeleteFunc(w.Recent, func(s Seen) bool { return s.Case == number }), Seen{number, w.Now})
	w.Recent = w.Recent[max(0, len(w.Recent)-BatchCases):]
	w.Free = append(w.Free, Waiting{id, w.Now})
	if len(w.Recent) < BatchCases {
		return 0, nil
	}
	if w.Batch == 0 || w.Now.Sub(w.Last) > BatchWithin {
		w.Batch = w.Free[0].ID
	}
	w.Last = w.Now
	for _, f := range w.Free {
		joined = append(joined, f.ID)
	}
	w.Free = w.Free[:0]
	return w.Batch, joined
}

// forget drops what lies more than ten minutes back.
func (w *Window) forget() {
	w.Recent = slices.DeleteFunc(w.Recent, func(s Seen) bool { return w.Now.Sub(s.At) > BatchWithin })
	w.Free = slices.DeleteFunc(w.Free, func(f Waiting) bool { return w.Now.Sub(f.At) > BatchWithin })
}
