package runs

import (
	"fmt"

	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/figures"
)

// rows is the version of the stored rows. It grows when the same records give
// other rows of the same measures.
const rows = 6

// Version is that of the view. A further measure raises it by itself: rows that
// were written without it cannot answer for it.
func Version() int64 { return rows*1000 + figures.Measures() }

// View writes the figures' rows. The zero value is ready; it belongs to the one
// writer.
//
// Every change that matters is an entry of the journal. Entries are numbered
// from 0 and lie in chunks of equal size; after every block of entries, a run
// of rows is written that adds up what came before (see runs.go). All this
// depends on the numbers of entries only.
type View struct {
	layout layout
	names  *numbers // a copy of what is stored; nil before the first batch
}

// layout is how many entries a chunk and a block hold, and how many names are
// few: a block has whole chunks, and dimensions of more names have larger
// blocks, see levels.
type layout struct{ chunk, block, few int64 }

var defaultLayout = layout{chunk: 256, block: 1 << 12, few: 32}

// dim is a dimension of names and of rows. The numbers are stored.
type dim int64

const (
	dimAll      dim = iota // rows: all cases, mixes not told apart
	dimMix                 // rows: all cases by mix
	dimOrg                 // rows by mix, of units and of the nodes above them; names
	dimPlain               // rows of units and nodes, mixes not told apart; no days
	dimItem                // rows by mix; names
	dimOfficer             // rows by mix; names
	dimKind                // names
	dimChannel             // names
	dimCurrency            // names
	dimHandling            // names
	dimRouting             // names
	dimIntake              // names
	dimLevel               // names
	dimClass               // names
	dimTags                // names: sets of tags
	nameDims
	rowDims = dimOfficer + 1
)

// Schema gives the statements that create the view's tables and indexes. They
// are for new tables only.
//
// figure_names numbers the names of a dimension from 1 on, in order of first
// appearance; figure_mixes and figure_places number combinations of names, see
// numbers. figure_posts has every combination of officer, place and item that
// occurs. figure_days has the recorded day (Asia/Shanghai) from the position
// on. figure_levels says from which run on a dimension's blocks have which
// size. figure_runs names the pages of a run; first is the place of a page's
// first row.
func (v *View) Schema() []string {
	if v.layout == (layout{}) {
		v.layout = defaultLayout
	}
	return []string{
		`CREATE TABLE figure_state (id BIGINT PRIMARY KEY, chunk BIGINT NOT NULL, block BIGINT NOT NULL, few BIGINT NOT NULL, entries BIGINT NOT NULL, pages BIGINT NOT NULL, numbers BIGINT NOT NULL, day BIGINT NOT NULL)`,
		fmt.Sprintf(`INSERT INTO figure_state (id, chunk, block, few, entries, pages, numbers, day) VALUES (1, %d, %d, %d, 0, 0, 0, %d)`, v.layout.chunk, v.layout.block, v.layout.few, workdays.NoDate),
		`CREATE TABLE figure_levels (dim BIGINT NOT NULL, level BIGINT NOT NULL, since BIGINT NOT NULL, PRIMARY KEY (dim, level))`,
		`CREATE TABLE figure_names (dim BIGINT NOT NULL, id BIGINT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (dim, id))`,
		`CREATE UNIQUE INDEX figure_names_name ON figure_names (dim, name)`,
		`CREATE TABLE figure_mixes (id BIGINT PRIMARY KEY, kind BIGINT NOT NULL, channel BIGINT NOT NULL, handling BIGINT NOT NULL, routing BIGINT NOT NULL, intake BIGINT NOT NULL, level BIGINT NOT NULL, class BIGINT NOT NULL, tags BIGINT NOT NULL)`,
		`CREATE TABLE figure_places (node BIGINT NOT NULL, place BIGINT NOT NULL, above BIGINT NOT NULL, PRIMARY KEY (node, place))`,
		`CREATE UNIQUE INDEX figure_places_place ON figure_places (place, above, node)`,
		`CREATE TABLE figure_posts (officer BIGINT NOT NULL, place BIGINT NOT NULL, item BIGINT NOT NULL, PRIMARY KEY (officer, place, item))`,
		`CREATE INDEX figure_posts_item ON figure_posts (item, place, officer)`,
		`CREATE INDEX figure_posts_place ON figure_posts (place, item, officer)`,
		`CREATE TABLE figure_days (position BIGINT PRIMARY KEY, day BIGINT NOT NULL)`,
		`CREATE TABLE figure_journal (chunk BIGINT PRIMARY KEY, last BIGINT NOT NULL, data BLOB NOT NULL)`,
		`CREATE INDEX figure_journal_last ON figure_journal (last)`,
		`CREATE TABLE figure_runs (run BIGINT NOT NULL, dim BIGINT NOT NULL, grain BIGINT NOT NULL, first BIGINT NOT NULL, page BIGINT NOT NULL, PRIMARY KEY (run, dim, grain, first))`,
		`CREATE TABLE figure_pages (page BIGINT PRIMARY KEY, data BLOB NOT NULL)`,
		`CREATE TABLE figure_slips (item BIGINT NOT NULL, officer BIGINT NOT NULL, place BIGINT NOT NULL, run BIGINT NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (item, officer, place, run))`,
	}
}

// state is the one row of figure_state, with the levels.
type state struct {
	layout
	levels
	entries int64
	pages   int64         // of runs, numbered from 1 on
	numbers int64         // how many names, mixes and places are stored
	day     workdays.Date // recorded day of the last change
}

func readState(t door.Tx) (s state, err error) {
	found := false
	err = t.Query("SELECT chunk, block, few, entries, pages, numbers, day FROM figure_state", func(r door.Row) error {
		found = true
		s = state{layout{r.Int(0), r.Int(1), r.Int(2)}, levels{}, r.Int(3), r.Int(4), r.Int(5), workdays.Date(r.Int(6))}
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
