package main

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"caseledger/ledger"
	"caseledger/ledger/intake"
	"caseledger/projections"
)

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("anything else"), 1},
		{&ledger.LockedError{Path: "ledger.sqlite"}, 1},
		{&intake.SourceError{File: "a.xes", Line: 3, Reason: "no name"}, 1},
		{fmt.Errorf("figures: %w", &usageError{"no such figure"}), 2},
		{&intake.MappingError{File: "m.json", Reason: "unknown key"}, 2},
		{asUsage(&ledger.InvalidError{Field: "figure", Value: "x", Reason: "is not defined"}), 2},
		{fmt.Errorf("open: %w", &ledger.CorruptError{Where: "ledger.sqlite", Reason: "page 3"}), 3},
		{fmt.Errorf("case x: %w", ledger.ErrNotFound), 4},
		{projections.ErrNotFound, 4},
		{&fs.PathError{Op: "open", Path: "a.xes", Err: fs.ErrNotExist}, 4},
		{fmt.Errorf("append: %w", &ledger.FullError{Where: "ledger.sqlite", Err: errors.New("disk full")}), 5},
		{&fs.PathError{Op: "write", Path: "out", Err: syscall.ENOSPC}, 5},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("exit code of %v is %d, want %d", c.err, got, c.want)
		}
	}
}
