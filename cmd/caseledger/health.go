package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/go-json-experiment/json"
)

var healthVerb = verb{name: "health", group: answering, args: argsOf[healthCmd],
	words: "Ask a running server whether it is ready."}

type healthCmd struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"The server to ask (default ${default})."`
}

// Help is shown by --help.
func (healthCmd) Help() string {
	return `Asks GET /healthz once. Meant for container health checks, where no other
HTTP client is at hand.

Examples:

    caseledger health
    caseledger health --addr 127.0.0.1:9000 --json

A server that refuses answers because it is full is ready and says "degraded",
with the number: restarting it would help nobody.

Exit codes: 0 ready, 1 not ready or not reachable, 2 usage.`
}

// Run asks the server.
func (cmd healthCmd) Run(ctx context.Context, p *program, c *cli) error {
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+cmd.Addr+"/healthz", nil)
	if err != nil {
		return &usageError{fmt.Sprintf("--addr %q: want HOST:PORT", cmd.Addr)}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("no server answers at %s: %w", cmd.Addr, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<16))
	if err != nil {
		return fmt.Errorf("read the answer of %s: %w", cmd.Addr, err)
	}
	var now condition
	if err := json.Unmarshal(body, &now); err != nil {
		return fmt.Errorf("%s answers %s, but not as caseledger does", cmd.Addr, response.Status)
	}
	if c.JSON {
		err = p.printJSON(now)
	} else if now.Status == "degraded" {
		_, err = fmt.Fprintf(p.stdout, "%s: %s\n", now.Status, now.Reason)
	} else {
		_, err = fmt.Fprintln(p.stdout, now.Status)
	}
	if !now.serves() {
		err = errors.Join(err, fmt.Errorf("not ready: %s", now.Reason))
	}
	return err
}
