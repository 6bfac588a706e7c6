package clients_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"caseledger/graphql/clients"
)

var (
	a     = clients.Client{Name: "192.0.2.1"}
	b     = clients.Client{Name: "192.0.2.2"}
	staff = clients.Client{Name: "clerk", Known: true}
)

func TestPoints(t *testing.T) {
	now := time.Unix(0, 0)
	book := clients.New(clients.Limits{PerMinute: 60, Burst: 10}, func() time.Time { return now })
	h := http.Header{}
	if !book.Charge(h, a, 4) || h.Get("RateLimit-Limit") != "10" || h.Get("RateLimit-Remaining") != "6" || h.Get("RateLimit-Reset") != "4" {
		t.Fatalf("%v", h)
	}
	if book.Charge(h, a, 7) || h.Get("Retry-After") != "1" {
		t.Errorf("more than there is: %v", h)
	}
	if !book.Charge(h, b, 99) {
		t.Error("what a bucket never holds takes a full one")
	}
	book.Settle(a, 10) // into debt
	if now = now.Add(3 * time.Second); book.Charge(h, a, 0.5) {
		t.Error("a client in debt may go on")
	}
	if now = now.Add(2 * time.Second); !book.Charge(h, a, 1) {
		t.Error("a debt that came back is not forgotten")
	}
	if open := clients.New(clients.Limits{}, time.Now); !open.Charge(h, a, 1e9) {
		t.Error("without limits somebody is limited")
	}
}

// TestWait: who is in debt waits until it is paid, and no longer than the
// context.
func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := clients.New(clients.Limits{PerMinute: 60, Burst: 10}, time.Now)
		began := time.Now()
		book.Settle(a, 13)
		if paid, err := book.Wait(t.Context(), a); !paid || err != nil || time.Since(began) != 3*time.Second {
			t.Errorf("%v %v after %v, want 3s", paid, err, time.Since(began))
		}
		book.Settle(a, 100)
		if paid, err := book.Wait(t.Context(), a); paid || err != nil {
			t.Errorf("a long debt: %v %v", paid, err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := book.Wait(ctx, a); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("beyond the context: %v", err)
		}
	})
}

// TestPlaces: a client has its own places, all have so many, and holders of
// tokens have theirs whatever the public does. Waiting ends with the context.
func TestPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := clients.New(clients.Limits{PerMinute: 60, AtOnce: 1}, time.Now)
		short := func() context.Context {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			t.Cleanup(cancel)
			return ctx
		}
		leave, err := book.Enter(short(), a)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := book.Enter(short(), a); !errors.Is(err, clients.ErrClient) {
			t.Errorf("a second place: %v", err)
		}
		if n, _ := book.Refused(); n != 0 {
			t.Errorf("a client's own bound counts as %d refusals", n)
		}
		var all []func()
		for i := range 63 {
			leave, err := book.Enter(short(), clients.Client{Name: string(rune('A' + i))})
			if err != nil {
				t.Fatalf("place %d: %v", i, err)
			}
			all = append(all, leave)
		}
		if _, err := book.Enter(short(), b); !errors.Is(err, clients.ErrFull) {
			t.Errorf("beyond all places: %v", err)
		}
		if n, ever := book.Refused(); n != 1 || ever != 1 {
			t.Errorf("%d refusals, ever %d", n, ever)
		}
		if leave, err := book.Enter(short(), staff); err != nil {
			t.Errorf("staff while the public is full: %v", err)
		} else {
			leave()
		}
		waiting := make(chan error)
		go func() {
			leave, err := book.Enter(short(), b)
			if err == nil {
				leave()
			}
			waiting <- err
		}()
		synctest.Wait()
		leave()
		if err := <-waiting; err != nil {
			t.Errorf("after one left: %v", err)
		}
		for _, leave := range all {
			leave()
		}
		time.Sleep(time.Minute) // of the bubble
		if n, ever := book.Refused(); n != 0 || ever != 1 {
			t.Errorf("a minute later: %d, ever %d", n, ever)
		}
	})
}

