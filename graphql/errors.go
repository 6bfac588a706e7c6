package graphql

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"

	"github.com/graphql-go/graphql/gqlerrors"

	"caseledger/graphql/clients"
	"caseledger/ledger"
	"caseledger/projections"
)

// Codes that stand in extensions.code. Clients may rely on them; messages may
// change.
const (
	codeParse       = "GRAPHQL_PARSE_FAILED"
	codeValidation  = "GRAPHQL_VALIDATION_FAILED"
	codeBadInput    = "BAD_USER_INPUT"
	codeOperation   = "OPERATION_RESOLUTION_FAILURE"
	codeTooComplex  = "DOCUMENT_TOO_COMPLEX"
	codeCost        = "COST_LIMIT_EXCEEDED"
	codeBadRequest  = "BAD_REQUEST"
	codeNotFound    = "NOT_FOUND"
	codeTimeout     = "TIMEOUT"
	codeConflict    = "CONFLICT"
	codeUnavailable = "UNAVAILABLE"
	codeForbidden   = "FORBIDDEN"
	codeUnknown     = "UNAUTHENTICATED"
	codeRate        = "RATE_LIMITED"
	codeInternal    = "INTERNAL_SERVER_ERROR"
)

// location is a place in the document, both from 1.
type location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// requestError refuses a request before anything is executed.
type requestError struct {
	code, message string
	locations     []location
	field         []string // path of the input that it is about
	status        int      // of HTTP, where it is one of its own; 0 means as usual
}

func (e *requestError) Error() string { return e.message }

func badInput(format string, args ...any) *requestError {
	return &requestError{code: codeBadInput, message: fmt.Sprintf(format, args...)}
}

// badField is a bad value of one input of a command.
func badField(name, reason string) *requestError {
	e := badInput("%s: %s", name, reason)
	e.field = []string{"input", name}
	return e
}

// answerError is one entry of an answer's errors.
type answerError struct {
	Message    string         `json:"message"`
	Locations  []location     `json:"locations,omitempty"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

func (e *requestError) answer() answerError {
	out := answerError{Message: e.message, Locations: e.locations, Extensions: map[string]any{"code": e.code}}
	if len(e.field) > 0 {
		out.Extensions["field"] = e.field
	}
	return out
}

// maxErrorText bounds a message that repeats parts of the request.
const maxErrorText = 300

// firstLine keeps graphql-go's message and drops the source it quotes.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if len(s) > maxErrorText {
		s = strings.ToValidUTF8(s[:maxErrorText], "") + "…"
	}
	return s
}

// foreign turns graphql-go's parse and validation errors into ours.
func foreign(code string, errs ...gqlerrors.FormattedError) []*requestError {
	out := make([]*requestError, 0, min(len(errs), maxErrors))
	for _, e := range errs[:min(len(errs), maxErrors)] {
		r := &requestError{code: code, message: firstLine(e.Message)}
		for _, l := range e.Locations {
			r.locations = append(r.locations, location{l.Line, l.Column})
		}
		out = append(out, r)
	}
	return out
}

// maxErrors bounds the errors of one answer.
const maxErrors = 10

// faults turns what resolvers return into what clients may see. Errors the
// client can act on keep their words; all others are logged under an id, and
// the client gets the id.
type faults struct {
	log *slog.Logger
	n   atomic.Uint64
}

// retryFull is how many seconds a client waits for room on the disk.
const retryFull = 30

// classify gives the code and the message that the client sees.
func (f *faults) classify(ctx context.Context, path []any, err error) (code, message string, extra map[string]any) {
	var (
		request  *requestError
		invalid  *ledger.InvalidError
		conflict *ledger.ConflictError
		full     *ledger.FullError
	)
	switch {
	case errors.As(err, &request):
		return request.code, request.message, nil
	case errors.As(err, &invalid):
		return codeBadInput, firstLine(invalid.Error()), nil
	case errors.As(err, &conflict):
		return codeConflict, conflict.Error(), nil
	case errors.Is(err, projections.ErrNotFound):
		return codeNotFound, "not found", nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return codeTimeout, "the request took too long or was cancelled; ask for less at once", nil
	case errors.Is(err, clients.ErrClient):
		return codeRate, "too many answers of yours wait to be read: take them first", nil
	case errors.Is(err, clients.ErrFull):
		return codeUnavailable, "too much at once: try again", nil
	case errors.Is(err, ledger.ErrUnknownOutcome):
		return codeUnavailable, "it is not known whether the command was recorded: send the same command again", nil
	case errors.As(err, &full):
		f.log.ErrorContext(ctx, "graphql: no room to record", "error", err)
		return codeUnavailable, "there is no room to record: nothing was, and the same command works once there is", map[string]any{"retryAfter": retryFull}
	case errors.Is(err, ledger.ErrClosed):
		return codeUnavailable, "the server is stopping; try again", nil
	}
	id := f.id(err)
	f.log.ErrorContext(ctx, "graphql: field failed", "error_id", id, "path", fmt.Sprint(path), "error", err)
	return codeInternal, "internal error " + id, map[string]any{"errorId": id}
}

// id names one fault. It tells nothing, and it need not be secret.
func (f *faults) id(err error) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %v", f.n.Add(1), err))
	return hex.EncodeToString(sum[:6])
}

// answer is the error at a path of the answer.
func (f *faults) answer(ctx context.Context, path []any, locations []location, err error) answerError {
	code, message, extra := f.classify(ctx, path, err)
	out := answerError{Message: message, Locations: locations, Path: path, Extensions: map[string]any{"code": code}}
	for k, v := range extra {
		out.Extensions[k] = v
	}
	return out
}

// panicError is a panic of a resolver, caught.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v\n%s", e.value, e.stack) }
