package storetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"caseledger/ledger"
)

// patience is how long a test waits for what must happen. It is no measure of
// speed: only a test that fails ever waits that long.
const patience = time.Minute

// bench is one store under test, with streams and ids of its own.
type bench struct {
	reporter
	t     *testing.T
	ctx   context.Context
	suite Suite
	store ledger.Store
	base  ledger.Position // the head before the test's first append
	run   string          // part of every stream name and id of this bench
	count *atomic.Int64   // commands made
}

// reporter is what a test and a property both are.
type reporter interface {
	Helper()
	Error(...any)
	Errorf(string, ...any)
	Fatal(...any)
	Fatalf(string, ...any)
}

func newBench(t *testing.T, s Suite) *bench {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	b := &bench{reporter: t, t: t, ctx: ctx, suite: s, store: s.Open(t), count: new(atomic.Int64)}
	t.Cleanup(func() {
		cancel()
		if err := b.store.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	b.fresh()
	return b
}

// fresh moves the bench behind all that stands, to streams not used yet.
func (b *bench) fresh() {
	b.Helper()
	b.run = strings.ToLower(rand.Text()[:12])
	b.base = b.head()
}

// reopen closes the store and opens it again.
func (b *bench) reopen() { b.store = b.suite.Reopen(b.t, b.store) }

// stream names a stream of this bench.
func (b *bench) stream(name string) ledger.StreamID {
	return ledger.StreamID("case/" + b.run + "." + name)
}

var epoch = time.Date(2024, 2, 29, 8, 30, 0, 123456000, time.UTC)

// drafts makes n drafts of one new command.
func (b *bench) drafts(n int) []ledger.Draft {
	c := b.count.Add(1)
	at := epoch.Add(time.Duration(c) * time.Minute)
	command := ledger.NewCommandID(at, fmt.Sprint(b.run, c))
	drafts := make([]ledger.Draft, n)
	for i := range drafts {
		drafts[i] = ledger.Draft{
			ID:       ledger.EventIDOf(command, i),
			Type:     "case.performed/1",
			Occurred: at,
			Recorded: at.Add(time.Second),
			Command:  command,
			Post:     "受理岗-07",
			Public:   fmt.Appendf(nil, `{"n":%d,"step":"审核"}`, c),
		}
	}
	return drafts
}

// append appends n new drafts and fails the test if that fails.
func (b *bench) append(stream ledger.StreamID, at ledger.Revision, n int) []ledger.Record {
	b.Helper()
	return b.appendDrafts(stream, at, b.drafts(n))
}

func (b *bench) appendDrafts(stream ledger.StreamID, at ledger.Revision, drafts []ledger.Draft) []ledger.Record {
	b.Helper()
	records, err := b.store.Append(b.ctx, stream, at, drafts...)
	if err != nil {
		b.Fatalf("append to %s at %d: %v", stream, at, err)
	}
	b.placed(records, stream, at, drafts)
	return records
}

// placed checks that the records are the drafts with the places they must have.
func (b *bench) placed(records []ledger.Record, stream ledger.StreamID, at ledger.Revision, drafts []ledger.Draft) {
	b.Helper()
	want := make([]ledger.Record, len(drafts))
	for i := range want {
		want[i] = ledger.Record{Stream: stream, Revision: at + 1 + ledger.Revision(i), Draft: drafts[i]}
	}
	if len(records) == len(want) {
		for i := range records {
			want[i].Position = records[i].Position
		}
	}
	b.same(records, want)
	b.ascending(records)
}

// same checks that two runs of records agree in every field.
func (b *bench) same(got, want []ledger.Record) {
	b.Helper()
	if !slices.EqualFunc(got, want, equal) {
		b.Fatalf("records differ (-want +got):\n%s", cmp.Diff(want, got, cmpopts.EquateEmpty()))
	}
}

func equal(a, b ledger.Record) bool {
	return a.Position == b.Position && a.Stream == b.Stream && a.Revision == b.Revision &&
		a.ID == b.ID && a.Type == b.Type && a.Command == b.Command && a.Post == b.Post &&
		a.Occurred.Equal(b.Occurred) && a.Recorded.Equal(b.Recorded) &&
		bytes.Equal(a.Public, b.Public) && a.Hash() == b.Hash() &&
		slices.EqualFunc(a.Sealed, b.Sealed, func(a, b ledger.Sealed) bool {
			return a.Label == b.Label && a.Subject == b.Subject &&
				a.Commitment == b.Commitment && bytes.Equal(a.Box, b.Box)
		})
}

// ascending checks the order of records that were appended together or read
// without a filter.
func (b *bench) ascending(records []ledger.Record) {
	b.Helper()
	for i := 1; i < len(records); i++ {
		last, next := records[i-1].Position, records[i].Position
		if next <= last || b.suite.Dense && next != last+1 {
			b.Fatalf("position %d follows on position %d", next, last)
		}
	}
}

// read gives all records of a stream from a revision on.
func (b *bench) read(stream ledger.StreamID, from ledger.Revision) []ledger.Record {
	b.Helper()
	var all []ledger.Record
	for r, err := range b.store.Stream(b.ctx, stream, from) {
		if err != nil {
			b.Fatalf("read %s from %d: %v", stream, from, err)
		}
		all = append(all, r)
	}
	return all
}

// head gives the position of the last record.
func (b *bench) head() ledger.Position {
	b.Helper()
	head, err := b.store.Head(b.ctx)
	if err != nil {
		b.Fatalf("head: %v", err)
	}
	return head
}

// follow collects what a follow yields until it has come to the position.
func (b *bench) follow(after, until ledger.Position, f ledger.Filter) []ledger.Record {
	b.Helper()
	records, err := followUntil(b.ctx, b.store, after, until, f)
	if err != nil {
		b.Fatal(err)
	}
	return records
}

// followUntil collects the records of a follow until one of its items has come
// to the position, and checks every item on the way.
func followUntil(ctx context.Context, s ledger.Store, after, until ledger.Position, f ledger.Filter) ([]ledger.Record, error) {
	var all []ledger.Record
	last := after
	for item, err := range s.Follow(ctx, after, f) {
		if err != nil {
			return nil, fmt.Errorf("follow from %d, at %d: %w", after, last, err)
		}
		if err := checkItem(item, last, f); err != nil {
			return nil, fmt.Errorf("follow from %d: %w", after, err)
		}
		last = item.Position
		if item.Record != nil {
			all = append(all, *item.Record)
		}
		if last >= until {
			break
		}
	}
	return all, nil
}

func checkItem(item ledger.Item, last ledger.Position, f ledger.Filter) error {
	switch r := item.Record; {
	case item.Position < last:
		return fmt.Errorf("item at position %d after %d", item.Position, last)
	case r == nil:
		return nil
	case item.Live:
		return fmt.Errorf("record %d is marked live", r.Position)
	case item.Position == last:
		return fmt.Errorf("position %d came twice", last)
	case item.Position != r.Position:
		return fmt.Errorf("item at position %d carries record %d", item.Position, r.Position)
	case !f.Match(r.Stream):
		return fmt.Errorf("record of %s does not match filter %q", r.Stream, f.Stream)
	}
	return nil
}
