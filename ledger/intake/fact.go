package intake

import (
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/vault"
)

// MaxCaseEvents bounds the rows of one case in a table or event log, and the
// records of one case that an import compares with.
const MaxCaseEvents = 100_000

// A fact is one event that the source tells, ready to be recorded.
type fact struct {
	line     int
	command  ledger.CommandID
	id       ledger.EventID
	occurred time.Time
	post     string
	typ      string // stored name
	public   []byte // canonical body
	event    casefile.Event
	row      int   // place of the row or line that tells it among those of its run, from 1; 0 for what attributes of the case tell
	refused  error // why the mapping refuses the row
	rounded  int   // amounts in it that were rounded
	also     *fact // the event that a step is besides, until ids are given
	sealed   []vault.Value
}

// A run is what one stretch of the source tells about one case: all of it in
// tables and event logs, consecutive events in CloudEvents.
type run struct {
	number       string
	line         int
	events       int // source events in it
	skipped      int // source events that the mapping leaves out
	inconsistent bool
	met          []string // codes of [Mapping.acceptCodes] that its rows have
	facts        []fact
	refused      []Refusal
	unaccepted   bool // its acceptance was refused
}

// A history is one case of a table or event log as it was read.
type history struct {
	attributes   row
	rows         []row
	inconsistent bool
	refused      *Refusal // instead of all else: a row without a case
}

// teller makes facts of histories.
type teller struct {
	*Mapping
	file    string
	refuse  bool // see [Job.Refuse]
	classes act.Classes
}

func (t *teller) fault(line int, err error) error {
	return &SourceError{File: t.file, Line: line, Reason: err.Error(), Err: err}
}

// tell makes a run of a history: acceptance first, then everything else in the
// order of its times; at equal times fees, then rows in their order in the
// source, then closing.
func (t *teller) tell(h *history) (*run, error) {
	if h.refused != nil {
		return &run{line: h.refused.Line, events: 1, refused: []Refusal{*h.refused}}, nil
	}
	number, err := t.number(&h.attributes)
	if e := t.refusable(err); e != nil {
		return &run{line: h.attributes.line, events: len(h.rows), refused: []Refusal{refusal(h.attributes.line, "", e)}}, nil
	}
	if err != nil {
		return nil, t.fault(h.attributes.line, err)
	}
	b := builder{teller: t, number: number}
	if err := b.rows(h.rows); err != nil {
		return nil, err
	}
	if err := b.frame(&h.attributes); err != nil {
		return nil, t.fault(h.attributes.line, err)
	}
	r := &run{number: number, line: h.attributes.line, events: len(h.rows), inconsistent: h.inconsistent, met: b.met(), facts: b.finish()}
	return r, t.encode(r)
}

// encode gives the facts their public bodies. Rows that hold what may not stand
// in public are left out where they are refused, with all that they tell; where
// an attribute of the case does, the case is.
func (t *teller) encode(r *run) error {
	left := map[int]bool{}
	for i := range r.facts {
		f := &r.facts[i]
		err := f.encode(t.classes)
		if e := t.refusable(err); e != nil && !left[f.row] {
			left[f.row] = true
			r.refused = append(r.refused, refusal(f.line, r.number, e))
		} else if e == nil && err != nil {
			return t.fault(f.line, err)
		}
	}
	if left[0] {
		r.number, r.facts = "", nil
	} else if len(left) > 0 {
		r.facts = slices.DeleteFunc(r.facts, func(f fact) bool { return left[f.row] })
	}
	return nil
}

// encode gives a fact its public body.
func (f *fact) encode(closed act.Classes) error {
	if f.refused != nil {
		return f.refused
	}
	return f.bytes(closed)
}
