package graphql_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"caseledger/graphql/clients"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
)

// costOf is what an operation is priced at.
func costOf(t testing.TB, h http.Handler, query string, variables map[string]any) int {
	t.Helper()
	r := post(t, h, query, variables)
	cost, ok := at(t, r.Extensions, "cost", "requested").(float64)
	if !ok {
		t.Fatalf("%s", r.raw)
	}
	return int(cost)
}

// TestPriceIsWork: what makes an answer longer, or longer to find, costs.
func TestPriceIsWork(t *testing.T) {
	w := newWorld(t, 3)
	statuses := func(n int) map[string]any {
		v := make([]string, n)
		for i := range v {
			v[i] = "OPEN"
		}
		return map[string]any{"s": v}
	}
	const byStatus = `query($s: [Status!]) { cases(filter: {status: $s}) { totalCount } }`
	if few, many := costOf(t, w, byStatus, statuses(1)), costOf(t, w, byStatus, statuses(1000)); many-few != 999 {
		t.Errorf("a thousand values of a filter cost %d, one %d", many, few)
	}
	one, same := good(t, w, byStatus, statuses(1)), good(t, w, byStatus, statuses(1000))
	if fmt.Sprint(one) != fmt.Sprint(same) {
		t.Errorf("equal values change the answer: %v, %v", one, same)
	}
	if r := post(t, w, byStatus, statuses(30_000)); r.code() != "BAD_USER_INPUT" || !strings.Contains(r.raw, "filter") {
		t.Errorf("30 000 values: %.300s", r.raw)
	}
	literal := `{ cases(filter: {status: [` + strings.Repeat("OPEN ", 400) + `]}) { totalCount } }`
	if n := costOf(t, w, literal, nil); n < 400 {
		t.Errorf("400 values in the document cost %d", n)
	}
	const clock = `{ case(number: "XK-2024-0001") { clock%s { governing { days { date } } } } }`
	plain := costOf(t, w, fmt.Sprintf(clock, ""), nil)
	days := len(at(t, good(t, w, fmt.Sprintf(clock, `(until: "2034-09-01")`), nil), "case", "clock", "governing", "days").([]any))
	if n := costOf(t, w, fmt.Sprintf(clock, `(until: "2034-09-01")`), nil); n < days || plain > 100 {
		t.Errorf("%d days cost %d, those to the deadline %d", days, n, plain)
	}
	const until = `query($d: Date) { case(number: "XK-2024-0001") { clock(until: $d) { governing { days { date } } } } }`
	if n := costOf(t, w, until, map[string]any{"d": nil}); n != plain {
		t.Errorf("until null costs %d, want %d", n, plain)
	}
	if n := costOf(t, w, until, map[string]any{"d": "2034-09-01"}); n < days {
		t.Errorf("until by a variable costs %d", n)
	}
	leaves := func(n int) string {
		return "{ cases(first: 100) { nodes { number " + repeat(n, func(i int) string { return fmt.Sprintf("a%d: status ", i) }) + "} } }"
	}
	if few, many := costOf(t, w, leaves(0), nil), costOf(t, w, leaves(50), nil); many-few != 50*100 {
		t.Errorf("50 aliases in 100 cases cost %d, none %d", many, few)
	}
}

// paying is a world behind a real server in which time stands still for the
// points of clients, so that none come back.
func paying(t *testing.T, l clients.Limits) (*world, *clients.Book) {
	w := newWorld(t, 0)
	w.deps.Now = time.Now
	w.deps.Clients = clients.New(l, func() time.Time { return noon })
	return w, w.deps.Clients
}

// isSpent says whether the test's client has points left.
func isSpent(book *clients.Book) bool {
	return !book.Charge(http.Header{}, clients.Client{Name: "127.0.0.1"}, 1)
}

// TestSubscriberPays: what a subscription executes is paid from the bucket of
// its client.
func TestSubscriberPays(t *testing.T) {
	w, book := paying(t, clients.Limits{PerMinute: 60, Burst: 20})
	next, stop := follow(t, streaming(t, w), `subscription { caseEvents(after: 0) { position case { events(first: 200) { id type body } } } }`)
	defer stop()
	// Each executes what a query for some 200 would; on a slow machine the time
	// that it took is paid as well, and fewer will do.
	for n := 0; n < 8 && !isSpent(book); n++ {
		if e := next(); e.name == "end" && n > 0 {
			break
		} else if e.name != "next" {
			t.Fatalf("%+v", e)
		}
	}
	if !isSpent(book) {
		t.Error("eight answers were executed for nothing")
	}
}

