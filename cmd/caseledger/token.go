package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"caseledger/graphql/access"
	"caseledger/ledger"
)

// accessFolder holds tokens and the key of pseudonyms, within the data folder.
const accessFolder = "access"

// pseudonymFile is the key of pseudonyms, within accessFolder.
const pseudonymFile = "pseudonym.key"

var tokenVerb = verb{name: "token", group: answering, args: argsOf[tokenCmd],
	words: "Make, list and revoke tokens, which give their holders a role."}

type tokenCmd struct {
	Create    tokenCreateCmd    `cmd:"" group:"below" help:"Make a token and show it, once."`
	List      tokenListCmd      `cmd:"" group:"below" help:"List the tokens; their secrets are not kept."`
	Revoke    tokenRevokeCmd    `cmd:"" group:"below" help:"End a token from the next request on."`
	Pseudonym tokenPseudonymCmd `cmd:"" group:"below" help:"Say under which pseudonym a person of the identity provider is recorded."`
}

// Help is shown by --help.
func (tokenCmd) Help() string {
	return `Tokens let programs and people of the centre in. A token is sent as
"Authorization: Bearer …". It can be made and revoked while servers run. They
are kept as hashes in the folder access of the data folder.

Everybody reads what is public, without a token. A token carries roles, each of
which adds something; its holder sees what they add, and no more:

    clerk       sends the commands of a case
    supervisor  sends those that supervise too
    auditor     reads sealed values; each reading is recorded
    analyst     the public's view, for questions of its own later
    operator    the public's view, for operations later

An auditor is neither clerk nor supervisor: whoever reads sealed values does
not record.

Examples:

    caseledger token create --role clerk --post 受理岗-01 --label "window 3"
    caseledger token list
    caseledger token revoke 0123456789abcdef

Exit codes: 0 done, 1 failure, 2 usage, 3 the token's file is damaged, 4 there is no such token.`
}

// tokens are those of the data folder.
func (c *cli) tokens(p *program) *access.Tokens {
	return &access.Tokens{Dir: c.folder().file(accessFolder), Now: p.now}
}

type tokenCreateCmd struct {
	Role  []string `required:"" enum:"clerk,supervisor,auditor,analyst,operator,record,reveal" aliases:"scope" placeholder:"ROLE" help:"What its holder is: clerk, supervisor, auditor, analyst or operator; several with commas. The older record and reveal mean clerk and auditor; --scope is --role."`
	Post  string   `required:"" placeholder:"POST" help:"The acting post; it stands in public records. Never a person's name."`
	Label string   `required:"" placeholder:"TEXT" help:"What the token is for; stays in the data folder."`
	Days  int      `default:"90" help:"How long it is good for, 1 to 400 days (default ${default})."`
}

// Help is shown by --help.
func (tokenCreateCmd) Help() string {
	return `Prints the token, which nobody can show again. With --json it is the member
"token".

Examples:

    caseledger token create --role clerk --post 受理岗-01 --label "window 3" --days 30
    caseledger token create --role supervisor,analyst --post 督办岗-01 --label desk
    caseledger token create --role auditor --post 审计岗-01 --label "audit 2026" --json

Exit codes: 0 done, 1 failure, 2 usage.`
}

// tokenView is a token as verbs print it.
type tokenView struct {
	ID      string    `json:"id"`
	Label   string    `json:"label"`
	Post    string    `json:"post"`
	Roles   []string  `json:"roles"`
	Scopes  []string  `json:"scopes,omitempty"` // names of old of its roles, where they have one
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	State   string    `json:"state"` // "good", "expired" or "revoked"
	Revoked time.Time `json:"revoked,omitzero"`
	Token   string    `json:"token,omitempty"` // only where it was just made
}

func viewOf(g access.Grant, now time.Time) tokenView {
	v := tokenView{ID: g.ID, Label: g.Label, Post: g.Post, Roles: g.Roles.Names(), Scopes: g.Roles.Scopes(), Created: g.Created, Expires: g.Expires, State: "good", Revoked: g.Revoked}
	switch {
	case !g.Revoked.IsZero():
		v.State = "revoked"
	case !now.Before(g.Expires):
		v.State = "expired"
	}
	return v
}

