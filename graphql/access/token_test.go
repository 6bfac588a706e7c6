package access_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"caseledger/graphql/access"
	"caseledger/ledger"
)

var noon = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// desk is a folder of tokens with a clock.
type desk struct {
	*access.Tokens
	access.Guard
	now time.Time
}

func newDesk(t *testing.T) *desk {
	d := &desk{now: noon}
	d.Tokens = &access.Tokens{Dir: filepath.Join(t.TempDir(), "access"), Now: func() time.Time { return d.now }}
	d.Guard.Tokens = d.Tokens
	return d
}

func (d *desk) create(t *testing.T, roles access.Roles) (string, access.Grant) {
	t.Helper()
	token, g, err := d.Create(rand.Reader, access.Request{Label: "窗口三", Post: "受理岗-01", Roles: roles, Life: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	return token, g
}

// denied checks that an error is a denial that repeats nothing of the token.
func denied(t *testing.T, err error, token string, reason access.Reason) {
	t.Helper()
	var d *access.Denial
	if !errors.As(err, &d) || d.Reason != reason {
		t.Errorf("%v, want a denial of reason %d", err, reason)
		return
	}
	for part := range strings.FieldsFuncSeq(token, func(r rune) bool { return r == '_' || r == '.' }) {
		if len(part) > 8 && strings.Contains(d.Text+d.Challenge(), part) {
			t.Errorf("the denial %q repeats the token", d.Text)
		}
	}
}

func TestTokenSaysWhoAsks(t *testing.T) {
	d := newDesk(t)
	for _, roles := range []access.Roles{access.Clerk, access.Supervisor, access.Auditor, access.Analyst, access.Operator,
		access.Clerk | access.Operator, access.Supervisor | access.Analyst, access.Auditor | access.Analyst | access.Operator} {
		token, g := d.create(t, roles)
		got, err := d.Verify(t.Context(), token)
		want := access.Identity{Subject: "token/" + g.ID, Post: "受理岗-01", Roles: roles}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v %s", err, diff)
		}
	}
}

func TestTokenEnds(t *testing.T) {
	d := newDesk(t)
	revoked, g := d.create(t, access.Clerk)
	expired, _ := d.create(t, access.Clerk)
	if _, err := d.Revoke(g.ID); err != nil {
		t.Fatal(err)
	}
	_, err := d.Verify(t.Context(), revoked)
	denied(t, err, revoked, access.BadToken)
	d.now = noon.Add(time.Hour - time.Microsecond)
	if _, err := d.Verify(t.Context(), expired); err != nil {
		t.Errorf("at its last moment: %v", err)
	}
	d.now = noon.Add(time.Hour)
	_, err = d.Verify(t.Context(), expired)
	denied(t, err, expired, access.BadToken)
	again, err := d.Revoke(g.ID)
	if err != nil || !again.Revoked.Equal(noon) {
		t.Errorf("revoked again: %v, %v; want the first time", again.Revoked, err)
	}
	if _, err := d.Revoke("0123456789abcdef"); !errors.Is(err, access.ErrNoToken) {
		t.Errorf("revoked what is not there: %v", err)
	}
}

// TestEveryChangedByteIsRefused: no changed or cut token is taken, and none is
// taken for the public.
func TestEveryChangedByteIsRefused(t *testing.T) {
	d := newDesk(t)
	token, _ := d.create(t, access.Clerk)
	for i := range token {
		changed := []byte(token)
		changed[i] ^= 1
		for _, bad := range []string{string(changed), token[:i], token + token[:i+1]} {
			id, err := d.Verify(t.Context(), bad)
			denied(t, err, token, access.BadToken)
			if id.Subject != "" {
				t.Errorf("%q is taken as %v", bad, id)
			}
		}
	}
}

func TestSecretIsNotKept(t *testing.T) {
	d := newDesk(t)
	token, g := d.create(t, access.Clerk)
	_, secret, _ := strings.Cut(strings.TrimPrefix(token, "clt_"), "_")
	path := filepath.Join(d.Dir, g.ID+".token")
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept, []byte(secret)) || len(secret) != 43 {
		t.Errorf("a secret of %d characters is in %s", len(secret), kept)
	}
	for name, mode := range map[string]os.FileMode{path: 0o600, d.Dir: 0o700 | os.ModeDir} {
		info, err := os.Stat(name)
		if err != nil || info.Mode() != mode {
			t.Errorf("%s has mode %v, %v", filepath.Base(name), info.Mode(), err)
		}
	}
	entries, err := os.ReadDir(d.Dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d files in the folder, %v", len(entries), err)
	}
}

