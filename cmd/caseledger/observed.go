package main

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/trace"

	"caseledger/graphql/exec"
)

// observation is how a server's work can be followed from outside: a log line,
// counters and, where traces are wanted, a span for each request.
type observation struct {
	logger *slog.Logger
	now    func() time.Time
	meters *meters
	traces *traces
}

// observed follows each request. Nothing of it holds the client's address, a
// query, a token or a path beyond the pattern that it matched: all can lead to
// a person.
func (o *observation) observed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := o.now()
		answer := &answer{ResponseWriter: w, status: http.StatusOK}
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		ctx, span := o.traces.request(r)
		r = r.WithContext(ctx)
		next.ServeHTTP(answer, r)
		o.answered(r, answer, o.now().Sub(began), span)
	})
}

func (o *observation) answered(r *http.Request, a *answer, took time.Duration, span trace.Span) {
	route, method := routeOf(r), methodOf(r)
	endRequest(span, route, method, a.status)
	o.meters.requests.WithLabelValues(route, method, strconv.Itoa(a.status)).Inc()
	if a.status == http.StatusTooManyRequests {
		o.meters.limited.Inc()
	}
	if !a.streams() {
		o.meters.durations.WithLabelValues(route).Observe(took.Seconds())
	}
	level := slog.LevelInfo
	if route == "/healthz" && a.status == http.StatusOK {
		level = slog.LevelDebug // asked every few seconds
	}
	o.logger.Log(r.Context(), level, "request", "method", method, "route", route, "status", a.status,
		"bytes", a.bytes, "ms", took.Milliseconds())
}

// routeOf is the pattern that a request matched, without its method.
func routeOf(r *http.Request) string {
	if _, route, ok := strings.Cut(r.Pattern, " "); ok {
		return route
	}
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}

// methodOf is the method, or "other": clients may invent some.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// operation follows one GraphQL operation.
func (o *observation) operation(ctx context.Context, op exec.Operation) (context.Context, func(failed bool)) {
	began := o.now()
	ctx, span := o.traces.operation(ctx, op)
	return ctx, func(failed bool) {
		span.End()
		o.meters.operation(op, o.now().Sub(began), failed)
	}
}
