package access_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"caseledger/graphql/access"
)

// issuer publishes keys and signs tokens as an OpenID Connect provider does.
type issuer struct {
	*httptest.Server
	keys  jose.JSONWebKeySet
	down  atomic.Bool
	asked atomic.Int64 // times the keys were fetched
	now   time.Time
}

func newIssuer(t *testing.T) *issuer {
	i := &issuer{now: noon}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		i.answer(w, map[string]any{"issuer": i.URL, "jwks_uri": i.URL + "/keys", "authorization_endpoint": i.URL + "/auth",
			"token_endpoint": i.URL + "/token", "id_token_signing_alg_values_supported": []string{"ES256", "none", "HS256"}})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		i.asked.Add(1)
		i.answer(w, i.keys)
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) answer(w http.ResponseWriter, v any) {
	if i.down.Load() {
		http.Error(w, "down", http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// rotate takes a new key in place of all.
func (i *issuer) rotate(t *testing.T, id string) jose.JSONWebKey {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k := jose.JSONWebKey{Key: secret, KeyID: id, Algorithm: "ES256", Use: "sig"}
	i.keys.Keys = []jose.JSONWebKey{k.Public()}
	return k
}

func sign(t *testing.T, key any, alg jose.SignatureAlgorithm, claims map[string]any) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(s).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// claims are those of a clerk, with changes; a nil removes one.
func (i *issuer) claims(changes map[string]any) map[string]any {
	c := map[string]any{"iss": i.URL, "aud": "caseledger", "sub": "zhang.san", "exp": i.now.Add(time.Hour).Unix(), "iat": i.now.Unix(),
		"post": "受理岗-01", "realm_access": map[string]any{"roles": []string{"clerk", "everybody"}}}
	for name, v := range changes {
		c[name] = v
		if v == nil {
			delete(c, name)
		}
	}
	return c
}

func (i *issuer) guard() (*access.Guard, *access.OIDC) {
	o := &access.OIDC{Issuer: i.URL, Audience: "caseledger", PostClaim: "post", RolesClaim: "realm_access.roles",
		Roles: map[access.Roles]string{access.Clerk: "clerk", access.Auditor: "auditor", access.Supervisor: "cn=chiefs,ou=groups", access.Analyst: "statistics"}, Pseudonyms: access.PseudonymKey{1}, Now: func() time.Time { return i.now }}
	return &access.Guard{OIDC: o}, o
}

func TestProvidersTokens(t *testing.T) {
	i := newIssuer(t)
	key := i.rotate(t, "k1")
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	roles := func(names ...string) map[string]any {
		return map[string]any{"realm_access": map[string]any{"roles": names}}
	}
	for _, c := range []struct {
		name    string
		changes map[string]any
		roles   access.Roles // Public: denied
		reason  access.Reason
	}{
		{name: "a clerk", roles: access.Clerk},
		{name: "an auditor", changes: roles("auditor"), roles: access.Auditor},
		{name: "one role as a text", changes: map[string]any{"realm_access.roles": "auditor"}, roles: access.Auditor},
		{name: "several audiences", changes: map[string]any{"aud": []string{"other", "caseledger"}}, roles: access.Clerk},
		{name: "several roles add up", changes: roles("clerk", "statistics"), roles: access.Clerk | access.Analyst},
		{name: "a name with a sign of its own", changes: roles("cn=chiefs,ou=groups"), roles: access.Supervisor},
		{name: "a chief who is a clerk", changes: roles("clerk", "cn=chiefs,ou=groups"), roles: access.Supervisor},
		{name: "an unknown role beside a known one", changes: roles("operator", "admin", "auditor"), roles: access.Auditor},
		{name: "our name for a role, which is not theirs", changes: roles("analyst", "supervisor", "record"), reason: access.NotEntitled},
		{name: "a role that nobody gives here", changes: roles("operator"), reason: access.NotEntitled},
		{name: "mixed case", changes: roles("Clerk", "AUDITOR"), reason: access.NotEntitled},
		{name: "a role with a space", changes: roles("clerk ", " auditor"), reason: access.NotEntitled},
		{name: "a chief who audits", changes: roles("auditor", "cn=chiefs,ou=groups"), reason: access.NotEntitled},
		{name: "both roles", changes: roles("auditor", "clerk"), reason: access.NotEntitled},
		{name: "no role of ours", changes: roles("everybody"), reason: access.NotEntitled},
		{name: "roles of another kind", changes: map[string]any{"realm_access": 7}, reason: access.NotEntitled},
		{name: "no post", changes: map[string]any{"post": nil}, reason: access.NotEntitled},
		{name: "a post that is no text", changes: map[string]any{"post": 7}, reason: access.NotEntitled},
		{name: "for somebody else", changes: map[string]any{"aud": "other"}, reason: access.BadToken},
		{name: "of somebody else", changes: map[string]any{"iss": "https://other.example"}, reason: access.BadToken},
		{name: "expired", changes: map[string]any{"exp": noon.Add(-time.Second).Unix()}, reason: access.BadToken},
		{name: "without an end", changes: map[string]any{"exp": nil}, reason: access.BadToken},
		{name: "not yet", changes: map[string]any{"nbf": noon.Add(time.Hour).Unix()}, reason: access.BadToken},
		{name: "of nobody", changes: map[string]any{"sub": nil}, reason: access.BadToken},
	} {
		guard, _ := i.guard()
		token := sign(t, key, jose.ES256, i.claims(c.changes))
		id, err := guard.Verify(t.Context(), token)
		if c.roles == access.Public {
			if id.Subject != "" {
				t.Errorf("%s: is taken", c.name)
			}
			denied(t, err, token, c.reason)
		} else if err != nil || id.Roles != c.roles || id.Post != "受理岗-01" {
			t.Errorf("%s: %+v, %v", c.name, id, err)
		}
		if strings.Contains(id.Subject, "zhang") {
			t.Errorf("%s: the pseudonym %s names the person", c.name, id.Subject)
		}
		forged := sign(t, jose.JSONWebKey{Key: other, KeyID: "k1"}, jose.ES256, i.claims(c.changes))
		if id, err := guard.Verify(t.Context(), forged); err == nil || id.Subject != "" {
			t.Errorf("%s: forged, and taken", c.name)
		}
	}
}

func TestWeakSignaturesAreRefused(t *testing.T) {
	i := newIssuer(t)
	i.rotate(t, "k1")
	guard, _ := i.guard()
	payload := strings.Split(sign(t, []byte(strings.Repeat("k", 32)), jose.HS256, i.claims(nil)), ".")[1]
	for name, token := range map[string]string{
		"none":         "eyJhbGciOiJub25lIn0." + payload + ".",
		"HMAC":         sign(t, []byte(strings.Repeat("k", 32)), jose.HS256, i.claims(nil)),
		"no signature": "eyJhbGciOiJFUzI1NiJ9." + payload + ".",
	} {
		id, err := guard.Verify(t.Context(), token)
		denied(t, err, token, access.BadToken)
		if id.Subject != "" {
			t.Errorf("%s: taken", name)
		}
	}
}

// TestKeyRotation: a new key is found without a restart, an old one is not
// taken any more after it is gone, and forged key ids do not flood the
// provider.
func TestKeyRotation(t *testing.T) {
	i := newIssuer(t)
	guard, _ := i.guard()
	first := i.rotate(t, "k1")
	if _, err := guard.Verify(t.Context(), sign(t, first, jose.ES256, i.claims(nil))); err != nil {
		t.Fatal(err)
	}
	second := i.rotate(t, "k2")
	token := sign(t, second, jose.ES256, i.claims(nil))
	for range 50 {
		_, err := guard.Verify(t.Context(), token) // a key that was not there a moment ago
		denied(t, err, token, access.BadToken)
	}
	if n := i.asked.Load(); n != 1 {
		t.Errorf("keys were fetched %d times in one moment", n)
	}
	i.now = i.now.Add(11 * time.Second)
	if _, err := guard.Verify(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	if id, err := guard.Verify(t.Context(), sign(t, first, jose.ES256, i.claims(nil))); err == nil {
		t.Errorf("the old key still makes %v", id)
	}
}

// TestProviderIsDown: nobody is taken, nobody becomes the public, and it goes
// on when the provider is back. Tokens under keys that are known need no
// provider.
func TestProviderIsDown(t *testing.T) {
	i := newIssuer(t)
	guard, _ := i.guard()
	key := i.rotate(t, "k1")
	token := sign(t, key, jose.ES256, i.claims(nil))
	i.down.Store(true)
	for range 3 {
		_, err := guard.Verify(t.Context(), token)
		denied(t, err, token, access.Unreachable)
	}
	i.down.Store(false)
	_, err := guard.Verify(t.Context(), token)
	denied(t, err, token, access.Unreachable) // not asked again yet
	i.now = i.now.Add(11 * time.Second)
	if _, err := guard.Verify(t.Context(), token); err != nil {
		t.Fatal(err)
	}
	i.down.Store(true)
	if _, err := guard.Verify(t.Context(), token); err != nil {
		t.Errorf("a known key: %v", err)
	}
	i.now = i.now.Add(11 * time.Second)
	fresh := sign(t, i.rotate(t, "k2"), jose.ES256, i.claims(nil))
	_, err = guard.Verify(t.Context(), fresh)
	denied(t, err, fresh, access.Unreachable)
}

func TestProviderIsCheckedBeforeUse(t *testing.T) {
	i := newIssuer(t)
	_, good := i.guard()
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*access.OIDC){
		"plain http":    func(o *access.OIDC) { o.Issuer = "http://login.example.gov.cn" },
		"no URL":        func(o *access.OIDC) { o.Issuer = "login" },
		"no audience":   func(o *access.OIDC) { o.Audience = "" },
		"no post claim": func(o *access.OIDC) { o.PostClaim = "" },
		"no roles":      func(o *access.OIDC) { o.Roles = nil },
		"no name":       func(o *access.OIDC) { o.Roles[access.Operator] = "" },
		"one name":      func(o *access.OIDC) { o.Roles[access.Auditor] = o.Roles[access.Clerk] },
	} {
		_, o := i.guard()
		spoil(o)
		if err := o.Check(); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestPseudonyms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "access", "pseudonym.key")
	k, err := access.LoadPseudonymKey(path, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	same, err := access.LoadPseudonymKey(path, rand.Reader)
	if err != nil || same != k {
		t.Errorf("read again it is another key, %v", err)
	}
	a := k.Of("https://a.example", "zhang.san")
	for _, other := range []string{k.Of("https://a.example", "li.si"), k.Of("https://b.example", "zhang.san"),
		k.Of("https://a.examplez", "hang.san"), access.PseudonymKey{}.Of("https://a.example", "zhang.san")} {
		if a == other {
			t.Errorf("two subjects are %s", a)
		}
	}
	if k.Of("https://a.example", "zhang.san") != a {
		t.Error("a pseudonym changed")
	}
}
