package projections

import (
	"context"
	"errors"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
)

// ErrNotFound: there is no such case, or no such page.
var ErrNotFound = errors.New("not found")

// Views are the views of one ledger, opened for queries.
type Views struct{}

// Progress is called now and then during long work: how far it came, and
// where the end is.
type Progress func(at, head ledger.Position)

// Open opens or creates the views database, a SQLite file.
func Open(ctx context.Context, path string) (*Views, error) { panic("unwritten") }

// read runs f on a snapshot of the live views that stands at a position.
func (v *Views) read(ctx context.Context, f func(t tx, at ledger.Position) error) error {
	panic("unwritten")
}

// Close frees the database. Runs under way must have ended.
func (v *Views) Close() error { panic("unwritten") }

// CatchUp applies all records up to the ledger's head as it stands now.
func (v *Views) CatchUp(ctx context.Context, s ledger.Store, p Progress) error { panic("unwritten") }

// Run follows the ledger until the context ends or a record cannot be applied.
func (v *Views) Run(ctx context.Context, s ledger.Store) error { panic("unwritten") }

// Rebuild builds all views anew beside the live ones and switches when they
// have caught up.
func (v *Views) Rebuild(ctx context.Context, s ledger.Store, p Progress) error { panic("unwritten") }

// Position is how far the views have applied the ledger.
func (v *Views) Position(ctx context.Context) (ledger.Position, error) { panic("unwritten") }

// Wait returns when the views have reached the position, or with the context's
// error.
func (v *Views) Wait(ctx context.Context, at ledger.Position) error { panic("unwritten") }

// Changed returns a channel that is closed when the views next move on.
func (v *Views) Changed() <-chan struct{} { panic("unwritten") }

// PositionAt is the last position that was recorded at or before an instant;
// zero where nothing was.
func (v *Views) PositionAt(ctx context.Context, t time.Time) (ledger.Position, error) {
	panic("unwritten")
}

// Calendar is a working-day calendar as the ledger's notices define it now.
func (v *Views) Calendar(ctx context.Context, id string) (*workdays.Calendar, error) {
	panic("unwritten")
}

// Case is the summary of one case; ErrNotFound.
func (v *Views) Case(ctx context.Context, number string) (Summary, error) { panic("unwritten") }

// CasesByNumber gives the summaries of those that exist.
func (v *Views) CasesByNumber(ctx context.Context, numbers []string) (map[string]Summary, error) {
	panic("unwritten")
}

// Cases lists one page of cases. A query that cannot be answered gives a
// *ledger.InvalidError.
func (v *Views) Cases(ctx context.Context, q CaseQuery) (CasePage, error) { panic("unwritten") }

// Timeline is a case's events in revision order.
func (v *Views) Timeline(ctx context.Context, number string) ([]TimelineEntry, error) {
	panic("unwritten")
}

// Timelines reads many at once.
func (v *Views) Timelines(ctx context.Context, numbers []string) (map[string][]TimelineEntry, error) {
	panic("unwritten")
}

// Custody is a case's chain of holders, oldest first.
func (v *Views) Custody(ctx context.Context, number string) ([]CustodyEntry, error) {
	panic("unwritten")
}

// Count is the number of records applied, the ordinal of the last one.
func (v *Views) Count(ctx context.Context) (uint64, error) { panic("unwritten") }

// Public lists the public records with ordinals from … from+n−1, n to 1000.
func (v *Views) Public(ctx context.Context, from uint64, n int) ([]PublicRecord, error) {
	panic("unwritten")
}
