package exceptions

import (
	"fmt"
	"slices"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// writer writes the rows and remembers nothing.
type writer struct{}

// Forget implements [view.Writer].
func (writer) Forget() {}

// Take implements [view.Writer].
func (w writer) Take(t door.Tx, b *view.Batch) error {
	for i := range b.Records {
		r := &b.Records[i]
		err := w.seal(t, r)
		if number, ok := strings.CutPrefix(string(r.Stream), casefile.StreamPrefix); ok && err == nil {
			err = w.take(t, r, number)
		}
		if err != nil {
			return fmt.Errorf("record %d: %w", r.Ordinal, err)
		}
	}
	return nil
}

// seal counts the sealed values of a record.
func (writer) seal(t door.Tx, r *view.Record) error {
	year, month, _ := casefile.StandardDate(r.Recorded).Civil()
	for _, s := range r.Sealed {
		err := t.Exec("INSERT INTO exceptions_sealed (type, label, month, sealed) VALUES (?1, ?2, ?3, 1) ON CONFLICT (type, label, month) DO UPDATE SET sealed = exceptions_sealed.sealed + 1",
			r.Type, s.Label, int64(year*12+int(month)-1))
		if err != nil {
			return err
		}
	}
	return nil
}

// take writes a row, or marks one that holds no longer.
func (writer) take(t door.Tx, r *view.Record, number string) error {
	if slices.Contains(types, r.Type) {
		return t.Exec("INSERT INTO exceptions_rows (ordinal, type, case_number, revision, post, occurred, recorded, body, amended) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
			int64(r.Ordinal), r.Type, number, int64(r.Revision), r.Post, r.Occurred.UnixMicro(), r.Recorded.UnixMicro(), string(r.Public))
	}
	if r.Type == (casefile.Annulled{}).Stored() {
		return t.Exec("UPDATE exceptions_rows SET amended = ?1 WHERE case_number = ?2 AND amended = 0", int64(r.Ordinal), number)
	}
	if !casefile.Amends(r.Type) {
		return nil
	}
	e, err := casefile.Decode(&r.Record)
	if err != nil {
		return err
	}
	wrong := int64(-1)
	switch x := e.Event.(type) {
	case casefile.RecordCorrected:
		wrong = int64(x.Revision)
	case casefile.RecordVoided:
		wrong = int64(x.Revision)
	}
	return t.Exec("UPDATE exceptions_rows SET amended = ?1 WHERE case_number = ?2 AND revision = ?3 AND amended = 0", int64(r.Ordinal), number, wrong)
}
