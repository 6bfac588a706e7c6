package graphql

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"caseledger/graphql/exec"
)

// graphiqlFiles is the page on which a person writes queries. It loads nothing
// from elsewhere; ORIGIN.md says where the files come from.
//
//go:embed graphiql
var graphiqlFiles embed.FS

// graphiqlPolicy lets the page load and reach its own origin only. The page's
// style sheet holds its fonts as data.
const graphiqlPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
	"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// graphiqlHandler serves the page under /graphiql/.
func graphiqlHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/graphiql/")
		if name == "" {
			name = "index.html"
		}
		h := w.Header()
		h.Set("Content-Security-Policy", graphiqlPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		body, zipped, err := graphiqlFile(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		h.Set("Cache-Control", "public, max-age=3600")
		if zipped {
			h.Set("Vary", "Accept-Encoding")
			if exec.AcceptsGzip(r.Header) {
				h.Set("Content-Encoding", "gzip")
			} else if body, err = gunzip(body); err != nil {
				http.Error(w, "internal error", http.StatusInternalServerError)
				return
			}
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	})
}

// graphiqlFile gives a file of the page, and whether it is compressed.
func graphiqlFile(name string) (body []byte, zipped bool, err error) {
	if body, err = graphiqlFiles.ReadFile("graphiql/" + name); err == nil {
		return body, false, nil
	}
	body, err = graphiqlFiles.ReadFile("graphiql/" + name + ".gz")
	return body, true, err
}

func gunzip(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("embedded file: %w", err)
	}
	return io.ReadAll(z)
}
