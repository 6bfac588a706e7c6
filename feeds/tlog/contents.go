package tlog

import (
	"bytes"
	"context"
	"fmt"

	"caseledger/feeds"
	"caseledger/ledger"
)

// contents is what a log has leaves of, in their order for ever.
type contents interface {
	// count is how many there are.
	count(ctx context.Context) (uint64, error)
	// leaves gives those from an index on, n at most, and the place of the record
	// of the last. There may be none yet.
	leaves(ctx context.Context, from uint64, n int) ([]leaf, ledger.Position, error)
	// check says in words which of the leaves that a log has from an index on is
	// not as it must be, "" where all are. Those before signed were signed.
	check(ctx context.Context, from uint64, have [][]byte, signed uint64) (differs string, err error)
	// wait waits until there may be more. changed is closed when records come.
	wait(ctx context.Context, changed <-chan struct{}) error
}

// recordLeaves are those of the records.
type recordLeaves struct{ feeds.Records }

func (c *recordLeaves) count(ctx context.Context) (uint64, error) { return c.Count(ctx) }

func (c *recordLeaves) leaves(ctx context.Context, from uint64, n int) (out []leaf, at ledger.Position, err error) {
	page, err := c.Public(ctx, from+1, n)
	for i := range page {
		r := &page[i].Record
		if _, err := feeds.Lookup(r.Type); err != nil {
			return nil, 0, err
		}
		out, at = append(out, leafOf(r)), page[i].Position
	}
	return out, at, err
}

func (c *recordLeaves) check(ctx context.Context, from uint64, have [][]byte, _ uint64) (string, error) {
	page, err := c.Public(ctx, from+1, len(have))
	if err != nil {
		return "", err
	}
	for i, data := range have {
		if i >= len(page) || !bytes.Equal(leafOf(&page[i].Record).data, data) {
			return fmt.Sprintf("leaf %d is not record %d", from+uint64(i), from+1+uint64(i)), nil
		}
	}
	return "", nil
}

func (c *recordLeaves) wait(ctx context.Context, changed <-chan struct{}) error {
	select {
	case <-changed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
