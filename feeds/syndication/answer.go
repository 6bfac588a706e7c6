package syndication

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"caseledger/feeds"
)

// Lifetimes of documents in caches.
const (
	forever = "public, max-age=31536000, immutable"
	shortly = "public, max-age=5"
)

// answer writes the document, or 304 where the reader has it. Nothing is
// rendered for a 304.
func answer(w http.ResponseWriter, r *http.Request, f format, d *document) error {
	zip := takesGzip(r)
	tag := d.etag(f, zip)
	head := w.Header()
	head.Set("Vary", "Accept-Encoding")
	head.Set("ETag", tag)
	head.Set("Cache-Control", shortly)
	if d.Archive {
		head.Set("Cache-Control", forever)
	}
	if feeds.Holds(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	body, err := d.render(f, zip)
	if err != nil {
		for _, name := range []string{"ETag", "Vary", "Cache-Control"} {
			head.Del(name)
		}
		return err
	}
	head.Set("Last-Modified", d.updated().Format(http.TimeFormat))
	if d.Archive && notSince(r, d) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	head.Set("Content-Type", f.mime)
	head.Set("Content-Length", strconv.Itoa(len(body)))
	head.Set("X-Content-Type-Options", "nosniff")
	if zip {
		head.Set("Content-Encoding", "gzip")
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader that has gone is no fault
	}
	return nil
}

// etag is a strong validator: a hash of all that decides the bytes.
func (d *document) etag(f format, zip bool) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%q\n%q\n%q\n%q\n", f.version, d.Self, d.ID, d.Title, d.Publisher)
	if d.last != nil {
		leaf := d.last.Hash()
		h.Write(leaf[:])
		fmt.Fprintf(h, "%s\n", d.last.Position)
	}
	tag := hex.EncodeToString(h.Sum(nil)[:16])
	if zip {
		tag += "-gzip"
	}
	return `"` + tag + `"`
}

func (d *document) render(f format, zip bool) ([]byte, error) {
	if err := d.load(); err != nil {
		return nil, err
	}
	body, err := f.write(d)
	if err != nil || !zip {
		return body, err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(body); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return b.Bytes(), nil
}

// notSince is If-Modified-Since (RFC 9110 §13.1.3). Only archive pages take
// it: several records can be added to the newest ones within its one second.
func notSince(r *http.Request, d *document) bool {
	if r.Header.Get("If-None-Match") != "" {
		return false
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !d.updated().Truncate(1e9).After(since)
}

// takesGzip says whether the reader accepts gzip (RFC 9110 §12.5.3).
func takesGzip(r *http.Request) bool {
	any := false
	for part := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, quality, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		q, err := strconv.ParseFloat(quality, 64)
		takes := quality == "" || err == nil && q > 0
		switch strings.ToLower(name) {
		case "gzip":
			return takes
		case "*":
			any = takes
		}
	}
	return any
}
