package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"time"

	"caseledger/ledger"
)

func testAppend(b *bench) {
	one, two := b.stream("one"), b.stream("two")
	first := b.append(one, ledger.NoStream, 2)
	if first[0].Position <= b.base {
		b.Errorf("first position %d is not after the head %d", first[0].Position, b.base)
	}
	second := b.append(two, ledger.NoStream, 1)
	third := b.append(one, 1, 3)
	all := append(append(append([]ledger.Record{}, first...), second...), third...)
	b.ascending(all)
	if head := b.head(); head != third[2].Position {
		b.Errorf("head is %d, want the position of the last record %d", head, third[2].Position)
	}
	b.same(b.follow(b.base, b.head(), ledger.Filter{}), all)
}

func testRoundTrip(b *bench) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	drafts := b.drafts(4)
	drafts[0].Public = []byte(`{"":{},"a":[null,true,false,-999999999999999,0],"b":"\"\\\b\f\n\r\t\u0000\u001f","é":"申请人 😀"}`)
	drafts[0].Sealed = []ledger.Sealed{
		{Label: "applicant.name", Subject: "s-7f", Commitment: ledger.Hash(every[:32]), Box: every},
		{Label: "联系电话", Commitment: ledger.Hash(every[200:232])},
		{Label: "applicant.name", Subject: "s-80", Box: []byte{0}},
	}
	drafts[1].Post, drafts[1].Command = "", ledger.CommandID{}
	drafts[1].Public = []byte(`{}`)
	drafts[2].Occurred = time.Date(1949, 10, 1, 0, 0, 0, 999999000, time.UTC)
	drafts[2].Recorded = time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)
	drafts[3].Occurred = time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC)
	drafts[3].ID = ledger.EventID(every[240:])
	stream := b.stream("往返-" + "x_1.2")
	records := b.appendDrafts(stream, ledger.NoStream, drafts)
	b.same(b.read(stream, 0), records)
	b.same(b.follow(b.base, b.head(), ledger.Filter{}), records)
	for _, r := range b.read(stream, 0) {
		if r.Occurred.Location() != time.UTC || r.Recorded.Location() != time.UTC {
			b.Errorf("times of record %d are not in UTC", r.Position)
		}
	}
}

func testNoAliasing(b *bench) {
	stream := b.stream("a")
	drafts := b.drafts(1)
	drafts[0].Sealed = []ledger.Sealed{{Label: "l", Box: []byte("box")}}
	want := []ledger.Record{{Stream: stream, Draft: drafts[0].Clone()}}
	records := b.appendDrafts(stream, ledger.NoStream, drafts)
	want[0].Position = records[0].Position
	copy(drafts[0].Public, "overwritten")
	copy(drafts[0].Sealed[0].Box, "xxx")
	drafts[0].Sealed[0].Label = "m"
	b.same(records, want)
	b.same(b.read(stream, 0), want)
}

func testBackwardClock(b *bench) {
	stream := b.stream("clock")
	var want []ledger.Record
	for i := range 5 {
		d := b.drafts(1)
		d[0].Recorded = epoch.Add(-time.Duration(i) * time.Hour)
		d[0].ID = ledger.EventIDOf(ledger.NewCommandID(d[0].Recorded, b.run), i)
		want = append(want, b.appendDrafts(stream, ledger.Revision(i-1), d)...)
	}
	b.ascending(want)
	b.same(b.read(stream, 0), want)
	b.same(b.follow(b.base, b.head(), ledger.Filter{}), want)
}

func testConflict(b *bench) {
	stream := b.stream("c")
	refuse := func(at, have ledger.Revision) {
		b.Helper()
		_, err := b.store.Append(b.ctx, stream, at, b.drafts(2)...)
		var conflict *ledger.ConflictError
		if !errors.As(err, &conflict) {
			b.Fatalf("append at %d of a stream at %d: %v, want a conflict", at, have, err)
		}
		if want := (ledger.ConflictError{Stream: stream, Want: at, Have: have}); *conflict != want {
			b.Fatalf("conflict %+v, want %+v", *conflict, want)
		}
	}
	refuse(0, ledger.NoStream) // past the end of nothing
	refuse(7, ledger.NoStream)
	refuse(math.MaxInt64, ledger.NoStream)
	records := b.append(stream, ledger.NoStream, 3)
	refuse(ledger.NoStream, 2)
	refuse(0, 2)
	refuse(1, 2)
	refuse(3, 2) // past the end
	refuse(1<<62, 2)
	refuse(math.MaxInt64, 2)
	b.same(b.read(stream, 0), records)
	if head := b.head(); head != records[2].Position {
		b.Errorf("head moved from %d to %d", records[2].Position, head)
	}
	b.append(stream, 2, 1)
}

func testInvalid(b *bench) {
	good := b.stream("good")
	for _, test := range []struct {
		name   string
		stream ledger.StreamID
		at     ledger.Revision
		change func(d *ledger.Draft)
	}{
		{"a stream without category", "nocategory", -1, nil},
		{"a stream with a blank", "case/a b", -1, nil},
		{"a revision below NoStream", good, -2, nil},
		{"no id", good, -1, func(d *ledger.Draft) { d.ID = ledger.EventID{} }},
		{"a type without version", good, -1, func(d *ledger.Draft) { d.Type = "case.accepted" }},
		{"no time", good, -1, func(d *ledger.Draft) { d.Occurred = time.Time{} }},
		{"nanoseconds", good, -1, func(d *ledger.Draft) { d.Recorded = d.Recorded.Add(1) }},
		{"no body", good, -1, func(d *ledger.Draft) { d.Public = nil }},
		{"a body with blanks", good, -1, func(d *ledger.Draft) { d.Public = []byte(`{"a": 1}`) }},
		{"a post that is not UTF-8", good, -1, func(d *ledger.Draft) { d.Post = "\xff" }},
		{"a sealed value without label", good, -1, func(d *ledger.Draft) { d.Sealed = []ledger.Sealed{{Box: []byte{1}}} }},
	} {
		drafts := b.drafts(2)
		if test.change != nil {
			test.change(&drafts[1])
		}
		b.invalid(test.name, test.stream, test.at, drafts)
	}
	b.invalid("no drafts", good, -1, nil)
	twice := b.drafts(1)
	b.invalid("one id twice", good, -1, append(twice, twice[0]))
	if got := b.read(good, 0); len(got) != 0 || b.head() != b.base {
		b.Errorf("refused appends left %d records; head went from %d to %d", len(got), b.base, b.head())
	}
}

