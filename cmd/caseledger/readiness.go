package main

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/go-json-experiment/json"

	"caseledger/ledger"
	"caseledger/projections/follow"
)

// readiness answers GET /healthz: 200 once the views have caught up with the
// ledger as it stood at the start, 503 with the reason before that, while the
// server drains, and while a vital follower fails or makes anew what it keeps.
// While answers are refused because the server is full, or another follower
// fails, it is 200, and says so.
type readiness struct {
	mu       sync.Mutex
	target   ledger.Position // head at the start; guarded by mu
	reached  bool            // guarded by mu
	draining bool            // guarded by mu
	fault    error           // why the views stopped; guarded by mu
	// refused tells how many answers were refused lately because the server
	// was full; nil where nobody counts. Guarded by mu.
	refused func() (recent int, ever uint64)
	follows []*follow.Follower // guarded by mu
	// log looks how the transparency log stands, and what is wrong with it; nil
	// where this process keeps none. Guarded by mu.
	log func() (*logStanding, string)
}

// condition is the body of /healthz and the output of health --json.
type condition struct {
	Status string          `json:"status"`           // "ok", "degraded", "starting", "failing", "rebuilding", "draining" or "stopped"
	Reason string          `json:"reason,omitempty"` // why it is not ok
	Target ledger.Position `json:"target"`           // the ledger's head at the start
	// Followers says how those stand that read along; none where there are none.
	Followers []follow.Status `json:"followers,omitempty"`
	// Log says how the transparency log stands that this process keeps.
	Log *logStanding `json:"log,omitempty"`
}

func (r *readiness) expect(head ledger.Position) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.target = head
}

func (r *readiness) reach() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reached = true
}

func (r *readiness) follow(list ...*follow.Follower) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.follows = append(r.follows, list...)
}

func (r *readiness) keeps(log func() (*logStanding, string)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = log
}

func (r *readiness) drain() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.draining = true
}

func (r *readiness) watch(refused func() (int, uint64)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused = refused
}

// serves says whether requests are to be sent here. A server that refuses some
// answers still gives the others.
func (c condition) serves() bool { return c.Status == "ok" || c.Status == "degraded" }

func (r *readiness) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = err
}

func (r *readiness) condition() condition {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := condition{Target: r.target}
	var vital, other string // what is wrong with followers
	vitalState := follow.Following
	for _, f := range r.follows {
		s := f.Status()
		c.Followers = append(c.Followers, s)
		switch {
		case s.Healthy():
		case kindOf(s.Name).vital:
			vital, vitalState = trouble(s), s.State
		default:
			other = trouble(s)
		}
	}
	if r.log != nil {
		var wrong string
		if c.Log, wrong = r.log(); other == "" {
			other = wrong
		}
	}
	switch {
	case r.fault != nil:
		c.Status, c.Reason = "stopped", "the views stopped: "+r.fault.Error()
		return c
	case r.draining:
		c.Status, c.Reason = "draining", "the server is stopping"
		return c
	case vital != "":
		c.Status, c.Reason = "failing", vital
		if vitalState == follow.Rebuilding {
			c.Status = "rebuilding"
		}
		return c
	case !r.reached:
		c.Status, c.Reason = "starting", "the views are catching up with the ledger"
		return c
	default:
		if c.Status = "ok"; other != "" {
			c.Status, c.Reason = "degraded", other
		} else if r.refused != nil {
			if n, _ := r.refused(); n > 0 {
				c.Status, c.Reason = "degraded", fmt.Sprintf("%d answers were refused within the last minute because the server was full", n)
			}
		}
		return c
	}
}

// ServeHTTP implements [http.Handler].
func (r *readiness) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	c := r.condition()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if !c.serves() {
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	if body, err := json.Marshal(c); err == nil { // plain values: always encodes
		_, _ = w.Write(append(body, '\n')) // a client that left needs no answer
	}
}
