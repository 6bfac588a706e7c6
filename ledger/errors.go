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

// DuplicateError: a draft carries the id of an event that stands elsewhere in
// the ledger. Nothing was stored. Ids are derived from commands, so a second
// command was sent under an old command id.
type DuplicateError struct {
	ID EventID
	// Stream and Revision are the place of the standing event.
	Stream   StreamID
	Revision Revision
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("event id %s stands at revision %d of %s already; a new command needs a new id", e.ID, e.Revision, e.Stream)
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
type CorruptError struct {
	Where, Reason string
	// Advice says what to do, where it is not to restore a backup.
	Advice string
}

func (e *CorruptError) Error() string {
	advice := e.Advice
	if advice == "" {
		advice = "restore it from a backup"
	}
	return fmt.Sprintf("%s is damaged: %s; %s", e.Where, e.Reason, advice)
}

// FormatError: the stored ledger is of a format that this program is too old
// to read.
type FormatError struct {
	Where       string
	Have, Known int
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("%s has format %d, and this program knows formats up to %d; use a newer caseledger", e.Where, e.Have, e.Known)
}

// FullError: there is no room to write. Nothing was stored; the same call
// works once there is room.
type FullError struct {
	Where string
	Err   error
}

func (e *FullError) Error() string {
	return fmt.Sprintf("no room to write to %s (%v); nothing was stored: make room and send it again", e.Where, e.Err)
}

func (e *FullError) Unwrap() error { return e.Err }

// LockedError: another process has the ledger open for writing.
type LockedError struct{ Path string }

func (e *LockedError) Error() string {
	return fmt.Sprintf("%s is in use by another process; stop it, or choose another data folder with --data", e.Path)
}
