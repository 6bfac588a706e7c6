package main

import (
	"errors"
	"io/fs"
	"syscall"

	"caseledger/ledger"
	"caseledger/ledger/intake"
	"caseledger/ledger/transfer"
	"caseledger/projections"
)

// Exit codes.
const (
	exitOK       = 0 // done
	exitFailure  = 1 // could not be done; the message says why
	exitUsage    = 2 // the command line, or the mapping it names, cannot be understood
	exitDamaged  = 3 // stored bytes are not what was written, two ledgers are not the same, or a log does not verify
	exitNotFound = 4 // there is no such case, ledger or file
	exitRetry    = 5 // there is no room; nothing was lost, and the same command goes on once there is
)

// usageError is a command line that cannot be understood.
type usageError struct{ reason string }

func (e *usageError) Error() string { return e.reason }

// exitCode is the one table from kinds of errors to exit codes.
func exitCode(err error) int {
	var (
		usage   *usageError
		mapping *intake.MappingError
		corrupt *ledger.CorruptError
		differs *transfer.DifferenceError
		full    *ledger.FullError
		unlike  *differsError
	)
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage), errors.As(err, &mapping):
		return exitUsage
	case errors.As(err, &corrupt), errors.As(err, &differs), errors.As(err, &unlike):
		return exitDamaged
	case errors.Is(err, ledger.ErrNotFound), errors.Is(err, projections.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		return exitNotFound
	case errors.As(err, &full), errors.Is(err, syscall.ENOSPC):
		return exitRetry
	}
	return exitFailure
}
