package feeds

import (
	"net/http"
	"strings"
)

// Holds says whether the reader has what the tag stands for: If-None-Match (RFC
// 9110 §13.1.2) for a document that exists.
func Holds(r *http.Request, tag string) bool {
	for _, field := range r.Header.Values("If-None-Match") {
		for part := range strings.SplitSeq(field, ",") {
			part = strings.TrimSpace(part)
			if part == "*" || strings.TrimPrefix(part, "W/") == tag {
				return true
			}
		}
	}
	return false
}
