package voice

import (
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/policy"
	"caseledger/ledger/registry"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// writer writes the rows. It remembers what limits follow from.
type writer struct {
	clock voice.Clock // without a calendar: not read yet
}

// Forget implements [view.Writer].
func (w *writer) Forget() { w.clock = voice.Clock{} }

// Take implements [view.Writer]. Where a batch holds a notice or a policy, all
// limits are counted anew at its end.
func (w *writer) Take(t door.Tx, b *view.Batch) error {
	if w.clock.Calendar == nil {
		if err := w.readRules(t); err != nil {
			return err
		}
	}
	moved := false
	for i := range b.Records {
		r := &b.Records[i]
		var err error
		switch {
		case dossierOf(r.Stream) != nil:
			err = w.said(t, r)
		case strings.HasPrefix(string(r.Stream), casefile.StreamPrefix):
			err = receipt(t, r)
		default:
			var rule bool
			rule, err = w.rule(t, r)
			moved = moved || rule
		}
		if err != nil {
			return err
		}
	}
	if moved {
		return w.countAnew(t)
	}
	return nil
}

func dossierOf(id ledger.StreamID) dossier.Handler {
	for _, k := range kinds {
		if k.Has(id) {
			return k
		}
	}
	return nil
}

// said takes a record of a dossier. What follows on nothing is passed over.
func (w *writer) said(t door.Tx, r *view.Record) error {
	x, err := dossierOf(r.Stream).Decode(&r.Record)
	if err != nil {
		return err
	}
	kind, number, _ := strings.Cut(string(r.Stream), "/")
	e, err := find(t, Kind(kind), number)
	if err != nil {
		return err
	}
	switch first := begin(x, r.Occurred); {
	case e == nil && first == nil:
		return nil
	case e == nil:
		e = first
		e.Ordinal = r.Ordinal
	case first != nil:
		return nil
	default:
		e.next(x, r.Occurred)
	}
	e.count(w.clock)
	return put(t, e)
}

func find(t door.Tx, kind Kind, number string) (e *Entry, err error) {
	err = t.Query("SELECT body FROM voice_entries WHERE kind = ?1 AND number = ?2", func(r door.Row) (err error) {
		e, err = parse(r.Bytes(0))
		return err
	}, string(kind), number)
	return e, err
}

func put(t door.Tx, e *Entry) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return t.Put(entrySheet, 1, func(_ int, p door.Params) {
		for _, text := range []string{string(e.Kind), e.Number} {
			p.Text(text)
		}
		p.Int(int64(e.Ordinal))
		for _, text := range []string{e.Org, e.Channel, e.Class, string(e.Status), string(e.Finding), e.Case} {
			p.Text(text)
		}
		p.Int(int64(e.FiledOn()))
		p.Int(micros(e.AcceptBy.Due))
		p.Int(micros(e.Settled))
		p.Int(micros(e.AnswerBy.Due))
		p.Int(micros(e.Answered))
		p.Blob(body)
	})
}

// micros is an instant in a column, 0 for none.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// rule keeps a record of a registry from which limits may follow.
func (w *writer) rule(t door.Tx, r *view.Record) (bool, error) {
	x, err := registry.Decode(&r.Record)
	if err != nil || !isRule(x) {
		return false, err
	}
	w.know(x)
	return true, t.Put(ruleSheet, 1, func(_ int, p door.Params) {
		p.Int(int64(r.Ordinal))
		p.Text(string(r.Stream))
		p.Text(r.Type)
		p.Blob(r.Public)
	})
}

// know adds a notice or a policy to what limits follow from.
func (w *writer) know(x act.Event) {
	switch x := x.(type) {
	case registry.Notice:
		w.clock.Calendar = w.clock.Calendar.With(workdays.Notice(x))
	case registry.Policy:
		w.clock.Policies = w.clock.Policies.With(policy.Policy(x))
	}
}

func (w *writer) readRules(t door.Tx) error {
	w.clock = voice.Clock{Calendar: workdays.NewCalendar(voice.Calendar), Policies: policy.Official()}
	return t.Query("SELECT stream, type, body FROM voice_rules ORDER BY ordinal", func(r door.Row) error {
		x, err := registry.Decode(&ledger.Record{Stream: ledger.StreamID(r.Text(0)), Draft: ledger.Draft{Type: r.Text(1), Public: r.Bytes(2)}})
		if err == nil {
			w.know(x)
		}
		return err
	})
}

// countAnew counts all limits by what is known now.
func (w *writer) countAnew(t door.Tx) error {
	var all []*Entry
	err := t.Query("SELECT body FROM voice_entries WHERE kind IN ('complaint', 'question', 'objection') ORDER BY ordinal", func(r door.Row) error {
		e, err := parse(r.Bytes(0))
		all = append(all, e)
		return err
	})
	for i := 0; err == nil && i < len(all); i++ {
		all[i].count(w.clock)
		err = put(t, all[i])
	}
	return err
}
