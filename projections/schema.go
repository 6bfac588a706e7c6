package projections

import (
	"fmt"

	"caseledger/ledger"
	"caseledger/projections/door"
	"caseledger/projections/figures/runs"
)

// coreView is one of the views that a generation is made for. Its version grows
// when the same records give other rows; then a generation is built anew, with
// all that rests on it. The figures have a version of their own, see [replay].
type coreView struct {
	name    string
	version int64
	// serves is the oldest stored version whose rows this program can still
	// read while the new ones are being built.
	serves int64
}

func views() []coreView {
	return []coreView{
		{"cases", 17, 17},
		{"records", 3, 2},
	}
}

// tables creates what every generation has. Ids of cases and of other streams
// come from one sequence, in order of their first records; both list the
// ordinals of their records. A mark says the latest recorded time up to a
// record, see [markEvery].
var tables = []string{
	`CREATE TABLE views (name TEXT PRIMARY KEY, version BIGINT NOT NULL)`,
	`CREATE TABLE checkpoint (id BIGINT PRIMARY KEY, position BIGINT NOT NULL, ordinal BIGINT NOT NULL, last_id BIGINT NOT NULL, high BIGINT NOT NULL, last_position BIGINT NOT NULL, last_prior BIGINT NOT NULL, last_hash BLOB NOT NULL, rederived BIGINT NOT NULL, indexed BIGINT NOT NULL, retired BIGINT NOT NULL)`,
	`CREATE TABLE streams (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE, records BLOB NOT NULL)`,
	`CREATE TABLE records (ordinal BIGINT PRIMARY KEY, position BIGINT NOT NULL, stream BIGINT NOT NULL, recorded BIGINT NOT NULL, head BLOB NOT NULL, public TEXT NOT NULL)`,
	`CREATE TABLE marks (ordinal BIGINT PRIMARY KEY, high BIGINT NOT NULL)`,
	`CREATE TABLE cases (id BIGINT PRIMARY KEY, number TEXT NOT NULL UNIQUE, org TEXT NOT NULL, item TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL, officer TEXT NOT NULL, status TEXT NOT NULL, calendar TEXT NOT NULL, accepted_at BIGINT NOT NULL, accepted_on BIGINT NOT NULL, due_at BIGINT NOT NULL, overdue_from BIGINT NOT NULL, unexplained_from BIGINT NOT NULL, work_due BIGINT NOT NULL, clock_until BIGINT NOT NULL, regime TEXT NOT NULL, axes BIGINT NOT NULL, anomalies BIGINT NOT NULL, open_book BIGINT NOT NULL, bad_review BIGINT NOT NULL, review_overdue_from BIGINT NOT NULL, position BIGINT NOT NULL, records BLOB NOT NULL, state BLOB NOT NULL)`,
}

// indexes are made when the views first reach the end of the ledger: sorting
// once is several times cheaper than keeping order all the way.
var indexes = []string{
	`CREATE INDEX IF NOT EXISTS cases_accepted ON cases (accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_due ON cases (due_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_updated ON cases (position, number)`,
	`CREATE INDEX IF NOT EXISTS cases_overdue ON cases (overdue_from, number)`,
	`CREATE INDEX IF NOT EXISTS cases_org_due ON cases (org, due_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_status_due ON cases (status, due_at, number, org)`,
	`CREATE INDEX IF NOT EXISTS cases_org ON cases (org, accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_item ON cases (item, accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_kind ON cases (kind, accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_axes ON cases (axes, accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_channel ON cases (channel, accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_officer ON cases (officer, accepted_at, number)`,
	`CREATE INDEX IF NOT EXISTS cases_status ON cases (status, accepted_at, number, org)`,
	`CREATE INDEX IF NOT EXISTS cases_anomalies ON cases (anomalies, accepted_at, number) WHERE anomalies <> 0`,
	`CREATE INDEX IF NOT EXISTS cases_open_book ON cases (open_book, accepted_at, number) WHERE open_book <> 0`,
	`CREATE INDEX IF NOT EXISTS cases_work_due ON cases (work_due, number, org) WHERE ` + onWorklist,
	`CREATE INDEX IF NOT EXISTS cases_work_org ON cases (org, work_due, number, item, officer) WHERE ` + onWorklist,
	`CREATE INDEX IF NOT EXISTS cases_work_item ON cases (item, work_due, number, org, officer) WHERE ` + onWorklist,
	`CREATE INDEX IF NOT EXISTS cases_work_officer ON cases (officer, work_due, number, org, item) WHERE ` + onWorklist,
	`CREATE INDEX IF NOT EXISTS cases_bad_review ON cases (bad_review, review_overdue_from, accepted_at, number) WHERE bad_review <> 0`,
	`CREATE INDEX IF NOT EXISTS cases_clock ON cases (calendar, clock_until, accepted_on, id)`,
	`CREATE INDEX IF NOT EXISTS cases_regime ON cases (regime, accepted_on, id) WHERE regime <> ''`,
	`CREATE INDEX IF NOT EXISTS marks_high ON marks (high, ordinal)`,
}

// create fills an empty generation with tables and a checkpoint at the start.
func create(t door.Tx, f *runs.View) error {
	for _, list := range [][]string{tables, f.Schema()} {
		for _, q := range list {
			if err := t.Exec(q); err != nil {
				return err
			}
		}
	}
	for _, v := range append(views(), coreView{name: figuresName, version: runs.Version()}) {
		if err := setVersion(t, v.name, v.version); err != nil {
			return err
		}
	}
	return beginCheckpoint(t, "")
}

