package live_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/feeds"
	"caseledger/feeds/feedtest"
	"caseledger/feeds/live"
	"caseledger/ledger"
)

// event is one dispatched event, as the HTML standard reads the stream.
type event struct{ id, name, data string }

// stream reads a server-sent event stream.
type stream struct {
	t      rapid.TB
	lines  *bufio.Scanner
	lastID string
}

// next gives the next event that an EventSource would dispatch; false at the
// end of the stream.
func (s *stream) next() (event, bool) {
	var e event
	for s.lines.Scan() {
		name, value, _ := strings.Cut(s.lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case s.lines.Text() == "":
			if e.data != "" {
				e.id = s.lastID
				return e, true
			}
			e = event{}
		case name == "id":
			s.lastID = value
		case name == "event":
			e.name = value
		case name == "data":
			e.data += value
		}
	}
	return event{}, false
}

func newStream(t rapid.TB, r io.Reader) *stream {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 4<<20)
	return &stream{t: t, lines: lines}
}

// server is a live feed on a real socket.
func server(t testing.TB, c live.Config) (*live.Server, *httptest.Server) {
	t.Helper()
	s := live.New(c)
	web := httptest.NewServer(s)
	web.Config.RegisterOnShutdown(s.Close)
	t.Cleanup(func() { s.Close(); web.Close() })
	return s, web
}

// connect opens a stream; header holds pairs of name and value.
func connect(t rapid.TB, web *httptest.Server, query string, header ...string) (*stream, func()) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, web.URL+"/feeds/live"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := web.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); res.StatusCode != 200 || got != "text/event-stream" {
		t.Fatalf("%s, %s", res.Status, got)
	}
	return newStream(t, res.Body), func() { res.Body.Close() }
}

// want reads the events of the given record numbers.
func (s *stream) want(numbers ...int) {
	s.t.Helper()
	for _, n := range numbers {
		r := feedtest.Record(n)
		want := event{r.Position.String(), r.Type, string(feeds.AppendPlaced(nil, &r))}
		got, ok := s.next()
		if !ok {
			s.t.Fatalf("record %d: the stream ended: %v", n, s.lines.Err())
		}
		if got != want {
			s.t.Fatalf("record %d:\n%s", n, cmp.Diff(fmt.Sprint(want), fmt.Sprint(got)))
		}
	}
}

func span(from, to int) []int {
	var out []int
	for n := from; n <= to; n++ {
		out = append(out, n)
	}
	return out
}

func TestStream(t *testing.T) {
	l := feedtest.New(40)
	_, web := server(t, live.Config{Records: l})
	number := url.QueryEscape("许可-2026-00002")
	for _, test := range []struct {
		name, query string
		header      []string
		want        []int
	}{
		{"from the beginning", "?after=0", nil, span(1, 42)},
		{"from now on", "", nil, span(41, 42)},
		{"after a position", "?after=210", nil, span(31, 42)},
		{"after a position between two records", "?after=212", nil, span(31, 42)},
		{"after the last", "?after=280", nil, span(41, 42)},
		{"after one that is still to come", "?after=287", nil, span(42, 42)},
		{"the header wins over the address", "?after=0", []string{"Last-Event-ID", "210"}, span(31, 42)},
		{"one case", "?after=0&case=" + number, nil, span(17, 31)},
		{"two types", "?after=0&type=case.accepted/1&type=calendar.published/1", nil, []int{1, 16, 17, 32, 33}},
		{"case and type", "?after=0&type=case.closed/1&case=" + number, nil, []int{28}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := feedtest.New(40)
			_, web := server(t, live.Config{Records: l})
			s, done := connect(t, web, test.query, test.header...)
			defer done()
			l.Grow(1)
			l.Grow(1)
			s.want(test.want...)
		})
	}
	for _, bad := range []string{"?after=x", "?after=-1", "?type=case.secret/1", "?since=1"} {
		res, err := web.Client().Get(web.URL + bad)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s, want 400", bad, res.Status)
		}
	}
}

func TestStreamBeginsWithRetryAndID(t *testing.T) {
	l := feedtest.New(4)
	_, web := server(t, live.Config{Records: l})
	s, done := connect(t, web, "")
	defer done()
	for _, want := range []string{"retry: 2000", "id: 28", ""} {
		if s.lines.Scan(); s.lines.Text() != want {
			t.Errorf("line %q, want %q", s.lines.Text(), want)
		}
	}
}

