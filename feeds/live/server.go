package live

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections"
	"caseledger/projections/follow"
)

// Config says what is streamed and within which bounds. Zero values take the
// defaults given here.
type Config struct {
	Records feeds.Records // required
	// Head, if set, is the position of the ledger's last record. A reader that
	// asks for what comes after a later one is answered 400.
	Head func(context.Context) (ledger.Position, error)
	// Clients bounds the readers at one time, default 10000; the next one is
	// answered 503.
	Clients int
	// Window bounds the encoded records that readers share, default 4096.
	Window int
	// Heartbeat is the longest silence, default 15 s.
	Heartbeat time.Duration
	// WriteTimeout bounds one write to a reader, default 15 s.
	WriteTimeout time.Duration
	// Admit lets a reader in, or answers it and gives false; nil lets all in.
	Admit func(http.ResponseWriter, *http.Request) (Reader, bool)
	// Refused, if set, is told of readers that were answered 503.
	Refused func()
	// Follower says how reading stands, and at which pace it is tried again
	// after a fault; nil makes one that nobody sees.
	Follower *follow.Follower
	// Now is the clock of write deadlines; nil is time.Now.
	Now func() time.Time
	// Logger takes faults; nil is slog.Default.
	Logger *slog.Logger
}

// Server is the handler of /feeds/live. It is safe for concurrent use.
type Server struct {
	config Config
	window *projections.Window[frame]
	places chan struct{} // holds one token for each reader
	life   context.Context
	end    context.CancelFunc
}

// New makes a server. Give its Close to [http.Server.RegisterOnShutdown]:
// streams do not end by themselves.
func New(c Config) *Server {
	c.Clients = cmp.Or(c.Clients, 10_000)
	c.Window = cmp.Or(c.Window, 4096)
	c.Heartbeat = cmp.Or(c.Heartbeat, 15*time.Second)
	c.WriteTimeout = cmp.Or(c.WriteTimeout, 15*time.Second)
	c.Logger = cmp.Or(c.Logger, slog.Default())
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Follower == nil {
		c.Follower = follow.New("live", follow.Pace{})
	}
	if c.Admit == nil {
		c.Admit = everyone
	}
	if c.Refused == nil {
		c.Refused = func() {}
	}
	s := &Server{config: c, places: make(chan struct{}, c.Clients)}
	s.window = newWindow(c.Records, c.Window, c.Follower)
	s.life, s.end = context.WithCancel(context.Background())
	return s
}

// Close ends all streams between two records and refuses new ones. It does not
// wait for the requests to return; [http.Server.Shutdown] does.
func (s *Server) Close() { s.end() }

// Clients is the number of readers now.
func (s *Server) Clients() int { return len(s.places) }

// ServeHTTP streams until the reader goes or is cut, or the server closes.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reader, ok := s.config.Admit(w, r)
	if !ok {
		return
	}
	defer reader.leave()
	if r.Method == http.MethodOptions {
		feeds.Preflight(w)
		return
	}
	feeds.Share(w.Header())
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", "GET, OPTIONS")
		http.Error(w, "use GET", http.StatusMethodNotAllowed)
		return
	}
	want, err := parseRequest(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if !s.enter() {
		s.config.Refused()
		w.Header().Set("Retry-After", "5")
		http.Error(w, "too many readers at this moment, or the server is stopping; come back with the same Last-Event-ID", http.StatusServiceUnavailable)
		return
	}
	defer func() { <-s.places }()
	if err := s.reached(r.Context(), want); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	c := &client{Config: s.config, window: s.window, w: w, control: http.NewResponseController(w), request: want, reader: reader}
	if err := c.stream(ctx); err != nil && ctx.Err() == nil {
		s.fail(w, r, c, err)
	}
}

// reached refuses a position that the ledger has not come to. The views may be
// behind it; where the ledger cannot be asked, what follows says so.
func (s *Server) reached(ctx context.Context, want request) error {
	if want.now || s.config.Head == nil {
		return nil
	}
	head, err := s.config.Head(ctx)
	if err != nil || want.after <= head {
		return nil
	}
	return fmt.Errorf("after %s: the ledger has come to position %s only; was it restored? Read anew, with after=0 or without it", want.after, head)
}

func (s *Server) enter() bool {
	if s.life.Err() != nil {
		return false
	}
	select {
	case s.places <- struct{}{}:
		return true
	default:
		return false
	}
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, c *client, err error) {
	if c.cut {
		s.config.Logger.Info("live reader cut") // the error names the reader's address
		return
	}
	s.config.Logger.Error("live feed broken off", "error", err)
	if !c.begun {
		http.Error(w, "the feed cannot be read at this moment; try again later", http.StatusInternalServerError)
	}
}