func TestListIsInOrder(t *testing.T) {
	d := newDesk(t)
	if all, err := d.List(); err != nil || len(all) != 0 {
		t.Errorf("of no folder: %v, %v", all, err)
	}
	var want []string
	for i := range 5 {
		d.now = noon.Add(time.Duration(i) * time.Second)
		_, g := d.create(t, access.Clerk)
		want = append(want, g.ID)
	}
	all, err := d.List()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, g := range all {
		got = append(got, g.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	good := access.Request{Label: "a", Post: "p", Roles: access.Clerk, Life: time.Hour}
	for name, spoil := range map[string]func(*access.Request){
		"no label":        func(r *access.Request) { r.Label = "" },
		"no post":         func(r *access.Request) { r.Post = "" },
		"post in lines":   func(r *access.Request) { r.Post = "a\nb" },
		"no role":         func(r *access.Request) { r.Roles = access.Public },
		"record, reveal":  func(r *access.Request) { r.Roles = access.Clerk | access.Auditor },
		"audit oneself":   func(r *access.Request) { r.Roles = access.Supervisor | access.Auditor },
		"no life":         func(r *access.Request) { r.Life = 0 },
		"a life too long": func(r *access.Request) { r.Life = access.MaxLife + 1 },
	} {
		r := good
		spoil(&r)
		var invalid *ledger.InvalidError
		if token, _, err := newDesk(t).Create(rand.Reader, r); !errors.As(err, &invalid) || token != "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if token, _, err := newDesk(t).Create(bytes.NewReader(make([]byte, 39)), good); err == nil || token != "" {
		t.Error("a token was made of too little randomness")
	}
}

var rolesIn = regexp.MustCompile(`(?s)"scopes": \[.*?\],`)

// TestOldTokensKeepTheirRoles: a file that was written when there were two
// scopes says what it said then.
func TestOldTokensKeepTheirRoles(t *testing.T) {
	d := newDesk(t)
	for old, roles := range map[string]access.Roles{"record": access.Clerk, "reveal": access.Auditor} {
		token, g := d.create(t, access.Analyst)
		path := filepath.Join(d.Dir, g.ID+".token")
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, rolesIn.ReplaceAll(kept, []byte(`"scopes": ["`+old+`"],`)), 0o600); err != nil {
			t.Fatal(err)
		}
		if id, err := d.Verify(t.Context(), token); err != nil || id.Roles != roles {
			t.Errorf("%s: %v, %v", old, id, err)
		}
		if g, err := d.Revoke(g.ID); err != nil || g.Roles != roles {
			t.Errorf("%s, revoked: %v, %v", old, g, err)
		}
	}
}

// TestChangedFileCountsAtOnce: whatever becomes of a token's file counts from
// the next request on.
func TestChangedFileCountsAtOnce(t *testing.T) {
	hourAgo := noon.Add(-time.Hour)
	for name, tt := range map[string]struct {
		written time.Time // when the file was, by its file system
		change  func(d *desk, id, path string) error
	}{
		"revoked": {hourAgo, func(d *desk, id, _ string) error { _, err := d.Revoke(id); return err }},
		"deleted": {hourAgo, func(_ *desk, _, path string) error { return os.Remove(path) }},
		"damaged": {hourAgo, func(_ *desk, _, path string) error { return os.WriteFile(path, []byte("{}\n"), 0o600) }},
		"replaced by one as long and as old": {hourAgo, func(_ *desk, _, path string) error {
			return errors.Join(expire(path, path+"-", hourAgo), os.Rename(path+"-", path))
		}},
		"written again at the same tick": {noon, func(_ *desk, _, path string) error { return expire(path, path, noon) }},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			token, g := d.create(t, access.Clerk)
			path := filepath.Join(d.Dir, g.ID+".token")
			if err := os.Chtimes(path, tt.written, tt.written); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				if _, err := d.Verify(t.Context(), token); err != nil {
					t.Fatal(err)
				}
			}
			if err := tt.change(d, g.ID, path); err != nil {
				t.Fatal(err)
			}
			if id, err := d.Verify(t.Context(), token); err == nil || id != (access.Identity{}) {
				t.Errorf("%v, %v; want it refused", id, err)
			}
		})
	}
}

// expire writes a token's file anew, as long as it is, with its end long past.
func expire(from, to string, written time.Time) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	b = bytes.Replace(b, []byte(`"expires": "2026`), []byte(`"expires": "1926`), 1)
	return errors.Join(os.WriteFile(to, b, 0o600), os.Chtimes(to, written, written))
}

