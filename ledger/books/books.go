// Package books is the place that knows the books of all kinds of streams.
// Whoever lists, publishes or decodes what is recorded asks here, so a new book
// is known everywhere by one line.
package books

import (
	"slices"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/assessment"
	"caseledger/ledger/assistance"
	"caseledger/ledger/audit"
	"caseledger/ledger/card"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/erasure"
	"caseledger/ledger/registry"
	"caseledger/ledger/statement"
	"caseledger/ledger/task"
	"caseledger/ledger/voice"
)

// Book is what all books have, whatever the state of their streams.
type Book interface {
	Actions() []*act.Action
	Decode(*ledger.Record) (act.Event, error)
	Encode(act.Event) (name string, public []byte, err error)
}

// dossiers lists the kinds of dossiers.
var dossiers = []dossier.Handler{
	statement.Kind, // 月结
	voice.Complaints, voice.Questions, voice.Praises, voice.Surveys, voice.Inspections, voice.Objections,
	card.Cards, card.Measures, card.Ticks,
	assistance.Services, assistance.Matters, assistance.Openings, assistance.HomeVisits, // 帮办代办, 网格, 服务时间, 上门服务
	task.Kind, assessment.Formulas, assessment.Scores, // 计划任务, 效能评估
}

// All lists the books, that of the case first.
func All() []Book {
	list := []Book{casefile.Book, registry.Book, audit.Book, erasure.Book}
	for _, k := range dossiers {
		list = append(list, k)
	}
	return list
}

// Dossier is the kind of dossiers that an action belongs to, nil for an action of
// anything else.
func Dossier(a *act.Action) dossier.Handler {
	for _, k := range dossiers {
		if slices.Contains(k.Actions(), a) {
			return k
		}
	}
	return nil
}

// Of gives the book of a stream. What is neither a case, a dossier nor an account
// of readings or erasures is a registry.
func Of(stream ledger.StreamID) Book {
	for _, k := range dossiers {
		if k.Has(stream) {
			return k
		}
	}
	switch {
	case strings.HasPrefix(string(stream), casefile.StreamPrefix):
		return casefile.Book
	case audit.Is(stream):
		return audit.Book
	case stream == erasure.Stream:
		return erasure.Book
	}
	return registry.Book
}

// Actions lists the actions of all books, in their order.
func Actions() []*act.Action {
	var out []*act.Action
	for _, b := range All() {
		out = append(out, b.Actions()...)
	}
	return out
}

// Decode reads a record by the book of its stream. Errors are an
// [*act.UnknownTypeError] or a fault in the bytes.
func Decode(r *ledger.Record) (act.Event, error) { return Of(r.Stream).Decode(r) }
