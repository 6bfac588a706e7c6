package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
)

var serveVerb = verb{name: "serve", group: answering, args: argsOf[serveCmd],
	words: "Serve the GraphQL API, the feeds and the index page."}

type serveCmd struct {
	Addr        string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Listen here; port 0 takes a free one (default ${default})."`
	NoSupervise bool   `name:"no-supervise" help:"Record no warnings, no cards and nothing of what silence brings."`
	publication
	callers
	encryption
	operations
}

// Help is shown by --help.
func (serveCmd) Help() string {
	return `Serves /graphql, /graphiql, /schema.graphql, /feeds/…, /healthz and an index
page at /. SIGINT or SIGTERM stops it in order; the next start goes on where
it was. One data folder can be served, or imported into, by one process at a
time.

It supervises while it serves (caseledger supervise --help); --no-supervise leaves
that to another process, or to nobody.

The public needs no token. Whoever has a role brings one of caseledger token, or
of the OpenID Connect provider that --oidc-issuer names.

Examples:

    caseledger serve
    caseledger serve --data /var/lib/caseledger --addr 0.0.0.0:8080 --base-url https://cases.example.org
    caseledger serve --addr 127.0.0.1:0 --json      # {"url":"http://127.0.0.1:…"}
    caseledger serve --addr 0.0.0.0:8443 --tls-cert chain.pem --tls-key key.pem --ops-addr 127.0.0.1:9090
    caseledger serve --oidc-issuer https://login.example.org --oidc-audience caseledger --oidc-role clerk=window-staff --oidc-role auditor=inspection

Exit codes: 0 stopped in order, 1 failure (address taken, folder in use), 2 usage, 3 ledger damaged, 5 no room.`
}

// started is the line that --json prints when the server answers.
type started struct {
	URL string `json:"url"`
	Ops string `json:"ops,omitempty"` // where the operator looks, if anywhere
}

// Run serves until the context ends.
func (cmd serveCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	logger := p.logger(slog.LevelInfo)
	o := serving{publication: cmd.publication, limits: cmd.callers.limits(), otlp: cmd.OTLP}
	if o.guard, err = cmd.callers.guard(p, c); err != nil {
		return err
	}
	if o.tls, err = cmd.encryption.config(logger); err != nil {
		return err
	}
	ln, err := listen(cmd.Addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	if o.ops, err = cmd.operations.listen(); err != nil {
		return err
	}
	if o.ops != nil {
		defer o.ops.Close()
	}
	s, err := openSite(ctx, p, c.storage(), !cmd.NoSupervise, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	return s.serve(ctx, ln, o, func() error { return o.announce(p, c, ln) })
}

// announce says where the server answers.
func (o serving) announce(p *program, c *cli, ln net.Listener) error {
	at := started{URL: urlOf(ln)}
	if o.tls != nil {
		at.URL = "https" + strings.TrimPrefix(at.URL, "http")
	}
	if o.ops != nil {
		at.Ops = urlOf(o.ops)
	}
	if c.JSON {
		return p.printJSON(at)
	}
	out := &printer{w: p.stdout}
	out.line("caseledger serves %s at %s", c.folder(), at.URL)
	if at.Ops != "" {
		out.line("metrics at %s/metrics", at.Ops)
	}
	out.line("stop it with Ctrl-C")
	return out.err
}