func TestDamagedFileShutsOutItsTokenOnly(t *testing.T) {
	d := newDesk(t)
	bad, g := d.create(t, access.Clerk)
	good, _ := d.create(t, access.Clerk)
	path := filepath.Join(d.Dir, g.ID+".token")
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, roles := range []string{"", `"scopes":[],`, `"scopes":["boss"],`, `"scopes":["Clerk"],`, `"scopes":["clerk","reveal"],`, `"scopes":"clerk",`, `"scopes":null,`} {
		text := rolesIn.ReplaceAllString(string(kept), roles)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil || text == string(kept) {
			t.Fatal(err, text)
		}
		var corrupt *ledger.CorruptError
		if id, err := d.Verify(t.Context(), bad); !errors.As(err, &corrupt) || id != (access.Identity{}) {
			t.Errorf("%s: %v, %v; want a CorruptError", roles, id, err)
		}
	}
	if _, err := d.Verify(t.Context(), good); err != nil {
		t.Error(err)
	}
}

func TestIdentify(t *testing.T) {
	d := newDesk(t)
	token, g := d.create(t, access.Clerk)
	for _, c := range []struct {
		name    string
		headers []string
		subject string
		ok      bool
	}{
		{"nobody", nil, "", true},
		{"a token", []string{"Bearer " + token}, "token/" + g.ID, true},
		{"lower case", []string{"bearer " + token}, "token/" + g.ID, true},
		{"another scheme", []string{"Basic " + token}, "", false},
		{"no scheme", []string{token}, "", false},
		{"empty", []string{""}, "", false},
		{"no token", []string{"Bearer "}, "", false},
		{"a token too long", []string{"Bearer clt_" + strings.Repeat("a", 9000)}, "", false},
		{"a path", []string{"Bearer clt_../../etc/passwd_x"}, "", false},
		{"a JWT without a provider", []string{"Bearer a.b.c"}, "", false},
		{"two tokens", []string{"Bearer " + token, "Bearer " + token}, "", false},
	} {
		for name, guard := range map[string]*access.Guard{"": &d.Guard, ", no guard": nil} {
			r := httptest.NewRequest("POST", "/graphql", nil)
			r.Header["Authorization"] = c.headers
			id, err := guard.Identify(r)
			if ok := c.ok && (guard != nil || c.headers == nil); !ok {
				denied(t, err, token, access.BadToken)
				continue
			}
			if err != nil || id.Subject != c.subject {
				t.Errorf("%s%s: %v, %v", c.name, name, id, err)
			}
		}
	}
}

func TestIdentityInContext(t *testing.T) {
	if id := access.Of(t.Context()); id.Roles != access.Public || id.Subject != "" {
		t.Errorf("nobody is %v", id)
	}
	want := access.Identity{Subject: "token/1", Post: "p", Roles: access.Auditor}
	if diff := cmp.Diff(want, access.Of(access.With(t.Context(), want))); diff != "" {
		t.Error(diff)
	}
}

// FuzzVerify: whatever is sent, it is refused as a bad token, unless it is one.
func FuzzVerify(f *testing.F) {
	t := &access.Tokens{Dir: f.TempDir(), Now: func() time.Time { return noon }}
	token, _, err := t.Create(rand.Reader, access.Request{Label: "a", Post: "p", Roles: access.Clerk, Life: time.Hour})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add("clt_0123456789abcdef_x")
	f.Add("clt_/../x")
	guard := access.Guard{Tokens: t}
	f.Fuzz(func(t *testing.T, sent string) {
		id, err := guard.Verify(t.Context(), sent)
		if sent == token {
			return
		}
		denied(t, err, "", access.BadToken)
		if id.Subject != "" {
			t.Errorf("%q is taken", sent)
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	t := &access.Tokens{Dir: b.TempDir(), Now: func() time.Time { return noon }}
	token, g, err := t.Create(rand.Reader, access.Request{Label: "a", Post: "p", Roles: access.Clerk, Life: time.Hour})
	if err != nil {
		b.Fatal(err)
	}
	old := noon.Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(t.Dir, g.ID+".token"), old, old); err != nil {
		b.Fatal(err)
	}
	guard := access.Guard{Tokens: t}
	for b.Loop() {
		if _, err := guard.Verify(b.Context(), token); err != nil {
			b.Fatal(err)
		}
	}
}
