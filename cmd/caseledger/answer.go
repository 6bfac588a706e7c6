package main

import (
	"net/http"
	"strings"
)

// answer notes what a handler answered.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush implements [http.Flusher] for handlers that ask for it directly.
func (a *answer) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }

// streams says whether the answer was a stream, whose end says nothing about
// how long an answer takes.
func (a *answer) streams() bool {
	return a.status == http.StatusSwitchingProtocols || strings.HasPrefix(a.Header().Get("Content-Type"), "text/event-stream")
}
