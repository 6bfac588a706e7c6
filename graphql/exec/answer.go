package exec

import (
	"compress/gzip"
	"net/http"
	"strings"

	"caseledger/graphql/access"
	"caseledger/graphql/clients"
)

// answer is an answer that is made and not yet written.
type answer struct {
	status int
	media  string
	body   []byte
	buffer []byte // the pool's, until body is written; nil where body is not in one
}

// smallest is the size from which a body is worth compressing.
const smallest = 1 << 10

// packed is the answer to a query in the form in which it is sent. k is set if
// it is kept.
func (s *server) packed(x *exchange, out outcome, k *kept) answer {
	h := x.w.Header()
	a := answer{http.StatusOK, x.media, out.body, nil}
	if k == nil {
		a.buffer = out.body
	}
	zipped := len(out.body) >= smallest && AcceptsGzip(x.r.Header)
	if get := x.r.Method != http.MethodPost; get && s.roles == access.Public && !out.failed && !out.timed {
		sum := ""
		if k != nil {
			sum = k.sum
		} else {
			sum = sumOf(out.body)
		}
		etag := x.etag(sum, zipped)
		h.Set("ETag", etag)
		h.Set("Cache-Control", "public, max-age=1, stale-while-revalidate=10")
		if matches(x.r.Header.Get("If-None-Match"), etag) {
			a.status, a.body = http.StatusNotModified, nil
			return a
		}
	}
	if zipped {
		h.Set("Content-Encoding", "gzip")
		if k != nil {
			a.body = k.gzip()
		} else {
			a.body = zip(out.body, gzip.BestSpeed)
		}
	}
	return a
}

// etag is the strong validator of an answer in the form in which it is sent.
func (x *exchange) etag(sum string, zipped bool) string {
	form := "j"
	if x.media == typeResponse {
		form = "r"
	}
	if zipped {
		form += "z"
	}
	return `"` + sum + form + `"`
}

// matches says whether an If-None-Match header names the validator.
func matches(header, etag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == etag {
			return true
		}
	}
	return false
}

// rejection answers a request that is well formed and was not executed.
func rejection(media string, errs ...*RequestError) answer {
	status := http.StatusOK
	if media == typeResponse {
		status = http.StatusBadRequest
	}
	for _, e := range errs {
		if e.status != 0 {
			status = e.status
		}
	}
	return answer{status, media, errorBody(errs...), nil}
}

// refusal answers a request whose HTTP form is wrong.
func refusal(media string, e *httpError) answer {
	return errorAnswer(media, e.status, answerError{Message: e.message, Extensions: map[string]any{"code": e.code}})
}

// errorAnswer is an answer without data: nothing was executed.
func errorAnswer(media string, status int, errs ...answerError) answer {
	return answer{status, media, append(appendErrors([]byte(`{"errors":`), errs), '}'), nil}
}

// write writes an answer. It holds nothing but its own bytes, within what its
// client may have waiting.
func (s *server) write(x *exchange, a answer) {
	h := x.w.Header()
	release, err := s.clients.Hold(x.client, len(a.body))
	if err != nil {
		for _, name := range []string{"Content-Encoding", "ETag"} {
			h.Del(name)
		}
		h.Set("Cache-Control", "no-store")
		a = refusal(a.media, noRoom(err))
	} else {
		defer release()
	}
	if a.status == http.StatusNotModified {
		x.w.WriteHeader(a.status)
		return
	}
	switch a.status {
	case http.StatusUnauthorized:
		if h.Get("WWW-Authenticate") == "" {
			h.Set("WWW-Authenticate", challenge)
		}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if h.Get("Retry-After") == "" {
			h.Set("Retry-After", "1")
		}
	}
	s.clients.Settle(x.client, clients.Sent(len(a.body))-x.paid)
	h.Set("Content-Type", a.media+"; charset=utf-8")
	x.w.WriteHeader(a.status)
	_ = s.clients.Write(x.w, a.body) // the client has gone; nobody is left to tell
}
