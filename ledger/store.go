package ledger

import (
	"context"
	"iter"
)

// A Store keeps records. It gives them their place and nothing else: it has no
// clock, makes no ids and does not look into bodies. Every implementation
// passes storetest.Run. All methods are safe for concurrent use.
type Store interface {
	// Append stores all drafts at the end of the stream, or none. When it
	// returns nil they are durable and have consecutive revisions from at+1 on
	// and increasing positions.
	//
	// If the stream is not at revision at, the error is a *ConflictError,
	// unless the records after at begin with exactly these ids: then the call
	// was made before, and the records stored then are returned. New drafts
	// with the id of an event that stands elsewhere are a *DuplicateError in
	// stores that look beyond the place. What [CheckAppend] refuses is refused
	// before anything is written. ErrUnknownOutcome asks for the same call again.
	Append(ctx context.Context, stream StreamID, at Revision, drafts ...Draft) ([]Record, error)

	// Stream yields the stream's records from revision from on, in order, up
	// to the end as it stood at some moment after the call. A stream that does
	// not exist yields nothing. After an error the sequence ends.
	Stream(ctx context.Context, stream StreamID, from Revision) iter.Seq2[Record, error]

	// Follow yields the records after the position that match the filter, in
	// position order, none twice and none left out, and waits for more. It
	// ends with the context's error, or with a fault. An item without a
	// record says only how far the ledger was read; a follower that resumes
	// there misses nothing. A position beyond the head is an *InvalidError: it
	// comes from another ledger, or this one was restored from an older copy.
	Follow(ctx context.Context, after Position, f Filter) iter.Seq2[Item, error]

	// Head is the position of the last record, 0 in an empty ledger.
	Head(ctx context.Context) (Position, error)

	// Close ends all follows and frees the store. Appends under way are
	// answered first.
	Close() error
}

// Filter selects the records of a follow. The zero value selects all.
type Filter struct {
	// Stream is a prefix of stream ids, for example "case/".
	Stream string
}

// Match says whether the filter selects a stream.
func (f Filter) Match(stream StreamID) bool {
	return len(stream) >= len(f.Stream) && string(stream[:len(f.Stream)]) == f.Stream
}

// Item is one step of a follow.
type Item struct {
	// Record is nil where the item only reports progress.
	Record *Record
	// Position is how far the ledger has been read: the record's own position,
	// or a later one where following records did not match.
	Position Position
	// Live is set on an item without a record that says: at this moment there
	// was nothing more. It comes again each time the follow has caught up
	// after further records.
	Live bool
}

// CheckAfter is the check that every store makes before it follows: a position
// beyond the head is refused with an [*InvalidError].
func CheckAfter(after, head Position) error {
	if after <= head {
		return nil
	}
	return &InvalidError{Field: "position", Value: after.String(),
		Reason: "is beyond the last record " + head.String() + "; it comes from another ledger or from a later copy of this one"}
}
