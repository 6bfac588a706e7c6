package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"caseledger/ledger"
)

func testStream(b *bench) {
	stream := b.stream("s")
	var want []ledger.Record
	for i := range 7 {
		want = append(want, b.append(stream, ledger.Revision(len(want)-1), 1+i%3)...)
		b.append(b.stream(fmt.Sprint("other", i)), ledger.NoStream, 1)
	}
	b.same(b.read(stream, ledger.NoStream), want)
	for from := range want {
		b.same(b.read(stream, ledger.Revision(from)), want[from:])
	}
	b.same(b.read(stream, ledger.Revision(len(want))), nil)
	b.same(b.read(stream, 1<<40), nil)
	b.same(b.read(b.stream("none"), 0), nil)
	for range b.store.Stream(b.ctx, stream, 0) {
		break // leaving early must not harm the store
	}
	b.same(b.read(stream, 0), want)
}

// testReadOn: whoever knows of an append finds it at the end of its stream,
// however many others are asking for that end.
func testReadOn(b *bench) {
	const readers, n = 4, 60
	stream := b.stream("notices")
	b.append(stream, ledger.NoStream, 1)
	fail := make([]error, readers)
	done := make(chan struct{})
	var group sync.WaitGroup
	for i := range readers {
		group.Go(func() { fail[i] = b.readOn(stream, 1, done) })
	}
	for at := range ledger.Revision(n) {
		want := b.append(stream, at, 1)
		b.same(b.read(stream, at+1), want)
		b.same(b.read(stream, at+2), nil)
	}
	close(done)
	group.Wait()
	if err := errors.Join(fail...); err != nil {
		b.Fatal(err)
	}
}

// readOn reads a stream from a revision, again and again from where it ended.
func (b *bench) readOn(stream ledger.StreamID, next ledger.Revision, done <-chan struct{}) error {
	for {
		for r, err := range b.store.Stream(b.ctx, stream, next) {
			if err != nil || r.Revision != next {
				return fmt.Errorf("revision %d where %d is next, %w", r.Revision, next, err)
			}
			next++
		}
		select {
		case <-done:
			return nil
		default:
		}
	}
}

func testResume(b *bench) {
	var want []ledger.Record
	heads := map[ledger.StreamID]ledger.Revision{}
	for i := range 12 {
		stream := b.stream(fmt.Sprint(i % 5))
		at, ok := heads[stream]
		if !ok {
			at = ledger.NoStream
		}
		want = append(want, b.append(stream, at, 1+i%3)...)
		heads[stream] = want[len(want)-1].Revision
	}
	head := b.head()
	b.same(b.follow(b.base, head, ledger.Filter{}), want)
	for i := range want {
		b.same(b.follow(want[i].Position, head, ledger.Filter{}), want[i+1:])
	}

	// A follower that stops and resumes at every step sees the same.
	var got []ledger.Record
	for at := b.base; at < head; {
		item := b.firstRecord(at)
		got, at = append(got, *item.Record), item.Position
		if b.suite.Reopen != nil && len(got)%8 == 0 {
			b.reopen()
		}
	}
	b.same(got, want)
}

// firstRecord gives the first item with a record after the position.
func (b *bench) firstRecord(after ledger.Position) ledger.Item {
	b.Helper()
	for item, err := range b.store.Follow(b.ctx, after, ledger.Filter{}) {
		if err != nil {
			b.Fatalf("follow from %d: %v", after, err)
		}
		if item.Record != nil {
			return item
		}
	}
	b.Fatalf("follow from %d ended", after)
	return ledger.Item{}
}

func testLive(b *bench) {
	stream := b.stream("l")
	want := b.append(stream, ledger.NoStream, 2)
	var got []ledger.Record
	lives := 0
	for item, err := range b.store.Follow(b.ctx, b.base, ledger.Filter{}) {
		if err != nil {
			b.Fatal(err)
		}
		if item.Record != nil {
			got = append(got, *item.Record)
		}
		if !item.Live {
			continue
		}
		if item.Record != nil {
			b.Fatal("a live item carries a record")
		}
		b.same(got, want)
		if item.Position < want[len(want)-1].Position {
			b.Fatalf("live at %d, before the last record %d", item.Position, want[len(want)-1].Position)
		}
		if lives++; lives == 4 {
			break
		}
		want = append(want, b.append(stream, want[len(want)-1].Revision, 2)...)
	}
	if lives != 4 {
		b.Fatalf("the follow went live %d times, want 4", lives)
	}
}

func testFiltered(b *bench) {
	mine, none := b.stream("mine-1"), ledger.Filter{Stream: string(b.stream("none"))}
	filter := ledger.Filter{Stream: string(b.stream("mine"))}
	var want []ledger.Record
	for i := range 20 {
		b.append(b.stream(fmt.Sprint("foreign", i)), ledger.NoStream, 3)
		if i%7 == 0 {
			want = append(want, b.append(mine, ledger.Revision(len(want)-1), 1)...)
		}
	}
	head := b.head()
	if head == want[len(want)-1].Position {
		b.Fatal("the last record must be a foreign one")
	}
	// until head: progress must come to it although nothing matches there.
	b.same(b.follow(b.base, head, filter), want)
	b.same(b.follow(b.base, head, none), nil)
	b.same(b.follow(want[0].Position, head, filter), want[1:])

	// Progress goes on where nothing matches while the follow is live.
	steps := 0
	for item, err := range b.store.Follow(b.ctx, head, none) {
		if err != nil {
			b.Fatal(err)
		}
		if item.Record != nil {
			b.Fatalf("record of %s does not match", item.Record.Stream)
		}
		if !item.Live || item.Position < head {
			continue
		}
		if steps++; steps == 3 {
			break
		}
		head = b.append(b.stream(fmt.Sprint("late", steps)), ledger.NoStream, 1)[0].Position
	}
}

