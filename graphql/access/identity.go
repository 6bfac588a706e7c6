package access

import (
	"context"
	"fmt"
	"slices"
)

// Audience is a group of clients for whom the API looks the same.
type Audience int

// The audiences.
const (
	Public  Audience = iota // anybody, without a token
	Staff                   // may record
	Auditor                 // may read sealed values
)

// Audiences lists all of them.
func Audiences() []Audience { return []Audience{Public, Staff, Auditor} }

// String is the audience's name: "public", "staff", "auditor".
func (a Audience) String() string {
	switch a {
	case Staff:
		return "staff"
	case Auditor:
		return "auditor"
	}
	return "public"
}

// Scope is something that the holder of a token may do.
type Scope string

// The scopes.
const (
	Record Scope = "record" // send commands
	Reveal Scope = "reveal" // read sealed values
)

// audienceOf gives the audience whom the scopes make. There must be one scope:
// recording and reading sealed values are kept apart.
func audienceOf(scopes []Scope) (Audience, error) {
	records, reveals := slices.Contains(scopes, Record), slices.Contains(scopes, Reveal)
	for _, s := range scopes {
		if s != Record && s != Reveal {
			return Public, fmt.Errorf("scope %q is not known; want %s or %s", s, Record, Reveal)
		}
	}
	switch {
	case records && reveals:
		return Public, fmt.Errorf("scopes %s and %s exclude each other: whoever reads sealed values does not record", Record, Reveal)
	case records:
		return Staff, nil
	case reveals:
		return Auditor, nil
	}
	return Public, fmt.Errorf("a scope is missing; want %s or %s", Record, Reveal)
}

// Identity is who asks. The zero Identity is the public.
type Identity struct {
	// Subject is a pseudonym of the holder: "token/…" or "oidc/…". It may stand
	// in public records. Empty for the public.
	Subject string
	// Post is the acting post (岗位), never a person's name. Empty for the
	// public.
	Post     string
	Audience Audience
	Scopes   []Scope
}

// May says whether the holder has a scope.
func (id Identity) May(s Scope) bool { return slices.Contains(id.Scopes, s) }

type identityKey struct{}

// With gives a context in which id asks.
func With(ctx context.Context, id Identity) context.Context {
	return context.WithValue(ctx, identityKey{}, id)
}

// Of says who asks in a context: whoever [With] put there, else the public.
func Of(ctx context.Context) Identity {
	id, _ := ctx.Value(identityKey{}).(Identity)
	return id
}
