package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"time"
)

// operations is what an operator looks at while a server runs.
type operations struct {
	OpsAddr string `name:"ops-addr" env:"CASELEDGER_OPS_ADDR" placeholder:"HOST:PORT" help:"Serve /metrics, /livez, /healthz and /debug/pprof/ here, for the operator only."`
	OTLP    string `name:"otlp-endpoint" env:"OTEL_EXPORTER_OTLP_ENDPOINT" placeholder:"URL" help:"Send traces to this OpenTelemetry collector (OTLP over HTTP)."`
}

// listen takes the operator's address; nil where there is none.
func (o operations) listen() (net.Listener, error) {
	if o.OpsAddr == "" {
		return nil, nil
	}
	ln, err := listen(o.OpsAddr)
	if err != nil {
		return nil, fmt.Errorf("--ops-addr: %w", err)
	}
	return ln, nil
}

// serveOps answers the operator until stop is called. It goes on while the
// public side drains.
func serveOps(ln net.Listener, m *meters, ready *readiness) (stop func()) {
	if ln == nil {
		return func() {}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", m.handler())
	mux.Handle("GET /healthz", ready)
	mux.HandleFunc("GET /livez", livez)
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second}
	go server.Serve(ln)
	return func() { _ = server.Close() }
}

// livez says that the process answers at all. Restart it only where this does
// not answer: readiness, at /healthz, also fails while the views catch up.
func livez(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	_, _ = fmt.Fprintln(w, "ok") // a client that left needs no answer
}