// However a reader is cut and comes back, it gets every record once, in order,
// from a window far smaller than the ledger.
func TestResume(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := feedtest.New(rapid.IntRange(0, 700).Draw(t, "before"))
		s := live.New(live.Config{Records: l, Window: rapid.IntRange(1, 300).Draw(t, "window")})
		web := httptest.NewServer(s)
		defer web.Close()
		defer s.Close()
		at, id := 0, "0"
		for range rapid.IntRange(1, 5).Draw(t, "connections") {
			in, done := connect(t, web, "", "Last-Event-ID", id)
			l.Grow(rapid.IntRange(0, 300).Draw(t, "added"))
			n := rapid.IntRange(0, len(l.All())-at).Draw(t, "read")
			in.want(span(at+1, at+n)...)
			at += n
			if n > 0 {
				id = in.lastID
			}
			done()
		}
	})
}

// TestAPositionTheLedgerHasNot: who asks for what comes after it is told so, and
// who asks for what the views have not read yet waits.
func TestAPositionTheLedgerHasNot(t *testing.T) {
	l := feedtest.New(3)
	_, web := server(t, live.Config{Records: l, Head: func(context.Context) (ledger.Position, error) { return 28, nil }})
	s, done := connect(t, web, "?after=28")
	defer done()
	l.Grow(2)
	s.want(5)
	for _, header := range []http.Header{{}, {"Last-Event-Id": {"29"}}} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/feeds/live?after=29", nil)
		r.Header = header
		answer, err := web.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusBadRequest || !strings.Contains(string(text), "position 28 only") {
			t.Errorf("%d %s", answer.StatusCode, text)
		}
	}
}

// Readers at the end of the ledger cause one reading, however many they are.
func TestReadersShareOneTail(t *testing.T) {
	l := feedtest.New(10)
	_, web := server(t, live.Config{Records: l})
	var streams []*stream
	for range 50 {
		s, done := connect(t, web, "")
		defer done()
		s.lines.Scan() // the answer has begun, the place is found
		streams = append(streams, s)
	}
	before := l.Reads()
	l.Grow(1)
	for _, s := range streams {
		s.want(11)
	}
	// Each reader may find at the end of the ledger that there is no more.
	if shared := l.Reads() - before; shared > 150 {
		t.Errorf("%d readings for 50 readers", shared)
	}
}

func TestSlowReaderIsCutAndResumes(t *testing.T) {
	l := feedtest.New(0)
	s, web := server(t, live.Config{Records: l, WriteTimeout: 50 * time.Millisecond, Logger: slog.New(slog.DiscardHandler)})
	conn, err := net.Dial("tcp", web.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET /feeds/live?after=0 HTTP/1.1\r\nHost: x\r\n\r\n")
	for s.Clients() == 0 {
		runtime.Gosched()
	}
	total := 0
	for s.Clients() > 0 { // the reader takes nothing; the sockets fill
		if total < 40_000 {
			l.Grow(2000)
			total += 2000
		}
		runtime.Gosched()
	}
	// The reader that comes back is cut as well whenever it is too slow, and
	// goes on behind the last event that was whole, as an EventSource does.
	id := "0"
	for got := 0; got < total; {
		in, done := connect(t, web, "", "Last-Event-ID", id)
		from := got
		for e, ok := in.next(); ok; e, ok = in.next() {
			got++
			if r := feedtest.Record(got); e.id != r.Position.String() || e.data != string(feeds.AppendPlaced(nil, &r)) {
				t.Fatalf("record %d: got %+v", got, e)
			}
			if id = e.id; got == total {
				break
			}
		}
		done()
		if got == from {
			t.Fatalf("nothing behind record %d: %v", got, in.lines.Err())
		}
	}
}

func TestTooManyReaders(t *testing.T) {
	s, web := server(t, live.Config{Records: feedtest.New(1), Clients: 2})
	_, done1 := connect(t, web, "")
	defer done1()
	_, done2 := connect(t, web, "")
	res, err := web.Client().Get(web.URL)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("third reader: %s, Retry-After %q", res.Status, res.Header.Get("Retry-After"))
	}
	done2()
	for s.Clients() == 2 {
		runtime.Gosched()
	}
	_, done3 := connect(t, web, "")
	done3()
}

