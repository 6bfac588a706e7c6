package graphql_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"

	"caseledger/graphql"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// brokenStore fails or panics where a case is read from it.
type brokenStore struct {
	ledger.Store
	fail func() error
}

func (s brokenStore) Stream(context.Context, ledger.StreamID, ledger.Revision) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) { yield(ledger.Record{}, s.fail()) }
}

// countingStore counts the cases read from it.
type countingStore struct {
	ledger.Store
	reads atomic.Int64
}

func (s *countingStore) Stream(ctx context.Context, id ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error] {
	s.reads.Add(1)
	return s.Store.Stream(ctx, id, from)
}

// TestMasking: what is our own fault stands in the log under an id, and the
// client gets the id; the fields beside it are answered.
func TestMasking(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return fmt.Errorf("disk /dev/secret7 on fire") },
		"a panic":  func() error { panic("secret7") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 0)
			w.deps.Store = brokenStore{w.store, fail}
			h, err := graphql.New(w.deps)
			if err != nil {
				t.Fatal(err)
			}
			r := post(t, h, `{case(number: "XK-2024-0001") {number at(revision: 0) {number}} ledger {records}}`, nil)
			if strings.Contains(r.raw, "secret7") {
				t.Errorf("the client sees what failed: %s", r.raw)
			}
			if at(t, r.Data, "case", "number") != "XK-2024-0001" || at(t, r.Data, "case", "at") != nil || at(t, r.Data, "ledger", "records") == nil {
				t.Errorf("the fields beside it: %s", r.raw)
			}
			if len(r.Errors) != 1 || r.code() != "INTERNAL_SERVER_ERROR" || pathText(r.Errors[0].Path) != "case/at" {
				t.Fatalf("errors: %s", r.raw)
			}
			id, _ := r.Errors[0].Extensions["errorId"].(string)
			if log := w.log.String(); len(id) < 8 || !strings.Contains(log, id) || !strings.Contains(log, "secret7") {
				t.Errorf("id %q is not in the log with the cause: %s", id, log)
			}
			if !strings.Contains(r.Errors[0].Message, id) {
				t.Errorf("the message does not name the id: %q", r.Errors[0].Message)
			}
		})
	}
}

// TestCancelled: a client that goes away ends the work.
func TestCancelled(t *testing.T) {
	w := newWorld(t, 0)
	b := newBench(t, w)
	p, err := b.Prepare(t.Context(), `{cases {nodes {number}}}`, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if body := string(p.Plan(ctx)); !strings.Contains(body, `"data":null`) || !strings.Contains(body, "TIMEOUT") {
		t.Errorf("%s", body)
	}
}

// fullStore has no room.
type fullStore struct{ ledger.Store }

func (fullStore) Append(context.Context, ledger.StreamID, ledger.Revision, ...ledger.Draft) ([]ledger.Record, error) {
	return nil, fmt.Errorf("append: %w", &ledger.FullError{Where: "/var/lib/secret7", Err: errors.New("disk full")})
}

// TestNoRoom: a full disk is told apart from a fault: come again, and nothing
// of the machine is said.
func TestNoRoom(t *testing.T) {
	w := newWorld(t, 0)
	w.withAccess(t)
	w.deps.Desk = &casefile.Desk{Store: fullStore{w.store}}
	w.serveStaff(t)
	r := post(t, w, `mutation { withdrawCase(input: {number: "XK-2024-0002", idempotencyKey: "k"}) { position } }`, nil)
	if len(r.Errors) != 1 || r.code() != "UNAVAILABLE" || r.Errors[0].Extensions["retryAfter"] != float64(30) {
		t.Errorf("errors: %s", r.raw)
	}
	if strings.Contains(r.raw, "secret7") || !strings.Contains(w.log.String(), "secret7") {
		t.Errorf("answer %s, log %s", r.raw, w.log)
	}
}
