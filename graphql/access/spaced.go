package access

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// maxAnswer bounds what is read of a provider's answer.
const maxAnswer = 1 << 20

// spaced asks for each address at most once in discoveryPause and gives the
// last answer again in between, so that forged tokens with invented keys
// cannot make this server flood its provider.
type spaced struct {
	next http.RoundTripper
	now  func() time.Time
	mu   sync.Mutex
	kept map[string]answer // by address; guarded by mu
}

type answer struct {
	at     time.Time
	status int
	header http.Header
	body   []byte
	err    error
}

// RoundTrip implements [http.RoundTripper].
func (s *spaced) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, ok := s.kept[r.URL.String()]
	if !ok || s.now().Sub(a.at) >= discoveryPause {
		a = s.ask(r)
		s.kept[r.URL.String()] = a
	}
	if a.err != nil {
		return nil, a.err
	}
	return &http.Response{Status: http.StatusText(a.status), StatusCode: a.status, Header: a.header.Clone(), Request: r,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, ContentLength: int64(len(a.body)), Body: io.NopCloser(bytes.NewReader(a.body))}, nil
}

// failing says whether some address gave no usable answer when it was asked
// last.
func (s *spaced) failing() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.kept {
		if a.err != nil {
			return true
		}
	}
	return false
}

func (s *spaced) ask(r *http.Request) answer {
	response, err := s.next.RoundTrip(r)
	if err != nil {
		return answer{at: s.now(), err: err}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err == nil && response.StatusCode != http.StatusOK {
		err = errors.New(response.Status)
	}
	return answer{s.now(), response.StatusCode, response.Header, body, err}
}
