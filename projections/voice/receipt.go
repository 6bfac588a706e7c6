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

// Reader is what the view is read from: projections.Views.
type Reader interface {
	ReadView(ctx context.Context, name string, f func(t door.Tx, at uint64) error) error
}

// CaseOf is the number of the case whose receipt code has this hash; empty where
// none has.
func CaseOf(ctx context.Context, v Reader, hash string) (number string, err error) {
	err = v.ReadView(ctx, Name, func(t door.Tx, _ uint64) error {
		return t.Query("SELECT case_number FROM voice_receipts WHERE hash = ?1", func(r door.Row) error {
			number = r.Text(0)
			return nil
		}, hash)
	})
	if err != nil {
		err = fmt.Errorf("find a receipt: %w", err)
	}
	return number, err
}
