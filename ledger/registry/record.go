package registry

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
)

// Record writes down the entries that the ledger does not hold yet, in the
// given order within their streams, and says how many. An entry is held if the
// latest about its subject is the same; an amended one is recorded beside the
// old. at is the time of recording, post the acting one, which may be empty.
// Ids follow from content and place alone, so that two who record the same at
// once record it once. What is refused is not recorded, nor what comes after it;
// entries of one stream that are larger than one append go in portions.
//
// What may not stand in public is a [*disclosure.Error], what cannot be a
// [*ledger.InvalidError], what a rule of the registry does not allow an
// [*act.Refusal]; other errors are those of [act.Append].
func Record(ctx context.Context, s ledger.Store, at time.Time, post string, entries ...Entry) (recorded int, err error) {
	streams, order := map[ledger.StreamID][]Entry{}, []ledger.StreamID{}
	for _, e := range entries {
		id := e.Stream()
		if streams[id] == nil {
			order = append(order, id)
		}
		streams[id] = append(streams[id], e)
	}
	for _, id := range order {
		n, err := record(ctx, s, id, ledger.Draft{Post: post, Occurred: ledger.Time(at), Recorded: ledger.Time(at)}, streams[id])
		recorded += n
		if err != nil {
			return recorded, fmt.Errorf("record in %s: %w", id, err)
		}
	}
	return recorded, nil
}

// record adds to one stream; like holds what all its drafts have in common.
func record(ctx context.Context, s ledger.Store, id ledger.StreamID, like ledger.Draft, entries []Entry) (int, error) {
	for added := 0; ; {
		some, all := 0, 0
		_, err := act.Append(ctx, s, id, func(*ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
			held, head, err := load(ctx, s, id)
			if err != nil {
				return 0, nil, err
			}
			drafts, err := missing(id, head, held, like, entries)
			all, drafts = len(drafts), portion(drafts)
			some = len(drafts)
			return head, drafts, err
		})
		if err != nil {
			return added, err
		}
		if added += some; some == all {
			return added, nil
		}
	}
}

// maxPortion bounds the bytes of one append: a whole tree of organisations is
// larger than an append may be.
const maxPortion = ledger.MaxAppendBytes / 2

// portion is what goes into one append.
func portion(drafts []ledger.Draft) []ledger.Draft {
	size := 0
	for i := range drafts {
		if size += drafts[i].Size(); i > 0 && (size > maxPortion || i == ledger.MaxAppendDrafts) {
			return drafts[:i]
		}
	}
	return drafts
}

// load gives what a stream says, and its revision.
func load(ctx context.Context, s ledger.Store, id ledger.StreamID) (State, ledger.Revision, error) {
	h := newHeld()
	err := h.catchUp(ctx, s, id)
	return h.says, h.head, err
}

// missing drafts the entries that differ from what is held.
func missing(id ledger.StreamID, head ledger.Revision, held State, like ledger.Draft, entries []Entry) (drafts []ledger.Draft, err error) {
	for _, e := range entries {
		d := like
		if d.Type, d.Public, err = Book.Body(e, d.Post, nil); err != nil {
			return nil, fmt.Errorf("%s: %w", e.Subject(), err)
		}
		if old := held.entries[e.Subject()]; old != nil {
			name, body, err := Book.Encode(old)
			if err != nil {
				return nil, err
			}
			if name == d.Type && bytes.Equal(body, d.Public) {
				continue
			}
		}
		if Book.Action(e.Stored()).Command != "" { // what nobody can ask for has no rule
			if _, err := Book.Decide(&held, nil, e); err != nil {
				return nil, fmt.Errorf("%s: %w", e.Subject(), err)
			}
		}
		Book.Evolve(&held, act.Facts{Occurred: d.Occurred, Recorded: d.Recorded, Post: d.Post}, e)
		head++
		d.Command = ledger.NewCommandID(e.Since(), string(id)+"#"+strconv.FormatInt(int64(head), 10)+"\x00"+string(d.Public))
		d.ID = ledger.EventIDOf(d.Command, 0)
		drafts = append(drafts, d)
	}
	return drafts, nil
}
