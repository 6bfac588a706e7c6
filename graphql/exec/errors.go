package exec

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
	CodeUnavailable = "UNAVAILABLE"
	CodeForbidden   = "FORBIDDEN"
	codeUnknown     = "UNAUTHENTICATED"
	codeRate        = "RATE_LIMITED"
	codeInternal    = "INTERNAL_SERVER_ERROR"
)

// location is a place in the document, both from 1.
type location struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// RequestError is an answer to the client that its request cannot be, or cannot
// be fully, executed. Its words reach the client.
type RequestError struct {
	code, message string
	locations     []location
	field         []string // path of the input that it is about
	status        int      // of HTTP, where it is one of its own; 0 means as usual
}

func (e *RequestError) Error() string { return e.message }

// BadInput is a value that a client has to change.
func BadInput(format string, args ...any) *RequestError {
	return &RequestError{code: codeBadInput, message: fmt.Sprintf(format, args...)}
}

// Refuse is an answer with a code.
func Refuse(code, message string) *RequestError { return &RequestError{code: code, message: message} }

// answerError is one entry of an answer's errors.
type answerError struct {
	Message    string         `json:"message"`
	Locations  []location     `json:"locations,omitempty"`
	Path       []any          `json:"path,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

func (e *RequestError) answer() answerError {
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
func foreign(code string, errs ...gqlerrors.FormattedError) []*RequestError {
	out := make([]*RequestError, 0, min(len(errs), maxErrors))
	for _, e := range errs[:min(len(errs), maxErrors)] {
		r := &RequestError{code: code, message: firstLine(e.Message)}
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
	log     *slog.Logger
	missing error // what does not exist; nil where nobody says so
	later   error // what is being made; nil where nobody says so
	n       atomic.Uint64
}

// retryFull is how many seconds a client waits for room on the disk.
const retryFull = 30

// classify gives the code and the message that the client sees.
func (f *faults) classify(ctx context.Context, path []any, err error) (code, message string, extra map[string]any) {
	var (
		request  *RequestError
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
	case f.missing != nil && errors.Is(err, f.missing):
		return codeNotFound, "not found", nil
	case f.later != nil && errors.Is(err, f.later):
		return CodeUnavailable, firstLine(err.Error()), nil
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return codeTimeout, "the request took too long or was cancelled; ask for less at once", nil
	case errors.Is(err, clients.ErrClient):
		return codeRate, "too many answers of yours wait to be read: take them first", nil
	case errors.Is(err, clients.ErrFull):
		return CodeUnavailable, "too much at once: try again", nil
	case errors.Is(err, ledger.ErrUnknownOutcome):
		return CodeUnavailable, "it is not known whether the command was recorded: send the same command again", nil
	case errors.As(err, &full):
		f.log.ErrorContext(ctx, "graphql: no room to record", "error", err)
		return CodeUnavailable, "there is no room to record: nothing was, and the same command works once there is", map[string]any{"retryAfter": retryFull}
	case errors.Is(err, ledger.ErrClosed):
		return CodeUnavailable, "the server is stopping; try again", nil
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
