package statement

import (
	"context"
	"errors"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
	"caseledger/ledger/workdays"
)

// State is the statements of one month.
type State struct {
	Editions int // 1 once it is closed, one more for each restatement
	Last     Frozen
}

func (s *State) take(f Frozen) { s.Editions, s.Last = s.Editions+1, f }

// Known is what a rule knows of the figures.
type Known struct {
	Frozen
	Changed int // rows that differ from the last statement
}

// ErrBehind: the views have not read the whole ledger, so a month cannot be frozen.
var ErrBehind = errors.New("the views have not read the whole ledger")

// A Freezer computes what is frozen: the figures of a month as they are known at
// the ledger's end. last is the statement before, nil for none. It fails with
// [ErrBehind] where it does not know all that is recorded.
type Freezer interface {
	Freeze(ctx context.Context, p Period, org string, last *Frozen) (Known, error)
}

type ask = dossier.Ask[Known]

type spec[E act.Event] = act.Spec[State, ask, E]

const prefix = "statement/"

// Rules that refuse.
const (
	ruleOnce    = "月结一次"
	ruleEnded   = "月末之后"
	ruleChanged = "有变动方可重述"
	ruleWhole   = "数据完整"
)

// Kind is the statements of months. Its desk must have a [Freezer] beyond the ledger.
var Kind = &dossier.Kind[State, Known]{
	Prefix: prefix,
	Book:   act.NewBook(closed, restated),
	Beyond: func(ctx context.Context, d *dossier.Desk, s *State, o *dossier.Order) (Known, error) {
		p, org := about(o.Event)
		if err := p.Validate(); err != nil {
			return Known{}, err
		}
		if err := ended(p, o); err != nil {
			return Known{}, err
		}
		f, ok := d.Beyond.(Freezer)
		if !ok {
			return Known{}, act.Invalid("command", "", "needs the figures, which are not read here; send it to a server, or use caseledger statement")
		}
		var last *Frozen
		if s.Editions > 0 {
			last = &s.Last
		}
		if (s.Editions > 0) != isRestatement(o.Event) {
			return Known{}, nil // its rule refuses it
		}
		k, err := f.Freeze(ctx, p, org, last)
		if errors.Is(err, ErrBehind) {
			return k, act.Refuse(ruleWhole, "%v; ask again when they have", err)
		}
		return k, err
	},
}

func about(e dossier.Event) (Period, string) {
	switch e := e.(type) {
	case Closed:
		return Period(e.Period), e.Org
	case Restated:
		return Period(e.Period), e.Org
	}
	return "", ""
}

func isRestatement(e dossier.Event) bool {
	_, ok := e.(Restated)
	return ok
}

// ended refuses a month that lasts at the time of recording, by the dates of China.
func ended(p Period, o *dossier.Order) error {
	if _, last := p.Days(); workdays.DateOf(o.Recorded, zone) <= last {
		return act.Refuse(ruleEnded, "%s lasts until %s", p, last)
	}
	return nil
}

// ready says that there is something to freeze.
func ready(a *ask, p Period) error {
	if a.Known.Rows == 0 {
		return act.Refuse(ruleWhole, "nothing is known of %s", p)
	}
	return nil
}

// Stream is that of a month's statements.
func Stream(p Period, org string) ledger.StreamID {
	if org == "" {
		return ledger.StreamID(prefix + string(p))
	}
	return ledger.StreamID(prefix + string(p) + "." + org)
}
