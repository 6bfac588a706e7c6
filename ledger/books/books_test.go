package books_test

import (
	"errors"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/act/acttest"
	"caseledger/ledger/books"
)

func TestNamesAreTakenOnce(t *testing.T) {
	names, commands := map[string]bool{}, map[string]bool{"": false}
	for _, a := range books.Actions() {
		if names[a.Name] || commands[a.Command] {
			t.Errorf("%s or its command %q stands in two books", a.Name, a.Command)
		}
		names[a.Name], commands[a.Command] = true, a.Command != ""
	}
}

// TestOptionsHaveOneName: an API makes one type of all choices of a name.
func TestOptionsHaveOneName(t *testing.T) {
	of := map[string]*act.Options{}
	var visit func(action string, members []act.Member)
	visit = func(action string, members []act.Member) {
		for i := range members {
			m := &members[i]
			visit(action, m.Of)
			if m.Options == nil {
				continue
			}
			if old := of[m.Options.Name]; old != nil && old != m.Options {
				t.Errorf("%s: there are two lists of options called %s", action, m.Options.Name)
			}
			of[m.Options.Name] = m.Options
			for _, v := range m.Options.Values {
				if v.Zh == "" || v.En == "" || m.Options.Says == "" {
					t.Errorf("%s: %s of %s has no words", action, v.Value, m.Options.Name)
				}
			}
		}
	}
	for _, a := range books.Actions() {
		visit(a.Name, a.Members)
	}
}

func TestDecodeByStream(t *testing.T) {
	streams := []ledger.StreamID{"case/A-1", "calendar/CN", "audit/2026-11"}
	for i, b := range books.All() {
		for _, a := range b.Actions() {
			name, public, err := b.Encode(acttest.Full(t, a))
			if err != nil {
				t.Fatal(err)
			}
			for j, stream := range streams {
				e, err := books.Decode(&ledger.Record{Stream: stream, Draft: ledger.Draft{Type: name, Public: public}})
				var unknown *act.UnknownTypeError
				if i == j && (err != nil || e.Stored() != name) || i != j && !errors.As(err, &unknown) {
					t.Errorf("%s in %s: %v, %v", name, stream, e, err)
				}
			}
		}
	}
}
