package graphql

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// Deps are what the API answers from. Views, Store and Now are required.
// Without a desk there are no mutations, without a logger [slog.Default] is
// used.
type Deps struct {
	Views  *projections.Views
	Store  ledger.Store
	Desk   *casefile.Desk
	Now    func() time.Time
	Logger *slog.Logger
	// Documents are known for ever, so that clients may send their SHA-256
	// instead. All others are remembered for a while after they were sent.
	Documents []string
	// Rate bounds what each client may ask; the zero Rate does not.
	Rate Rate
	// Client names the client of a request for Rate; nil takes the address of
	// the connection. Behind a proxy, give one that reads the proxy's header.
	Client func(*http.Request) string
}

// api resolves fields.
type api struct {
	views *projections.Views
	store ledger.Store
	desk  *casefile.Desk
	clock func() time.Time
}

// request is the root value of one operation. It belongs to the goroutine that
// executes it.
type request struct {
	// position is where the views stood when the request came, or where the
	// client asked to wait for. What is read from the ledger itself stops here.
	position ledger.Position
	// timed: the answer depends on the time of day or on the ledger's head, so
	// that it holds for no longer than the moment.
	timed bool
}

// now is the time of day. Whoever asks for it makes the answer one that
// cannot be kept.
func (a *api) now(p gql.ResolveParams) time.Time {
	p.Info.RootValue.(*request).timed = true
	return a.clock()
}

// batch is the list a case was read with. What children ask of one case is
// read for all cases of the list at once: no query per case.
type batch struct {
	api       *api
	numbers   []string
	timelines map[string][]projections.TimelineEntry
	calendars map[string]*workdays.Calendar
}

func (b *batch) timeline(ctx context.Context, number string) (_ []projections.TimelineEntry, err error) {
	if b.timelines == nil {
		b.timelines, err = b.api.views.Timelines(ctx, b.numbers)
	}
	return b.timelines[number], err
}

func (b *batch) calendar(ctx context.Context, id string) (*workdays.Calendar, error) {
	if c := b.calendars[id]; c != nil {
		return c, nil
	}
	c, err := b.api.views.Calendar(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("calendar %s: %w", id, err)
	}
	if b.calendars == nil {
		b.calendars = map[string]*workdays.Calendar{}
	}
	b.calendars[id] = c
	return c, nil
}

// caseNode is a case as it stands, or as it stood at a moment.
type caseNode struct {
	projections.Summary
	batch *batch
	// past holds the records of a case as it stood; nil for one as it stands.
	past *casefile.History
}

func (a *api) nodes(rows []projections.Summary) []*caseNode {
	b := &batch{api: a, numbers: make([]string, len(rows))}
	out := make([]*caseNode, len(rows))
	block := make([]caseNode, len(rows))
	for i, r := range rows {
		b.numbers[i] = r.Number
		block[i] = caseNode{Summary: r, batch: b}
		out[i] = &block[i]
	}
	return out
}
