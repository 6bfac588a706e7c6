package site_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserOf is a Chromium of this machine; .ci/browser installs one. Set
// CASELEDGER_BROWSER to its path, or to "find", to have the tests in it run.
func browserOf(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CASELEDGER_BROWSER")
	if path == "" {
		t.Skip("no browser: set CASELEDGER_BROWSER to a Chromium, or run .ci/browser")
	}
	for _, name := range []string{path, "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	t.Skipf("there is no Chromium at %s nor on the PATH; .ci/browser installs one", path)
	return ""
}

// seenIn is what a browser says of one page.
type seenIn struct {
	mu     sync.Mutex
	errors []string // console errors and violations of the content policy
}

// TestInABrowser looks at every kind of page in Chromium, in both languages, 360 and
// 1280 pixels wide, light and dark, without script: nothing violates the content
// policy or is an error, nothing scrolls sideways, and Chinese is drawn by a font that
// has it. With CASELEDGER_AXE, the path of axe.min.js, each is held against axe
// too: the Chinese one small and dark, the English one large and light.
func TestInABrowser(t *testing.T) {
	browser := browserOf(t)
	w := newWorld(t, 60)
	w.people(t)
	w.Hearer = new(hearing) // the forms are open
	server := httptest.NewServer(w)
	defer server.Close()
	all, stop := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.NoSandbox)...)
	defer stop()
	ctx, cancel := chromedp.NewContext(all)
	defer cancel()
	seen := new(seenIn)
	if err := chromedp.Listen(ctx, seen.hear); err != nil {
		t.Fatal(err)
	}
	must(t, ctx, log.Enable, cdp.Empty{})
	must(t, ctx, dom.Enable, dom.EnableParams{})
	must(t, ctx, css.Enable, cdp.Empty{})
	axe := axeOf(t)
	for _, path := range everyKind(t, w) {
		for _, lang := range []string{"zh", "en"} {
			seen.visit(t, ctx, server.URL+"/"+lang+"/"+path)
			for _, as := range glances {
				seen.look(t, ctx, as, lang)
				if axe != "" && (lang == "zh") == (as.width == 360) && (lang == "zh") == (as.scheme == "dark") {
					seen.audit(t, ctx, axe)
				}
				for _, e := range seen.taken() {
					t.Errorf("/%s/%s at %d, %s: %s", lang, path, as.width, as.scheme, e)
				}
			}
		}
	}
}

// glance is how wide a page is looked at, and in which colours.
type glance struct {
	width  int64
	scheme string
}

var glances = []glance{{360, "light"}, {360, "dark"}, {1280, "light"}, {1280, "dark"}}

// everyKind is one address of every kind of page, without its language.
func everyKind(t *testing.T, w *world) []string {
	t.Helper()
	first := func(address string) string {
		rows := strings.Split(w.get(t, address).Body.String(), "\r\n")
		name, _, _ := strings.Cut(rows[1], ",")
		return name
	}
	item, org, number := first("/zh/items.csv"), first("/zh/orgs.csv"), first("/zh/cases.csv")
	out := []string{"", "find?q=" + number, "case/" + number, "cases", "items", "items/" + item, "items/" + item + "/performance", "orgs", "orgs/" + org, "figures", "figures/on_time_rate",
		"ratings?org=" + org, "complaints", "questions", "objections", "bulletin", "bulletin/2026-05", "bulletin/2020-01", "restatements", "calendar", "rules", "data", "log", "changes", "lint",
		"lint?text=%E5%8F%97%E7%90%863896%E4%BB%B6%EF%BC%8C%E5%8A%9E%E7%BB%933850%E4%BB%B6%EF%BC%8C%E5%8A%9E%E7%BB%93%E7%8E%8798%25%E3%80%82",
		"about/official", "compare", "late", "registers", "foi", "screen?org=" + org, "cards", "cards/" + first("/zh/cards.csv"), "say/complain", "say/ask", "say/object", "?size=large", "none"}
	for _, r := range []string{"special", "defaults", "returns", "findings", "scores", "plan", "sealed"} {
		out = append(out, "registers/"+r)
	}
	return out
}

// must calls a command of the browser.
func must[P, R any](t *testing.T, ctx context.Context, command cdp.Command[P, R], params P) R {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	out, err := chromedp.Call(ctx, command, params)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hear takes what the browser has to say of a page.
func (s *seenIn) hear(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && e.Entry.Source != log.EntrySourceNetwork {
			s.errors = append(s.errors, e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		s.errors = append(s.errors, e.ExceptionDetails.Text)
	}
}

func (s *seenIn) add(format string, values ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errors = append(s.errors, fmt.Sprintf(format, values...))
}

// taken are the errors since the last time.
func (s *seenIn) taken() (out []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out, s.errors = s.errors, nil
	return out
}

// visit loads a page without script.
func (s *seenIn) visit(t *testing.T, ctx context.Context, address string) {
	t.Helper()
	must(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
}

// look looks at what can be measured of the page that is open.
func (s *seenIn) look(t *testing.T, ctx context.Context, as glance, lang string) {
	t.Helper()
	must(t, ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: as.width, Height: 900, DeviceScaleFactor: 1, Mobile: as.width < 500})
	must(t, ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: as.scheme}}})
	if size := must(t, ctx, page.GetLayoutMetrics, cdp.Empty{}).CSSContentSize; size.Width > float64(as.width) {
		s.add("is %.0f wide and scrolls sideways", size.Width)
	}
	if lang == "zh" {
		s.glyphs(t, ctx)
	}
}

// hanFonts have the characters of Chinese.
var hanFonts = []string{"CJK", "WenQuanYi", "Han Sans", "Droid Sans Fallback", "YaHei", "PingFang", "HarmonyOS", "AR PL"}

// glyphs looks by which fonts the heading is drawn: one that has no Chinese draws boxes.
func (s *seenIn) glyphs(t *testing.T, ctx context.Context) {
	t.Helper()
	var fonts []*css.PlatformFontUsage
	var err error
	for range 5 { // the document may be replaced while it is asked for
		if fonts, err = headingFonts(ctx); err == nil {
			break
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range fonts {
		names = append(names, f.FamilyName)
		if slices.ContainsFunc(hanFonts, func(han string) bool { return strings.Contains(f.FamilyName, han) }) {
			return
		}
	}
	s.add("the heading is drawn by %q, which have no Chinese", names)
}

func headingFonts(ctx context.Context) ([]*css.PlatformFontUsage, error) {
	document, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
	if err != nil {
		return nil, err
	}
	heading, err := chromedp.Call(ctx, dom.QuerySelector, dom.QuerySelectorParams{NodeID: document.Root.NodeID, Selector: "h1"})
	if err != nil {
		return nil, err
	}
	fonts, err := chromedp.Call(ctx, css.GetPlatformFontsForNode, css.GetPlatformFontsForNodeParams{NodeID: heading.NodeID})
	return fonts.Fonts, err
}

// axeOf is the text of axe-core, empty where it is not given.
func axeOf(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CASELEDGER_AXE")
	if path == "" {
		return ""
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// audit holds the page that is open against axe.
func (s *seenIn) audit(t *testing.T, ctx context.Context, axe string) {
	t.Helper()
	must(t, ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[int](axe+"; 0")); err != nil {
		t.Fatal(err)
	}
	findings, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`axe.run().then(r => r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.target + " " + n.html.slice(0, 160)).join(" | ")))`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		s.add("axe: %s", f)
	}
}
