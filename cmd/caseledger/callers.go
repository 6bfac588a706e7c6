package main

import (
	"net/http"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
)

// callers says who may call a server, and how much each may ask.
type callers struct {
	Issuer     string            `name:"oidc-issuer" env:"CASELEDGER_OIDC_ISSUER" placeholder:"URL" help:"Take tokens of this OpenID Connect provider for those who have a role."`
	Audience   string            `name:"oidc-audience" env:"CASELEDGER_OIDC_AUDIENCE" placeholder:"NAME" help:"Take those that are meant for this audience (claim aud)."`
	PostClaim  string            `name:"oidc-post-claim" env:"CASELEDGER_OIDC_POST_CLAIM" default:"post" placeholder:"CLAIM" help:"Claim with the acting post (default ${default})."`
	RolesClaim string            `name:"oidc-roles-claim" env:"CASELEDGER_OIDC_ROLES_CLAIM" default:"groups" placeholder:"CLAIM" help:"Claim with the roles; a dot leads into an object (default ${default})."`
	Roles      map[string]string `name:"oidc-role" env:"CASELEDGER_OIDC_ROLE" placeholder:"ROLE=THEIRS" help:"The provider's name for a role: supervisor=THEIRS, also clerk, auditor, analyst, operator; several with ; between. Names that are not given here count for nothing."`
	RecordRole string            `name:"oidc-record-role" env:"CASELEDGER_OIDC_RECORD_ROLE" placeholder:"THEIRS" help:"The provider's name for a clerk."`
	RevealRole string            `name:"oidc-reveal-role" env:"CASELEDGER_OIDC_REVEAL_ROLE" placeholder:"THEIRS" help:"The provider's name for an auditor."`
	Rate       int               `default:"6000" placeholder:"POINTS" help:"Points a minute for each client: 1 for a request, more for an expensive one, at all addresses together; 0 for no limit (default ${default})."`
}

// guard tells who asks: by the tokens of the data folder, and of the provider
// if one is named.
func (e callers) guard(p *program, c *cli) (*access.Guard, error) {
	g := &access.Guard{Tokens: c.tokens(p)}
	if e.Issuer == "" {
		return g, nil
	}
	roles, err := e.providersRoles()
	if err != nil {
		return nil, err
	}
	o := &access.OIDC{Issuer: e.Issuer, Audience: e.Audience, PostClaim: e.PostClaim, RolesClaim: e.RolesClaim, Roles: roles, Now: p.now}
	if err := o.Check(); err != nil {
		return nil, asUsage(err)
	}
	if o.Pseudonyms, err = c.pseudonyms(p); err != nil {
		return nil, err
	}
	g.OIDC = o
	return g, nil
}

// providersRoles has the provider's name for each role that it gives.
func (e callers) providersRoles() (map[access.Roles]string, error) {
	out := map[access.Roles]string{}
	for name, theirs := range e.Roles {
		role, err := access.Parse(name)
		if err != nil {
			return nil, &usageError{"--oidc-role: " + err.Error()}
		}
		if out[role] != "" {
			return nil, &usageError{"--oidc-role: " + role.String() + " is given twice"}
		}
		out[role] = theirs
	}
	for role, theirs := range map[access.Roles]string{access.Clerk: e.RecordRole, access.Auditor: e.RevealRole} {
		switch {
		case theirs == "":
		case out[role] != "" && out[role] != theirs:
			return nil, &usageError{"--oidc-role, --oidc-record-role and --oidc-reveal-role give different names for " + role.String()}
		default:
			out[role] = theirs
		}
	}
	return out, nil
}

// limits are what each client may take.
func (e callers) limits() clients.Limits { return clients.Limits{PerMinute: e.Rate} }

// client names the client of a request: behind a proxy the one that the proxy
// has added last to X-Forwarded-For, else the address of the connection.
func (p publication) client() func(*http.Request) string {
	if p.Proxied {
		return clients.Forwarded
	}
	return clients.Address
}
