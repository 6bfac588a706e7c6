package export

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// Query says what goes into a file.
type Query struct {
	// From and To bound the local date of acceptance, both inclusive; of the
	// form ndjson, the date on which a record was recorded, in the ledger's
	// default zone. NoDate leaves a side open.
	From, To workdays.Date
	// KnownAt leaves out what was recorded after this record, named by its
	// ordinal; 0 is now.
	KnownAt ledger.Position
	// Since leaves out of the form exchange what it said at this earlier record,
	// named by its ordinal; 0 is the beginning.
	Since ledger.Position
	// All makes acceptance, closing and all other actions events of the form
	// xes, which has the performed steps alone without.
	All bool
}

// Everything is the query for all there is.
var Everything = Query{From: workdays.NoDate, To: workdays.NoDate}

func (q *Query) bounded() bool { return q.From != workdays.NoDate || q.To != workdays.NoDate }

func (q *Query) holds(d workdays.Date) bool {
	return !q.bounded() || d != workdays.NoDate && d >= q.From && (q.To == workdays.NoDate || d <= q.To)
}

// A Receipt says what was written.
type Receipt struct {
	Form      string    `json:"form"`
	Cases     int       `json:"cases,omitzero"` // that the file has
	Rows      int       `json:"rows"`           // of tables without their headers, events, or records
	Ordinal   uint64    `json:"ordinal"`        // of the last record taken into account
	Recorded  time.Time `json:"recorded,omitzero"`
	Simulated bool      `json:"simulated,omitzero"`
	Bytes     int64     `json:"bytes"`
	SHA256    string    `json:"sha256"`
}

// Progress is called now and then with the number of cases or records that are
// done.
type Progress func(done, all int)

// Write writes one file. A KnownAt beyond the last record is a
// [*ledger.InvalidError]; other errors are those of the views or of w.
func Write(ctx context.Context, v *projections.Views, f *Form, q Query, w io.Writer, p Progress) (r Receipt, err error) {
	err = v.Snapshot(ctx, func(s *projections.Snapshot) error {
		src, err := open(s, q, p)
		if err != nil {
			return err
		}
		sum := &summed{to: w, hash: sha256.New()}
		out := bufio.NewWriterSize(sum, 1<<16)
		rows, err := f.write(src, out)
		if err == nil {
			err = out.Flush()
		}
		r = Receipt{Form: f.Name, Cases: src.done, Rows: rows, Ordinal: src.ordinal, Recorded: src.recorded, Simulated: src.simulated,
			Bytes: sum.n, SHA256: hex.EncodeToString(sum.hash.Sum(nil))}
		return err
	})
	return r, err
}

// summed counts and hashes what passes through.
type summed struct {
	to   io.Writer
	hash hash.Hash
	n    int64
}

func (s *summed) Write(b []byte) (n int, err error) {
	n, err = s.to.Write(b)
	s.hash.Write(b[:n])
	s.n += int64(n)
	return n, err
}