// TestSenderPays: messages of a socket are paid, pings among them.
func TestSenderPays(t *testing.T) {
	w, book := paying(t, clients.Limits{PerMinute: 60, Burst: 4})
	k := dial(t, streaming(t, w))
	k.say(t, `{"type":"connection_init"}`)
	k.hear(t)
	for range 25 {
		k.say(t, `{"type":"ping"}`)
		if m := k.hear(t); m["type"] != "pong" {
			t.Fatalf("%v", m)
		}
	}
	if !isSpent(book) {
		t.Error("25 pings cost less than three points")
	}
}

// TestStreamsOfOneClient: sockets and event streams of a client are bounded
// together.
func TestStreamsOfOneClient(t *testing.T) {
	w, _ := paying(t, clients.Limits{PerMinute: 6000, Streams: 2})
	s := streaming(t, w)
	next, stop := follow(t, s, fmt.Sprintf(eventsQuery, 0))
	defer stop()
	next()
	k := dial(t, s)
	k.say(t, `{"type":"connection_init"}`)
	k.hear(t)
	r, err := http.NewRequestWithContext(t.Context(), "GET", s.URL+getURL(fmt.Sprintf(eventsQuery, 0), ""), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") == "" {
		line, _ := bufio.NewReader(resp.Body).ReadString('\n') // told to whoever reads the failure
		t.Errorf("a third stream: %d %v %s", resp.StatusCode, resp.Header, line)
	}
}

// TestWorkIsSettled: what takes longer than its price is paid afterwards.
func TestWorkIsSettled(t *testing.T) {
	w := newWorld(t, 0)
	for i := range 3 {
		if _, err := casetest.Case(fmt.Sprint("W-", i)).On("2025-03-03", casefile.Accepted{Org: "A"}).AppendTo(t.Context(), w.store); err != nil {
			t.Fatal(err)
		}
	}
	w.catchUp(t)
	ticks := noon
	w.deps.Now = func() time.Time { // each look at the clock finds it a second later
		ticks = ticks.Add(time.Second)
		return ticks
	}
	book := clients.New(clients.Limits{PerMinute: 60, Burst: 100}, func() time.Time { return noon })
	w.deps.Clients = book
	h := w.newHandler(t)
	if r := send(t, h, "GET", getURL("{cases{totalCount}}", ""), ""); r.status != http.StatusOK {
		t.Fatalf("%d", r.status)
	}
	if r := send(t, h, "GET", getURL("{cases{totalCount}}", ""), ""); r.status != http.StatusTooManyRequests {
		t.Errorf("after a second of work for a few points: %d", r.status)
	}
}

// slowDisk is a ledger whose appends take a while, by a clock of its own.
type slowDisk struct {
	ledger.Store
	now *time.Time
}

func (s slowDisk) Append(ctx context.Context, id ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	*s.now = s.now.Add(10 * time.Second)
	return s.Store.Append(ctx, id, at, drafts...)
}

// TestWaitingIsNoWork: who waits for the disk does not pay for it.
func TestWaitingIsNoWork(t *testing.T) {
	w := newWorld(t, 0)
	w.withAccess(t)
	now := noon
	w.deps.Now = func() time.Time { return now }
	store := slowDisk{w.store, &now}
	w.deps.Store, w.deps.Desk = store, &casefile.Desk{Store: store}
	w.deps.Clients = clients.New(clients.Limits{PerMinute: 60, Burst: 100}, func() time.Time { return noon })
	h := w.newHandler(t)
	for i := range 3 {
		r := as(t, h, w.staff, fmt.Sprintf(`mutation { performStep(input: {number: "XK-2024-0002", idempotencyKey: "w-%d", step: "x"}) { position } }`, i))
		if r.status != http.StatusOK || len(r.Errors) > 0 {
			t.Fatalf("command %d: %d %s", i, r.status, r.raw)
		}
	}
}

// TestLargeRequestsArePaid: what a client sends costs by its length, also where
// it is refused.
func TestLargeRequestsArePaid(t *testing.T) {
	w := newWorld(t, 0)
	w.deps.Clients = clients.New(clients.Limits{PerMinute: 60, Burst: 13}, w.deps.Now)
	h := w.newHandler(t)
	large := `{"query":"{__typename}","variables":{"a":"` + strings.Repeat("x", 200<<10) + `"}}`
	for i, want := range []int{http.StatusOK, http.StatusTooManyRequests} {
		if r := send(t, h, "POST", "/graphql", large, "Content-Type: application/json"); r.status != want {
			t.Errorf("request %d: %d, want %d", i, r.status, want)
		}
	}
}
