package registry

import "caseledger/ledger/act"

// Pending is a list of entries of a [Directory] that are yet to be recorded, and
// the directory with them. Make one with [NewPending]. It is for one goroutine.
type Pending struct {
	Entries []Entry
	state   State // whose directory is of all streams
}

// NewPending begins a list behind what a directory is made of.
func NewPending(d *Directory) *Pending { return &Pending{state: State{directory: *d.clone()}} }

// Add adds an entry, if it may stand in public and the registries allow it.
// Errors are those of [Record]; then nothing is added.
func (p *Pending) Add(e Entry) error {
	if _, _, err := Book.Body(e, "", nil); err != nil {
		return err
	}
	if _, err := Book.Decide(&p.state, nil, e); err != nil {
		return err
	}
	p.Entries = append(p.Entries, e)
	Book.Evolve(&p.state, act.Facts{}, e)
	return nil
}

// Directory is the directory with the entries. It changes with the next one.
func (p *Pending) Directory() *Directory { return &p.state.directory }
