package audit

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"sync"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Log writes readings into a ledger. It is safe for concurrent use, also by
// several processes on one ledger. Set its fields before use.
type Log struct {
	Store  ledger.Store
	Now    func() time.Time
	Random io.Reader // distinguishes readings; need not be safe for concurrent use

	mu     sync.Mutex
	stream ledger.StreamID // the last one written; guarded by mu
	head   ledger.Revision // where it is thought to end; guarded by mu
}

// Record writes down a reading by a post. It is durable when Record returns
// nil; on any error the values must not be shown. A reading that says too little
// is a [*ledger.InvalidError], what may not stand in public a
// [*disclosure.Error]; other errors are those of [act.Append].
func (l *Log) Record(ctx context.Context, post string, r Read) error {
	name, public, err := Book.Body(r, post, nil)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	key := make([]byte, 16)
	if _, err := io.ReadFull(l.Random, key); err != nil {
		return fmt.Errorf("draw the id of a reading: %w", err)
	}
	now := ledger.Time(l.Now())
	command := ledger.NewCommandID(now, hex.EncodeToString(key))
	err = l.append(ctx, Stream(now), ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Post: post,
		Occurred: now, Recorded: now, Public: public})
	if err != nil {
		return fmt.Errorf("record a reading of sealed values: %w", err)
	}
	return nil
}

// append adds at the end of the stream as this log knows it; whoever was faster
// says in the conflict where that is.
func (l *Log) append(ctx context.Context, stream ledger.StreamID, d ledger.Draft) error {
	if l.stream != stream {
		l.stream, l.head = stream, ledger.NoStream
	}
	records, err := act.Append(ctx, l.Store, stream, func(faster *ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
		if faster != nil {
			l.head = faster.Have
		}
		return l.head, []ledger.Draft{d}, nil
	})
	if err == nil {
		l.head = records[0].Revision
	}
	return err
}
