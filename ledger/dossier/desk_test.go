package dossier_test

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/storetest"
	"caseledger/ledger/vault"
)

// A ticket is opened once and closed once, and not while its neighbour is open.
type opened struct{ Number, Before string }

type closed struct{ Number string }

type ticket struct{ open, closed bool }

func (opened) Stored() string            { return "ticket.opened/1" }
func (closed) Stored() string            { return "ticket.closed/1" }
func (e opened) Stream() ledger.StreamID { return ledger.StreamID("ticket/" + e.Number) }
func (e closed) Stream() ledger.StreamID { return ledger.StreamID("ticket/" + e.Number) }

type ask = dossier.Ask[bool] // whether the neighbour is open

func refuse(reason string) error { return &act.Refusal{Rule: "ticket", Reason: reason} }

var tickets = &dossier.Kind[ticket, bool]{
	Prefix: "ticket/",
	Book: act.NewBook(
		act.Of(act.Spec[ticket, ask, opened]{
			Zh: "开", En: "Opened", Public: act.Published, Command: "openTicket", Says: "Opens.",
			Members: func(e *opened, m *act.Members) {
				m.Name(&e.Before, "before", "Neighbour.")
				m.Name(&e.Number, "number", "Number.", act.Required, act.Always)
			},
			Decide: func(s *ticket, a *ask, e opened) (opened, error) {
				switch {
				case s.open:
					return e, refuse("it is open")
				case a.Known:
					return e, refuse("its neighbour is open")
				}
				return e, nil
			},
			Evolve: func(s *ticket, _ act.Facts, _ opened) { s.open = true },
		}),
		act.Of(act.Spec[ticket, ask, closed]{
			Zh: "关", En: "Closed", Public: act.Published, Command: "closeTicket", Says: "Closes.",
			Members: func(e *closed, m *act.Members) { m.Name(&e.Number, "number", "Number.", act.Required, act.Always) },
			Decide: func(s *ticket, a *ask, e closed) (closed, error) {
				if !s.open || s.closed || len(a.Sealed) == 0 {
					return e, refuse("it is not open, or nobody signed")
				}
				return e, nil
			},
			Evolve: func(s *ticket, _ act.Facts, _ closed) { s.closed = true },
		})),
	Look: func(ctx context.Context, s ledger.Store, _ *ticket, o *dossier.Order) (bool, error) {
		e, ok := o.Event.(opened)
		if !ok || e.Before == "" {
			return false, nil
		}
		n := 0
		for _, err := range s.Stream(ctx, ledger.StreamID("ticket/"+e.Before), 0) {
			if err != nil {
				return false, err
			}
			n++
		}
		return n == 1, nil
	},
}

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

func order(key string, e dossier.Event) dossier.Order {
	return dossier.Order{ID: ledger.NewCommandID(noon, key), Post: "窗口-01", Event: e, Recorded: noon}
}

func signed(o dossier.Order) dossier.Order {
	o.Sealed = []vault.Value{{Label: "signature", Subject: "s-1", Text: "x"}}
	return o
}

func at(o dossier.Order, r ledger.Revision) dossier.Order {
	o.Expect = &r
	return o
}

func TestDesk(t *testing.T) {
	v, err := vault.Open(filepath.Join(t.TempDir(), "vault.db"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	desk := &dossier.Desk{Store: memory.New(), Vault: v}
	future := order("future", opened{Number: "9"})
	future.Occurred = noon.Add(time.Second)
	for _, row := range []struct {
		name  string
		order dossier.Order
		want  string // "", "repeated", or what kind of error
	}{
		{"opened", order("1", opened{Number: "1"}), ""},
		{"sent again", order("1", opened{Number: "1"}), "repeated"},
		{"opened twice", order("1b", opened{Number: "1"}), "refused"},
		{"beside an open one", order("2", opened{Number: "2", Before: "1"}), "refused"},
		{"another revision", at(order("1c", closed{Number: "1"}), 3), "conflict"},
		{"unsigned", order("1d", closed{Number: "1"}), "refused"},
		{"closed", at(signed(order("1e", closed{Number: "1"})), 0), ""},
		{"beside a closed one", order("2b", opened{Number: "2", Before: "1"}), ""},
		{"without a number", order("3", opened{}), "invalid"},
		{"no name of a stream", order("3b", opened{Number: "a b"}), "invalid"},
		{"not yet", future, "invalid"},
		{"nothing", order("4", nil), "invalid"},
		{"without id", dossier.Order{Event: opened{Number: "5"}, Recorded: noon}, "invalid"},
	} {
		before, _ := desk.Store.Head(t.Context())
		got, err := tickets.Do(t.Context(), desk, row.order)
		if kind := kindOf(got, err); kind != row.want {
			t.Errorf("%s: %q, want %q: %v", row.name, kind, row.want, err)
		}
		if after, _ := desk.Store.Head(t.Context()); (after != before) != (row.want == "") {
			t.Errorf("%s: the ledger went from %s to %s", row.name, before, after)
		}
	}
	state, records, err := tickets.Read(t.Context(), desk.Store, "ticket/1")
	if err != nil || !state.closed || len(records) != 2 || len(records[1].Sealed) != 1 {
		t.Errorf("%+v, %d records, %v", state, len(records), err)
	}
}

func kindOf(r dossier.Receipt, err error) string {
	var refusal *act.Refusal
	var conflict *ledger.ConflictError
	var invalid *ledger.InvalidError
	switch {
	case err == nil && r.Repeated:
		return "repeated"
	case err == nil:
		return ""
	case errors.As(err, &refusal):
		return "refused"
	case errors.As(err, &conflict):
		return "conflict"
	case errors.As(err, &invalid):
		return "invalid"
	}
	return err.Error()
}

func TestUnknownOutcomeAndRaces(t *testing.T) {
	for _, stored := range []bool{false, true} {
		f := &storetest.Flaky{Store: memory.New()}
		f.LoseReply(stored)
		if _, err := tickets.Do(t.Context(), &dossier.Desk{Store: f}, order("1", opened{Number: "1"})); err != nil {
			t.Error(err)
		}
		if _, records, err := tickets.Read(t.Context(), f, "ticket/1"); len(records) != 1 || err != nil {
			t.Errorf("reply lost, stored %v: %d records, %v", stored, len(records), err)
		}
	}
	s := memory.New()
	var wg sync.WaitGroup
	var mu sync.Mutex
	recorded := 0
	for i := range 20 {
		wg.Go(func() {
			r, err := tickets.Do(context.Background(), &dossier.Desk{Store: s}, order(strconv.Itoa(i), opened{Number: "1"}))
			if kind := kindOf(r, err); kind == "" {
				mu.Lock()
				recorded++
				mu.Unlock()
			} else if kind != "refused" {
				t.Error(err)
			}
		})
	}
	if wg.Wait(); recorded != 1 {
		t.Errorf("%d of 20 who opened one ticket did", recorded)
	}
}
