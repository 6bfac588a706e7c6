package syndication_test

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/syndication"
	"caseledger/projections"
)

var update = flag.Bool("update", false, "rewrite golden files")

const base = "https://ledger.example"

// serve makes a handler with a fixed base address.
func serve(t rapid.TB, l *feedtest.Ledger) http.Handler {
	t.Helper()
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	return open(t, syndication.Config{Records: l, Cases: l, Base: u, Authority: "ledger.example,2026"})
}

func open(t rapid.TB, c syndication.Config) http.Handler {
	t.Helper()
	h, err := syndication.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// get asks for a path; header holds pairs of name and value.
func get(t rapid.TB, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	return ask(t, h, http.MethodGet, path, header...)
}

func ask(t rapid.TB, h http.Handler, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, strings.TrimPrefix(path, base), nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t rapid.TB, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestGolden(t *testing.T) {
	few, many := serve(t, feedtest.New(3)), serve(t, feedtest.New(321))
	for _, test := range []struct {
		file string
		h    http.Handler
		path string
	}{
		{"empty.atom", serve(t, feedtest.New(0)), "/feeds/atom"},
		{"empty.json", serve(t, feedtest.New(0)), "/feeds/json"},
		{"few.atom", few, "/feeds/atom"},
		{"few.json", few, "/feeds/json"},
		{"case.atom", few, "/feeds/cases/" + url.PathEscape("许可-2026-00001") + "/atom"},
		{"case.json", few, "/feeds/cases/" + url.PathEscape("许可-2026-00001") + "/json"},
		{"archive-2.atom", many, "/feeds/atom/archive/2"},
		{"archive-2.json", many, "/feeds/json/archive/2"},
		{"current.atom", many, "/feeds/atom"},
		{"current.json", many, "/feeds/json"},
	} {
		t.Run(test.file, func(t *testing.T) {
			r := get(t, test.h, test.path)
			got := headers(r) + "\n" + abridge(body(t, r))
			file := filepath.Join("testdata", test.file)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("differs from %s (-update rewrites it; then raise the format's version):\n%s", file, diff)
			}
		})
	}
}

// abridge keeps golden files readable: the beginning of a long document, and
// the hash of all of it.
func abridge(s string) string {
	if len(s) < 8000 {
		return s
	}
	return fmt.Sprintf("%s\n… %d bytes, SHA-256 %x\n", strings.ToValidUTF8(s[:3000], ""), len(s), sha256.Sum256([]byte(s)))
}

func headers(r *http.Response) string {
	var b strings.Builder
	for _, name := range []string{"Content-Type", "Cache-Control", "ETag", "Last-Modified", "Vary"} {
		b.WriteString(name + ": " + r.Header.Get(name) + "\n")
	}
	return b.String()
}

func TestStatus(t *testing.T) {
	h := serve(t, feedtest.New(150))
	for _, test := range []struct {
		method, path string
		want         int
	}{
		{"GET", "/feeds/atom", 200},
		{"HEAD", "/feeds/atom", 200},
		{"POST", "/feeds/atom", 405},
		{"GET", "/feeds/atom/archive/1", 200},
		{"GET", "/feeds/atom/archive/2", 404}, // half full
		{"GET", "/feeds/atom/archive/3", 404},
		{"GET", "/feeds/atom/archive/0", 404},
		{"GET", "/feeds/atom/archive/01", 404}, // one page has one address
		{"GET", "/feeds/atom/archive/+1", 404},
		{"GET", "/feeds/atom/archive/x", 404},
		{"GET", "/feeds/atom/archive/99999999999999999999", 404},
		{"GET", "/feeds/rss", 404},
		{"GET", "/feeds/cases/unknown-1/atom", 404},
		{"GET", "/feeds/cases/a%2Fb/atom", 404},
		{"GET", "/feeds/cases/%FF/atom", 404},
	} {
		if r := ask(t, h, test.method, test.path); r.StatusCode != test.want {
			t.Errorf("%s %s: %d, want %d", test.method, test.path, r.StatusCode, test.want)
		}
	}
}

func TestConditionalRequests(t *testing.T) {
	l := feedtest.New(150)
	h := serve(t, l)
	page, newest := get(t, h, "/feeds/atom/archive/1"), get(t, h, "/feeds/atom")
	for _, test := range []struct {
		name, path, header, value string
		want                      int
	}{
		{"same tag", "/feeds/atom/archive/1", "If-None-Match", page.Header.Get("ETag"), 304},
		{"weak form of the tag", "/feeds/atom/archive/1", "If-None-Match", `"x", W/` + page.Header.Get("ETag"), 304},
		{"any tag", "/feeds/atom/archive/1", "If-None-Match", "*", 304},
		{"other tag", "/feeds/atom/archive/1", "If-None-Match", newest.Header.Get("ETag"), 200},
		{"same time", "/feeds/atom/archive/1", "If-Modified-Since", page.Header.Get("Last-Modified"), 304},
		{"earlier time", "/feeds/atom/archive/1", "If-Modified-Since", "Mon, 02 Mar 2026 00:00:00 GMT", 200},
		{"newest, same tag", "/feeds/atom", "If-None-Match", newest.Header.Get("ETag"), 304},
		{"newest, same time: not fine enough", "/feeds/atom", "If-Modified-Since", newest.Header.Get("Last-Modified"), 200},
		{"case, same tag", casePath, "If-None-Match", get(t, h, casePath).Header.Get("ETag"), 304},
	} {
		r := get(t, h, test.path, test.header, test.value)
		if r.StatusCode != test.want {
			t.Errorf("%s: %d, want %d", test.name, r.StatusCode, test.want)
		}
		if got := body(t, r); r.StatusCode == 304 && got != "" {
			t.Errorf("%s: 304 with a body", test.name)
		}
	}
	l.Grow(1)
	if r := get(t, h, "/feeds/atom", "If-None-Match", newest.Header.Get("ETag")); r.StatusCode != 200 {
		t.Errorf("newest after one more record: %d, want 200", r.StatusCode)
	}
	if r := get(t, h, "/feeds/atom/archive/1"); r.Header.Get("ETag") != page.Header.Get("ETag") {
		t.Error("the tag of an archive page changed")
	}
}

var casePath = "/feeds/cases/" + url.PathEscape("许可-2026-00001") + "/atom"

func TestHeadIsGetWithoutBody(t *testing.T) {
	h := serve(t, feedtest.New(150))
	for _, path := range []string{"/feeds/atom", "/feeds/json/archive/1"} {
		full, head := get(t, h, path), ask(t, h, http.MethodHead, path)
		if diff := cmp.Diff(full.Header, head.Header); diff != "" {
			t.Errorf("%s: headers differ:\n%s", path, diff)
		}
		if got := body(t, head); got != "" {
			t.Errorf("%s: HEAD has a body", path)
		}
	}
}

func TestGzip(t *testing.T) {
	h := serve(t, feedtest.New(150))
	plain := get(t, h, "/feeds/atom/archive/1")
	want := body(t, plain)
	for accept, zipped := range map[string]bool{
		"gzip": true, "br, gzip;q=0.5": true, "*": true,
		"": false, "gzip;q=0": false, "gzip; q=0.0, *": false, "br": false, "*;q=0": false,
	} {
		r := get(t, h, "/feeds/atom/archive/1", "Accept-Encoding", accept)
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != zipped {
			t.Errorf("%q: compressed %v, want %v", accept, got, zipped)
			continue
		}
		if !zipped {
			continue
		}
		if r.Header.Get("ETag") == plain.Header.Get("ETag") {
			t.Errorf("%q: two encodings share a strong tag", accept)
		}
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(z)
		if err != nil || string(got) != want {
			t.Errorf("%q: %v, other bytes than uncompressed", accept, err)
		}
	}
}

func TestLinksFollowConfiguration(t *testing.T) {
	l := feedtest.New(1)
	own := syndication.Config{Records: l, Cases: l}
	trusting := own
	trusting.TrustForwarded = true
	proxy := []string{"Host", "inner:8080", "X-Forwarded-Proto", "https", "X-Forwarded-Host", "open.example.cn, cache"}
	for _, test := range []struct {
		name   string
		h      http.Handler
		header []string
		want   string
	}{
		{"host of the request", open(t, own), []string{"Host", "hall.example:8080"}, "http://hall.example:8080/feeds/atom"},
		{"a proxy nobody vouched for", open(t, own), proxy, "http://inner:8080/feeds/atom"},
		{"a trusted proxy", open(t, trusting), proxy, "https://open.example.cn/feeds/atom"},
		{"a fixed address", serve(t, l), proxy, base + "/feeds/atom"},
	} {
		got := body(t, get(t, test.h, "/feeds/atom", test.header...))
		if want := `rel="self" type="application/atom+xml" href="` + test.want + `"`; !strings.Contains(got, want) {
			t.Errorf("%s: no %s in\n%s", test.name, want, got)
		}
	}
	bad := get(t, open(t, trusting), "/feeds/atom", "X-Forwarded-Host", `x"><script>`)
	if bad.StatusCode != http.StatusBadRequest {
		t.Errorf("host that is none: %d, want 400", bad.StatusCode)
	}
}

func TestConfigurationIsChecked(t *testing.T) {
	for _, authority := range []string{"example", "example,", "example,26", "a b,2026", "example.cn,2026-1", "/x,2026"} {
		if _, err := syndication.New(syndication.Config{Authority: authority}); err == nil {
			t.Errorf("authority %q was taken", authority)
		}
	}
	for _, address := range []string{"ledger.example", "ftp://ledger.example", "https://ledger.example?x=1"} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := syndication.New(syndication.Config{Base: u}); err == nil {
			t.Errorf("base %q was taken", address)
		}
	}
}

