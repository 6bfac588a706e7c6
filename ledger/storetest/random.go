package storetest

import (
	"context"
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"caseledger/ledger"
)

// call is one append as it was made.
type call struct {
	stream ledger.StreamID
	at     ledger.Revision
	drafts []ledger.Draft
}

// model is a store as simple as it can be: what was stored, in order.
type model struct {
	all   []ledger.Record
	calls []call // the appends that were stored
}

func (m *model) stream(id ledger.StreamID) []ledger.Record {
	var out []ledger.Record
	for _, r := range m.all {
		if r.Stream == id {
			out = append(out, r)
		}
	}
	return out
}

// outcome is what an append must come to: "store", "again" with the records
// that stand, "conflict" or "duplicate".
func (m *model) outcome(c call) (string, []ledger.Record) {
	standing := m.stream(c.stream)
	if c.at != ledger.Revision(len(standing)-1) {
		if int(c.at) < len(standing) && hasIDs(standing[c.at+1:], c.drafts) {
			return "again", standing[c.at+1:][:len(c.drafts)]
		}
		return "conflict", nil
	}
	for _, r := range m.all {
		for _, d := range c.drafts {
			if r.ID == d.ID {
				return "duplicate", nil
			}
		}
	}
	return "store", nil
}

func hasIDs(records []ledger.Record, drafts []ledger.Draft) bool {
	if len(records) < len(drafts) {
		return false
	}
	for i := range drafts {
		if records[i].ID != drafts[i].ID {
			return false
		}
	}
	return true
}

func testRandom(outer *bench) {
	rapid.Check(outer.t, func(t *rapid.T) {
		b := *outer
		b.reporter = t
		var cancel context.CancelFunc // each history has the whole patience
		b.ctx, cancel = context.WithTimeout(outer.t.Context(), patience)
		defer cancel()
		defer func() { outer.store = b.store }()
		b.fresh()
		m := &model{}
		stream := rapid.Custom(func(t *rapid.T) ledger.StreamID {
			return b.stream(fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "stream")))
		})
		actions := map[string]func(*rapid.T){
			"append": func(t *rapid.T) {
				id := stream.Draw(t, "to")
				n := rapid.IntRange(1, 4).Draw(t, "drafts")
				b.play(t, m, call{id, ledger.Revision(len(m.stream(id)) - 1), b.drafts(n)})
			},
			"append anywhere": func(t *rapid.T) {
				at := ledger.Revision(rapid.IntRange(-1, 8).Draw(t, "at"))
				b.play(t, m, call{stream.Draw(t, "to"), at, b.drafts(1)})
			},
			"again": func(t *rapid.T) {
				if len(m.calls) == 0 {
					t.Skip("nothing was appended yet")
				}
				b.play(t, m, b.bent(t, m, rapid.SampledFrom(m.calls).Draw(t, "call")))
			},
			"read": func(t *rapid.T) {
				id := stream.Draw(t, "from")
				want := m.stream(id)
				from := rapid.IntRange(0, len(want)).Draw(t, "revision")
				b.same(b.read(id, ledger.Revision(from)), want[from:])
			},
			"follow": func(t *rapid.T) {
				n := rapid.IntRange(0, len(m.all)).Draw(t, "skip")
				after := b.base
				if n > 0 {
					after = m.all[n-1].Position
				}
				b.same(b.follow(after, b.head(), ledger.Filter{}), m.all[n:])
			},
		}
		if b.suite.Reopen != nil {
			actions["reopen"] = func(*rapid.T) { b.reopen() }
		}
		t.Repeat(actions)
		b.same(b.follow(b.base, b.head(), ledger.Filter{}), m.all)
		b.ascending(m.all)
	})
}

// bent gives an earlier call again: as it was, shortened, lengthened, moved
// within its stream or moved to the end of another one.
func (b *bench) bent(t *rapid.T, m *model, c call) call {
	switch rapid.IntRange(0, 4).Draw(t, "bend") {
	case 1:
		c.drafts = c.drafts[:rapid.IntRange(1, len(c.drafts)).Draw(t, "keep")]
	case 2:
		c.drafts = append(c.drafts[:len(c.drafts):len(c.drafts)], b.drafts(1)...)
	case 3:
		c.at = ledger.Revision(len(m.stream(c.stream)) - 1)
	case 4:
		c.stream = b.stream(fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "other")))
		c.at = ledger.Revision(len(m.stream(c.stream)) - 1)
	}
	return c
}

// play makes the call on the store and on the model and compares.
func (b *bench) play(t *rapid.T, m *model, c call) {
	want, standing := m.outcome(c)
	if want == "duplicate" && !b.suite.Unique {
		return // undefined for this store
	}
	got, err := b.store.Append(b.ctx, c.stream, c.at, c.drafts...)
	var conflict *ledger.ConflictError
	var duplicate *ledger.DuplicateError
	switch {
	case want == "store" && err == nil:
		b.placed(got, c.stream, c.at, c.drafts)
		m.all = append(m.all, got...)
		m.calls = append(m.calls, c)
	case want == "again" && err == nil:
		b.same(got, standing)
	case want == "conflict" && errors.As(err, &conflict):
		if have := ledger.Revision(len(m.stream(c.stream)) - 1); conflict.Have != have {
			t.Fatalf("conflict says revision %d, want %d", conflict.Have, have)
		}
	case want == "duplicate" && errors.As(err, &duplicate):
	default:
		t.Fatalf("append of %d drafts to %s at %d: %v, want %s", len(c.drafts), c.stream, c.at, err, want)
	}
}
