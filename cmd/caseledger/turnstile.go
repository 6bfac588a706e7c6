package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"caseledger/feeds/live"
	"caseledger/graphql/clients"
)

// turnstile is what a client passes before anything is done for it, at every address
// but /graphql, which keeps the same book itself.
type turnstile struct {
	book    *clients.Book
	address func(*http.Request) string
	now     func() time.Time
}

func (d *turnstile) client(r *http.Request) clients.Client {
	return clients.Client{Name: d.address(r)}
}

// light lets requests through that cost nothing but themselves.
func (d *turnstile) light(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !d.book.Admit(r.Context(), w.Header(), d.client(r)) {
			tooMuch(w, clients.ErrClient)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// dear lets requests through that cost so many points of the client's own bucket:
// tries of a receipt code, of which an address can make few.
func (d *turnstile) dear(points float64, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !d.book.Charge(w.Header(), d.client(r), points) {
			tooMuch(w, clients.ErrClient)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// unknown lets requests through that no address is for.
func (d *turnstile) unknown(mux *http.ServeMux) http.Handler {
	none := d.light(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, pattern := mux.Handler(r); pattern == "" {
			none.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// pages lets requests through whose answer is made at once and then written.
// The place that the client has while it is made ends where writing begins.
func (d *turnstile) pages(next http.Handler) http.Handler {
	return d.light(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := d.client(r)
		end := d.book.Begin(c)
		if end == nil {
			tooMuch(w, clients.ErrClient)
			return
		}
		defer end()
		ctx, cancel := context.WithTimeout(r.Context(), placeTime)
		leave, err := d.book.Enter(ctx, c)
		cancel()
		if err != nil {
			tooMuch(w, err)
			return
		}
		p := &page{ResponseWriter: w, door: d, client: c, leave: leave, began: d.now()}
		defer p.made()
		next.ServeHTTP(p, r)
	}))
}

// placeTime is how long a request waits for a place.
const placeTime = 10 * time.Second

// tooMuch answers a client that has to wait.
func tooMuch(w http.ResponseWriter, err error) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	for _, name := range []string{"Content-Encoding", "Content-Length", "ETag", "Last-Modified"} {
		h.Del(name)
	}
	if h.Get("Retry-After") == "" {
		h.Set("Retry-After", "1")
	}
	if errors.Is(err, clients.ErrFull) {
		http.Error(w, "too much at once: try again", http.StatusServiceUnavailable)
		return
	}
	http.Error(w, "too many requests: wait as long as Retry-After says", http.StatusTooManyRequests)
}

// page is an answer that is made and then written.
type page struct {
	http.ResponseWriter
	door   *turnstile
	client clients.Client
	leave  func() // nil once it is made
	began  time.Time
	status int // as the handler set it; 0 until then
	sent   int // bytes
	failed bool
}

// made ends the making. It is called again at the end.
func (p *page) made() {
	if p.leave == nil {
		return
	}
	p.leave()
	p.leave = nil
	p.door.book.Settle(p.client, clients.Took(p.door.now().Sub(p.began))-1)
	if p.status != 0 && !p.failed {
		p.ResponseWriter.WriteHeader(p.status)
	}
}

// WriteHeader implements [http.ResponseWriter]. The status goes out with the
// first byte, or at the end: until then the answer may still be refused.
func (p *page) WriteHeader(status int) {
	if p.leave != nil {
		p.status = status
		return
	}
	p.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (p *page) Write(b []byte) (int, error) {
	if p.failed {
		return 0, clients.ErrClient
	}
	release, err := p.door.book.Hold(p.client, len(b))
	if err != nil {
		p.failed = true
		if p.leave != nil {
			p.made()
			tooMuch(p.ResponseWriter, err)
		}
		return 0, err
	}
	defer release()
	p.made()
	p.door.book.Settle(p.client, clients.Sent(p.sent+len(b))-clients.Sent(p.sent))
	p.sent += len(b)
	if err := p.door.book.Write(p.ResponseWriter, b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Unwrap lets [http.ResponseController] reach the connection.
func (p *page) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// reader lets a reader of the live feed in.
func (d *turnstile) reader(w http.ResponseWriter, r *http.Request) (live.Reader, bool) {
	c := d.client(r)
	var end func()
	if d.book.Admit(r.Context(), w.Header(), c) {
		end = d.book.Stream(c)
	}
	if end == nil {
		tooMuch(w, clients.ErrClient)
		return live.Reader{}, false
	}
	return live.Reader{
		Step:  func(ctx context.Context, work func() error) (bool, error) { return d.step(ctx, c, work) },
		Sent:  func(n int) { d.book.Settle(c, clients.Sent(n)) },
		Leave: end,
	}, true
}

// step does a piece of a stream's work in the client's own place, when it is
// out of debt, and settles what it took.
func (d *turnstile) step(ctx context.Context, c clients.Client, work func() error) (bool, error) {
	if paid, err := d.book.Wait(ctx, c); !paid || err != nil {
		return false, err
	}
	leave, err := d.book.Step(ctx, c)
	if err != nil {
		return false, err
	}
	defer leave()
	began := d.now()
	defer func() { d.book.Settle(c, clients.Took(d.now().Sub(began))) }()
	return true, work()
}
