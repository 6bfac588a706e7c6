package follow

import (
	"context"
	"errors"
	"io/fs"
	"net"

	"caseledger/ledger"
)

// ClassOf names the kind of a fault for health and metrics: a word from a short
// list, never the text of an error, which may hold a path, an address or a
// value of a record. Errors of other packages say their own word with a method
// ErrorClass() string.
func ClassOf(err error) string {
	var own interface{ ErrorClass() string }
	switch {
	case err == nil:
		return ""
	case errors.As(err, &own):
		return own.ErrorClass()
	case is[*ledger.FullError](err):
		return "full"
	case is[*ledger.CorruptError](err):
		return "damaged"
	case is[*ledger.LockedError](err):
		return "locked"
	case is[*ledger.ConflictError](err):
		return "conflict"
	case is[*ledger.InvalidError](err):
		return "invalid"
	case is[*ledger.FormatError](err):
		return "format"
	case errors.Is(err, ledger.ErrUnknownOutcome):
		return "unknown-outcome"
	case errors.Is(err, ledger.ErrClosed):
		return "closed"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, fs.ErrPermission):
		return "permission"
	case is[net.Error](err):
		return "network"
	}
	return "other"
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
