package site

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/projections"
)

// Config says what a site shows, and for whom.
type Config struct {
	Views  *projections.Views
	Store  ledger.Store // for the histories of cases
	Title  string       // of the centre: 映山县政务服务公开
	Now    func() time.Time
	Logger *slog.Logger
	// Simulated: a program made up the ledger, and every page says so.
	Simulated bool
	// Log says how the transparency log stands that is served at /log/; nil: there is
	// none.
	Log      func() (LogHead, error)
	Official Official
	// Hearer takes what people say by receipt code; nil: the forms are shown closed.
	Hearer Hearer
}

// Site serves the pages. It is safe for concurrent use.
type Site struct {
	Config
	kept      *lru.Cache[string, *answer]
	frozen    *lru.Cache[string, *frozenRows]
	revisions *lru.Cache[string, *revision]
	told      atomic.Pointer[staleness]
	origins   *http.CrossOriginProtection
}

// answer is a page, or its data, as it is kept.
type answer struct {
	body, mime, tag string
}

// keptPages bounds the answers that are remembered; each has at most some 100 KB.
const keptPages = 512

// keptStatements bounds the statements whose rows are remembered, of a large county
// some megabytes each.
const keptStatements = 24

// New makes a site: / and everything below /zh/, /en/, /at/ and /site/.
func New(c Config) *Site {
	s := &Site{Config: c, origins: http.NewCrossOriginProtection()}
	s.kept, _ = lru.New[string, *answer](keptPages) // fails for sizes below 1 only
	s.frozen, _ = lru.New[string, *frozenRows](keptStatements)
	s.revisions, _ = lru.New[string, *revision](keptStatements)
	return s
}

// Paths are the patterns under which a server mounts the site.
var Paths = []string{"GET /{$}", "GET /zh/", "GET /en/", "GET /at/", "GET /site/"}

// Forms are the patterns of what is sent to it.
var Forms = []string{"POST /zh/say/", "POST /en/say/"}

//go:embed pages/*.html pages/style.css
var files embed.FS

var style, styleAddress = func() (string, string) {
	b, err := files.ReadFile("pages/style.css")
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(b)
	return string(b), "/site/" + hex.EncodeToString(sum[:6]) + ".css"
}()

var templates = template.Must(template.New("").Funcs(functions).ParseFS(files, "pages/*.html"))

const contentPolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// ServeHTTP implements [http.Handler].
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin") // forms of this site say whence they come
	h.Set("Content-Security-Policy", contentPolicy)
	switch {
	case r.URL.Path == "/":
		http.Redirect(w, r, "/"+string(preferred(r.Header.Get("Accept-Language")))+"/", http.StatusFound)
		return
	case strings.HasPrefix(r.URL.Path, "/site/"):
		s.serveStyle(w, r)
		return
	}
	if r.Method == http.MethodPost {
		s.serveSaying(w, r)
		return
	}
	a, err := parseAddress(r.URL)
	if err != nil {
		s.fail(w, r, address{Lang: preferred(""), Query: url.Values{}}, err)
		return
	}
	page, err := s.page(r.Context(), a)
	if err != nil {
		s.fail(w, r, a, err)
		return
	}
	h.Set("ETag", page.tag)
	h.Set("Cache-Control", "public, max-age=5")
	if feeds.Holds(r, page.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if a.Ending != "" {
		feeds.Share(h)
	}
	write(w, r, http.StatusOK, page.mime, page.body)
}

func write(w http.ResponseWriter, r *http.Request, status int, mime, body string) {
	w.Header().Set("Content-Type", mime)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = strings.NewReader(body).WriteTo(w) // a reader that has gone is no fault
	}
}

func (s *Site) serveStyle(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != styleAddress {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	write(w, r, http.StatusOK, "text/css; charset=utf-8", style)
}

// preferred is the language that a browser asks for: English only where it asks for
// that and not for Chinese before it.
func preferred(accept string) Lang {
	zh, en := strings.Index(accept, "zh"), strings.Index(accept, "en")
	if en >= 0 && (zh < 0 || en < zh) {
		return English
	}
	return Chinese
}

// page makes what an address asks for, or gives what was kept of it.
func (s *Site) page(ctx context.Context, a address) (*answer, error) {
	v, err := s.begin(ctx, a)
	if err != nil {
		return nil, err
	}
	p, parts := find(a.Path)
	if p == nil {
		return nil, projections.ErrNotFound
	}
	stale := v.stale()
	key := fmt.Sprint(a, " ", v.known, " ", v.newest, " ", stale)
	if kept, ok := s.kept.Get(key); ok {
		return kept, nil
	}
	doc, err := p.make(v, parts)
	if err != nil {
		return nil, err
	}
	out, err := v.write(p, doc, stale)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(out.body))
	out.tag = `"` + hex.EncodeToString(sum[:16]) + `"`
	if !p.fresh {
		s.kept.Add(key, out)
	}
	return out, nil
}

// write makes the form of a page that its address names.
func (v *visit) write(p *page, doc document, stale bool) (out *answer, err error) {
	out = &answer{mime: "text/html; charset=utf-8"}
	if v.Ending == "" {
		out.body, err = newFrame(v, p, doc, stale).html()
		return out, err
	}
	form, at := forms[v.Ending], v.fixed()
	if doc.now {
		at.At = 0
	}
	b, err := form.write(head{doc.title, at.String(), v.known, v.recorded}, &doc.sheet)
	out.body, out.mime = string(b), form.mime
	return out, err
}

// fixed is the address of the page that never changes.
func (v *visit) fixed() address {
	a := v.as("")
	a.At = v.known
	return a
}

// fail answers with a page that says what is wrong and what to do.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, a address, err error) {
	var bad *ledger.InvalidError
	var behind *projections.ReplayError
	status, key := http.StatusInternalServerError, "error.fault"
	switch {
	case errors.As(err, &bad):
		status, key = http.StatusBadRequest, "error.invalid"
	case errors.Is(err, projections.ErrNotFound):
		status, key = http.StatusNotFound, "error.missing"
	case errors.As(err, &behind), errors.Is(err, projections.ErrBeingMade):
		status, key = http.StatusServiceUnavailable, "error.busy"
		w.Header().Set("Retry-After", "5")
	case r.Context().Err() != nil:
		return // the reader has gone
	default:
		s.Logger.Error("page not served", "path", a.Path, "error", err)
	}
	w.Header().Set("Cache-Control", "no-cache")
	if a.Ending != "" {
		http.Error(w, words[key].En, status)
		return
	}
	v := &visit{Context: r.Context(), address: a, Site: s}
	doc := document{title: words[key].In(a.Lang)}
	if bad != nil {
		doc.data = bad.Error()
	}
	body, fault := newFrame(v, &page{template: "error"}, doc, false).html()
	if fault != nil {
		http.Error(w, words[key].En, status)
		return
	}
	write(w, r, status, "text/html; charset=utf-8", body)
}
