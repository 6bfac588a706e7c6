package exec

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Limits of a request.
const (
	maxBody      = 256 << 10
	maxQueryURL  = 8 << 10
	maxJSONDepth = 32
)

// params are the parameters of a GraphQL request.
type params struct {
	query, operationName string
	documentID           string
	variables            map[string]any
	extensions           map[string]any
}

// httpError is a request that is refused by its HTTP form, before it is read
// as GraphQL.
type httpError struct {
	status        int
	code, message string
}

func (e *httpError) Error() string { return e.message }

func badRequest(message string) *httpError {
	return &httpError{http.StatusBadRequest, codeBadRequest, message}
}

// readRequest takes a request in and does no more: a client may take its time
// over it. A GET has no body.
func readRequest(w http.ResponseWriter, r *http.Request) ([]byte, *httpError) {
	if len(r.URL.RawQuery) > maxQueryURL {
		return nil, &httpError{http.StatusRequestURITooLong, codeBadRequest, "the query string is longer than 8 KiB: use POST"}
	}
	if r.Method != http.MethodPost {
		return nil, nil
	}
	if e := checkContentType(r.Header); e != nil {
		return nil, e
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		if _, tooLarge := err.(*http.MaxBytesError); tooLarge {
			return nil, &httpError{http.StatusRequestEntityTooLarge, codeBadRequest, "the body is larger than 256 KiB"}
		}
		return nil, badRequest("the body could not be read")
	}
	return body, nil
}

// parseParams reads the parameters of a GET or POST request.
func parseParams(r *http.Request, body []byte) (params, *httpError) {
	if r.Method == http.MethodPost {
		return parseBody(body)
	}
	return readQuery(r.URL)
}

func readQuery(u *url.URL) (p params, _ *httpError) {
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return p, badRequest("the query string cannot be read")
	}
	p.query, p.operationName, p.documentID = q.Get("query"), q.Get("operationName"), q.Get("documentId")
	for name, to := range map[string]*map[string]any{"variables": &p.variables, "extensions": &p.extensions} {
		if s := q.Get(name); s != "" {
			v, err := decodeJSON([]byte(s))
			if err != nil {
				return p, badRequest(name + ": " + err.Error())
			}
			m, ok := v.(map[string]any)
			if !ok && v != nil {
				return p, badRequest(name + ": want a JSON object")
			}
			*to = m
		}
	}
	return p, nil
}

func parseBody(body []byte) (p params, _ *httpError) {
	v, err := decodeJSON(body)
	if err != nil {
		return p, badRequest("body: " + err.Error())
	}
	m, ok := v.(map[string]any)
	if !ok {
		return p, badRequest("body: want one JSON object; several requests in one are not taken")
	}
	return paramsOf(m)
}

// checkContentType takes JSON only: a page elsewhere can send forms and plain
// text in a visitor's name, but not this type.
func checkContentType(h http.Header) *httpError {
	t, ps, err := mime.ParseMediaType(h.Get("Content-Type"))
	charset := strings.ToLower(ps["charset"])
	if err != nil || t != "application/json" || charset != "" && charset != "utf-8" {
		return &httpError{http.StatusUnsupportedMediaType, codeBadRequest, "send the body as application/json in UTF-8"}
	}
	if e := h.Get("Content-Encoding"); e != "" && e != "identity" {
		return &httpError{http.StatusUnsupportedMediaType, codeBadRequest, "send the body without content encoding"}
	}
	return nil
}

func paramsOf(m map[string]any) (p params, _ *httpError) {
	for name, to := range map[string]*string{"query": &p.query, "operationName": &p.operationName, "documentId": &p.documentID} {
		switch v := m[name].(type) {
		case nil:
		case string:
			*to = v
		default:
			return p, badRequest(name + ": want a string")
		}
	}
	for name, to := range map[string]*map[string]any{"variables": &p.variables, "extensions": &p.extensions} {
		switch v := m[name].(type) {
		case nil:
		case map[string]any:
			*to = v
		default:
			return p, badRequest(name + ": want an object")
		}
	}
	return p, nil
}

// jsonError says what is wrong with JSON without repeating it.
type jsonError string

func (e jsonError) Error() string { return string(e) }

// decodeJSON reads JSON with numbers as they are written. Repeated names,
// invalid UTF-8 and deep nesting are refused.
func decodeJSON(b []byte) (v any, err error) {
	if depth(b) > maxJSONDepth {
		return nil, jsonError("nested more than 32 deep")
	}
	if !jsontext.Value(b).IsValid() {
		return nil, jsonError("not valid JSON in UTF-8 with distinct names")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, jsonError("not valid JSON")
	}
	return v, nil
}

// depth is at least the nesting of valid JSON.
func depth(b []byte) int {
	n, most, quoted := 0, 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			n++
			most = max(most, n)
		case c == '}' || c == ']':
			n--
		}
	}
	return most
}
