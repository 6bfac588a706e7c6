package main

import (
	"log/slog"
	"net/http"
	"time"
)

// logged writes one line for each answered request. It holds neither the
// client's address nor the query: both can lead to a person.
func logged(logger *slog.Logger, now func() time.Time, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := now()
		answer := &answer{ResponseWriter: w, status: http.StatusOK}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(answer, r)
		level := slog.LevelInfo
		if r.URL.Path == "/healthz" && answer.status == http.StatusOK {
			level = slog.LevelDebug // asked every few seconds
		}
		logger.Log(r.Context(), level, "request", "method", r.Method, "path", r.URL.Path, "status", answer.status,
			"bytes", answer.bytes, "ms", now().Sub(began).Milliseconds())
	})
}

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