func testConcurrentFollow(b *bench) {
	const writers, each = 8, 40
	total := make(chan struct{})
	follow := func(f ledger.Filter) func() ([]ledger.Record, error) {
		type result struct {
			records []ledger.Record
			err     error
		}
		done := make(chan result, 1)
		go func() {
			records, err := b.followCount(f, writers*each*2, total)
			done <- result{records, err}
		}()
		return func() ([]ledger.Record, error) { r := <-done; return r.records, r.err }
	}
	one, two := follow(ledger.Filter{}), follow(ledger.Filter{Stream: "case/" + b.run})
	fail := make([]error, writers)
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			stream := b.stream(fmt.Sprint("w", w))
			for i := range each {
				if _, err := b.store.Append(b.ctx, stream, ledger.Revision(2*i-1), b.drafts(2)...); err != nil {
					fail[w] = err
					return
				}
			}
		})
	}
	group.Wait()
	if err := errors.Join(fail...); err != nil {
		close(total)
		b.Fatal(err)
	}
	want := b.follow(b.base, b.head(), ledger.Filter{})
	b.ascending(want)
	if len(want) != writers*each*2 {
		b.Errorf("follow gave %d records, want %d", len(want), writers*each*2)
	}
	for _, wait := range []func() ([]ledger.Record, error){one, two} {
		got, err := wait()
		if err != nil {
			b.Fatal(err)
		}
		b.same(got, want)
	}
}

// followCount collects n records, or fewer if stop closes.
func (b *bench) followCount(f ledger.Filter, n int, stop <-chan struct{}) ([]ledger.Record, error) {
	ctx, cancel := context.WithCancel(b.ctx)
	defer cancel()
	go func() {
		select {
		case <-stop:
			cancel()
		case <-ctx.Done():
		}
	}()
	var got []ledger.Record
	last := b.base
	for item, err := range b.store.Follow(ctx, b.base, f) {
		if err != nil {
			return nil, fmt.Errorf("after %d records: %w", len(got), err)
		}
		if err := checkItem(item, last, f); err != nil {
			return nil, err
		}
		last = item.Position
		if item.Record != nil {
			got = append(got, *item.Record)
		}
		if len(got) == n {
			break
		}
	}
	return got, nil
}

func testFollowCancelled(b *bench) {
	b.append(b.stream("f"), ledger.NoStream, 3)
	for _, when := range []string{"before", "at a record", "live"} {
		ctx, cancel := context.WithCancel(b.ctx)
		if when == "before" {
			cancel()
		}
		var last error
		for item, err := range b.store.Follow(ctx, b.base, ledger.Filter{}) {
			last = err
			if item.Live == (when == "live") {
				cancel()
			}
		}
		if !errors.Is(last, context.Canceled) {
			b.Errorf("cancelled %s: the follow ended with %v, want context.Canceled", when, last)
		}
		cancel()
	}
}

func testBeyond(b *bench) {
	records := b.append(b.stream("b"), ledger.NoStream, 1)
	var last error
	for _, err := range b.store.Follow(b.ctx, records[0].Position+1000, ledger.Filter{}) {
		last = err
	}
	var invalid *ledger.InvalidError
	if !errors.As(last, &invalid) {
		b.Errorf("follow from beyond the head: %v, want an InvalidError", last)
	}
}

func testClose(b *bench) {
	store := b.suite.Open(b.t)
	stream := b.stream("z")
	head, err := store.Head(b.ctx)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := store.Append(b.ctx, stream, ledger.NoStream, b.drafts(2)...); err != nil {
		b.Fatal(err)
	}
	live, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		var last error
		for item, err := range store.Follow(b.ctx, head, ledger.Filter{}) {
			if last = err; item.Live {
				close(live)
			}
		}
		ended <- last
	}()
	<-live
	if err := store.Close(); err != nil {
		b.Fatalf("close: %v", err)
	}
	if err := <-ended; !errors.Is(err, ledger.ErrClosed) {
		b.Errorf("follow ended with %v, want ErrClosed", err)
	}
	if _, err := store.Append(b.ctx, stream, 1, b.drafts(1)...); !errors.Is(err, ledger.ErrClosed) {
		b.Errorf("append: %v, want ErrClosed", err)
	}
	if _, err := store.Head(b.ctx); !errors.Is(err, ledger.ErrClosed) {
		b.Errorf("head: %v, want ErrClosed", err)
	}
	var last error
	for _, err := range store.Stream(b.ctx, stream, 0) {
		last = err
	}
	if !errors.Is(last, ledger.ErrClosed) {
		b.Errorf("stream: %v, want ErrClosed", last)
	}
	if err := store.Close(); err != nil {
		b.Errorf("second close: %v", err)
	}
}