// Sealed values stay inside, whoever fails to strip them on the way.
func TestNothingSealedIsPublished(t *testing.T) {
	h := serve(t, feedtest.New(120))
	for _, path := range []string{"/feeds/atom", "/feeds/json", "/feeds/atom/archive/1", "/feeds/json/archive/1", casePath} {
		got := body(t, get(t, h, path))
		for _, secret := range []string{feedtest.Secret, "13800000000", "5byg5LiJ" /* Base64 */, "e5bca0e4b889" /* hex */} {
			if strings.Contains(got, secret) {
				t.Errorf("%s holds %q", path, secret)
			}
		}
		if !strings.Contains(got, "applicant.name") {
			t.Errorf("%s lacks the label of a sealed value", path)
		}
	}
}

// A record that nobody decided on stops the feed; leaving it out would be a
// gap that cannot be seen.
func TestUnknownTypeStopsTheFeed(t *testing.T) {
	r := feedtest.Record(1)
	r.Type = "case.secret/1"
	l := feedtest.New(0)
	l.Add(r)
	h := open(t, syndication.Config{Records: l, Cases: l, Logger: slog.New(slog.DiscardHandler)})
	got := get(t, h, "/feeds/atom")
	if got.StatusCode != http.StatusInternalServerError || got.Header.Get("ETag") != "" || got.Header.Get("Cache-Control") != "" {
		t.Errorf("%s %v, want 500 that nobody caches", got.Status, got.Header)
	}
}

