package main

import (
	"fmt"
	"net/http"
	"time"
)

// serveHealth answers /healthz for a role, where an address is given, and says
// where. Stop ends it.
func serveHealth(p *program, c *cli, addr, does string, ready *readiness) (stop func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	ln, err := listen(addr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", ready)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	go server.Serve(ln)
	stop = func() { _ = server.Close() }
	if c.JSON {
		err = p.printJSON(started{URL: urlOf(ln)})
	} else {
		_, err = fmt.Fprintf(p.stdout, "caseledger %s; health at %s/healthz\n", does, urlOf(ln))
	}
	if err != nil {
		stop()
	}
	return stop, err
}
