package main

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// gauge is a number that a role shows at /metrics.
type gauge struct {
	name, help string
	read       func() float64
}

// serveHealth answers /healthz and /metrics for a role, where an address is
// given, and says where. Stop ends it.
func serveHealth(p *program, c *cli, addr, does string, ready *readiness, gauges ...gauge) (stop func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	ln, err := listen(addr)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", ready)
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	registry.MustRegister(followerMetrics(ready.follows))
	for _, g := range gauges {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: g.name, Help: g.help}, g.read))
	}
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
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
