package statements

import (
	"context"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/statement"
)

// A Change is a cell of a statement that is known otherwise now (变动).
type Change struct {
	Before, After *Row // nil where there was none, or is none
	Causes        []Cause
}

// A Cause is a record that changed a cell (变动原因).
type Cause struct {
	Ordinal uint64
	Case    string // number; empty for what a registry published
	Stream  ledger.StreamID
	Type    string
	Why     Why
	// Occurred and Recorded are those of the record; Lag is the number of
	// calendar days by which it was recorded after the month had ended.
	Occurred, Recorded time.Time
	Lag                int
}

// Why is what kind of cause it is.
type Why string

// Kinds of causes.
const (
	Correction Why = "correction" // 更正或作废: a record was corrected or voided
	LateEntry  Why = "late_entry" // 补录: it happened within the month or before, and was recorded after the freezing
	Notice     Why = "notice"     // 规则或名录: a calendar, policy or registry was published
	Later      Why = "later"      // 后续办理: it happened after the month
)

// Recorded is what causes are read from.
type Recorded interface {
	Reader
	Told(ctx context.Context, ordinal uint64) (ledger.Record, error)
}

// compare lists the cells that differ, those of before first, in their order.
func compare(before, after []Row) (out []Change) {
	now := make(map[cell]*Row, len(after))
	for i := range after {
		now[after[i].cell()] = &after[i]
	}
	for i := range before {
		b := &before[i]
		a := now[b.cell()]
		delete(now, b.cell())
		if a == nil || string(a.Line()) != string(b.Line()) {
			out = append(out, Change{Before: b, After: a})
		}
	}
	for i := range after {
		if now[after[i].cell()] != nil {
			out = append(out, Change{After: &after[i]})
		}
	}
	return out
}

// MaxCauses bounds the records that are named as causes.
const MaxCauses = 100

// Restatement compares a frozen statement with what is known at a later ordinal,
// and names the records that made the difference: the figures are asked for at
// ordinals between, halving, so what was changed there and back is not found.
// more says that there are more causes than [MaxCauses].
func Restatement(ctx context.Context, v Recorded, of Scope, f statement.Frozen, ordinal uint64) (out []Change, more bool, err error) {
	before, err := Frozen(ctx, v, of, f)
	if err != nil {
		return nil, false, err
	}
	after, err := Rows(ctx, v, of, int(ordinal), f.Definitions)
	if err != nil {
		return nil, false, err
	}
	if out = compare(before, after); len(out) == 0 {
		return nil, false, nil
	}
	h := halving{ctx: ctx, v: v, of: of, f: f, cells: map[cell]*Change{}}
	for i := range out {
		c := &out[i]
		of := c.Before
		if of == nil {
			of = c.After
		}
		h.cells[of.cell()] = c
		if k := (key{of.Dimension, of.Key}); !slices.Contains(h.keys, k) {
			h.keys = append(h.keys, k)
		}
	}
	first, err := h.at(uint64(f.Ordinal))
	if err != nil {
		return nil, false, err
	}
	last, err := h.at(ordinal)
	if err == nil {
		err = h.between(uint64(f.Ordinal), ordinal, first, last)
	}
	return out, h.more, err
}

type key struct {
	dimension Dimension
	value     string
}

// halving looks for the records at which cells changed.
type halving struct {
	ctx   context.Context
	v     Recorded
	of    Scope
	f     statement.Frozen
	keys  []key
	cells map[cell]*Change
	found int
	more  bool
}

// at gives the changed populations as known at an ordinal.
func (h *halving) at(ordinal uint64) (map[cell]string, error) {
	wanted, err := ids(h.f.Definitions)
	if err != nil {
		return nil, err
	}
	out := map[cell]string{}
	for _, k := range h.keys {
		rows, err := population(h.ctx, h.v, h.of, k.dimension, k.value, int(ordinal), wanted)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if c := rows[i].cell(); h.cells[c] != nil {
				out[c] = string(rows[i].Line())
			}
		}
	}
	return out, nil
}

// between finds the records after one ordinal, up to another, at which what is
// known changed.
func (h *halving) between(from, to uint64, before, after map[cell]string) error {
	var differ []*Change
	for c, change := range h.cells {
		if before[c] != after[c] {
			differ = append(differ, change)
		}
	}
	switch {
	case len(differ) == 0:
		return nil
	case h.found == MaxCauses:
		h.more = true
		return nil
	case to == from+1:
		h.found++
		cause, err := h.cause(to)
		for _, c := range differ {
			c.Causes = append(c.Causes, cause)
		}
		return err
	}
	middle := from + (to-from)/2
	known, err := h.at(middle)
	if err == nil {
		err = h.between(from, middle, before, known)
	}
	if err == nil {
		err = h.between(middle, to, known, after)
	}
	return err
}

// amendments are the records of a case that say that others do not hold.
var amendments = []string{casefile.RecordCorrected{}.Stored(), casefile.RecordVoided{}.Stored(), casefile.Annulled{}.Stored()}

// cause says what the record of an ordinal is.
func (h *halving) cause(ordinal uint64) (Cause, error) {
	r, err := h.v.Told(h.ctx, ordinal)
	if err != nil {
		return Cause{}, err
	}
	_, end := h.of.Period.Days()
	c := Cause{Ordinal: ordinal, Stream: r.Stream, Type: r.Type, Occurred: r.Occurred, Recorded: r.Recorded, Why: Later,
		Lag: int(casefile.StandardDate(r.Recorded) - end)}
	number, ofCase := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix)
	switch {
	case !ofCase:
		c.Why = Notice
		return c, nil
	case slices.Contains(amendments, r.Type):
		c.Why = Correction
	case casefile.StandardDate(r.Occurred) <= end:
		c.Why = LateEntry
	}
	c.Case = number
	return c, nil
}
