package ledger

import (
	"errors"
	"fmt"
)

// Sentinels that stores return, wrapped with the operation.
var (
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store is closed")
	// ErrUnknownOutcome: the append may or may not have been stored. Send the
	// same call again; the ids make it exactly once.
	ErrUnknownOutcome = errors.New("outcome unknown, send the same command again")
	// ErrNotFound: there is no such stream.
	ErrNotFound = errors.New("not found")
)

// ConflictError: the stream was not at the expected revision. Nothing was
// stored.
type ConflictError struct {
	Stream StreamID
	Want   Revision
	Have   Revision
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("stream %s is at revision %d, not %d", e.Stream, e.Have, e.Want)
}

// TooLargeError: an append is over [MaxAppendBytes]. Nothing was stored.
type TooLargeError struct{ Bytes, Limit int }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("append of %d bytes is over the limit of %d; split it", e.Bytes, e.Limit)
}

// InvalidError: a value that cannot be taken as it is. Nothing was stored.
type InvalidError struct{ Field, Value, Reason string }

func (e *InvalidError) Error() string {
	if e.Value == "" {
		return e.Field + ": " + e.Reason
	}
	return fmt.Sprintf("%s %q: %s", e.Field, e.Value, e.Reason)
}

// CorruptError: the stored bytes are not what was written. The store refuses
// to go on, so that no record is lost unnoticed.
type CorruptError struct{ Where, Reason string }

func (e *CorruptError) Error() string {
	return fmt.Sprintf("%s is damaged: %s; restore it from a backup", e.Where, e.Reason)
}

// LockedError: another process has the ledger open for writing.
type LockedError struct{ Path string }

func (e *LockedError) Error() string {
	return fmt.Sprintf("%s is in use by another process; stop it, or choose another data folder with --data", e.Path)
}
