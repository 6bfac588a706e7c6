package access

import (
	"context"
	"net/http"
	"strings"
)

// Guard tells who asks. A nil Guard, and one whose fields are nil, knows the
// public only. It is safe for concurrent use; set its fields before.
type Guard struct {
	Tokens *Tokens // made by the operator
	OIDC   *OIDC   // of an identity provider
}

// maxToken bounds a token's length in bytes.
const maxToken = 8 << 10

// Identify says who sent a request: the public where it has no header
// Authorization. An error is a [*Denial], or a fault of this server.
func (g *Guard) Identify(r *http.Request) (Identity, error) {
	headers := r.Header.Values("Authorization")
	switch len(headers) {
	case 0:
		return Identity{}, nil
	case 1:
	default:
		return Identity{}, deny(BadToken, "the request has several headers Authorization")
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return Identity{}, deny(BadToken, "Authorization takes a bearer token only")
	}
	return g.Verify(r.Context(), strings.TrimSpace(token))
}

// Verify says whose token it is. An error is a [*Denial], or a fault of this
// server; it never means the public.
func (g *Guard) Verify(ctx context.Context, token string) (Identity, error) {
	switch {
	case token == "" || len(token) > maxToken:
		return Identity{}, deny(BadToken, "the token is empty or too long")
	case strings.HasPrefix(token, tokenPrefix) && g != nil && g.Tokens != nil:
		return g.Tokens.verify(token)
	case strings.Count(token, ".") == 2 && g != nil && g.OIDC != nil:
		return g.OIDC.verify(ctx, token)
	}
	return Identity{}, deny(BadToken, "the token is of no kind that this server takes")
}
