package exec

import (
	"net/http"

	"caseledger/graphql/access"
)

// shareWithPages lets pages of every origin read what the public may read.
// They come without credentials, and a token that they send is not let
// through: who has a role has pages of this origin, or none.
func (s *server) shareWithPages(h http.Header) {
	if s.roles != access.Public {
		return
	}
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After")
}

// preflight says which requests a page of another origin may send.
func preflight(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
	h.Set("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match, Last-Event-ID")
	h.Set("Access-Control-Max-Age", "86400")
	h.Set("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
	w.WriteHeader(http.StatusNoContent)
}
