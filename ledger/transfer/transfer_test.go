package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/memory"
	"caseledger/ledger/transfer"
)

var day = time.Date(2024, 9, 20, 1, 0, 0, 0, time.UTC)

// draft is the n-th draft of a test; every third has a sealed part.
func draft(n int) ledger.Draft {
	command := ledger.NewCommandID(day.Add(time.Duration(n)*time.Second), fmt.Sprint("transfer ", n))
	d := ledger.Draft{
		ID: ledger.EventIDOf(command, 0), Type: "case.step_performed/1", Command: command, Post: "A-07",
		Occurred: day.Add(time.Duration(n) * time.Second), Recorded: day.Add(time.Duration(n) * time.Minute),
		Public: fmt.Appendf(nil, `{"step":"T%d"}`, n),
	}
	if n%3 == 0 {
		d.Sealed = []ledger.Sealed{{Label: "applicant.name", Subject: fmt.Sprint("s", n), Commitment: ledger.Hash{byte(n)}, Box: []byte{byte(n), 1, 2}}}
	}
	return d
}

// fill appends n records, spread over a few streams.
func fill(t interface{ Fatal(...any) }, s ledger.Store, n, streams int) {
	at := map[ledger.StreamID]ledger.Revision{}
	for i := range n {
		id := ledger.StreamID(fmt.Sprint("case/A-", i/3%streams))
		if _, ok := at[id]; !ok {
			at[id] = ledger.NoStream
		}
		if _, err := s.Append(context.Background(), id, at[id], draft(i)); err != nil {
			t.Fatal(err)
		}
		at[id]++
	}
}

// breaking is a store whose appends fail after a number of them, once before
// and once after the inner store has them.
type breaking struct {
	ledger.Store
	left  int
	after bool
}

var errBroken = errors.New("broken")

func (b *breaking) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	b.left--
	if b.left < 0 && !b.after {
		return nil, errBroken
	}
	rs, err := b.Store.Append(ctx, id, at, drafts...)
	if b.left < 0 {
		return nil, errBroken
	}
	return rs, err
}

func TestCopyResumesAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, to := memory.New(), memory.New()
		defer from.Close()
		defer to.Close()
		n := rapid.IntRange(0, 60).Draw(t, "records")
		fill(t, from, n, rapid.IntRange(1, 5).Draw(t, "streams"))
		ctx := context.Background()

		first := &breaking{to, rapid.IntRange(0, 30).Draw(t, "appends before the fault"), rapid.Bool().Draw(t, "stored")}
		if _, err := transfer.Copy(ctx, transfer.Job{From: from, To: first}); err != nil && !errors.Is(err, errBroken) {
			t.Fatalf("first run: %v", err)
		}
		var pairs uint64
		p, err := transfer.Copy(ctx, transfer.Job{From: from, To: to, Mapped: func(a, b ledger.Position) error {
			pairs++
			return nil
		}})
		if err != nil {
			t.Fatalf("second run: %v", err)
		}
		if p.Records != uint64(n) || pairs != uint64(n) {
			t.Fatalf("proof of %d records with %d pairs, want %d", p.Records, pairs, n)
		}
		again, err := transfer.Copy(ctx, transfer.Job{From: from, To: to})
		if err != nil || again.Copied != 0 || again.Root != p.Root {
			t.Fatalf("third run = %+v, %v, want the root of %+v and nothing copied", again, err, p)
		}
	})
}

func TestCopyRefusesAnotherLedger(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name   string
		target func(s ledger.Store)
		at     uint64
	}{
		{"another first record", func(s ledger.Store) {
			_, _ = s.Append(ctx, "case/B-1", ledger.NoStream, draft(99))
		}, 1},
		{"the same public record with another sealed part", func(s ledger.Store) {
			d := draft(0)
			d.Sealed[0].Box = []byte{9}
			_, _ = s.Append(ctx, "case/A-0", ledger.NoStream, d)
		}, 1},
		{"more records than the source", func(s ledger.Store) {
			fill(t, s, 8, 2)
		}, 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, to := memory.New(), memory.New()
			fill(t, from, 6, 2)
			tt.target(to)
			before, _ := to.Head(ctx)
			_, err := transfer.Copy(ctx, transfer.Job{From: from, To: to})
			var diff *transfer.DifferenceError
			if !errors.As(err, &diff) || diff.Ordinal != tt.at {
				t.Fatalf("Copy = %v, want a difference at record %d", err, tt.at)
			}
			if after, _ := to.Head(ctx); after != before {
				t.Errorf("the target grew from %s to %s", before, after)
			}
		})
	}
}

func TestCopyLeavesOtherLimitsToTheNextRun(t *testing.T) {
	ctx := context.Background()
	from, to := memory.New(), memory.New()
	fill(t, from, 5, 1)
	half, err := transfer.Copy(ctx, transfer.Job{From: from, To: to})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := from.Append(ctx, "case/A-0", 4, draft(5)); err != nil {
		t.Fatal(err)
	}
	whole, err := transfer.Copy(ctx, transfer.Job{From: from, To: to})
	if err != nil || whole.Copied != 1 || whole.Records != 6 || whole.Root == half.Root {
		t.Errorf("second copy = %+v, %v after %+v", whole, err, half)
	}
}
