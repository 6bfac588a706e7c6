package main

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"caseledger/graphql/clients"
)

// TestOneBucketForAllDoors: what a client spends at one door is not there at
// the next.
func TestOneBucketForAllDoors(t *testing.T) {
	s := serveHere(t, "--rate", "4") // a bucket of one
	if status, a := s.get(t, s.URL+"/feeds/json"); status != http.StatusOK {
		t.Fatalf("%d %s", status, a)
	}
	for _, path := range []string{"/feeds/json", "/feeds/live?after=0", "/graphql?query=%7Bledger%7Brecords%7D%7D", "/schema.graphql", "/healthz", "/nowhere"} {
		if status, a := s.get(t, s.URL+path); status != http.StatusTooManyRequests {
			t.Errorf("%s: %d %s", path, status, a)
		}
	}
}

// TestLiveReplaysArePaid: a reader of the live feed pays for what is read for
// it, whether it is sent or filtered out, and waits where it cannot.
func TestLiveReplaysArePaid(t *testing.T) {
	now := time.Unix(0, 0)
	d := &turnstile{book: clients.New(clients.Limits{PerMinute: 60, Burst: 10, Streams: 1}, func() time.Time { return time.Unix(0, 0) }),
		address: clients.Address, now: func() time.Time { now = now.Add(12 * time.Millisecond); return now }} // 4 points a step
	r := httptest.NewRequest("GET", "/feeds/live", nil)
	reader, ok := d.reader(httptest.NewRecorder(), r)
	if !ok {
		t.Fatal("the first reader is not let in")
	}
	second := httptest.NewRecorder()
	if _, ok := d.reader(second, r); ok || second.Code != http.StatusTooManyRequests {
		t.Errorf("a second reader: %d", second.Code)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	steps := 0
	for range 2 { // 10 − 2 for the readers − 4 − 4
		if done, err := reader.Step(ctx, func() error { steps++; return nil }); !done || err != nil {
			t.Fatalf("step %d: %v %v", steps, done, err)
		}
	}
	reader.Sent(1 << 20) // 4 points
	if done, err := reader.Step(cancelled(ctx), func() error { steps++; return nil }); done || !errors.Is(err, context.Canceled) || steps != 2 {
		t.Errorf("in debt: %v %v, %d steps", done, err, steps)
	}
	reader.Leave()
}

func cancelled(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx
}

// TestPageNotRead: a page that is being written holds no place, and a second
// large one has to wait until the first was taken.
func TestPageNotRead(t *testing.T) {
	d := &turnstile{book: clients.New(clients.Limits{PerMinute: 6000, AtOnce: 1, Waiting: 1 << 20}, time.Now), address: func(r *http.Request) string { return r.Header.Get("X-Test-Client") }, now: time.Now}
	writing := make(chan struct{}, 4)
	s := httptest.NewServer(d.pages(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"x"`)
		w.WriteHeader(http.StatusOK)
		if r.URL.Path == "/large" {
			writing <- struct{}{}
			_, _ = w.Write(make([]byte, 16<<20)) // nobody reads it
			return
		}
		_, _ = w.Write([]byte("small"))
	})))
	t.Cleanup(s.CloseClientConnections)
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("GET /large HTTP/1.1\r\nHost: x\r\nX-Test-Client: a\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReaderSize(c, 16).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Fatalf("%q %v", line, err)
	}
	<-writing
	for _, want := range []struct {
		path, client string
		status       int
	}{{"/small", "a", 200}, {"/large", "a", 429}, {"/large", "b", 200}} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+want.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Test-Client", want.client)
		resp, err := s.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Body.Close(); resp.StatusCode != want.status || want.status == 429 && resp.Header.Get("ETag") != "" {
			t.Errorf("%s of %s: %d %v, want %d", want.path, want.client, resp.StatusCode, resp.Header, want.status)
		}
	}
}

// TestConnectionsOfOneAddress: beyond the bound a connection is closed before
// anything is read from it; one that ends makes room.
func TestConnectionsOfOneAddress(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ln := newCrowdless(inner, true, time.Now)
	defer ln.Close()
	accepted := make(chan net.Conn, maxConnections+1)
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			accepted <- c
		}
	}()
	dial := func() net.Conn {
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() }) // it may be closed already
		return c
	}
	var served []net.Conn
	for range maxConnections {
		dial()
		served = append(served, <-accepted)
	}
	if _, err := dial().Read(make([]byte, 1)); err == nil {
		t.Error("one connection too many is served")
	}
	for range 2 { // closing twice counts once
		_ = served[0].Close()
	}
	dial()
	<-accepted
	if _, err := dial().Read(make([]byte, 1)); err == nil {
		t.Error("one connection too many after one was closed twice")
	}
}
