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
	records map[ledger.EventID]told
	accepts ledger.EventID // the record of its acceptance, if it has one
	entries []casefile.Entry
	state   casefile.Case // after the entries
	flags   flags
	tally   tally // what the summary counts of it, if it is counted
}

// flags is what an import remembers of a case until it ends.
type flags uint8

const (
	counted    flags = 1 << iota // it is in the summary
	diverged                     // it was left as it stands
	unaccepted                   // its acceptance was refused
)

// told is what an import knows of a record.
type told struct {
	print    uint64          // see fingerprint
	line     int             // of this source that told it, 0 where it was in the ledger before
	revision ledger.Revision // where it was in the ledger before
}

// where names the place in which a record is told.
func (t told) where() string {
	if t.line > 0 {
		return fmt.Sprintf("line %d", t.line)
	}
	return fmt.Sprintf("record %d of the case in the ledger", t.revision)
}

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
	k.head, k.records, k.entries, k.state = ledger.NoStream, map[ledger.EventID]told{}, nil, casefile.Case{}
	for r, err := range s.Stream(ctx, casefile.Stream(number), 0) {
		if err != nil {
			return fmt.Errorf("read case %s: %w", number, err)
		}
		entry, err := casefile.Decode(&r)
		if err != nil {
			return fmt.Errorf("read case %s: %w", number, err)
		}
		k.head = r.Revision
		k.records[r.ID] = told{fingerprint(r.Type, r.Occurred, r.Post, r.Public), 0, r.Revision}
		if accepting(entry.Event) {
			k.accepts = r.ID
		}
		k.evolve(entry)
	}
	return nil
}

// evolve adds an entry to what is known of the case.
func (k *known) evolve(e casefile.Entry) {
	k.entries = append(k.entries, e)
	k.state.Advance(k.entries)
}

// refuse leaves out what follows a refused acceptance, since there is no case
// that it could belong to.
func (k *known) refuse(r *run) {
	if r.unaccepted {
		k.flags |= unaccepted
	}
	for len(r.facts) > 0 && k.flags&unaccepted != 0 && k.state.Status == casefile.None {
		f := &r.facts[0]
		if _, ok := f.event.(casefile.Accepted); ok {
			return
		}
		r.refused = append(r.refused, Refusal{f.line, r.number, "acceptance", RuleUnaccepted})
		r.facts = r.facts[1:]
	}
}

// plan gives the facts of a run that the ledger does not have yet. diverges
// says how the two contradict each other. The fault is one of the source, with
// its line.
func (k *known) plan(r *run) (fresh []*fact, diverges *Divergence, fault *SourceError) {
	diverge := func(line int, format string, args ...any) *Divergence {
		return &Divergence{Case: r.number, Line: line, Reason: fmt.Sprintf(format, args...)}
	}
	begun, accepted := k.state.Status != casefile.None, !k.state.AcceptedAt.IsZero()
	accepts := k.accepts
	within := map[ledger.EventID]told{}
	find := func(id ledger.EventID) (told, bool) {
		have, ok := k.records[id]
		if !ok {
			have, ok = within[id]
		}
		return have, ok
	}
	for i := range r.facts {
		f := &r.facts[i]
		print := f.fingerprint()
		if have, ok := find(f.id); ok {
			if have.print != print {
				return nil, diverge(f.line, "its %s is told otherwise in %s", f.typ, have.where()), nil
			}
			continue
		}
		_, acceptance := f.event.(casefile.Accepted)
		switch {
		case acceptance && accepted:
			first, _ := find(accepts)
			return nil, diverge(f.line, "it is accepted here and in %s, by another source or at another time", first.where()), nil
		case !begun && !casefile.Begins(f.event):
			return nil, nil, &SourceError{Line: f.line, Reason: fmt.Sprintf("case %s has no acceptance before its %s", r.number, f.typ)}
		}
		begun = true
		if acceptance {
			accepted, accepts = true, f.id
		}
		within[f.id] = told{print: print, line: f.line}
		fresh = append(fresh, f)
	}
	return fresh, nil, nil
}

// accepting says whether the case is accepted by an event: by somebody, or by
// silence.
func accepting(e casefile.Event) bool {
	switch e.(type) {
	case casefile.Accepted, casefile.DeemedAccepted:
		return true
	}
	return false
}

// take adds facts as if they were recorded.
func (k *known) take(fresh []*fact, recorded time.Time) {
	for i, f := range fresh {
		k.records[f.id] = told{print: f.fingerprint(), line: f.line}
		if accepting(f.event) {
			k.accepts = f.id
		}
		k.evolve(casefile.Entry{Revision: k.head + ledger.Revision(i) + 1, Occurred: f.occurred, Recorded: recorded, Post: f.post, Event: f.event})
	}
	k.head += ledger.Revision(len(fresh))
}
