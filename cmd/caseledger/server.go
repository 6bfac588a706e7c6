package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
	"caseledger/ledger"
	"caseledger/ledger/registry"
	"caseledger/projections"
)

// drainTime bounds how long a stopping server waits for answers under way.
const drainTime = 10 * time.Second

// listen takes the address, before anything slow is begun. Keep-alive of the
// connections is left to who takes them: it costs four calls for each.
func listen(addr string) (net.Listener, error) {
	ln, err := (&net.ListenConfig{KeepAlive: -1}).Listen(context.Background(), "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is taken by another program; choose another address with --addr, or port 0 for a free one", addr)
	}
	var malformed *net.AddrError
	var unknown *net.DNSError
	if errors.As(err, &malformed) || errors.As(err, &unknown) {
		return nil, &usageError{fmt.Sprintf("--addr %q: %v; want HOST:PORT, for example 127.0.0.1:8080", addr, err)}
	}
	return ln, err
}

// urlOf is the address under which a local client reaches the listener.
func urlOf(ln net.Listener) string {
	addr, ok := ln.Addr().(*net.TCPAddr)
	if !ok || !addr.IP.IsUnspecified() {
		return "http://" + ln.Addr().String()
	}
	return fmt.Sprintf("http://127.0.0.1:%d", addr.Port)
}

// serving is how a site is served.
type serving struct {
	publication
	guard  *access.Guard // nil: there is only the public
	limits clients.Limits
	tls    *tls.Config  // nil: plain HTTP
	ops    net.Listener // nil: nobody looks
	otlp   string       // where traces go; empty: nowhere
}

// serve answers requests until the context ends, then drains: no new
// connections, streams are ended, answers under way are finished. Ready is
// called when the first request can be answered.
func (s *site) serve(ctx context.Context, ln net.Listener, o serving, ready func() error) (err error) {
	watch := &observation{logger: s.logger, now: s.now, meters: newMeters(s.now)}
	if watch.traces, err = newTraces(ctx, o.otlp, s.logger); err != nil {
		return err
	}
	defer watch.traces.flush(s.logger)
	s.store = meteredStore{s.store, watch.meters}
	head, err := s.store.Head(ctx)
	if err != nil {
		return err
	}
	if err := s.expect(ctx, head); err != nil {
		return err
	}
	if _, s.simulated, err = registry.ReadSimulated(ctx, s.store); err != nil {
		return err
	}
	routes, err := s.routes(o, watch)
	if err != nil {
		return err
	}
	defer serveOps(o.ops, watch.meters, &s.ready)()
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	var following sync.WaitGroup
	following.Go(func() { s.follow(running) })
	following.Go(func() { s.publishes(running) })
	following.Go(func() { s.publishesLog(running, head) })
	if s.supervises != nil {
		following.Go(func() { _ = s.supervises.run(running) })
	}
	following.Go(func() {
		if s.views.Wait(running, head) == nil {
			s.ready.reach()
		}
	})
	defer following.Wait()
	defer stop()

	ln = newCrowdless(ln, !o.Proxied && o.limits.PerMinute > 0, s.now)
	server := s.newServer(routes, o.tls)
	server.RegisterOnShutdown(routes.endStreams)
	ended := make(chan error, 1)
	go func() {
		if o.tls != nil {
			ended <- server.ServeTLS(ln, "", "")
		} else {
			ended <- server.Serve(ln)
		}
	}()
	if err := ready(); err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
		s.ready.drain()
		return shutdown(running, server)
	}
}

// expect tells readiness what to wait for, and whether it is there already.
func (s *site) expect(ctx context.Context, head ledger.Position) error {
	s.ready.expect(head)
	err := s.views.Continues(ctx, s.store)
	var at ledger.Position
	if err == nil {
		at, err = s.views.Position(ctx)
	}
	var old *projections.OutdatedError
	var foreign *projections.ForeignError
	switch {
	case errors.As(err, &old), errors.As(err, &foreign): // they are built anew while the server runs
		return nil
	case err == nil && at >= head:
		s.ready.reach()
	}
	return err
}

func (s *site) newServer(h http.Handler, secure *tls.Config) *http.Server {
	return &http.Server{
		Handler:           h,
		TLSConfig:         secure,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second, // streams lift it for themselves
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(withoutAddresses{s.logger}, "", 0),
	}
}

// withoutAddresses logs what the HTTP library has to say, but not whom it is
// about: "TLS handshake error from 192.0.2.7:1234: EOF".
type withoutAddresses struct{ logger *slog.Logger }

func (l withoutAddresses) Write(line []byte) (int, error) {
	text := addressIn.ReplaceAllString(strings.TrimSpace(string(line)), "$1 a client")
	first, stack, _ := strings.Cut(text, "\n")
	l.logger.Warn("http server", "error", first, "stack", stack)
	return len(line), nil
}

var addressIn = regexp.MustCompile(`\b(from|serving|to) \S+:\d+`)

// shutdown lets answers under way finish, up to drainTime.
func shutdown(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(fmt.Errorf("some answers took longer than %s and were cut", drainTime), server.Close())
	}
	return err
}