func (b *bench) invalid(name string, stream ledger.StreamID, at ledger.Revision, drafts []ledger.Draft) {
	b.Helper()
	_, err := b.store.Append(b.ctx, stream, at, drafts...)
	var invalid *ledger.InvalidError
	if !errors.As(err, &invalid) {
		b.Errorf("%s: %v, want an InvalidError", name, err)
	}
}

func testSize(b *bench) {
	// Each shape makes drafts that together count n bytes: as one body, with
	// most of it in a box, and in as many drafts as there is room for.
	shapes := map[string]func(n int) []ledger.Draft{
		"body":   func(n int) []ledger.Draft { return b.padded(n, b.drafts(1)) },
		"box":    func(n int) []ledger.Draft { return b.padded(n, b.boxed(n)) },
		"drafts": func(n int) []ledger.Draft { return b.padded(n, b.drafts(n/400)) },
	}
	for name, fill := range shapes {
		stream, head := b.stream(name), b.head()
		_, err := b.store.Append(b.ctx, stream, ledger.NoStream, fill(ledger.MaxAppendBytes+1)...)
		var large *ledger.TooLargeError
		if !errors.As(err, &large) || *large != (ledger.TooLargeError{Bytes: ledger.MaxAppendBytes + 1, Limit: ledger.MaxAppendBytes}) {
			b.Fatalf("%s, one byte over the limit: %v, want a TooLargeError", name, err)
		}
		if b.head() != head {
			b.Fatalf("%s: a refused append moved the head", name)
		}
		records := b.appendDrafts(stream, ledger.NoStream, fill(ledger.MaxAppendBytes))
		b.same(b.read(stream, 0), records)
		b.same(b.follow(head, b.head(), ledger.Filter{}), records)
	}
}

// boxed makes a draft of which nearly n bytes are a sealed value.
func (b *bench) boxed(n int) []ledger.Draft {
	drafts := b.drafts(1)
	drafts[0].Sealed = []ledger.Sealed{{Label: "document", Box: bytes.Repeat([]byte{0xff}, n/4*3-1000)}}
	return drafts
}

// padded fills the last draft up so that all together count n bytes.
func (b *bench) padded(n int, drafts []ledger.Draft) []ledger.Draft {
	last := &drafts[len(drafts)-1]
	last.Public = []byte(`{"pad":""}`)
	for i := range drafts {
		n -= drafts[i].Size()
	}
	last.Public = fmt.Appendf(nil, `{"pad":"%s"}`, bytes.Repeat([]byte{'a'}, n))
	return drafts
}

func testCancelled(b *bench) {
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	stream := b.stream("x")
	if _, err := b.store.Append(ctx, stream, ledger.NoStream, b.drafts(1)...); !errors.Is(err, context.Canceled) {
		b.Errorf("append: %v, want context.Canceled", err)
	}
	if got := b.read(stream, 0); len(got) != 0 {
		b.Errorf("a cancelled append stored %d records", len(got))
	}
	b.append(stream, ledger.NoStream, 1)
	var last error
	for _, err := range b.store.Stream(ctx, stream, 0) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		b.Errorf("stream: %v, want context.Canceled", last)
	}
	if _, err := b.store.Head(ctx); !errors.Is(err, context.Canceled) {
		b.Errorf("head: %v, want context.Canceled", err)
	}
}

func testContention(b *bench) {
	const writers, each = 8, 12
	stream := b.stream("hot")
	won := make([][]ledger.Record, writers)
	fail := make([]error, writers)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() { won[w], fail[w] = b.contend(stream, each) })
	}
	group.Wait()
	if err := errors.Join(fail...); err != nil {
		b.Fatal(err)
	}
	all := b.read(stream, 0)
	if len(all) != writers*each {
		b.Fatalf("stream has %d records, want %d", len(all), writers*each)
	}
	b.ascendingOnly(all)
	for w := range won {
		for _, r := range won[w] {
			b.same([]ledger.Record{r}, all[r.Revision:r.Revision+1])
		}
	}
}

// contend appends n records one by one against other writers.
func (b *bench) contend(stream ledger.StreamID, n int) ([]ledger.Record, error) {
	var won []ledger.Record
	at := ledger.NoStream
	for len(won) < n {
		r, err := b.store.Append(b.ctx, stream, at, b.drafts(1)...)
		var conflict *ledger.ConflictError
		switch {
		case err == nil:
			won = append(won, r...)
			at = r[0].Revision
		case errors.As(err, &conflict) && conflict.Have > at:
			at = conflict.Have
		default:
			return nil, fmt.Errorf("append at %d: %w", at, err)
		}
	}
	return won, nil
}

// ascendingOnly checks the order of records between which others may stand.
func (b *bench) ascendingOnly(records []ledger.Record) {
	b.Helper()
	for i := 1; i < len(records); i++ {
		if records[i].Position <= records[i-1].Position {
			b.Fatalf("position %d follows on position %d", records[i].Position, records[i-1].Position)
		}
	}
}
