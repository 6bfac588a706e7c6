package main

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	disclosure "caseledger/feeds/site"
	"caseledger/ledger/registry"
)

var siteVerb = verb{name: "site", group: reading, args: argsOf[siteCmd],
	words: "Write the public website as plain files."}

type siteCmd struct {
	Dir      string     `arg:"" placeholder:"DIR" help:"Where the files stand: a new folder, or one written before."`
	BaseURL  *url.URL   `name:"base-url" placeholder:"URL" help:"A server that answers what files cannot: search, other questions, earlier states. Without one these links lead nowhere."`
	Title    string     `default:"${title}" placeholder:"TEXT" help:"Title of the website."`
	Official answerable `embed:"" prefix:"official-"`
}

// Help is shown by --help.
func (siteCmd) Help() string {
	return `Writes every public page in both languages, with its data as JSON, CSV and Atom, as
files that open from disk (DIR/index.html), stand on any web server and outlive
this program. Lists of cases are there by office and by item; what needs a question
of one's own leads to --base-url.

Written again into the same folder, files that say the same are left alone, and so
is the page of a case of which nothing was recorded since: it says as known at which
record. What is no page any more is removed. The folder may hold nothing else.

Examples:

    caseledger site public
    caseledger site /srv/www/cases --base-url https://cases.example.org --title 映山县政务服务公开

Exit codes: 0 done, 1 failure, 2 usage, 3 ledger damaged, 4 no ledger here, 5 no room.`
}

// siteView is what --json prints.
type siteView struct {
	disclosure.Written
	Seconds float64 `json:"seconds"`
}

// Run writes the pages.
func (cmd siteCmd) Run(ctx context.Context, p *program, c *cli) (err error) {
	at, began := c.storage(), p.now()
	views, err := at.currentViews(ctx, p)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, views.Close()) }()
	store, err := at.readLedger(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	_, simulated, err := registry.ReadSimulated(ctx, store)
	if err != nil {
		return err
	}
	bar := p.bar("pages", false)
	to := disclosure.Folder{Dir: cmd.Dir, Progress: func(done, all int) { bar.at(int64(done), int64(all)) }}
	if cmd.BaseURL != nil {
		to.Base = strings.TrimSuffix(cmd.BaseURL.String(), "/")
	}
	s := disclosure.New(disclosure.Config{Views: views.Views, Store: store, Title: publication{Title: cmd.Title}.heading(), Now: p.now, Logger: p.logger(0),
		Simulated: simulated, Official: disclosure.Official(cmd.Official)})
	w, err := s.WriteFolder(ctx, to)
	bar.done()
	if err != nil {
		return asUsage(err)
	}
	view := siteView{w, p.now().Sub(began).Round(time.Millisecond).Seconds()}
	if c.JSON {
		return p.printJSON(view)
	}
	out := &printer{w: p.stdout}
	out.line("%d pages in %d files as of record %d: %d written, %d removed", w.Pages, w.Files, w.Ordinal, w.Changed, w.Removed)
	return out.err
}
