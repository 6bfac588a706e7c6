package access_test

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"caseledger/graphql/access"
)

// provider is a real OpenID Connect provider: oidc-provider for Node, in a
// process of its own.
type provider struct {
	folder, port string
	process      *exec.Cmd
}

// start starts the provider with a new signing key.
func (p *provider) start(t *testing.T, key string) {
	t.Helper()
	p.process = exec.Command("node", "provider.mjs", p.port, key)
	p.process.Dir = p.folder
	out, err := p.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.process.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the provider says %q, %v", line, err)
	}
}

func (p *provider) stop() {
	if p.process != nil {
		_ = p.process.Process.Kill()
		_ = p.process.Wait() // killed: its error says so
		p.process = nil
	}
}

func (p *provider) issuer() string { return "http://127.0.0.1:" + p.port }

// token logs a client in.
func (p *provider) token(t *testing.T, client string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "POST", p.issuer()+"/token", strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(client, "secret")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Fatalf("%s: no token, %v", resp.Status, err)
	}
	return answer.Token
}

// TestRealProvider: tokens of a real provider say who asks; new keys are found;
// known keys are good while it is down.
func TestRealProvider(t *testing.T) {
	folder := os.Getenv("CASELEDGER_OIDC_PROVIDER")
	if folder == "" {
		t.Skip("no identity provider: .ci/oidc installs one, starts it and runs this test (needs Node and npm)")
	}
	if _, err := os.Stat(filepath.Join(folder, "provider.mjs")); err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	ln.Close()
	p := &provider{folder: folder, port: port}
	p.start(t, "k1")
	t.Cleanup(p.stop)
	var later time.Duration
	o := &access.OIDC{Issuer: p.issuer(), Audience: "caseledger", PostClaim: "post", RolesClaim: "groups", Roles: map[access.Roles]string{access.Clerk: "clerk", access.Auditor: "auditor"},
		Now: func() time.Time { return time.Now().Add(later) }}
	if err := o.Check(); err != nil {
		t.Fatal(err)
	}
	guard := &access.Guard{OIDC: o}
	clerk := p.token(t, "clerk")
	for client, roles := range map[string]access.Roles{"clerk": access.Clerk, "auditor": access.Auditor} {
		id, err := guard.Verify(t.Context(), p.token(t, client))
		if err != nil || id.Roles != roles || id.Post != client+"-post" || !strings.HasPrefix(id.Subject, "oidc/") || strings.Contains(id.Subject, client) {
			t.Errorf("%s: %+v, %v", client, id, err)
		}
	}
	visitor := p.token(t, "visitor")
	_, err = guard.Verify(t.Context(), visitor)
	denied(t, err, visitor, access.NotEntitled)
	other := &access.Guard{OIDC: &access.OIDC{Issuer: p.issuer(), Audience: "another", PostClaim: "post", RolesClaim: "groups", Roles: map[access.Roles]string{access.Clerk: "clerk"}, Now: time.Now}}
	_, err = other.Verify(t.Context(), clerk)
	denied(t, err, clerk, access.BadToken)

	p.stop()
	if _, err := guard.Verify(t.Context(), clerk); err != nil {
		t.Errorf("while the provider is down: %v", err)
	}
	p.start(t, "k2")
	later = time.Minute
	rotated := p.token(t, "clerk")
	if _, err := guard.Verify(t.Context(), rotated); err != nil {
		t.Errorf("under a new key: %v", err)
	}
	if id, err := guard.Verify(t.Context(), clerk); err == nil {
		t.Errorf("under a key that is gone: %+v", id)
	}
	later = time.Hour
	_, err = guard.Verify(t.Context(), rotated)
	denied(t, err, rotated, access.BadToken)
}
