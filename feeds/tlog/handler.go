package tlog

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"caseledger/feeds"
)

// Prefix is the address of a log on a server.
const Prefix = "/log/"

// How long answers may be kept: what is complete never changes, parts go when
// they are complete.
const (
	forEver = "public, max-age=31536000, immutable"
	awhile  = "public, max-age=60"
	atOnce  = "public, max-age=1"
)

// files are what a log's folder serves below its prefix: nothing else that may
// lie there.
var files = []struct {
	name  *regexp.Regexp
	cache string
	kind  string
}{
	{regexp.MustCompile(`^(figures/)?checkpoint$`), atOnce, "text/plain; charset=utf-8"},
	{regexp.MustCompile(`^(figures/)?(key|policy)$`), awhile, "text/plain; charset=utf-8"},
	{regexp.MustCompile(`^(figures/)?tile/(\d|[1-5]\d|6[0-3]|entries)(/x\d{3})*/\d{3}$`), forEver, "application/octet-stream"},
	{regexp.MustCompile(`^(figures/)?tile/(\d|[1-5]\d|6[0-3]|entries)(/x\d{3})*/\d{3}\.p/\d{1,3}$`), awhile, "application/octet-stream"},
	{regexp.MustCompile(`^figures/rows/[0-9a-f]{64}(/x\d{3})*/\d{3}$`), forEver, "application/x-ndjson"},
	{regexp.MustCompile(`^record/[0-9a-f]{64}$`), forEver, "application/json"},
}

// Handler serves a log's folder below [Prefix], to everybody.
func Handler(p Place) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodOptions:
			feeds.Preflight(w)
			return
		default:
			w.Header().Set("Allow", "GET, HEAD, OPTIONS")
			http.Error(w, "a log is only read", http.StatusMethodNotAllowed)
			return
		}
		feeds.Share(w.Header())
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		if ordinal, ok := strings.CutPrefix(name, "proof/"); ok {
			serveProof(w, r, p, ordinal)
			return
		}
		for _, f := range files {
			if f.name.MatchString(name) {
				serveFile(w, r, filepath.Join(p.Dir(), filepath.FromSlash(name)), f.kind, f.cache)
				return
			}
		}
		missing(w)
	})
}

func serveFile(w http.ResponseWriter, r *http.Request, name, kind, cache string) {
	f, err := os.Open(name)
	if err != nil {
		missing(w)
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", cache)
	http.ServeContent(w, r, "", time.Time{}, f)
}

// serveProof proves a record, which is named by its ordinal.
func serveProof(w http.ResponseWriter, r *http.Request, p Place, name string) {
	ordinal, err := strconv.ParseUint(name, 10, 63)
	if err != nil || ordinal == 0 || strconv.FormatUint(ordinal, 10) != name {
		missing(w)
		return
	}
	b, err := p.Proof(r.Context(), ordinal)
	if err != nil {
		missing(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", fmt.Sprintf(`inline; filename="%d.tlog-proof"`, ordinal))
	h.Set("Cache-Control", awhile)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
}

func missing(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "no-cache")
	http.Error(w, "the log has no such file", http.StatusNotFound)
}
