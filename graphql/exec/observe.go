package exec

import (
	"context"
	"encoding/hex"

	"caseledger/graphql/access"
)

// Operation is what an observer may know of one: neither its text nor its
// names nor its variables, which clients choose and which may lead to a person.
type Operation struct {
	Kind  string // "query", "mutation" or "subscription"
	Hash  string // SHA-256 of the document, hexadecimal
	Cost  int
	Roles access.Roles // of whoever asks
}

// watched tells the observer, if there is one, that an operation begins.
func (s *server) watched(ctx context.Context, t *task) (context.Context, func(failed bool)) {
	if s.Observe == nil {
		return ctx, func(bool) {}
	}
	return s.Observe(ctx, Operation{Kind: t.op.def.Operation, Hash: hex.EncodeToString(t.doc.digest[:]), Cost: t.cost, Roles: s.roles})
}
