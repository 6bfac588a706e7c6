package storetest

import (
	"errors"

	"caseledger/ledger"
)

func testRetry(b *bench) {
	stream, other := b.stream("r"), b.stream("other")
	begin := b.append(stream, ledger.NoStream, 1)
	drafts := b.drafts(3)
	first := b.appendDrafts(stream, 0, drafts)
	again := func(when string) {
		b.Helper()
		head := b.head()
		got, err := b.store.Append(b.ctx, stream, 0, drafts...)
		if err != nil {
			b.Fatalf("the same call %s: %v", when, err)
		}
		b.same(got, first)
		prefix, err := b.store.Append(b.ctx, stream, 0, drafts[:2]...)
		if err != nil {
			b.Fatalf("its first two drafts %s: %v", when, err)
		}
		b.same(prefix, first[:2])
		if b.head() != head {
			b.Fatalf("a repeated call moved the head %s", when)
		}
	}
	again("right away")
	b.append(other, ledger.NoStream, 2)
	again("after events of another stream")
	rest := b.append(stream, 3, 2)
	again("after later events of the stream")
	if b.suite.Reopen != nil {
		b.reopen()
		again("after reopening")
	}
	b.same(b.read(stream, 0), append(append(begin, first...), rest...))
}

func testPartialOverlap(b *bench) {
	stream := b.stream("p")
	drafts := b.drafts(2)
	records := b.appendDrafts(stream, ledger.NoStream, drafts)
	fresh := b.drafts(2)
	for _, test := range []struct {
		name   string
		at     ledger.Revision
		drafts []ledger.Draft
	}{
		{"first id right, second new", ledger.NoStream, []ledger.Draft{drafts[0], fresh[0]}},
		{"first id new, second right", ledger.NoStream, []ledger.Draft{fresh[0], drafts[1]}},
		{"the order exchanged", ledger.NoStream, []ledger.Draft{drafts[1], drafts[0]}},
		{"more than stands", ledger.NoStream, []ledger.Draft{drafts[0], drafts[1], fresh[0]}},
		{"the ids one revision too late", 0, drafts},
		{"the second id at the first place", ledger.NoStream, drafts[1:]},
		{"past the end", 5, drafts},
	} {
		_, err := b.store.Append(b.ctx, stream, test.at, test.drafts...)
		var conflict *ledger.ConflictError
		if !errors.As(err, &conflict) || conflict.Have != 1 || conflict.Want != test.at {
			b.Errorf("%s: %v, want a conflict at revision 1", test.name, err)
		}
	}
	b.same(b.read(stream, 0), records)
	if head := b.head(); head != records[1].Position {
		b.Errorf("head moved to %d", head)
	}
}

func testDuplicate(b *bench) {
	stream, other := b.stream("d"), b.stream("e")
	drafts := b.drafts(2)
	b.appendDrafts(stream, ledger.NoStream, drafts)
	later := b.append(stream, 1, 1)
	if !b.suite.Unique {
		b.t.Skip("this store does not look for an id outside its place")
	}
	refuse := func(stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) {
		b.Helper()
		_, err := b.store.Append(b.ctx, stream, at, drafts...)
		var duplicate *ledger.DuplicateError
		if !errors.As(err, &duplicate) {
			b.Fatalf("append to %s: %v, want a DuplicateError", stream, err)
		}
		if want := (ledger.DuplicateError{ID: drafts[len(drafts)-1].ID, Stream: b.stream("d"), Revision: 1}); *duplicate != want {
			b.Fatalf("%+v, want %+v", *duplicate, want)
		}
	}
	fresh := b.drafts(1)
	refuse(other, ledger.NoStream, drafts[1])
	refuse(other, ledger.NoStream, fresh[0], drafts[1])
	refuse(stream, 2, drafts[1]) // the trap: a conflict answered with a new revision and old ids
	if got := b.read(other, 0); len(got) != 0 || b.head() != later[0].Position {
		b.Errorf("refused appends left records; head %d, want %d", b.head(), later[0].Position)
	}
	more := b.appendDrafts(stream, 2, fresh) // the refused new id is free
	b.same(b.read(stream, 2), append(later, more...))
	b.ascending(append(later, more...))
}

func testUnknownOutcome(b *bench) {
	lose := b.suite.LoseReply
	if lose == nil {
		b.store = &Flaky{Store: b.store}
		lose = func(s ledger.Store, stored bool) { s.(*Flaky).LoseReply(stored) }
	}
	stream := b.stream("u")
	at := ledger.NoStream
	for _, stored := range []bool{true, false, true} {
		drafts := b.drafts(2)
		before := b.head()
		lose(b.store, stored)
		if _, err := b.store.Append(b.ctx, stream, at, drafts...); !errors.Is(err, ledger.ErrUnknownOutcome) {
			b.Fatalf("lost reply: %v, want ErrUnknownOutcome", err)
		}
		if moved := b.head() != before; moved != stored {
			b.Fatalf("head moved: %t, want %t", moved, stored)
		}
		records := b.appendDrafts(stream, at, drafts)
		b.same(b.read(stream, at+1), records)
		b.same(b.follow(before, b.head(), ledger.Filter{}), records)
		at += 2
	}
}

func testReopen(b *bench) {
	if b.suite.Reopen == nil {
		b.t.Skip("this store does not outlive Close")
	}
	stream := b.stream("o")
	var want []ledger.Record
	for i := range 4 {
		want = append(want, b.append(stream, ledger.Revision(2*i-1), 2)...)
		b.reopen()
		if head := b.head(); head != want[len(want)-1].Position {
			b.Fatalf("head after reopening is %d, want %d", head, want[len(want)-1].Position)
		}
		b.same(b.read(stream, 0), want)
	}
	b.same(b.follow(b.base, b.head(), ledger.Filter{}), want)
	b.ascending(want)
}
