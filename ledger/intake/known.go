package intake

import (
	"context"
	"fmt"
	"hash/maphash"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// known is what an import knows of one case in the ledger, appends under way
// included.
type known struct {
	head    ledger.Revision
	records map[ledger.EventID]uint64 // fingerprints by event id
	state   casefile.Case
	flags   flags
	tally   tally // what the summary counts of it, if it is counted
}

// flags is what an import remembers of a case until it ends.
type flags uint8

const (
	counted  flags = 1 << iota // it is in the summary
	diverged                   // it was left as it stands
)

// seed makes fingerprints comparable within the process.
var seed = maphash.MakeSeed()

// fingerprint tells what an event says from what another one says: everything
// but its place, the time of its recording, and sealed values, which are
// encrypted anew each time and may have been erased.
func fingerprint(typ string, occurred time.Time, post string, public []byte) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	h.WriteString(typ)
	h.WriteByte(0)
	h.WriteString(post)
	h.WriteByte(0)
	maphash.WriteComparable(&h, occurred.UnixMicro())
	h.Write(public)
	return h.Sum64()
}

func (f *fact) fingerprint() uint64 { return fingerprint(f.typ, f.occurred, f.post, f.public) }

// load reads the case anew from the ledger.
func (k *known) load(ctx context.Context, s ledger.Store, number string) error {
	k.head, k.records, k.state = ledger.NoStream, map[ledger.EventID]uint64{}, casefile.Case{}
	for r, err := range s.Stream(ctx, casefile.Stream(number), 0) {
		if err != nil {
			return fmt.Errorf("read case %s: %w", number, err)
		}
		entry, err := casefile.Decode(&r)
		if err != nil {
			return fmt.Errorf("read case %s: %w", number, err)
		}
		k.head = r.Revision
		k.records[r.ID] = fingerprint(r.Type, r.Occurred, r.Post, r.Public)
		k.state = casefile.Evolve(k.state, entry)
	}
	return nil
}

// plan gives the facts of a run that the ledger does not have yet. diverges
// says how the two contradict each other. The fault is one of the source, with
// its line.
func (k *known) plan(r *run) (fresh []*fact, diverges *Divergence, fault *SourceError) {
	diverge := func(line int, format string, args ...any) *Divergence {
		return &Divergence{Case: r.number, Line: line, Reason: fmt.Sprintf(format, args...)}
	}
	accepted := k.state.Status != casefile.None
	within := map[ledger.EventID]uint64{}
	for i := range r.facts {
		f := &r.facts[i]
		print := f.fingerprint()
		have, ok := k.records[f.id]
		if !ok {
			have, ok = within[f.id]
		}
		if ok && have != print {
			return nil, diverge(f.line, "its %s has another content in the ledger", f.typ), nil
		}
		if ok {
			continue
		}
		_, acceptance := f.event.(casefile.Accepted)
		switch {
		case acceptance && accepted:
			return nil, diverge(f.line, "it was accepted already, by another source or at another time"), nil
		case !acceptance && !accepted:
			return nil, nil, &SourceError{Line: f.line, Reason: fmt.Sprintf("case %s has no acceptance before its %s", r.number, f.typ)}
		}
		accepted = accepted || acceptance
		within[f.id] = print
		fresh = append(fresh, f)
	}
	return fresh, nil, nil
}

// take adds facts as if they were recorded.
func (k *known) take(fresh []*fact, recorded time.Time) {
	for _, f := range fresh {
		k.records[f.id] = f.fingerprint()
		k.state = casefile.Evolve(k.state, casefile.Entry{Occurred: f.occurred, Recorded: recorded, Post: f.post, Event: f.event})
	}
	k.head += ledger.Revision(len(fresh))
}