func setVersion(t door.Tx, view string, version int64) error {
	return t.Exec("INSERT INTO views (name, version) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET version = excluded.version", view, version)
}

// readVersion is a view's stored version, 0 for none.
func readVersion(t door.Tx, view string) (version int64, err error) {
	err = t.Query("SELECT version FROM views WHERE name = ?1", func(r door.Row) error {
		version = r.Int(0)
		return nil
	}, view)
	return version, err
}

// checkpoint says how far a generation has applied the ledger. It is written
// with the rows it speaks of.
type checkpoint struct {
	prefix   string // of its table's name
	position ledger.Position
	ordinal  uint64
	lastID   int64
	high     int64 // latest recorded time, microseconds
	last     lastRecord
	// rederived is the id of the last case that was derived anew, of those that
	// the last record read touches; 0 where all are.
	rederived int64
	indexed   bool
	retired   bool // another generation is live
}

// within says that of the last record read only a part is taken: it stands
// after the position.
func (c *checkpoint) within() bool { return c.last.position > c.position }

// lastRecord is the last record that a generation has read: what a ledger must
// hold to be the one that the rows come from. The zero one was read from an
// empty ledger. It is loaded with [checkpoint.loadLast].
type lastRecord struct {
	position ledger.Position
	prior    ledger.Position // of the record before it, 0 for none
	hash     []byte          // leaf hash
}

// beginCheckpoint writes a checkpoint that stands before the first record.
func beginCheckpoint(t door.Tx, prefix string) error {
	return t.Exec("INSERT INTO "+prefix+"checkpoint (id, position, ordinal, last_id, high, last_position, last_prior, last_hash, rederived, indexed, retired) VALUES (1, 0, 0, 0, ?1, 0, 0, ?2, 0, 0, 0)", noTime, []byte{})
}

// readCheckpoint reads the checkpoint of the table whose name has the prefix.
func readCheckpoint(t door.Tx, prefix string) (c checkpoint, err error) {
	found := false
	err = t.Query("SELECT position, ordinal, last_id, high, indexed, retired FROM "+prefix+"checkpoint", func(r door.Row) error {
		found = true
		c = checkpoint{
			prefix: prefix, position: ledger.Position(r.Int(0)), ordinal: uint64(r.Int(1)), lastID: r.Int(2), high: r.Int(3),
			indexed: r.Int(4) != 0, retired: r.Int(5) != 0,
		}
		return nil
	})
	if err == nil && !found {
		err = &ledger.CorruptError{Where: "checkpoint of the views", Reason: "it is missing"}
	}
	return c, err
}

// loadLast reads the part of a checkpoint that views of older versions lack,
// and that only their writer needs.
func (c *checkpoint) loadLast(t door.Tx) error {
	return t.Query("SELECT last_position, last_prior, last_hash, rederived FROM "+c.prefix+"checkpoint", func(r door.Row) error {
		c.last = lastRecord{ledger.Position(r.Int(0)), ledger.Position(r.Int(1)), r.Bytes(2)}
		c.rederived = r.Int(3)
		return nil
	})
}

// read moves a checkpoint's last record on, unless it is there already.
func (l *lastRecord) read(records []item) {
	n := len(records)
	if n == 0 || records[n-1].record.Position == l.position {
		return
	}
	l.prior = l.position
	if n > 1 {
		l.prior = records[n-2].record.Position
	}
	h := records[n-1].record.Hash()
	l.position, l.hash = records[n-1].record.Position, h[:]
}

func (c *checkpoint) save(t door.Tx) error {
	return t.Exec("UPDATE "+c.prefix+"checkpoint SET position = ?1, ordinal = ?2, last_id = ?3, high = ?4, last_position = ?5, last_prior = ?6, last_hash = ?7, rederived = ?8, indexed = ?9",
		int64(c.position), int64(c.ordinal), c.lastID, c.high, int64(c.last.position), int64(c.last.prior), c.last.hash, c.rederived, door.Flag(c.indexed))
}

// OutdatedError: the stored views are of another version than this program's.
type OutdatedError struct {
	View       string
	Have, Want int64
}

func (e *OutdatedError) Error() string {
	if e.Have > e.Want {
		return fmt.Sprintf("the views are from a newer caseledger (%s %d, this one knows %d); use that one, or delete the views, they are computed again", e.View, e.Have, e.Want)
	}
	return fmt.Sprintf("the views are from an older caseledger (%s %d, now %d); rebuild them", e.View, e.Have, e.Want)
}

// readVersions compares the stored versions with this program's. outdated says
// that the views must be built anew; the error, that they cannot even be read, or
// that a newer program wrote them.
func readVersions(t door.Tx) (outdated *OutdatedError, err error) {
	stored := map[string]int64{}
	err = t.Query("SELECT name, version FROM views", func(r door.Row) error {
		stored[r.Text(0)] = r.Int(1)
		return nil
	})
	for _, v := range views() {
		have := stored[v.name]
		if have != v.version {
			outdated = &OutdatedError{v.name, have, v.version}
		}
		if err == nil && (have > v.version || have < v.serves) {
			err = outdated
		}
	}
	if have := stored[figuresName]; err == nil && have > runs.Version() {
		err = &OutdatedError{figuresName, have, runs.Version()}
	}
	return outdated, err
}