func TestOnlyGet(t *testing.T) {
	w := httptest.NewRecorder()
	live.New(live.Config{Records: feedtest.New(0)}).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/feeds/live", nil))
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, OPTIONS" {
		t.Errorf("%d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestNothingSealedIsStreamed(t *testing.T) {
	_, web := server(t, live.Config{Records: feedtest.New(6)})
	s, done := connect(t, web, "?after=0")
	defer done()
	for n := 1; n <= 6; n++ {
		e, _ := s.next()
		if strings.Contains(e.data, feedtest.Secret) || strings.Contains(e.data, "13800000000") {
			t.Errorf("record %d: a sealed value was streamed", n)
		}
		if sealed := strings.Contains(e.data, "applicant.name"); sealed != (n%3 == 0) {
			t.Errorf("record %d: label of a sealed value there: %v", n, sealed)
		}
	}
}

func TestUnknownTypeStopsTheStream(t *testing.T) {
	l := feedtest.New(1)
	r := feedtest.Record(2)
	r.Type = "case.secret/1"
	l.Add(r)
	_, web := server(t, live.Config{Records: l, Logger: slog.New(slog.DiscardHandler)})
	s, done := connect(t, web, "?after=7")
	defer done()
	if e, ok := s.next(); ok {
		t.Errorf("got %v after a record that may not be published", e)
	}
}

// recorder is a response that can be read while it is written.
type recorder struct {
	mu     sync.Mutex
	header http.Header
	text   strings.Builder
}

func (r *recorder) Header() http.Header { return r.header }
func (r *recorder) WriteHeader(int)     {}
func (r *recorder) Flush()              {}
func (r *recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(b)
}

func (r *recorder) take() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.text.String()
	r.text.Reset()
	return s
}

// A filtered reader that nothing matches still learns how far the ledger has
// been read, so that it does not come back to the beginning.
func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := feedtest.New(0)
		s := live.New(live.Config{Records: l, Heartbeat: time.Second})
		w := &recorder{header: http.Header{}}
		ctx, cancel := context.WithCancel(t.Context())
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/feeds/live?after=0&type=case.closed/1", nil)
		go s.ServeHTTP(w, r)
		step := func(want string) {
			t.Helper()
			synctest.Wait()
			if got := w.take(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		step("retry: 2000\nid: 0\n\n")
		time.Sleep(time.Second)
		step(":\n\n")
		l.Grow(3)
		step("")
		time.Sleep(time.Second)
		step(":\nid: 21\n\n")
		time.Sleep(time.Second)
		step(":\n\n")
		cancel()
		synctest.Wait()
		if n := s.Clients(); n != 0 {
			t.Errorf("%d readers after the only one has gone", n)
		}
	})
}

// Close ends the streams and leaves no goroutine: synctest fails otherwise.
func TestClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := live.New(live.Config{Records: feedtest.New(3)})
		var group sync.WaitGroup
		for range 5 {
			group.Go(func() {
				s.ServeHTTP(&recorder{header: http.Header{}}, httptest.NewRequest(http.MethodGet, "/feeds/live", nil))
			})
		}
		synctest.Wait()
		if n := s.Clients(); n != 5 {
			t.Errorf("%d readers, want 5", n)
		}
		s.Close()
		s.Close() // twice is once
		group.Wait()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/feeds/live", nil))
		if w.Code != http.StatusServiceUnavailable {
			t.Errorf("after Close: %d, want 503", w.Code)
		}
	})
}

func TestShutdownEndsStreams(t *testing.T) {
	s := live.New(live.Config{Records: feedtest.New(3)})
	web := httptest.NewServer(s)
	web.Config.RegisterOnShutdown(s.Close)
	in, done := connect(t, web, "?after=0")
	defer done()
	in.want(1, 2, 3)
	if err := web.Config.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e, ok := in.next(); ok {
		t.Errorf("got %v after shutdown", e)
	}
	web.Close()
}

// TestRequestBounds: a preflight is answered, and a filter has a bound, because
// every record is held against all of its values.
func TestRequestBounds(t *testing.T) {
	s := live.New(live.Config{Records: feedtest.New(1)})
	ask := func(method, query string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, "/feeds/live"+query, nil))
		return w
	}
	if w := ask(http.MethodOptions, ""); w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Origin") != "*" ||
		!strings.Contains(w.Header().Get("Access-Control-Allow-Headers"), "Last-Event-ID") {
		t.Errorf("preflight: %d %v", w.Code, w.Header())
	}
	if w := ask(http.MethodGet, "?after=0"+strings.Repeat("&case=x", 101)); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "100") {
		t.Errorf("101 cases: %d %s", w.Code, w.Body)
	}
}

// TestReaderSteps: what is done for a reader goes through its steps, one that
// may not go on yet is asked again, and leaving is told.
func TestReaderSteps(t *testing.T) {
	var steps, sent, refusals int
	left := make(chan struct{})
	_, web := server(t, live.Config{Records: feedtest.New(3), Admit: func(http.ResponseWriter, *http.Request) (live.Reader, bool) {
		return live.Reader{
			Step: func(_ context.Context, work func() error) (bool, error) {
				if refusals++; refusals%2 == 1 {
					return false, nil
				}
				steps++
				return true, work()
			},
			Sent:  func(n int) { sent += n },
			Leave: func() { close(left) },
		}, true
	}})
	s, done := connect(t, web, "?after=0")
	s.want(1, 2, 3)
	done()
	web.CloseClientConnections()
	<-left
	if steps < 2 || sent == 0 {
		t.Errorf("%d steps, %d bytes", steps, sent)
	}
}