// TestWaitingBytes: what waits to be written is bounded for one client and for
// all; a small answer always goes.
func TestWaitingBytes(t *testing.T) {
	book := clients.New(clients.Limits{PerMinute: 60, Waiting: 1 << 20}, time.Now)
	release, err := book.Hold(a, 3<<20)
	if err != nil {
		t.Fatalf("one answer alone: %v", err)
	}
	if _, err := book.Hold(a, 1<<20); !errors.Is(err, clients.ErrClient) {
		t.Errorf("beside a large one: %v", err)
	}
	if _, err := book.Hold(a, 1000); err != nil {
		t.Errorf("a small one: %v", err)
	}
	if _, err := book.Hold(b, 1<<20); err != nil {
		t.Errorf("of another client: %v", err)
	}
	if release(); true {
		if _, err := book.Hold(a, 1<<20); err != nil {
			t.Errorf("after the first was read: %v", err)
		}
	}
	book = clients.New(clients.Limits{}, time.Now)
	for range 8 {
		if _, err := book.Hold(a, 32<<20); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := book.Hold(b, 1<<20); !errors.Is(err, clients.ErrFull) {
		t.Errorf("beyond what all may have: %v", err)
	}
	if _, err := book.Hold(staff, 1<<20); err != nil {
		t.Errorf("staff: %v", err)
	}
	if n, _ := book.Refused(); n != 1 {
		t.Errorf("%d refusals", n)
	}
}

func TestOpen(t *testing.T) {
	book := clients.New(clients.Limits{PerMinute: 60, Requests: 2, Streams: 1}, time.Now)
	end, more := book.Stream(a), book.Stream(a)
	if end == nil || more != nil || book.Stream(b) == nil {
		t.Error("one stream for each")
	}
	for i := range 3 {
		if end := book.Begin(a); (end != nil) != (i < 2) {
			t.Errorf("request %d, want two for each", i)
		}
	}
	end()
	if book.Stream(a) == nil {
		t.Error("a stream after the first has ended")
	}
}

// TestFloodOfRefusals: who goes on asking is answered slowly, and then not at
// all; who has points again is answered at once.
func TestFloodOfRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		book := clients.New(clients.Limits{PerMinute: 60, Burst: 1}, time.Now)
		book.Settle(a, 50)
		began := time.Now()
		for range 20 {
			if book.Admit(t.Context(), http.Header{}, a) {
				t.Fatal("in debt and admitted")
			}
		}
		if d := time.Since(began); d != 0 {
			t.Errorf("the first refusals took %v", d)
		}
		if book.Admit(t.Context(), http.Header{}, a); time.Since(began) == 0 {
			t.Error("a flood of refusals is answered at once")
		}
		for range 16 {
			go book.Admit(t.Context(), http.Header{}, a)
		}
		synctest.Wait()
		func() {
			defer func() {
				if recover() != http.ErrAbortHandler {
					t.Error("beyond that the connection is to be closed")
				}
			}()
			book.Admit(t.Context(), http.Header{}, a)
		}()
		time.Sleep(time.Minute)
		if !book.Admit(t.Context(), http.Header{}, a) {
			t.Error("a minute later it is still refused")
		}
	})
}

func TestAddress(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, address, behind string }{
		{"192.0.2.7:1234", "", "192.0.2.7", "192.0.2.7"},
		{"[2001:db8:1:2:3:4:5:6]:80", "", "2001:db8:1:2::/64", "2001:db8:1:2::/64"},
		{"[::ffff:192.0.2.7]:80", "", "192.0.2.7", "192.0.2.7"},
		{"10.0.0.1:80", "192.0.2.9, 2001:db8:1:2:ffff::1", "10.0.0.1", "2001:db8:1:2::/64"},
		{"10.0.0.1:80", "198.51.100.1 , 192.0.2.9", "10.0.0.1", "192.0.2.9"},
		{"10.0.0.1:80", "[2001:db8::1]", "10.0.0.1", "2001:db8::/64"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := clients.Address(r); got != c.address {
			t.Errorf("%s: %s, want %s", c.remote, got, c.address)
		}
		if got := clients.Forwarded(r); got != c.behind {
			t.Errorf("%s via %s: %s, want %s", c.forwarded, c.remote, got, c.behind)
		}
	}
}

// TestProgressIsDemanded: who takes nothing of an answer is cut off when the
// time for a piece has passed, not that for the whole answer.
func TestProgressIsDemanded(t *testing.T) {
	book := clients.New(clients.Limits{}, func() time.Time { return time.Now().Add(-9900 * time.Millisecond) }) // a tenth of a second is left
	cut := make(chan error, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		cut <- book.Write(w, make([]byte, 64<<20))
	}))
	defer s.Close()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-cut:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%v", err)
		}
	case <-time.After(time.Minute):
		t.Error("who does not read was not cut off")
	}
}
