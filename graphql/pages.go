package graphql

import (
	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
)

// byOrdinals adds to the fields of a page what all pages by ordinals have: of gives
// whether more follows, the ordinal of the page's last entry, 0 for none, and the
// record up to which it was made.
func byOrdinals[P any](t *types, fields exec.Fields, of func(*P) (more bool, last, at uint64)) exec.Fields {
	fields["hasNextPage"] = exec.Of(required(gql.Boolean), "More follows (有下一页).", func(p *P) any {
		more, _, _ := of(p)
		return more
	})
	fields["endCursor"] = exec.Of(t.position, "Ordinal of the last one, for `after` (尾游标).", func(p *P) any {
		_, last, _ := of(p)
		return ordinal(last)
	})
	fields["knownAt"] = exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(p *P) any {
		_, _, at := of(p)
		return ledger.Position(at)
	})
	return fields
}

// lastOf is the ordinal of the last of a list, 0 for none.
func lastOf[T any](list []T, of func(*T) uint64) uint64 {
	if len(list) == 0 {
		return 0
	}
	return of(&list[len(list)-1])
}

// ordinal is one, or null for none.
func ordinal(n uint64) any {
	if n == 0 {
		return nil
	}
	return ledger.Position(n)
}

// firstArg is how many entries a page shall have.
func firstArg(p gql.ResolveParams) (int, error) {
	first, ok := p.Args["first"].(int)
	if !ok {
		return defaultPage, nil
	}
	if first < 1 || first > maxPage {
		return 0, exec.BadInput("want first from 1 to %d", maxPage)
	}
	return first, nil
}

// textArg is an argument that is a text, nil where it is not given.
func textArg(p gql.ResolveParams, name string) *string {
	if s, ok := p.Args[name].(string); ok {
		return &s
	}
	return nil
}
