package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// attack is a program: an anonymous client at one address that does to the
// server at its first argument all that is known to hurt, at once, without
// regard to what it is told, until it is killed.
func attack() {
	a := &attacker{base: os.Args[1], http: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100, DisableCompression: true}}}
	var all sync.WaitGroup
	for _, w := range []struct {
		name string
		n    int
		do   func(i int)
	}{
		{"answers that are not read", 66, a.unread},
		{"documents that are new", 6, a.freshDocument},
		{"bad documents", 2, a.badDocument},
		{"the costliest queries", 6, a.costly},
		{"30 000 values", 4, a.values},
		{"ten years of a clock", 4, a.clock},
		{"replays of subscriptions", 8, a.replay},
		{"pings", 4, a.pings},
		{"replays of the live feed", 8, a.live},
		{"pages of the feeds", 4, a.pages},
		{"a flood of cheap queries", 8, a.cheap},
		{"a flood of health checks", 4, a.health},
		{"a flood of connections", 2, a.connections},
	} {
		if only := os.Getenv("ATTACK_ONLY"); only != "" && !strings.Contains(w.name, only) {
			continue
		}
		for range w.n {
			all.Go(func() {
				for i := 0; ; i++ {
					w.do(i)
				}
			})
		}
	}
	all.Wait()
}

type attacker struct {
	base string
	http *http.Client
}

// post sends a document and reads the answer, or only its head.
func (a *attacker) post(query string, variables map[string]any) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		panic(err)
	}
	r, err := a.http.Post(a.base+"/graphql", "application/json", bytes.NewReader(body))
	a.read(r, err)
}

func (a *attacker) read(r *http.Response, err error) {
	if err != nil { // cut off: at once again
		time.Sleep(time.Millisecond)
		return
	}
	_, _ = io.Copy(io.Discard, r.Body) // it may be cut off
	_ = r.Body.Close()
}

func (a *attacker) get(path string) { a.read(a.http.Get(a.base + path)) }

// large asks for megabytes.
func large() string {
	var b strings.Builder
	for i := range 13 {
		fmt.Fprintf(&b, "a%d: cases(first: 100) { nodes { number events(first: 20) { id eventId caseNumber body occurredAt recordedAt post type revision position sealedValues } } } ", i)
	}
	return "{" + b.String() + "}"
}

func (a *attacker) unread(int) {
	c, err := net.Dial("tcp", strings.TrimPrefix(a.base, "http://"))
	if err != nil {
		time.Sleep(time.Millisecond)
		return
	}
	defer c.Close()
	_ = c.(*net.TCPConn).SetReadBuffer(4096) // the less is in between, the better
	if _, err := fmt.Fprintf(c, "GET /graphql?query=%s HTTP/1.1\r\nHost: x\r\n\r\n", url.QueryEscape(large())); err == nil {
		time.Sleep(30 * time.Second)
	}
}

func (a *attacker) freshDocument(int) {
	n := rand.Uint64()
	var b strings.Builder
	for i := range 55 {
		fmt.Fprintf(&b, "b%d_%d: events(first: %d) { id type } ", n, i, i+1)
	}
	a.post(`{ case(number: "x") { `+b.String()+"} }", nil)
}

func (a *attacker) badDocument(int) {
	a.post(fmt.Sprintf("query($v%d: Int) { cases(first: 1) { nodes { %s } } }", rand.Uint64(), strings.Repeat("number status ", 120)), nil)
}

func (a *attacker) costly(int) {
	from := fmt.Sprintf("20%02d-%02d-%02d", rand.IntN(20), 1+rand.IntN(12), 1+rand.IntN(28))
	a.post(`query($f: Date) { a: cases(first: 100, filter: {acceptedFrom: $f}) { totalCount nodes { custody { org } clock { governing { days { date why } } } events(first: 90) { body } } }
		b: ranking(figure: "on_time_rate", by: OFFICER, from: $f, limit: 1000) { place key figure { value } } c: figures(from: $f) { value numerator } }`, map[string]any{"f": from})
}

func (a *attacker) values(int) {
	values := make([]string, 30_000)
	for i := range values {
		values[i] = "OPEN"
	}
	a.post(`query($s: [Status!]) { cases(filter: {status: $s}) { totalCount } }`, map[string]any{"s": values})
}

func (a *attacker) clock(int) {
	a.post(fmt.Sprintf(`{ cases(first: 3, filter: {numberPrefix: "%d"}) { nodes { clock(until: "2020-01-01") { governing { days { date why n } } legal { days { date } } } } } }`, rand.IntN(1e6)), nil)
}

func (a *attacker) replay(int) {
	query := fmt.Sprintf(`subscription { caseEvents(after: %d) { position event { id body } case { number events(first: 50) { id type post } custody { org } } } }`, rand.IntN(1000))
	r, err := http.NewRequest("GET", a.base+"/graphql?query="+url.QueryEscape(query), nil)
	if err != nil {
		panic(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	a.read(a.http.Do(r))
}

func (a *attacker) pings(int) {
	ctx := context.Background()
	c, _, err := websocket.Dial(ctx, a.base+"/graphql", &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		time.Sleep(time.Millisecond)
		return
	}
	defer c.CloseNow()
	go func() {
		for {
			if _, _, err := c.Read(ctx); err != nil {
				return
			}
		}
	}()
	for m := `{"type":"connection_init"}`; c.Write(ctx, websocket.MessageText, []byte(m)) == nil; m = `{"type":"ping"}` {
	}
}

func (a *attacker) live(i int) {
	a.get([]string{"/feeds/live?after=0", "/feeds/live?after=0&case=NOBODY-1"}[i%2])
}

func (a *attacker) pages(i int) {
	a.get([]string{fmt.Sprintf("/feeds/atom/archive/%d", 1+rand.IntN(300)), fmt.Sprintf("/feeds/json/archive/%d", 1+rand.IntN(300)), "/feeds/atom", "/graphiql/graphiql.min.js"}[i%4])
}

func (a *attacker) cheap(int) { a.get("/graphql?query=%7Bledger%7Brecords%7D%7D") }

func (a *attacker) health(int) { a.get("/healthz") }

func (a *attacker) connections(int) {
	if c, err := net.Dial("tcp", strings.TrimPrefix(a.base, "http://")); err == nil {
		_ = c.Close()
	}
}
