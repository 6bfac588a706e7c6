package voice

import (
	"context"
	"fmt"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// receipt takes a record of a case: the latest receipt code counts, until its
// record or the case is voided.
func receipt(t door.Tx, r *view.Record) error {
	number := strings.TrimPrefix(string(r.Stream), casefile.StreamPrefix)
	e, err := casefile.Decode(&r.Record)
	if err != nil {
		return err
	}
	switch x := e.Event.(type) {
	case casefile.ReceiptIssued:
		if err := t.Exec("DELETE FROM voice_receipts WHERE case_number = ?1", number); err != nil {
			return err
		}
		return t.Exec("INSERT INTO voice_receipts (hash, case_number, revision) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING", x.Hash, number, int64(r.Revision))
	case casefile.RecordVoided:
		return t.Exec("DELETE FROM voice_receipts WHERE case_number = ?1 AND revision = ?2", number, int64(x.Revision))
	case casefile.Annulled:
		return t.Exec("DELETE FROM voice_receipts WHERE case_number = ?1", number)
	}
	return nil
}

// Counter is a [view.Reader] that knows how many records it was made of.
type Counter interface {
	view.Reader
	Count(ctx context.Context) (uint64, error)
}

// CaseOf is the number of the case whose receipt code has this hash; empty where
// none has. While the view is behind, one that is not found is a
// [view.ErrBeingMade]: it may be among the records still to come.
func CaseOf(ctx context.Context, v Counter, hash string) (number string, err error) {
	all, err := v.Count(ctx)
	if err != nil {
		return "", fmt.Errorf("find a receipt: %w", err)
	}
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		err := t.Query("SELECT case_number FROM voice_receipts WHERE hash = ?1", func(r door.Row) error {
			number = r.Text(0)
			return nil
		}, hash)
		if err == nil && number == "" && at < all {
			err = view.ErrBeingMade
		}
		return err
	})
	if err != nil {
		err = fmt.Errorf("find a receipt: %w", err)
	}
	return number, err
}
