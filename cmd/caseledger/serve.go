package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

type serveCmd struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Listen here; port 0 takes a free one (default ${default})."`
	publication
}

// Help is shown by --help.
func (serveCmd) Help() string {
	return `Serves /graphql, /graphiql, /schema.graphql, /feeds/…, /healthz and an index
page at /. SIGINT or SIGTERM stops it in order; the next start goes on where
it was. One data folder can be served, or imported into, by one process at a
time.

Examples:

    caseledger serve
    caseledger serve --data /var/lib/caseledger --addr 0.0.0.0:8080 --base-url https://cases.example.org
    caseledger serve --addr 127.0.0.1:0 --json      # {"url":"http://127.0.0.1:…"}

Exit codes: 0 stopped in order, 1 failure (address taken, folder in use), 2 usage, 3 ledger damaged.`
}

// started is the line that --json prints when the server answers.
type started struct {
	URL string `json:"url"`
}

// Run serves until the context ends.
func (cmd serveCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	ln, err := listen(cmd.Addr)
	if err != nil {
		return err
	}
	defer ln.Close()
	s, err := openSite(ctx, p, c.house(), p.logger(slog.LevelInfo))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	url := urlOf(ln)
	return s.serve(ctx, ln, cmd.publication, func() error {
		if c.JSON {
			return p.printJSON(started{url})
		}
		_, err := fmt.Fprintf(p.stdout, "caseledger serves %s at %s\nstop it with Ctrl-C\n", c.folder(), url)
		return err
	})
}
