package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"syscall"
	"time"

	"caseledger/ledger"
	"caseledger/projections"
)

// drainTime bounds how long a stopping server waits for answers under way.
const drainTime = 10 * time.Second

// listen takes the address, before anything slow is begun.
func listen(addr string) (net.Listener, error) {
	ln, err := net.Listen("tcp", addr)
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

// serve answers requests until the context ends, then drains: no new
// connections, streams are ended, answers under way are finished. Ready is
// called when the first request can be answered.
func (s *site) serve(ctx context.Context, ln net.Listener, as publication, ready func() error) error {
	head, err := s.store.Head(ctx)
	if err != nil {
		return err
	}
	if err := s.expect(ctx, head); err != nil {
		return err
	}
	rooms, err := s.rooms(as)
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	var following sync.WaitGroup
	following.Go(func() { s.follow(running) })
	following.Go(func() {
		if s.views.Wait(running, head) == nil {
			s.ready.reach()
		}
	})
	defer following.Wait()
	defer stop()

	server := s.newServer(rooms)
	server.RegisterOnShutdown(rooms.endStreams)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ln) }()
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
	at, err := s.views.Position(ctx)
	var old *projections.OutdatedError
	switch {
	case errors.As(err, &old): // they will be built anew while the server runs
		return nil
	case err == nil && at >= head:
		s.ready.reach()
	}
	return err
}

func (s *site) newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second, // streams lift it for themselves
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.logger.Handler(), slog.LevelWarn),
	}
}

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