// Run makes a token.
func (cmd tokenCreateCmd) Run(p *program, c *cli) error {
	roles, err := access.Parse(cmd.Role...)
	if err != nil {
		return &usageError{"--role: " + err.Error() + "; make a token for each"}
	}
	token, g, err := c.tokens(p).Create(p.rand, access.Request{
		Label: cmd.Label, Post: cmd.Post, Roles: roles, Life: time.Duration(cmd.Days) * 24 * time.Hour,
	})
	var invalid *ledger.InvalidError
	if errors.As(err, &invalid) {
		return asUsage(err)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		v := viewOf(g, p.now())
		v.Token = token
		return p.printJSON(v)
	}
	fmt.Fprintf(p.stderr, "token %s of %s, good until %s; this is the only time it is shown:\n", g.ID, g.Post, g.Expires.Format(time.DateOnly))
	_, err = fmt.Fprintln(p.stdout, token)
	return err
}

type tokenListCmd struct {
	CSV bool `help:"As CSV, in UTF-8."`
}

// Help is shown by --help.
func (tokenListCmd) Help() string {
	return `Examples:

    caseledger token list
    caseledger token list --json

Exit codes: 0 done, 1 failure, 2 usage, 3 a token's file is damaged.`
}

// Run lists the tokens, oldest first.
func (cmd tokenListCmd) Run(p *program, c *cli) error {
	if err := c.oneFormat(cmd.CSV); err != nil {
		return err
	}
	all, err := c.tokens(p).List()
	if err != nil {
		return err
	}
	views := make([]tokenView, len(all))
	t := &table{csv: cmd.CSV, header: []string{"id", "role", "post", "until", "state", "label"}}
	for i, g := range all {
		v := viewOf(g, p.now())
		views[i] = v
		t.add(v.ID, strings.Join(v.Roles, " "), v.Post, v.Expires.Format(time.DateOnly), v.State, v.Label)
	}
	if c.JSON {
		return p.printJSON(struct {
			Tokens []tokenView `json:"tokens"`
		}{views})
	}
	return t.write(p.stdout)
}

type tokenRevokeCmd struct {
	ID string `arg:"" help:"Id of the token: the 16 digits that list shows, and that stand in the token itself."`
}

// Help is shown by --help.
func (tokenRevokeCmd) Help() string {
	return `Running servers refuse the token from the next request on. It may be repeated.

Examples:

    caseledger token revoke 0123456789abcdef

Exit codes: 0 done, 1 failure, 2 usage, 4 there is no such token.`
}

// Run revokes a token.
func (cmd tokenRevokeCmd) Run(p *program, c *cli) error {
	g, err := c.tokens(p).Revoke(cmd.ID)
	if err != nil {
		return fmt.Errorf("token %q: %w", firstOf(cmd.ID, 16), err)
	}
	if c.JSON {
		return p.printJSON(viewOf(g, p.now()))
	}
	_, err = fmt.Fprintf(p.stdout, "token %s of %s is revoked\n", g.ID, g.Post)
	return err
}

// firstOf cuts what may be a whole token by mistake.
func firstOf(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}

type tokenPseudonymCmd struct {
	Subject string `arg:"" help:"The subject (claim sub) of the person."`
	Issuer  string `required:"" env:"CASELEDGER_OIDC_ISSUER" placeholder:"URL" name:"oidc-issuer" help:"The identity provider."`
}

// Help is shown by --help.
func (tokenPseudonymCmd) Help() string {
	return `The record of who read sealed values names people of the identity provider by
pseudonym. Only who has the data folder can say who that is.

Examples:

    caseledger token pseudonym zhang.san --oidc-issuer https://login.example.org

Exit codes: 0 done, 1 failure, 2 usage.`
}

// Run prints the pseudonym.
func (cmd tokenPseudonymCmd) Run(p *program, c *cli) error {
	key, err := c.pseudonyms(p)
	if err != nil {
		return err
	}
	pseudonym := key.Of(cmd.Issuer, cmd.Subject)
	if c.JSON {
		return p.printJSON(struct {
			Pseudonym string `json:"pseudonym"`
		}{pseudonym})
	}
	_, err = fmt.Fprintln(p.stdout, pseudonym)
	return err
}

func (c *cli) pseudonyms(p *program) (access.PseudonymKey, error) {
	return access.LoadPseudonymKey(c.folder().file(accessFolder+"/"+pseudonymFile), p.rand)
}
