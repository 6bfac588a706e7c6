package access

import "context"

// Identity is who asks. The zero Identity is the public.
type Identity struct {
	// Subject is a pseudonym of the holder: "token/…" or "oidc/…". It may stand
	// in public records. Empty for the public.
	Subject string
	// Post is the acting post (岗位), never a person's name. Empty for the
	// public.
	Post string
	// Roles are what the holder is here.
	Roles Roles
}

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
