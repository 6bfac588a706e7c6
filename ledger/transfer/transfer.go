package transfer

import (
	"context"
	"fmt"
	"iter"

	"caseledger/ledger"
)

// Job says what to copy where.
type Job struct {
	From, To ledger.Store
	// Progress, if set, is told now and then how far the source was read, and
	// where its head was when the copy began.
	Progress func(at, head ledger.Position)
	// Mapped, if set, is told each record's two positions during the proof, in
	// ledger order.
	Mapped func(from, to ledger.Position) error
}

// Proof says that two ledgers are equal up to a record.
type Proof struct {
	Records  uint64          `json:"records"`
	Copied   uint64          `json:"copied"` // how many of them this run added
	Root     ledger.Hash     `json:"root"`
	FromHead ledger.Position `json:"fromHead"` // place of the last record in the source
	ToHead   ledger.Position `json:"toHead"`   // place of the last record in the target
}

// DifferenceError: the target holds another record than the source at the same
// place in the order. Nothing was written after it.
type DifferenceError struct {
	Ordinal  uint64 // 1 for the first record
	From, To ledger.Position
	What     string
}

func (e *DifferenceError) Error() string {
	return fmt.Sprintf("record %d differs between source (position %s) and target (position %s): %s; copy into an empty ledger",
		e.Ordinal, e.From, e.To, e.What)
}

// Copy copies all records up to the source's head as it stands now, and proves
// the result. Records that the source takes in meanwhile are left for the next
// run. On an error nothing is lost: run it again.
func Copy(ctx context.Context, j Job) (Proof, error) {
	head, err := j.From.Head(ctx)
	if err != nil {
		return Proof{}, fmt.Errorf("read the head of the source: %w", err)
	}
	after, err := commonPrefix(ctx, j, head)
	if err != nil {
		return Proof{}, err
	}
	copied, err := appendRest(ctx, j, after, head)
	if err != nil {
		return Proof{}, err
	}
	p, err := Prove(ctx, j, head)
	p.Copied = copied
	return p, err
}

// commonPrefix compares the target with the source and gives the source's
// position of the last record that both hold.
func commonPrefix(ctx context.Context, j Job, head ledger.Position) (ledger.Position, error) {
	toHead, err := j.To.Head(ctx)
	if err != nil {
		return 0, fmt.Errorf("read the head of the target: %w", err)
	}
	var after ledger.Position
	var n uint64
	next, stop := iter.Pull2(upTo(ctx, j.From, 0, head))
	defer stop()
	for to, err := range upTo(ctx, j.To, 0, toHead) {
		if err != nil {
			return 0, fmt.Errorf("read the target: %w", err)
		}
		n++
		from, err, ok := next()
		switch {
		case !ok:
			return 0, &DifferenceError{n, 0, to.Position, "the target has more records than the source"}
		case err != nil:
			return 0, fmt.Errorf("read the source: %w", err)
		}
		if err := equal(n, from, to); err != nil {
			return 0, err
		}
		after = from.Position
	}
	return after, nil
}

// appendRest appends the source's records behind a position, those of one
// stream that follow each other as one append.
func appendRest(ctx context.Context, j Job, after, head ledger.Position) (copied uint64, err error) {
	var run []*ledger.Record
	size := 0
	flush := func() error {
		if len(run) == 0 {
			return nil
		}
		drafts := make([]ledger.Draft, len(run))
		for i, r := range run {
			drafts[i] = r.Draft
		}
		if _, err := j.To.Append(ctx, run[0].Stream, run[0].Revision-1, drafts...); err != nil {
			return fmt.Errorf("append to %s in the target: %w", run[0].Stream, err)
		}
		copied += uint64(len(run))
		if j.Progress != nil {
			j.Progress(run[len(run)-1].Position, head)
		}
		run, size = run[:0], 0
		return nil
	}
	for r, err := range upTo(ctx, j.From, after, head) {
		if err != nil {
			return copied, fmt.Errorf("read the source: %w", err)
		}
		full := size+r.Size() > ledger.MaxAppendBytes || len(run) == ledger.MaxAppendDrafts
		if len(run) > 0 && (full || run[0].Stream != r.Stream) {
			if err := flush(); err != nil {
				return copied, err
			}
		}
		run, size = append(run, r), size+r.Size()
	}
	return copied, flush()
}

// Prove compares the two ledgers of the job up to the source's position head,
// record by record, and computes both tree hashes. A *DifferenceError names
// the first record that is not the same.
func Prove(ctx context.Context, j Job, head ledger.Position) (Proof, error) {
	toHead, err := j.To.Head(ctx)
	if err != nil {
		return Proof{}, fmt.Errorf("read the head of the target: %w", err)
	}
	var p Proof
	var from, to Tree
	next, stop := iter.Pull2(upTo(ctx, j.To, 0, toHead))
	defer stop()
	for a, err := range upTo(ctx, j.From, 0, head) {
		if err != nil {
			return p, fmt.Errorf("read the source: %w", err)
		}
		p.Records++
		b, err, ok := next()
		if err != nil {
			return p, fmt.Errorf("read the target: %w", err)
		}
		if !ok {
			return p, &DifferenceError{p.Records, a.Position, 0, "the target ends before it"}
		}
		if err := equal(p.Records, a, b); err != nil {
			return p, err
		}
		from.Add(a.Hash())
		to.Add(b.Hash())
		p.FromHead, p.ToHead = a.Position, b.Position
		if j.Mapped != nil {
			if err := j.Mapped(a.Position, b.Position); err != nil {
				return p, err
			}
		}
	}
	if b, err, ok := next(); ok {
		if err != nil {
			return p, fmt.Errorf("read the target: %w", err)
		}
		return p, &DifferenceError{p.Records + 1, 0, b.Position, "the target has more records than the source"}
	}
	p.Root = from.Root()
	if p.Root != to.Root() {
		return p, &DifferenceError{p.Records, p.FromHead, p.ToHead, "tree hashes"}
	}
	return p, nil
}
