package site

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures"
)

// page is one kind of page.
type page struct {
	pattern  string // of the path: "case/*", where * is one part
	template string
	nav      string // the entry of the navigation that it belongs to
	make     func(v *visit, parts []string) (document, error)
	fresh    bool // made anew each time, and not kept
}

// document is what a page says.
type document struct {
	title string
	data  any // for the template
	sheet
	figures []string // ids of the definitions that it rests on
	now     bool     // it is as known now, at whatever address: there is none that never changes
}

// pages lists them all. Of two that match the earlier counts.
func pages() []page {
	return []page{
		{"", "today", "today", todayPage, false},
		{"find", "find", "find", findPage, false},
		{"case/*", "case", "find", casePage, false},
		{"cases", "cases", "find", casesPage, false},
		{"items", "items", "items", itemsPage, false},
		{"items/*", "item", "items", itemPage, false},
		{"items/*/performance", "performance", "items", performancePage, false},
		{"orgs", "orgs", "orgs", orgsPage, false},
		{"orgs/*", "org", "orgs", orgPage, false},
		{"figures", "figures", "figures", figuresPage, false},
		{"figures/*", "figure", "figures", figurePage, false},
		{"ratings", "listing", "voices", ratingsPage, false},
		{"cards", "listing", "cards", cardsPage, false},
		{"cards/*", "listing", "cards", cardPage, false},
		{"say/*", "say", "voices", sayPage, true},
		{"complaints", "listing", "voices", complaintsPage, false},
		{"questions", "listing", "voices", questionsPage, false},
		{"objections", "listing", "voices", objectionsPage, false},
		{"bulletin", "listing", "bulletin", bulletinsPage, false},
		{"bulletin/*", "bulletin", "bulletin", bulletinPage, false},
		{"restatements", "listing", "bulletin", restatementsPage, false},
		{"calendar", "calendar", "rules", calendarPage, false},
		{"rules", "rules", "rules", rulesPage, false},
		{"data", "data", "data", dataPage, false},
		{"log", "log", "data", logPage, true},
		{"changes", "listing", "data", changesPage, false},
		{"lint", "lint", "data", lintPage, true},
		{"about/official", "listing", "data", officialPage, false},
		{"compare", "compare", "orgs", comparePage, false},
		{"late", "listing", "registers", latePage, false},
		{"registers", "listing", "registers", registersPage, false},
		{"registers/*", "listing", "registers", registerPage, false},
		{"foi", "listing", "registers", foiPage, false},
		{"screen", "screen", "today", screenPage, false},
	}
}

// find gives the page of a path and what stands at its stars; nil if there is none.
func find(path string) (*page, []string) {
	given := strings.Split(path, "/")
	for _, p := range pages() {
		wanted := strings.Split(p.pattern, "/")
		if len(wanted) != len(given) {
			continue
		}
		var parts []string
		fits := true
		for j, w := range wanted {
			if w == "*" && given[j] != "" {
				parts = append(parts, given[j])
			} else if w != given[j] {
				fits = false
			}
		}
		if fits {
			return &p, parts
		}
	}
	return nil, nil
}

// frame is what stands around every page.
type frame struct {
	*visit
	Title    string
	Nav      string
	Stale    bool
	Data     any
	Template string
	Body     template.HTML
	Now      bool
	Cited    []string // definitions with their versions
	Style    string
	HasData  bool
	Short    bool // the address can stand on the page as often as it is of use
}

// longAddress is from how many bytes on an address stands on its page as seldom as
// possible: it holds a text.
const longAddress = 300

func newFrame(v *visit, p *page, d document, stale bool) *frame {
	short := len(v.address.String()) < longAddress
	f := &frame{visit: v, Title: d.title, Nav: p.nav, Stale: stale, Data: d.data, Template: p.template, Now: d.now, Style: styleAddress, HasData: len(d.Columns) > 0 && short, Short: short}
	for _, r := range figures.Rules() {
		if slices.Contains(d.figures, r.ID) {
			f.Cited = append(f.Cited, definitionID(r))
		}
	}
	return f
}

// html writes the page: what its own template makes of it, within the layout.
func (f *frame) html() (string, error) {
	var body, whole bytes.Buffer
	if err := templates.ExecuteTemplate(&body, f.Template, f); err != nil {
		return "", fmt.Errorf("page %s: %w", f.Template, err)
	}
	f.Body = template.HTML(body.String()) // of a template, which has escaped what it was given
	if err := templates.ExecuteTemplate(&whole, "layout", f); err != nil {
		return "", fmt.Errorf("page %s: %w", f.Template, err)
	}
	return whole.String(), nil
}

// staleAfter is after how many working days without a record a page says so.
const staleAfter = 2

// stale says whether nothing was recorded for two working days. What was known at a
// moment is never stale.
func (v *visit) stale() bool {
	if v.At > 0 || v.known == 0 || v.Simulated {
		return false
	}
	day := casefile.StandardDate(v.Now())
	if told := v.told.Load(); told != nil && told.known == v.known && told.day == day {
		return told.stale
	}
	c, err := v.Calendar()
	if err != nil {
		return false
	}
	told := &staleness{v.known, day, c.Count(v.today, day) > staleAfter}
	v.told.Store(told)
	return told.stale
}

// staleness is what was found of a record on a day.
type staleness struct {
	known uint64
	day   workdays.Date
	stale bool
}

// What templates call of a visit.

// T gives a text of the table.
func (v *visit) T(key string, values ...any) (string, error) { return say(v.Lang, key, values...) }

// To is a link to another page.
func (v *visit) To(path string, pairs ...string) string { return v.to(path, pairs...).String() }

// With is a link to this page with one parameter changed.
func (v *visit) With(name, value string) string { return v.with(name, value).String() }

// As is a link to the page's data.
func (v *visit) As(ending string) string { return v.as(ending).String() }

// Fixed is the address that never changes.
func (v *visit) Fixed() string { return v.fixed().String() }

// Translated is a link to the page in the other language.
func (v *visit) Translated() string {
	a := v.address
	a.Lang, a.Ending = a.Lang.Other(), ""
	return a.String()
}

// Current is the page as known now.
func (v *visit) Current() string {
	a := v.address
	a.At, a.Ending = 0, ""
	return a.String()
}

// AtRecord is the page as known at a record.
func (v *visit) AtRecord(ordinal uint64) string {
	a := v.address
	a.At, a.Ending = ordinal, ""
	return a.String()
}

// Cases lists the cases of the page's filter, by the day of their acceptance; empty
// where lists do not have it.
func (v *visit) Cases() string {
	if !v.listable() || v.At > 0 {
		return ""
	}
	a := v.address
	a.Path, a.Ending = "cases", ""
	return a.String()
}

// Large says whether the page is set in large type.
func (v *visit) Large() bool { return v.Query.Get("size") == "large" }

// Known is the record as of which the page is.
func (v *visit) Known() uint64 { return v.known }

// Past says that more is recorded than the page knows.
func (v *visit) Past() bool { return !v.newest }

// Recorded is when that record was taken in.
func (v *visit) Recorded() string { return v.moment(v.recorded) }

// Today is the day of that record.
func (v *visit) Today() workdays.Date { return v.today }

// moment writes an instant in the zone of the site.
func (v *visit) moment(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(casefile.Standard()).Format("2006-01-02 15:04")
}
