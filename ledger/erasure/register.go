package erasure

import (
	"context"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/vault"
)

// A Register records erasures and carries them out. It is safe for concurrent
// use, also by several processes on one ledger and one vault.
type Register struct {
	Store ledger.Store
	Vault *vault.Vault
}

// Erase records that a subject's key is destroyed, and destroys it. The record
// is durable before the key is touched; on any error the same call ends what
// was begun. repeated says that the same erasure was recorded before. Errors are [vault.ErrErased], [vault.ErrUnknownSubject], a
// [*ledger.InvalidError], those of [act.Append], or a fault. None of them names
// the subject.
func (r *Register) Erase(ctx context.Context, at time.Time, post, subject string, reason Reason) (record ledger.Record, repeated bool, err error) {
	if _, err := r.Apply(ctx); err != nil {
		return record, false, err
	}
	id, err := r.Vault.KeyID(subject)
	if err != nil {
		return record, false, err
	}
	record, repeated, err = r.record(ctx, at, post, Erased{Key: string(id), Reason: reason})
	if err != nil {
		return record, false, fmt.Errorf("record an erasure: %w", err)
	}
	if err := r.Vault.Erase(subject); err != nil {
		return record, false, fmt.Errorf("the erasure is recorded at position %s, the key is not destroyed yet; erase again: %w", record.Position, err)
	}
	return record, repeated, r.applied(ctx, record.Revision)
}

// applied notes that the erasure of this revision is carried out. Others that
// were recorded since the last were noted are carried out too; that looks at
// every key, which this one did not need.
func (r *Register) applied(ctx context.Context, revision ledger.Revision) error {
	done, err := r.Vault.Applied()
	if err == nil && done == int64(revision) {
		return r.Vault.SetApplied(done + 1)
	}
	if err == nil {
		_, err = r.Apply(ctx)
	}
	return err
}

// record appends the event, once for each key.
func (r *Register) record(ctx context.Context, at time.Time, post string, e Erased) (out ledger.Record, repeated bool, err error) {
	name, public, err := Book.Body(e, post, nil)
	if err != nil {
		return out, false, err
	}
	command := ledger.NewCommandID(time.Unix(0, 0), "erase\x00"+e.Key)
	draft := ledger.Draft{ID: ledger.EventIDOf(command, 0), Type: name, Command: command, Post: post,
		Occurred: ledger.Time(at), Recorded: ledger.Time(at), Public: public}
	records, err := act.Append(ctx, r.Store, Stream, func(*ledger.ConflictError) (ledger.Revision, []ledger.Draft, error) {
		head := ledger.NoStream
		for held, err := range r.Store.Stream(ctx, Stream, 0) {
			if err != nil {
				return 0, nil, err
			}
			if held.Command == command {
				out, repeated = held, true
				return 0, nil, nil
			}
			head = held.Revision
		}
		return head, []ledger.Draft{draft}, nil
	})
	if err == nil && !repeated {
		out = records[0]
	}
	return out, repeated, err
}

// Apply destroys the keys of recorded erasures that this vault has not carried
// out, and says how many there were: after a crash between record and key, and
// after the restore of an older vault.
func (r *Register) Apply(ctx context.Context) (keys int, err error) {
	applied, err := r.Vault.Applied()
	if err != nil {
		return 0, err
	}
	ids, next := map[vault.KeyID]bool{}, applied
	for e, err := range List(ctx, r.Store, ledger.Revision(applied)) {
		if err != nil {
			return 0, err
		}
		ids[vault.KeyID(e.Key)] = true
		next = int64(e.Revision) + 1
	}
	if next == applied {
		return 0, nil
	}
	if keys, err = r.Vault.EraseKeys(ids); err == nil {
		err = r.Vault.SetApplied(next)
	}
	if err != nil {
		return keys, fmt.Errorf("apply recorded erasures: %w", err)
	}
	return keys, nil
}
