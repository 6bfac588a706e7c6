package late

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// An Entry is a record that was recorded late (补录).
type Entry struct {
	Ordinal  uint64
	Number   string // of its case
	Revision ledger.Revision
	Type     string // stored name
	Post     string
	Org      string // accepting organisation of its case
	Occurred time.Time
	Recorded time.Time
	// RecordedOn is the local date of Recorded.
	RecordedOn workdays.Date
	Days       int    // lag in working days, 1 or more
	Batch      uint64 // the batch that it is part of; 0 for none
}

// A Batch are late entries of one organisation that were entered together
// (批量补录).
type Batch struct {
	ID      uint64 // ordinal of its first entry
	Org     string
	Begun   time.Time // when its first entry was recorded
	BegunOn workdays.Date
	Ended   time.Time // when its last one was
	Records int       // late entries
	Cases   int       // that they are of
}

const selectEntries = "SELECT ordinal, case_number, revision, type, post, org, occurred, recorded, recorded_on, days, batch FROM late_entries "

// readEntries reads entries; the condition follows.
func readEntries(t door.Tx, condition string, args ...any) (out []Entry, err error) {
	err = t.Query(selectEntries+condition, func(r door.Row) error {
		out = append(out, Entry{
			Ordinal: uint64(r.Int(0)), Number: r.Text(1), Revision: ledger.Revision(r.Int(2)), Type: r.Text(3), Post: r.Text(4), Org: r.Text(5),
			Occurred: door.Instant(r.Int(6)), Recorded: door.Instant(r.Int(7)), RecordedOn: workdays.Date(r.Int(8)), Days: int(r.Int(9)), Batch: uint64(r.Int(10)),
		})
		return nil
	}, args...)
	return out, err
}

func (e *Entry) write(p door.Params) {
	p.Int(int64(e.Ordinal))
	p.Text(e.Number)
	p.Int(int64(e.Revision))
	p.Text(e.Type)
	p.Text(e.Post)
	p.Text(e.Org)
	p.Int(e.Occurred.UnixMicro())
	p.Int(e.Recorded.UnixMicro())
	p.Int(int64(e.RecordedOn))
	p.Int(int64(e.Days))
	p.Int(int64(e.Batch))
}

func (b *Batch) write(p door.Params) {
	p.Int(int64(b.ID))
	p.Text(b.Org)
	p.Int(b.Begun.UnixMicro())
	p.Int(int64(b.BegunOn))
	p.Int(b.Ended.UnixMicro())
	p.Int(int64(b.Records))
}
