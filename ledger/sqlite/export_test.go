package sqlite

import (
	"context"

	"zombiezen.com/go/sqlite"

	"caseledger/ledger"
)

// OpenSmall opens a ledger whose groups, batches and memories hold next to
// nothing, so that every bound is met.
func OpenSmall(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, Options{}, limits{group: 2, groupBytes: 1 << 10, batch: 3, batchBytes: 600, memory: 2, conns: 1})
}

// Call is one append of a group.
type Call struct {
	Stream ledger.StreamID
	At     ledger.Revision
	Drafts []ledger.Draft
}

// AppendGroup opens the ledger at path, commits each group of calls in one
// transaction by one writer, and gives the error of each call.
func AppendGroup(ctx context.Context, path string, groups ...[]Call) ([][]error, error) {
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	conn, err := s.connect(sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	last, _ := s.tail.now()
	w, err := newWriter(s, conn, last)
	if err != nil {
		return nil, err
	}
	var all [][]error
	for _, calls := range groups {
		group := make([]*request, len(calls))
		for i, c := range calls {
			group[i] = &request{stream: c.Stream, at: c.At, drafts: c.Drafts, answer: make(chan answer, 1)}
		}
		waiting := append([]*request(nil), group...)
		w.answer(group)
		errs := make([]error, len(calls))
		for i, r := range waiting {
			errs[i] = (<-r.answer).err
		}
		all = append(all, errs)
	}
	return all, nil
}

// FailedCommit opens a ledger and gives what callers are told when a commit
// fails because the disk does, and what later callers are told.
func FailedCommit(ctx context.Context, path string) (first, later error, err error) {
	s, err := Open(ctx, path, Options{})
	if err != nil {
		return nil, nil, err
	}
	defer s.Close()
	last, _ := s.tail.now()
	w, err := newWriter(s, s.writing, last)
	if err != nil {
		return nil, nil, err
	}
	first = w.settle(&commitError{sqlite.ResultIOErrFsync.ToError()})
	r := &request{stream: "case/x", at: ledger.NoStream, answer: make(chan answer, 1)}
	w.answer([]*request{r})
	return first, (<-r.answer).err, nil
}
