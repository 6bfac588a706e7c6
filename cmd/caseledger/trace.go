package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"caseledger/graphql/exec"
)

// traces sends spans to a collector, or nowhere.
type traces struct {
	tracer trace.Tracer
	stop   func(context.Context) error
}

// newTraces sends spans to the OTLP endpoint by HTTP; an empty endpoint gives
// traces that cost nothing. Headers, compression and sampling are those of the
// environment variables OTEL_….
func newTraces(ctx context.Context, endpoint string, logger *slog.Logger) (*traces, error) {
	if endpoint == "" {
		return &traces{noop.NewTracerProvider().Tracer(""), func(context.Context) error { return nil }}, nil
	}
	target, err := url.JoinPath(endpoint, "v1/traces")
	if u, parseErr := url.Parse(endpoint); err != nil || parseErr != nil || u.Host == "" {
		return nil, &usageError{fmt.Sprintf("--otlp-endpoint %q: want a URL such as http://localhost:4318", endpoint)}
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(target))
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	here, err := resource.New(ctx, resource.WithAttributes(attribute.String("service.name", "caseledger"),
		attribute.String("service.version", thisBuild().Version)), resource.WithFromEnv())
	if err != nil && !errors.Is(err, resource.ErrPartialResource) {
		return nil, fmt.Errorf("traces: %w", err)
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { logger.Warn("traces could not be sent", "error", err) }))
	p := sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(here))
	return &traces{p.Tracer("caseledger"), p.Shutdown}, nil
}

// flushTime bounds how long a stopping server waits for its last traces.
const flushTime = 5 * time.Second

// flush sends the last spans. A collector that is gone is no failure of ours.
func (t *traces) flush(logger *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), flushTime)
	defer cancel()
	if err := t.stop(ctx); err != nil {
		logger.Warn("the last traces could not be sent", "error", err)
	}
}

// request begins the span of a request, below the caller's where it names one.
func (t *traces) request(r *http.Request) (context.Context, trace.Span) {
	ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	return t.tracer.Start(ctx, "request", trace.WithSpanKind(trace.SpanKindServer))
}

func endRequest(span trace.Span, route, method string, status int) {
	span.SetName(method + " " + route)
	span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status))
	if status >= http.StatusInternalServerError {
		span.SetStatus(codes.Error, http.StatusText(status))
	}
	span.End()
}

// operation begins the span of a GraphQL operation. Its name is not in it:
// clients choose it freely.
func (t *traces) operation(ctx context.Context, o exec.Operation) (context.Context, trace.Span) {
	return t.tracer.Start(ctx, "graphql "+o.Kind, trace.WithAttributes(attribute.String("graphql.operation.type", o.Kind),
		attribute.String("graphql.document.hash", "sha256:"+o.Hash), attribute.Int("caseledger.cost", o.Cost), attribute.String("caseledger.audience", o.Roles.String())))
}
