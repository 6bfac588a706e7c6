package graphql

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	gql "github.com/graphql-go/graphql"
	lru "github.com/hashicorp/golang-lru/v2"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/audit"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/follow"
	"caseledger/projections/statements"
)

// Deps are what the API answers from. Views, Store and Now are required.
// Without a desk mutations are refused, without a logger [slog.Default] is
// used.
type Deps struct {
	Views *projections.Views
	// Records are those of the views, as subscriptions follow them. Give what
	// the server's other followers share; nil reads the views.
	Records projections.Records
	Store   ledger.Store
	Desk    *casefile.Desk
	Now     func() time.Time
	Logger  *slog.Logger
	// Access says who asks; nil knows the public only, for whom there are no
	// mutations and no sealed values.
	Access *access.Guard
	// Random distinguishes the records of readings of sealed values. Without
	// it, and without a vault at the desk, nothing is revealed.
	Random io.Reader
	// Observe, if set, is told of every operation that is executed, and gives
	// the context in which that happens. It is called back when it has ended.
	Observe func(context.Context, exec.Operation) (_ context.Context, ended func(failed bool))
	// Documents are known for ever, so that clients may send their SHA-256
	// instead. All others are remembered for a while after they were sent.
	Documents []string
	// Clients bounds what each client may take. Give the book that all doors of
	// the server share; nil bounds all clients together only.
	Clients *clients.Book
	// Client names the client of a request without a token; nil is
	// [clients.Address]. Behind a proxy, give [clients.Forwarded].
	Client func(*http.Request) string
	// Follower says how reading for subscriptions stands, and at which pace it
	// is tried again after a fault; nil makes one that nobody sees.
	Follower *follow.Follower
}

// api resolves fields.
type api struct {
	views *projections.Views
	store ledger.Store
	desk  *casefile.Desk
	clock func() time.Time
	reads *audit.Log // nil where nothing can be revealed
	// counter carries out commands, nil without a desk.
	counter *counter.Counter

	histories *lru.Cache[history, []projections.TimelineEntry]
	tail      *projections.Window[notice]
}

func newAPI(d Deps) *api {
	histories, _ := lru.New[history, []projections.TimelineEntry](keptHistories) // fails for sizes below 1 only
	a := &api{views: d.Views, store: d.Store, desk: d.Desk, clock: d.Now, histories: histories, tail: newTail(d.Records, d.Follower)}
	if d.Desk != nil {
		a.counter = counter.New(d.Desk)
		a.counter.Beyond = &statements.Freezer{Views: d.Views, Store: d.Store}
	}
	if d.Desk != nil && d.Desk.Vault != nil && d.Random != nil {
		a.reads = &audit.Log{Store: d.Store, Now: d.Now, Random: d.Random}
	}
	return a
}

// now is the time of day. Whoever asks for it makes the answer one that
// cannot be kept.
func (a *api) now(p gql.ResolveParams) time.Time {
	p.Info.RootValue.(*exec.Request).Timed = true
	return a.clock()
}

// batch is the list a case was read with. What children ask of one case is
// read for all cases of the list at once: no query per case.
type batch struct {
	api       *api
	cases     []*caseNode
	timelines map[string][]projections.TimelineEntry
	calendars map[string]*workdays.Calendar
	policies  *policy.Set
	// knownAt bounds calendars and policies by the ordinal of a record; 0 for all.
	knownAt ledger.Position
}

// timeline gives the events of a case of the batch, up to the record at which
// its summary stands.
func (b *batch) timeline(ctx context.Context, c *caseNode) ([]projections.TimelineEntry, error) {
	if b.timelines == nil {
		if err := b.readTimelines(ctx); err != nil {
			return nil, err
		}
	}
	return b.timelines[c.Number], nil
}

func (b *batch) readTimelines(ctx context.Context) error {
	out := make(map[string][]projections.TimelineEntry, len(b.cases))
	var missing []string
	for _, c := range b.cases {
		if entries, ok := b.api.histories.Get(c.history()); ok {
			out[c.Number] = entries
		} else {
			missing = append(missing, c.Number)
		}
	}
	if len(missing) > 0 {
		read, err := b.api.views.Timelines(ctx, missing)
		if err != nil {
			return err
		}
		for _, c := range b.cases {
			if entries, ok := read[c.Number]; ok {
				out[c.Number] = b.api.remember(c, entries)
			}
		}
	}
	b.timelines = out
	return nil
}

// keptHistories bounds the histories that are remembered; of a dozen events
// each they take some ten megabytes.
const keptHistories = 1 << 12

// history names what a case's history was at a position. It never changes, so
// what is remembered of it stays true.
type history struct {
	number string
	at     ledger.Position
}

func (c *caseNode) history() history { return history{c.Number, c.Position} }

// remember cuts a history where the case's summary stands, and keeps it.
func (a *api) remember(c *caseNode, entries []projections.TimelineEntry) []projections.TimelineEntry {
	n := len(entries)
	for n > 0 && entries[n-1].Position > c.Position {
		n--
	}
	if entries = entries[:n:n]; n > 0 && entries[n-1].Position == c.Position {
		a.histories.Add(c.history(), entries)
	}
	return entries
}

// rules are those by which the clock of a case goes whose calendar this is.
func (b *batch) rules(ctx context.Context, calendar string) (casefile.Rules, error) {
	c := b.calendars[calendar]
	if c == nil {
		var err error
		if c, err = b.api.views.Calendar(ctx, calendar, b.knownAt); err != nil {
			return casefile.Rules{}, fmt.Errorf("calendar %s: %w", calendar, err)
		}
		if b.calendars == nil {
			b.calendars = map[string]*workdays.Calendar{}
		}
		b.calendars[calendar] = c
	}
	if b.policies == nil {
		var err error
		if b.policies, err = b.api.views.Policies(ctx, b.knownAt); err != nil {
			return casefile.Rules{}, fmt.Errorf("policies: %w", err)
		}
	}
	return casefile.Rules{Calendar: c, Policies: b.policies}, nil
}

// caseNode is a case as it stands, or as it stood at a moment.
type caseNode struct {
	*projections.Summary
	batch *batch
	// past holds the records of a case as it stood; nil for one as it stands.
	past *casefile.History
}

// nodes makes a batch of rows, which it keeps.
func (a *api) nodes(rows []projections.Summary) []*caseNode {
	b := &batch{api: a, cases: make([]*caseNode, len(rows))}
	block := make([]caseNode, len(rows))
	for i := range rows {
		block[i] = caseNode{Summary: &rows[i], batch: b}
		b.cases[i] = &block[i]
	}
	return b.cases
}
