package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"caseledger/projections"
)

// Folder says how the public pages are written as plain files.
type Folder struct {
	Dir string
	// Base is the address of a server that answers what files cannot: forms, other
	// questions, earlier states. Without one such links lead nowhere, and forms are
	// left out.
	Base string
	// Progress, if set, is told how many pages are done of those known of.
	Progress func(done, all int)
}

// Written says what was written. Files that were as they are now count as kept.
type Written struct {
	Ordinal uint64 `json:"ordinal"` // the last record when it began; none is missing in the pages
	Pages   int    `json:"pages"`
	Files   int    `json:"files"`   // in the folder
	Changed int    `json:"changed"` // written anew
	Removed int    `json:"removed"`
}

// WriteFolder writes every public page, and its data, as plain files that open from
// disk: the first pages and all that is reached from them without asking a question
// of one's own; of questions, the lists of cases by office and by item. A case that
// has ended, and of which nothing was recorded since the folder was written, stays as
// it is, as known then. Each file is whole or as it was. A folder that holds anything
// else is an [*ledger.InvalidError].
func (s *Site) WriteFolder(ctx context.Context, to Folder) (w Written, err error) {
	last, err := readManifest(to.Dir)
	if err != nil {
		return w, err
	}
	f := &filer{Site: s, to: to, last: last, files: map[string]bool{}, known: map[string]bool{}}
	if f.kept, err = s.unchanged(ctx, last, to); err != nil {
		return w, err
	}
	if f.done.Ordinal, err = s.Views.Count(ctx); err != nil {
		return w, err
	}
	if err := f.claim(); err != nil {
		return w, err
	}
	if err := f.walk(ctx); err != nil {
		return w, err
	}
	if err := f.file(strings.TrimPrefix(styleAddress, "/"), style); err != nil {
		return w, err
	}
	if err := f.file("index.html", s.entrance()); err != nil {
		return w, err
	}
	return f.end()
}

// entrance is the page that leads to the first ones.
func (s *Site) entrance() string {
	title := s.Title
	if title == "" {
		title = words["site"].In(Chinese)
	}
	return `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>` + html.EscapeString(title) + `</title>
<meta http-equiv="refresh" content="0; url=zh/index.html">
<p><a href="zh/index.html">中文</a> <a href="en/index.html" lang="en">English</a></p>
`
}

// filer writes one folder.
type filer struct {
	*Site
	to   Folder
	last manifest
	kept func(number string) bool // see [Site.unchanged]

	mu    sync.Mutex
	known map[string]bool // addresses found; guarded by mu
	todo  []address       // guarded by mu
	busy  int             // guarded by mu
	files map[string]bool // guarded by mu
	done  Written         // guarded by mu
}

// walk writes all pages, as many at once as there are processors.
func (f *filer) walk(ctx context.Context) error {
	for _, l := range langs {
		f.want(address{Lang: l})
	}
	if f.kept != nil { // what a page leads to that stays is not read from it again
		for _, name := range f.last.Pages {
			if a, held := target(name); held {
				f.want(a)
			}
		}
	}
	var all sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	wake := sync.NewCond(&f.mu)
	for i := range errs {
		all.Go(func() {
			errs[i] = f.work(ctx, wake)
			if errs[i] != nil {
				stop()
			}
			wake.Broadcast()
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// work writes pages until none is left that anybody may still find.
func (f *filer) work(ctx context.Context, wake *sync.Cond) error {
	for {
		f.mu.Lock()
		for len(f.todo) == 0 && f.busy > 0 && ctx.Err() == nil {
			wake.Wait()
		}
		if len(f.todo) == 0 || ctx.Err() != nil {
			f.mu.Unlock()
			return ctx.Err()
		}
		a := f.todo[len(f.todo)-1]
		f.todo = f.todo[:len(f.todo)-1]
		f.busy++
		f.mu.Unlock()
		err := f.write(ctx, a)
		f.mu.Lock()
		f.busy--
		f.done.Pages++
		if f.to.Progress != nil {
			f.to.Progress(f.done.Pages, len(f.known))
		}
		f.mu.Unlock()
		wake.Broadcast()
		if err != nil {
			return fmt.Errorf("page %s: %w", a, err)
		}
	}
}

// want has a page written, once.
func (f *filer) want(a address) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if name := a.String(); !f.known[name] {
		f.known[name] = true
		f.todo = append(f.todo, a)
	}
}

// write writes a page and its data. The page of a case that has not changed stays.
func (f *filer) write(ctx context.Context, a address) error {
	if f.stays(a) {
		return nil
	}
	v, err := f.begin(ctx, a)
	if err != nil {
		return err
	}
	p, parts := find(a.Path)
	doc, err := p.make(v, parts)
	if errors.Is(err, projections.ErrNotFound) {
		p, doc, err = &page{template: "error"}, document{title: words["error.missing"].In(a.Lang)}, nil
	}
	if err != nil {
		return err
	}
	out, err := v.write(p, doc, false)
	if err != nil {
		return err
	}
	text, links := relink(out.body, fileOf(a), f.to.Base)
	for _, to := range links {
		f.want(to)
	}
	if err := f.file(fileOf(a), text); err != nil {
		return err
	}
	if len(doc.Columns) == 0 || len(a.Query) > 0 {
		return nil
	}
	for _, ending := range endings {
		if v.address = a.as(ending); !included(v.address) {
			continue
		}
		data, err := v.write(p, doc, false)
		if err == nil {
			err = f.file(fileOf(v.address), data.body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stays says whether the page of a case is there and may stay as it is.
func (f *filer) stays(a address) bool {
	number, ok := strings.CutPrefix(a.Path, "case/")
	if !ok || f.kept == nil || !f.kept(number) {
		return false
	}
	names := []string{fileOf(a), fileOf(address{Lang: a.Lang, Path: a.Path, Ending: ".json"})}
	for _, name := range names {
		if _, held := slices.BinarySearch(f.last.Files, name); !held {
			return false
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, name := range names {
		f.files[name] = true
	}
	return true
}

// file writes one, unless it is there with these bytes.
func (f *filer) file(name, text string) error {
	path := filepath.Join(f.to.Dir, filepath.FromSlash(name))
	held, err := os.ReadFile(path)
	changed := err != nil || !bytes.Equal(held, []byte(text))
	if changed {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path+"~", []byte(text), 0o644); err != nil {
			return err
		}
		if err := os.Rename(path+"~", path); err != nil {
			return err
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.files[name] = true
	if changed {
		f.done.Changed++
	}
	return nil
}
