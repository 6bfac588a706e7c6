package exec

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// Media types of answers.
const (
	typeJSON     = "application/json"
	typeResponse = "application/graphql-response+json"
)

// negotiate chooses the type of the answer from the Accept header: the one
// with the greatest quality, of equals the one named first, JSON where
// anything will do. False: neither type is accepted.
func negotiate(accept string) (string, bool) {
	if strings.TrimSpace(accept) == "" {
		return typeJSON, true
	}
	best, chosen := 0.0, ""
	for part := range strings.SplitSeq(accept, ",") {
		t, ps, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if s, ok := ps["q"]; ok {
			if q, err = strconv.ParseFloat(s, 64); err != nil {
				continue
			}
		}
		if c := ps["charset"]; c != "" && !strings.EqualFold(c, "utf-8") {
			continue
		}
		switch t {
		case "*/*", "application/*":
			t = typeJSON
		case typeJSON, typeResponse:
		default:
			continue
		}
		if q > best {
			best, chosen = q, t
		}
	}
	return chosen, chosen != ""
}

// AcceptsGzip says whether a client takes gzip, as far as it says so plainly.
func AcceptsGzip(h http.Header) bool {
	for part := range strings.SplitSeq(h.Get("Accept-Encoding"), ",") {
		coding, q, _ := strings.Cut(part, ";")
		if coding = strings.TrimSpace(coding); coding == "gzip" || coding == "*" {
			q = strings.TrimSpace(q)
			return q != "q=0" && !strings.HasPrefix(q, "q=0.0")
		}
	}
	return false
}
