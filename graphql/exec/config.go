package exec

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
	"caseledger/ledger"
)

// Config is what an engine executes, and for whom. Schema, Position, Changed
// and Now are required.
type Config struct {
	// Schema makes the schema of a set of roles, once for each set that comes;
	// it may be called by any request. What the public may, all may.
	Schema func(access.Roles) (*Schema, error)
	// Commands has all mutations, with the role that each needs.
	Commands map[string]access.Roles
	// Position is the place in the ledger that answers stand at now; Changed is
	// closed when it may have moved on.
	Position func(context.Context) (ledger.Position, error)
	Changed  func() <-chan struct{}
	Now      func() time.Time
	// Records: mutations can be carried out.
	Records bool
	// Missing is what resolvers give for what does not exist.
	Missing error
	// Later is what they give for what is being made: the client may ask again.
	Later error
	// Logger takes faults; nil is [slog.Default].
	Logger *slog.Logger
	// Access says who asks; nil knows the public only.
	Access *access.Guard
	// Observe, if set, is told of every operation that is executed, and gives
	// the context in which that happens. It is called back when it has ended.
	Observe func(context.Context, Operation) (_ context.Context, ended func(failed bool))
	// Documents are known for ever, so that clients may send their SHA-256
	// instead. All others are remembered for a while after they were sent.
	Documents []string
	// Clients bounds what each client may take; nil bounds all together only.
	Clients *clients.Book
	// Client names the client of a request without a token; nil is
	// [clients.Address].
	Client func(*http.Request) string
}

// Request is the root value of one operation. It belongs to the goroutine that
// executes it.
type Request struct {
	// Position is where the answer stands: what the client may see ends here.
	// A resolver that waits for more moves it on.
	Position ledger.Position
	// Record is what an answer to a subscription is about; nil in others.
	Record any
	// Timed: the answer depends on more than document, variables and position,
	// so that it holds for no longer than the moment.
	Timed bool
	// Waited is how long a resolver has waited for others, which is no work of
	// the client's.
	Waited time.Duration

	schema *Schema
}
