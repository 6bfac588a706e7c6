package access

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/disclosure"
)

// A token is "clt_", the 16 hexadecimal digits of its id, "_", and a secret of
// 256 random bits in base64url. The id may be shown; the whole is shown once,
// when it is made.
const (
	tokenPrefix = "clt_"
	idBytes     = 8
	secretBytes = 32
)

// MaxLife bounds how long a token is good for.
const MaxLife = 400 * 24 * time.Hour

// Grant is what is kept of a token. The secret is not: of 256 random bits a
// plain SHA-256 is enough, since nobody can try them all.
type Grant struct {
	ID      string      `json:"id"`
	Label   string      `json:"label"`  // the operator's own note; it stays on this machine
	Post    string      `json:"post"`   // acting post, stands in public records
	Roles   Roles       `json:"scopes"` // the member is older than roles are
	Created time.Time   `json:"created"`
	Expires time.Time   `json:"expires"`
	Revoked time.Time   `json:"revoked,omitzero"`
	Hash    ledger.Hash `json:"sha256"` // of the token as it is sent
}

// Request is what the operator says of a new token.
type Request struct {
	Label, Post string
	Roles       Roles
	Life        time.Duration // at most [MaxLife]
}

// ErrNoToken: there is no token of this id.
var ErrNoToken = fmt.Errorf("there is no such token: %w", fs.ErrNotExist)

// Tokens are the tokens that the operator made, one small file each in a
// folder that only the owner may enter. Any number of processes may use it at
// the same time: files are replaced as a whole, and every request looks whether
// its token's file is still the one that was read. Set the fields before use and
// do not copy Tokens.
type Tokens struct {
	Dir string
	Now func() time.Time

	kept kept
}

// Create makes a token and gives it, for the only time. It is durable when it
// returns. An error about the request is a [*ledger.InvalidError].
func (t *Tokens) Create(random io.Reader, r Request) (token string, g Grant, err error) {
	if err := r.check(); err != nil {
		return "", Grant{}, err
	}
	b := make([]byte, idBytes+secretBytes)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", Grant{}, fmt.Errorf("draw a token: %w", err)
	}
	now := ledger.Time(t.Now())
	g = Grant{ID: hex.EncodeToString(b[:idBytes]), Label: r.Label, Post: r.Post, Roles: r.Roles, Created: now, Expires: now.Add(r.Life)}
	token = tokenPrefix + g.ID + "_" + base64.RawURLEncoding.EncodeToString(b[idBytes:])
	g.Hash = sha256.Sum256([]byte(token))
	return token, g, t.write(g)
}

func (r Request) check() error {
	bad := func(field, value, reason string) error {
		return &ledger.InvalidError{Field: field + " of a token", Value: value, Reason: reason}
	}
	if r.Label == "" || len(r.Label) > 200 {
		return bad("label", r.Label, "want 1 to 200 bytes: what the token is for")
	}
	if err := checkPost(r.Post); err != nil {
		return err
	}
	if r.Life <= 0 || r.Life > MaxLife {
		return bad("life", r.Life.String(), "want more than nothing and at most 400 days")
	}
	if err := r.Roles.check(); err != nil {
		return bad("roles", "", err.Error())
	}
	return nil
}

// checkPost keeps out what could not stand in a record, or not in public.
func checkPost(post string) error {
	if post == "" {
		return &ledger.InvalidError{Field: "post", Reason: "want the acting post in 1 to 100 bytes, never a person's name"}
	}
	return disclosure.Post(post)
}

// List gives all tokens that were made, oldest first.
func (t *Tokens) List() ([]Grant, error) {
	ids, err := t.ids()
	if err != nil {
		return nil, err
	}
	var out []Grant
	for _, id := range ids {
		g, err := t.read(id)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	slices.SortFunc(out, func(a, b Grant) int {
		if c := a.Created.Compare(b.Created); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// Revoke ends a token for ever. It is durable when it returns, and may be
// repeated. [ErrNoToken].
func (t *Tokens) Revoke(id string) (Grant, error) {
	g, err := t.read(id)
	if err != nil || !g.Revoked.IsZero() {
		return g, err
	}
	g.Revoked = ledger.Time(t.Now())
	return g, t.write(g)
}

// verify says whose token it is. Whether an id exists is no secret.
func (t *Tokens) verify(token string) (Identity, error) {
	id, _, _ := strings.Cut(strings.TrimPrefix(token, tokenPrefix), "_")
	g, err := t.current(id)
	if errors.Is(err, ErrNoToken) {
		return Identity{}, deny(BadToken, "the token is not known")
	}
	if err != nil {
		return Identity{}, err
	}
	sum := sha256.Sum256([]byte(token))
	switch now := t.Now(); {
	case subtle.ConstantTimeCompare(sum[:], g.Hash[:]) != 1:
		return Identity{}, deny(BadToken, "the token is not known")
	case !g.Revoked.IsZero():
		return Identity{}, deny(BadToken, "the token was revoked")
	case !now.Before(g.Expires):
		return Identity{}, deny(BadToken, "the token has expired")
	}
	return Identity{Subject: "token/" + g.ID, Post: g.Post, Roles: g.Roles}, nil
}
