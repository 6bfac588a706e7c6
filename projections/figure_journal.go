package projections

import (
	"fmt"

	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// figureView writes the figures' rows. The zero value is ready; it belongs to
// the one writer.
//
// Every change that matters is an entry of the journal. Entries are numbered
// from 0 and lie in chunks of equal size; after every block of entries, a run
// of rows is written that adds up what came before (see figure_runs.go). All
// this depends on the numbers of entries only, not on how batches were cut.
type figureView struct {
	layout figureLayout
	names  map[nameKey]uint32 // a copy of figure_names
	counts [nameDims]uint32   // names of each dimension
}

// figureLayout is how many entries a chunk and a block hold: a block has whole
// chunks; dimensions of more than few names have larger ones, see levels.
type figureLayout struct{ chunk, block, few int64 }

var defaultLayout = figureLayout{chunk: 256, block: 1 << 12, few: 32}

type nameKey struct {
	dim  dim
	name string
}

// dim is a dimension of names and of rows. The numbers are stored.
type dim int64

const (
	dimAll      dim = iota // rows: all cases, kinds and channels not told apart
	dimMix                 // rows: all cases by kind and channel
	dimOrg                 // rows by kind and channel; names
	dimPlain               // rows of months and years of units, kinds and channels not told apart
	dimItem                // rows by kind and channel; names
	dimOfficer             // rows by kind and channel; names
	dimKind                // names
	dimChannel             // names
	dimCurrency            // names
	nameDims
	rowDims = dimOfficer + 1
)

// schema gives the statements that create the view's tables and indexes.
//
// figure_names numbers the names of a dimension from 1 on, in order of first
// appearance. figure_posts has
// every combination of officer, unit and item that occurs. figure_days has the
// recorded day (Asia/Shanghai) from the position on. figure_levels says from
// which run on a dimension's blocks have which size.
func (f *figureView) schema() []string {
	if f.layout == (figureLayout{}) {
		f.layout = defaultLayout
	}
	return []string{
		`CREATE TABLE figure_state (id BIGINT PRIMARY KEY, chunk BIGINT NOT NULL, block BIGINT NOT NULL, few BIGINT NOT NULL, entries BIGINT NOT NULL, names BIGINT NOT NULL, day BIGINT NOT NULL)`,
		fmt.Sprintf(`INSERT INTO figure_state (id, chunk, block, few, entries, names, day) VALUES (1, %d, %d, %d, 0, 0, %d)`, f.layout.chunk, f.layout.block, f.layout.few, workdays.NoDate),
		`CREATE TABLE figure_levels (dim BIGINT NOT NULL, level BIGINT NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (dim, level))`,
		`CREATE TABLE figure_names (dim BIGINT NOT NULL, id BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (dim, id))`,
		`CREATE UNIQUE INDEX figure_names_name ON figure_names (dim, name)`,
		`CREATE TABLE figure_posts (officer BIGINT NOT NULL, org BIGINT NOT NULL, item BIGINT NOT NULL, PRIMARY KEY (officer, org, item))`,
		`CREATE INDEX figure_posts_item ON figure_posts (item, org, officer)`,
		`CREATE INDEX figure_posts_org ON figure_posts (org, item, officer)`,
		`CREATE TABLE figure_days (position BIGINT PRIMARY KEY, day BIGINT NOT NULL)`,
		`CREATE TABLE figure_journal (chunk BIGINT PRIMARY KEY, last BIGINT NOT NULL, data BLOB NOT NULL)`,
		`CREATE INDEX figure_journal_last ON figure_journal (last)`,
		`CREATE TABLE figure_runs (run BIGINT NOT NULL, dim BIGINT NOT NULL, grain BIGINT NOT NULL, period BIGINT NOT NULL, id BIGINT NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (run, dim, grain, period, id))`,
		`CREATE TABLE figure_slips (item BIGINT NOT NULL, officer BIGINT NOT NULL, org BIGINT NOT NULL, run BIGINT NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (item, officer, org, run))`,
	}
}

var (
	nameSheet    = &door.Sheet{Table: "figure_names", Columns: []string{"dim", "id", "name"}}
	postSheet    = &door.Sheet{Table: "figure_posts", Columns: []string{"officer", "org", "item"}, Key: []string{"officer", "org", "item"}}
	daySheet     = &door.Sheet{Table: "figure_days", Columns: []string{"position", "day"}}
	journalSheet = &door.Sheet{Table: "figure_journal", Columns: []string{"chunk", "last", "data"}, Key: []string{"chunk"}}
)

// figureState is the one row of figure_state, with the levels.
type figureState struct {
	figureLayout
	levels
	entries int64
	names   int64
	day     workdays.Date // recorded day of the last change
}

func readFigureState(t door.Tx) (s figureState, err error) {
	found := false
	err = t.Query("SELECT chunk, block, few, entries, names, day FROM figure_state", func(r door.Row) error {
		found = true
		s = figureState{figureLayout{r.Int(0), r.Int(1), r.Int(2)}, levels{}, r.Int(3), r.Int(4), workdays.Date(r.Int(5))}
		return nil
	})
	if err == nil && (!found || s.chunk < 1 || s.block < s.chunk || s.few < 1) {
		err = errEntry
	}
	if err == nil {
		s.levels, err = readLevels(t)
	}
	return s, err
}
