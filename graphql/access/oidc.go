package access

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"caseledger/ledger"
)

// OIDC takes the tokens of an OpenID Connect provider: ID tokens and access
// tokens that are JWTs, signed by a key that the provider publishes. Its
// fields are set before use and not changed. It is safe for concurrent use.
//
// The provider is asked when its first token comes, so that the public is
// served while it is down. Keys are fetched again when a token names a new
// one, at most every ten seconds.
type OIDC struct {
	Issuer   string // its URL, exactly as in its tokens
	Audience string // our name there; a token must be meant for it
	// PostClaim names the claim that holds the acting post, RolesClaim the one
	// that holds a role or a list of roles. A dot leads into an object:
	// "realm_access.roles".
	PostClaim, RolesClaim string
	// Roles has the provider's name for each role of ours that it can give. A
	// name counts exactly as it is spelt, and all others in the claim are passed
	// over: providers list there what people are elsewhere.
	Roles map[Roles]string
	// Pseudonyms is the key under which subjects become pseudonyms.
	Pseudonyms PseudonymKey
	Now        func() time.Time
	Client     *http.Client // nil: [http.DefaultClient]

	mu       sync.Mutex
	provider *provider // guarded by mu
	failed   time.Time // last time discovery failed; guarded by mu
}

// provider is an identity provider that has been asked who it is.
type provider struct {
	tokens *oidc.IDTokenVerifier
	keys   *keys
}

var errUnreachable = deny(Unreachable, "the identity provider cannot be reached; try again")

const (
	discoveryTime  = 5 * time.Second  // for one answer of the provider
	discoveryPause = 10 * time.Second // between two questions of one kind
)

// Check says what is wrong with the fields.
func (o *OIDC) Check() error {
	u, err := url.Parse(o.Issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && isLoopback(u.Hostname())) {
		return &ledger.InvalidError{Field: "OIDC issuer", Value: o.Issuer, Reason: "want an https URL; http is taken from this machine only"}
	}
	for name, value := range map[string]string{"audience": o.Audience, "post claim": o.PostClaim, "roles claim": o.RolesClaim} {
		if value == "" {
			return &ledger.InvalidError{Field: "OIDC " + name, Reason: "is missing"}
		}
	}
	if len(o.Roles) == 0 {
		return &ledger.InvalidError{Field: "OIDC roles", Reason: "are missing: name the provider's role for one of ours at least"}
	}
	ours := map[string]bool{}
	for role, theirs := range o.Roles {
		if ours[theirs] || theirs == "" {
			return &ledger.InvalidError{Field: "OIDC role", Value: theirs, Reason: "want a name of its own for " + role.String()}
		}
		ours[theirs] = true
	}
	return nil
}

func isLoopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

func (o *OIDC) verify(ctx context.Context, token string) (Identity, error) {
	v, err := o.discover(ctx)
	if err != nil {
		return Identity{}, err
	}
	t, err := v.tokens.Verify(ctx, token)
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return Identity{}, deny(BadToken, "the token has expired")
	case err != nil && v.keys.failing():
		return Identity{}, errUnreachable
	case err != nil:
		return Identity{}, deny(BadToken, "the token is not a valid one of this server's identity provider")
	}
	var claims map[string]any
	if err := t.Claims(&claims); err != nil || t.Subject == "" {
		return Identity{}, deny(BadToken, "the token has no subject")
	}
	return o.identity(t.Subject, claims)
}

// identity maps the claims of a genuine token.
func (o *OIDC) identity(subject string, claims map[string]any) (Identity, error) {
	claimed := texts(claim(claims, o.RolesClaim))
	var roles Roles
	for role, theirs := range o.Roles {
		if slices.Contains(claimed, theirs) {
			roles |= role
		}
	}
	if err := roles.check(); err != nil {
		return Identity{}, deny(NotEntitled, "the roles in claim %s: %v", o.RolesClaim, err)
	}
	post, _ := claim(claims, o.PostClaim).(string)
	if checkPost(post) != nil {
		return Identity{}, deny(NotEntitled, "claim %s holds no acting post of 1 to 100 bytes", o.PostClaim)
	}
	return Identity{Subject: o.Pseudonyms.Of(o.Issuer, subject), Post: post, Roles: roles}, nil
}

// discover asks the provider once; after a failure not again for a while.
func (o *OIDC) discover(ctx context.Context) (*provider, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.provider != nil {
		return o.provider, nil
	}
	if !o.failed.IsZero() && o.Now().Sub(o.failed) < discoveryPause {
		return nil, errUnreachable
	}
	client := cmp.Or(o.Client, http.DefaultClient)
	asking, cancel := context.WithTimeout(oidc.ClientContext(context.WithoutCancel(ctx), client), discoveryTime)
	defer cancel()
	p, err := oidc.NewProvider(asking, o.Issuer)
	var published struct {
		Keys string `json:"jwks_uri"`
	}
	if err == nil {
		err = p.Claims(&published)
	}
	if err != nil {
		o.failed = o.Now()
		return nil, errUnreachable
	}
	k := &keys{address: published.Keys, client: client, now: o.Now}
	o.provider = &provider{oidc.NewVerifier(o.Issuer, k, &oidc.Config{ClientID: o.Audience, Now: o.Now, SupportedSigningAlgs: signatureNames()}), k}
	return o.provider, nil
}

// claim finds a claim by its name, or by a path of names with dots.
func claim(claims map[string]any, name string) any {
	if v, ok := claims[name]; ok {
		return v
	}
	first, rest, ok := strings.Cut(name, ".")
	if inner, is := claims[first].(map[string]any); ok && is {
		return claim(inner, rest)
	}
	return nil
}

// texts takes one text, or a list of which it takes the texts.
func texts(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, e := range v {
			if s, ok := e.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// PseudonymKey makes pseudonyms of a provider's subjects. It is secret:
// whoever has it can try out names.
type PseudonymKey [sha256.Size]byte

// Of gives the pseudonym of a subject: the same for ever, under this key.
func (k PseudonymKey) Of(issuer, subject string) string {
	h := hmac.New(sha256.New, k[:])
	fmt.Fprintf(h, "%d:%s%s", len(issuer), issuer, subject)
	return "oidc/" + hex.EncodeToString(h.Sum(nil)[:12])
}