// torn is a ledger whose records cannot be read.
type torn struct{ *feedtest.Ledger }

func (torn) Public(context.Context, uint64, int) ([]projections.PublicRecord, error) {
	return nil, errors.New("disk of office 7 is on fire")
}

func TestFaultsAreLoggedNotShown(t *testing.T) {
	var log strings.Builder
	l := feedtest.New(5)
	h := open(t, syndication.Config{Records: torn{l}, Cases: l, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	r := get(t, h, "/feeds/atom")
	if got := body(t, r); r.StatusCode != 500 || strings.Contains(got, "fire") {
		t.Errorf("%s %q", r.Status, got)
	}
	if !strings.Contains(log.String(), "fire") {
		t.Errorf("log %q does not tell", log.String())
	}
}

// TestOtherOrigins: a page of any origin may read, and learns so before it
// asks with a header of its own.
func TestOtherOrigins(t *testing.T) {
	h := serve(t, feedtest.New(3))
	for _, path := range []string{"/feeds/atom", "/feeds/json/archive/1", "/feeds/cases/x/json"} {
		pre := ask(t, h, http.MethodOptions, path, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match")
		if pre.StatusCode != http.StatusNoContent || pre.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(pre.Header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
			t.Errorf("%s: %s %v", path, pre.Status, pre.Header)
		}
		if r := get(t, h, path, "Origin", "https://elsewhere.example"); r.Header.Get("Access-Control-Allow-Origin") != "*" || r.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", path, r.Header)
		}
	}
}
