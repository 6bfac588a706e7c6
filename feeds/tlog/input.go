package tlog

import (
	"context"
	"fmt"
	"slices"

	"github.com/transparency-dev/merkle/compact"

	"caseledger/feeds"
	"caseledger/ledger"
)

// input is what statements were computed from: the records up to some, as the
// root of their log, and as a map from case numbers to ordinals. It grows by
// reading on, once for all statements.
type input struct {
	tree  *compact.Range
	roots map[uint64]ledger.Hash // at the sizes that were asked for
	cases caseMap
}

// read reads on until the roots at all the sizes are known; from the beginning
// where one of them was passed over.
func (in *input) read(ctx context.Context, records feeds.Records, sizes []uint64) error {
	passed := func(n uint64) bool {
		_, known := in.roots[n]
		return !known && n < in.tree.End()
	}
	if in.tree == nil || slices.ContainsFunc(sizes, passed) {
		*in = input{ranges.NewEmptyRange(0), map[uint64]ledger.Hash{}, caseMap{}}
	}
	for end := slices.Max(sizes); in.tree.End() < end; {
		page, err := records.Public(ctx, in.tree.End()+1, int(min(1000, end-in.tree.End())))
		if err == nil && len(page) == 0 {
			err = fmt.Errorf("there are %d records, and a statement is of %d", in.tree.End(), end)
		}
		if err != nil {
			return err
		}
		for i := range page {
			if err := in.take(&page[i].Record, sizes); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *input) take(r *ledger.Record, sizes []uint64) error {
	l := leafOf(r)
	if err := in.tree.Append(l.hash[:], nil); err != nil {
		return err
	}
	n := in.tree.End()
	if number, ok := feeds.CaseNumber(r.Stream); ok {
		in.cases.add(number, n)
	}
	if !slices.Contains(sizes, n) {
		return nil
	}
	root, err := in.tree.GetRootHash(nil)
	in.roots[n] = ledger.Hash(root)
	return err
}
