package site_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"caseledger/feeds/site"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// TestFolder: the public pages as files. Every link in every file leads to a file,
// the data beside a page is what a server gives, nothing is written twice, and of
// cases those alone that have moved.
func TestFolder(t *testing.T) {
	w := newWorld(t, 0)
	w.handle(t, 12)
	dir := filepath.Join(t.TempDir(), "public")
	first, err := w.WriteFolder(t.Context(), site.Folder{Dir: dir})
	if err != nil || first.Pages < 60 || first.Changed != first.Files {
		t.Fatalf("%+v, %v", first, err)
	}
	held := linked(t, dir)
	if len(held) != first.Files+1 { // and the manifest
		t.Errorf("%d files of %d", len(held), first.Files)
	}
	for _, name := range []string{"zh/index.html", "en/today.json", "zh/orgs.csv", "zh/cases.atom", "en/rules.html"} {
		if !held[name] {
			t.Errorf("%s is missing", name)
		}
	}
	if page, err := os.ReadFile(filepath.Join(dir, "zh/items/SX-1.html")); err != nil || !strings.Contains(string(page), "没有登记本事项") {
		t.Errorf("an item that nobody registered: %v", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "zh/items.csv"))
	if err != nil || string(data) != w.get(t, "/zh/items.csv").Body.String() {
		t.Errorf("its data is not what a server gives: %v", err)
	}
	number := w.move(t)
	before := modified(t, dir)
	after, err := w.WriteFolder(t.Context(), site.Folder{Dir: dir})
	if err != nil || after.Removed != 0 || after.Files != first.Files {
		t.Errorf("after a record: %+v, %v", after, err)
	}
	cases := 0
	for name, when := range modified(t, dir) {
		if strings.Contains(name, "/case/") && when != before[name] {
			if cases++; !strings.Contains(name, number) {
				t.Errorf("%s was written again", name)
			}
		}
	}
	if cases != 4 { // two languages, page and data
		t.Errorf("%d files of cases were written", cases)
	}
	linked(t, dir)
}

// TestFolderOfAnEmptyLedger: written twice nothing changes; where a server is named,
// forms and questions lead to it; somebody's folder is left alone.
func TestFolderOfAnEmptyLedger(t *testing.T) {
	w := newWorld(t, 0)
	based, other := filepath.Join(t.TempDir(), "based"), t.TempDir()
	to := site.Folder{Dir: based, Base: "https://cases.example.org"}
	stopped, stop := context.WithCancel(t.Context())
	to.Progress = func(int, int) { stop() }
	if _, err := w.WriteFolder(stopped, to); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped after a page: %v", err)
	}
	to.Progress = nil // what was begun is gone on with
	first, err := w.WriteFolder(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	again, err := w.WriteFolder(t.Context(), to)
	if err != nil || again.Changed != 0 || again.Removed != 0 || again.Files != first.Files {
		t.Errorf("again: %+v, %v", again, err)
	}
	page, err := os.ReadFile(filepath.Join(based, "zh/lint.html"))
	if err == nil {
		t.Errorf("a file that only a server can answer: %s", page)
	}
	page, err = os.ReadFile(filepath.Join(based, "zh/index.html"))
	if err != nil || !strings.Contains(string(page), `="https://cases.example.org/zh/`) {
		t.Errorf("nothing leads to the server: %v", err)
	}
	if err := os.WriteFile(filepath.Join(other, "mine"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var invalid *ledger.InvalidError
	if _, err := w.WriteFolder(t.Context(), site.Folder{Dir: other}); !errors.As(err, &invalid) {
		t.Errorf("somebody's folder: %v", err)
	}
}

// handle records some cases, the first half of which have ended.
func (w *world) handle(t *testing.T, cases int) {
	t.Helper()
	desk := casefile.Desk{Store: w.store}
	for i := range cases {
		number := fmt.Sprintf("T-%03d", i)
		for j, c := range []casefile.Command{casefile.Accept{Org: "县住建局", Item: "SX-1", Promise: 5}, casefile.Close{Outcome: casefile.Granted}} {
			if j == 1 && i >= cases/2 {
				break
			}
			at := w.now.Add(time.Duration(i*10+j) * time.Minute)
			o := casefile.Order{ID: ledger.NewCommandID(at, number), Number: number, Post: "受理岗-01", Recorded: at, Command: c}
			if _, err := desk.Do(t.Context(), o); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.views.CatchUp(t.Context(), w.store, nil); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkFolder writes the site of ten thousand cases. The bar is a minute.
func BenchmarkFolder(b *testing.B) {
	w := newWorld(b, 10_000)
	for b.Loop() {
		written, err := w.WriteFolder(b.Context(), site.Folder{Dir: filepath.Join(b.TempDir(), "public")})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(written.Pages), "pages")
	}
}

// move records something of one case, and brings the views up to it.
func (w *world) move(t *testing.T) (number string) {
	t.Helper()
	desk := casefile.Desk{Store: w.store}
	for item, err := range w.store.Follow(t.Context(), 0, ledger.Filter{Stream: casefile.StreamPrefix}) {
		if err != nil || item.Live {
			t.Fatal("no case takes a visit:", err)
		}
		number = strings.TrimPrefix(string(item.Record.Stream), casefile.StreamPrefix)
		o := casefile.Order{ID: ledger.NewCommandID(w.now.AddDate(0, 0, 1), number), Number: number, Post: "受理岗-01", Recorded: w.now.AddDate(0, 0, 1), Command: casefile.RecordVisit{Method: casefile.VisitByPhone, Result: casefile.VisitSatisfied}}
		if _, err := desk.Do(t.Context(), o); err == nil {
			break
		}
	}
	if err := w.views.CatchUp(t.Context(), w.store, nil); err != nil {
		t.Fatal(err)
	}
	return number
}

// linked lists the files of a folder; every link within them leads to one.
func linked(t *testing.T, dir string) map[string]bool {
	t.Helper()
	held := map[string]bool{}
	for name := range modified(t, dir) {
		held[name] = true
	}
	for name := range held {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := html.Parse(strings.NewReader(string(b)))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Data == "form" {
				t.Errorf("%s has a form that nobody answers", name)
			}
			for _, a := range n.Attr {
				if a.Key != "href" || strings.HasPrefix(a.Val, "#") {
					continue
				}
				u, err := url.Parse(a.Val)
				if err != nil || u.IsAbs() || strings.HasPrefix(a.Val, "/") || !held[path.Join(path.Dir(name), u.Path)] {
					t.Errorf("%s leads to %s: %v", name, a.Val, err)
				}
			}
		}
	}
	return held
}

// modified says when the files of a folder were written.
func modified(t *testing.T, dir string) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	err := filepath.WalkDir(dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			name, _ := filepath.Rel(dir, at)
			out[filepath.ToSlash(name)] = info.ModTime().UnixNano()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
