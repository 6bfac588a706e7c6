package site_test

import (
	"encoding/csv"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"golang.org/x/net/html"

	"caseledger/feeds/site"
	"caseledger/ledger"
	"caseledger/ledger/county"
	"caseledger/ledger/memory"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// world is a site over a small simulated county.
type world struct {
	*site.Site
	store ledger.Store
	views *projections.Views
	now   time.Time
}

func newWorld(t testing.TB, cases int) *world {
	t.Helper()
	w := &world{store: memory.New(), now: time.Date(2026, 7, 1, 2, 0, 0, 0, time.UTC)}
	if cases > 0 {
		c, err := county.New(county.Job{Profile: "county", Seed: 7, Cases: cases, From: workdays.Civil(2025, 12, 1), To: workdays.Civil(2026, 6, 30)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write(t.Context(), county.Output{Store: w.store}); err != nil {
			t.Fatal(err)
		}
	}
	v, err := projections.Open(t.Context(), filepath.Join(t.TempDir(), "views"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if err := v.CatchUp(t.Context(), w.store, nil); err != nil {
		t.Fatal(err)
	}
	w.views = v
	w.Site = site.New(site.Config{Views: v, Store: w.store, Now: func() time.Time { return w.now }, Logger: slog.New(slog.DiscardHandler), Title: "映山县政务服务公开",
		Log: func() (site.LogHead, error) {
			return site.LogHead{Origin: "example.gov.cn/ledger", Key: "example.gov.cn/ledger+0+A", Size: 12, Signed: 12, Root: "AA", Witnesses: []site.LogWitness{{Name: "w1.example"}}}, nil
		}})
	return w
}

func (w *world) get(t *testing.T, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	out := httptest.NewRecorder()
	w.ServeHTTP(out, r)
	return out
}

// mostPage is how large a page may be.
const mostPage = 100 << 10

// TestEveryPageAndEveryLink walks the site from its first page: every link leads
// somewhere, every page is one page in its language, small, with one heading, and
// asks nobody else for anything; its data is the same in every form.
func TestEveryPageAndEveryLink(t *testing.T) {
	cases, each, least := 150, 3, 100 // addresses of a kind that are walked, and how many are at least found
	if testing.Short() {
		cases, each, least = 30, 1, 40
	}
	w := newWorld(t, cases)
	w.people(t)
	seen := map[string]bool{"/zh/": true, "/en/": true}
	queue, kinds := []string{"/zh/", "/en/"}, map[string]int{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		got := w.get(t, at)
		if got.Code != http.StatusOK {
			t.Fatalf("%s: status %d", at, got.Code)
		}
		body := got.Body.String()
		doc, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		p := look(t, at, doc)
		if len(body) > mostPage {
			t.Errorf("%s has %d bytes", at, len(body))
		}
		if want := map[string]string{"zh": "zh-CN", "en": "en"}[strings.Split(strings.TrimPrefix(at, "/"), "/")[0]]; want != "" && p.lang != want || p.headings != 1 {
			t.Errorf("%s: language %q, %d headings", at, p.lang, p.headings)
		}
		for _, link := range p.links {
			u, err := url.Parse(link)
			if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(link, "/") {
				t.Errorf("%s links to %q", at, link)
				continue
			}
			kind := kindOf(u)
			local := strings.HasPrefix(link, "/zh/") || strings.HasPrefix(link, "/en/") || strings.HasPrefix(link, "/at/")
			if local && !seen[link] && kinds[kind] < each {
				seen[link] = true
				kinds[kind]++
				switch data := strings.Replace(link, ending(link), "", 1); {
				case ending(link) == "":
					queue = append(queue, link)
				case !seen[data+" data"]: // one of the forms leads to all
					seen[data+" data"] = true
					sameData(t, w, link)
				}
			}
		}
	}
	for _, path := range []string{"cards", "cards/", "ratings", "complaints", "questions", "objections", "bulletin", "bulletin/", "restatements", "late", "registers", "registers/special", "registers/defaults",
		"registers/returns", "registers/findings", "registers/scores", "registers/plan", "registers/sealed", "foi", "log", "lint", "compare", "changes", "screen", "about/official", "say/rate", "say/complain", "say/ask", "say/object"} {
		found := false
		for link := range seen {
			found = found || strings.HasPrefix(link, "/en/"+path)
		}
		if !found {
			t.Errorf("no link leads to %s", path)
		}
	}
	if len(seen) < least {
		t.Errorf("only %d addresses were found", len(seen))
	}
}

// kindOf groups addresses by language, page and which parameters they have.
func kindOf(u *url.URL) string {
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if parts[0] == "at" {
		parts = append([]string{"at"}, parts[2:]...)
	}
	for i := range parts {
		if i > 1 && parts[i] != "performance" && parts[1] != "registers" && parts[1] != "say" && parts[1] != "about" {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/") + ending(u.Path) + fmt.Sprint(len(u.Query()))
}

func ending(link string) string {
	path, _, _ := strings.Cut(link, "?")
	for _, e := range []string{".excel.csv", ".csv", ".json", ".atom"} {
		if strings.HasSuffix(path, e) {
			return e
		}
	}
	return ""
}

// seenPage is what a browser finds in a page.
type seenPage struct {
	lang     string
	headings int
	links    []string
}

func look(t *testing.T, at string, n *html.Node) (p seenPage) {
	t.Helper()
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.Data {
			case "html":
				p.lang = attr(n, "lang")
			case "h1":
				p.headings++
			case "script", "iframe", "img", "style":
				t.Errorf("%s has a %s", at, n.Data)
			case "a":
				if h := attr(n, "href"); !strings.HasPrefix(h, "#") {
					p.links = append(p.links, h)
				}
			}
			if s := attr(n, "style"); s != "" {
				t.Errorf("%s: a style attribute, which the policy forbids", at)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return p
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// sameData compares a page's data in its forms.
func sameData(t *testing.T, w *world, link string) {
	t.Helper()
	of := func(form string) string {
		path, query, _ := strings.Cut(link, "?")
		got := w.get(t, strings.TrimSuffix(path, ending(link))+form+"?"+query)
		if got.Code != http.StatusOK {
			t.Fatalf("%s as %s: status %d", link, form, got.Code)
		}
		return got.Body.String()
	}
	rows, err := csv.NewReader(strings.NewReader(of(".csv"))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", link, err)
	}
	var data struct {
		Columns []string            `json:"columns"`
		Rows    []map[string]string `json:"rows"`
	}
	if err := json.Unmarshal([]byte(of(".json")), &data); err != nil {
		t.Fatalf("%s: %v", link, err)
	}
	if !slices.Equal(data.Columns, rows[0]) || len(data.Rows) != len(rows)-1 {
		t.Fatalf("%s: %d rows of %v as JSON, %d of %v as CSV", link, len(data.Rows), data.Columns, len(rows)-1, rows[0])
	}
	for i, r := range rows[1:] {
		for j, c := range r {
			if data.Rows[i][rows[0][j]] != c {
				t.Errorf("%s, row %d: %s is %q as JSON and %q as CSV", link, i, rows[0][j], data.Rows[i][rows[0][j]], c)
			}
		}
	}
	if n := strings.Count(of(".atom"), "<entry>"); n != len(data.Rows) {
		t.Errorf("%s: %d entries of %d rows", link, n, len(data.Rows))
	}
	if excel := of(".excel.csv"); !strings.HasPrefix(excel, "\ufeff") {
		t.Errorf("%s: a spreadsheet will not read it as UTF-8", link)
	}
}

// TestAddresses says what an address that is not understood gets.
func TestAddresses(t *testing.T) {
	w := newWorld(t, 20)
	last, err := w.views.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]int{
		"/": 302, "/zh/": 200, "/fr/": 400, "/zh/nothing": 404, "/zh/case/none": 404, "/zh/case/a%20b": 404, "/zh/items/none": 404, "/zh/orgs/none": 404, "/zh/figures/none": 404,
		"/zh/orgs?color=red": 400, "/zh/cases?tag=x": 400, "/zh/figures/accepted?knownAt=1": 200, "/zh/figures/accepted?knownAt=0": 400, "/at/2/zh/figures/accepted?knownAt=1": 400, "/zh/figures/accepted?from=1.1.2026": 400, "/zh/figures/accepted?from=2026-02-01&to=2026-01-01": 400, "/zh/cases?status=lost": 400, "/zh/cases?org=a&org=b": 400,
		"/zh/cards/none": 404, "/zh/cards?colour=blue": 400, "/zh/registers/none": 404, "/zh/bulletin/2026-13": 404, "/zh/bulletin/2020-01": 200, "/zh/say/none": 404, "/zh/late?item=x": 400, "/zh/complaints?status=lost": 400,
		"/at/1/zh/complaints": 400, "/at/1/zh/late": 400, "/at/1/zh/cards": 200, "/at/1/zh/registers/plan": 200, "/zh/lint?text=" + strings.Repeat("1", 1501): 400, "/zh/ratings?org=none": 200, "/zh/compare?org=none": 200,
		"/zh/items?after=x": 400, "/zh/cases?after=x": 400, "/at/0/zh/": 400, "/at/x/zh/": 400, fmt.Sprintf("/at/%d/zh/", last): 200, fmt.Sprintf("/at/%d/zh/", last+1): 404, "/at/1/zh/": 200, "/site/none.css": 404,
		"/zh/find?q=%3Cscript%3E": 200, "/zh/find?q=1": 200, "/zh/find.csv?q=1": 200, "/zh/today.json": 200, "/zh/?size=large": 200,
	} {
		got := w.get(t, address)
		if got.Code != want {
			t.Errorf("%s: status %d, want %d", address, got.Code, want)
		}
		if strings.Contains(got.Body.String(), "<script>") || got.Header().Get("Content-Security-Policy") == "" || got.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", address, got.Header())
		}
	}
	if got := w.get(t, "/", "Accept-Language", "en-GB,en;q=0.9").Header().Get("Location"); got != "/en/" {
		t.Errorf("an English browser is sent to %q", got)
	}
}

// TestKnownThenStays: what was known at a record is the same, byte for byte, however
// the ledger grows, and a page is sent again only where it changed.
func TestKnownThenStays(t *testing.T) {
	w := newWorld(t, 60)
	half, err := w.views.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	half /= 2
	paths := []string{"zh/", "en/orgs", "zh/figures/accepted", "zh/items", "zh/rules", "zh/calendar"}
	if testing.Short() {
		paths = paths[:1]
	}
	for _, path := range paths {
		at := fmt.Sprintf("/at/%d/%s", half, path)
		first := w.get(t, at)
		other := newWorld(t, 0)
		n := uint64(0)
		for it, err := range w.store.Follow(t.Context(), 0, ledger.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; it.Live || n > half {
				break
			}
			if _, err := other.store.Append(t.Context(), it.Record.Stream, it.Record.Revision-1, it.Record.Draft); err != nil {
				t.Fatal(err)
			}
		}
		if err := other.views.CatchUp(t.Context(), other.store, nil); err != nil {
			t.Fatal(err)
		}
		if then := other.get(t, at); first.Code != 200 || then.Code != 200 || strip(first.Body.String()) != strip(then.Body.String()) {
			t.Errorf("%s was otherwise when it was the last record: %d, %d", at, first.Code, then.Code)
		}
		if again := w.get(t, at, "If-None-Match", first.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s is sent again: %d", at, again.Code)
		}
	}
}

// strip leaves out the banner that says that more was recorded since.
func strip(page string) string {
	before, rest, found := strings.Cut(page, `<p class="banner">`)
	if !found {
		return page
	}
	_, after, _ := strings.Cut(rest, "</p>")
	return before + after
}

// TestNothingRecordedForTwoWorkingDays says so by itself.
func TestNothingRecordedForTwoWorkingDays(t *testing.T) {
	w := newWorld(t, 20)
	says := func() bool {
		return strings.Contains(w.get(t, "/zh/").Body.String(), "已有两个工作日没有新记录")
	}
	if says() {
		t.Error("a day after the last record")
	}
	w.now = time.Date(2026, 7, 20, 2, 0, 0, 0, time.UTC)
	if !says() {
		t.Error("not three weeks later")
	}
}
