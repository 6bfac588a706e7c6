package feeds

import "net/http"

// Share lets pages of every origin read an answer, without credentials: it is
// public.
func Share(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After")
}

// Preflight tells a browser which requests a page of another origin may send.
func Preflight(w http.ResponseWriter) {
	h := w.Header()
	Share(h)
	h.Set("Access-Control-Allow-Methods", "GET, HEAD")
	h.Set("Access-Control-Allow-Headers", "Accept, Cache-Control, If-Modified-Since, If-None-Match, Last-Event-ID")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}
