package site

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/figures"
)

// address is what an address says: the whole state of a page.
type address struct {
	Lang   Lang
	At     uint64 // record that is the last to count, from /at/; 0 for none
	Path   string // without language and ending: "orgs/ZX", empty for the first page
	Ending string // ".csv", empty for the page itself
	Query  url.Values
}

// endings are the forms of a page's data; the longest first.
var endings = []string{".excel.csv", ".json", ".atom", ".csv"}

// parameters are what an address may ask for, each once.
var parameters = []string{"org", "item", "kind", "handling", "routing", "intake", "tag", "level", "class", "channel", "officer",
	"from", "to", "asOf", "knownAt", "status", "colour", "after", "q", "text", "size"}

// parseAddress reads an address of the site. What it does not know is a
// [*ledger.InvalidError], so that a typing error does not give another page.
func parseAddress(u *url.URL) (a address, err error) {
	rest := strings.TrimPrefix(u.Path, "/")
	if s, ok := strings.CutPrefix(rest, "at/"); ok {
		number, path, _ := strings.Cut(s, "/")
		if a.At, err = strconv.ParseUint(number, 10, 63); err != nil || a.At == 0 {
			return a, invalid("at", number, "want the number of a record, from 1 on")
		}
		rest = path
	}
	lang, path, _ := strings.Cut(rest, "/")
	if a.Lang = Lang(lang); !slices.Contains(langs, a.Lang) {
		return a, invalid("language", lang, "want zh or en")
	}
	for _, e := range endings {
		if s, ok := strings.CutSuffix(path, e); ok {
			path, a.Ending = s, e
			break
		}
	}
	if a.Path = strings.TrimSuffix(path, "/"); a.Ending != "" && a.Path == "today" {
		a.Path = "" // the first page has a name for its data
	}
	if a.Query, err = url.ParseQuery(u.RawQuery); err != nil {
		return a, invalid("query", "", "is no query of an address")
	}
	for name, values := range a.Query {
		if !slices.Contains(parameters, name) || len(values) != 1 {
			return a, invalid("query", name, "want each of these at most once: "+strings.Join(parameters, ", "))
		}
		if values[0] == "" { // an empty field of a form asks for nothing
			delete(a.Query, name)
		}
	}
	return a, a.pin()
}

// pin makes the parameter knownAt, which a form can set, the record of the address.
func (a *address) pin() (err error) {
	s := a.Query.Get("knownAt")
	if s == "" {
		return nil
	}
	a.Query.Del("knownAt")
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil || n == 0 || a.At > 0 && a.At != n {
		return invalid("knownAt", s, "want the number of a record, from 1 on, that of the address")
	}
	a.At = n
	return nil
}

func invalid(field, value, reason string) error {
	return &ledger.InvalidError{Field: field, Value: value, Reason: reason}
}

// String writes the address; equal states are written equally.
func (a address) String() string {
	var b strings.Builder
	if a.At > 0 {
		b.WriteString("/at/" + strconv.FormatUint(a.At, 10))
	}
	path := a.Path
	if path == "" && a.Ending != "" {
		path = "today"
	}
	b.WriteString("/" + string(a.Lang) + "/")
	b.WriteString((&url.URL{Path: path + a.Ending}).EscapedPath())
	if q := a.Query.Encode(); q != "" {
		b.WriteString("?" + q)
	}
	return b.String()
}

// to is the address of another page in the same language, as of the same record and
// at the same size of type; pairs are the parameters that it asks for.
func (a address) to(path string, pairs ...string) address {
	q := url.Values{}
	if size := a.Query.Get("size"); size != "" {
		q.Set("size", size)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return address{Lang: a.Lang, At: a.At, Path: path, Query: q}
}

// with is the address with one parameter changed, or dropped where the value is
// empty.
func (a address) with(name, value string) address {
	q := url.Values{}
	for n, v := range a.Query {
		if n != name && n != "after" {
			q[n] = v
		}
	}
	if value != "" {
		q.Set(name, value)
	}
	a.Query, a.Ending = q, ""
	return a
}

// as is the address in another form, all of it.
func (a address) as(ending string) address {
	a = a.with("size", "")
	a.Ending = ending
	return a
}

// day reads a parameter that is a date.
func (a address) day(name string) (workdays.Date, error) {
	s := a.Query.Get(name)
	if s == "" {
		return workdays.NoDate, nil
	}
	d, err := workdays.ParseDate(s)
	if err != nil {
		return d, invalid(name, s, "want a date such as 2026-03-31")
	}
	return d, nil
}

// days are the parameters from and to.
func (a address) days() (from, to workdays.Date, err error) {
	if from, err = a.day("from"); err == nil {
		to, err = a.day("to")
	}
	return from, to, err
}

// after is the parameter after of a list that goes on behind a record.
func (a address) after() (uint64, error) {
	s := a.Query.Get("after")
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(s, 10, 63)
	if err != nil {
		return 0, invalid("after", s, "want the number of a record")
	}
	return n, nil
}

// part says how many entries of a list are read at once, and behind which record:
// for a page so many from the address on, for its data all, from the first.
func (a address) part() (first int, after uint64, err error) {
	after, err = a.after()
	if a.Ending != "" {
		return mostRead, 0, err
	}
	return mostVoices, after, err
}

// text is a parameter, nil where it is not given.
func (a address) text(name string) *string {
	if s := a.Query.Get(name); s != "" {
		return &s
	}
	return nil
}

// figures is the question that the address's filter and period are.
func (a address) figures(ids ...string) (q projections.FigureQuery, err error) {
	q = projections.FigureQuery{
		IDs: ids, Decimals: -1, AsOf: workdays.NoDate, KnownAt: ledger.Position(a.At),
		Filter: figures.Filter{Org: a.text("org"), Item: a.text("item"), Kind: a.text("kind"), Channel: a.text("channel"), Officer: a.text("officer")},
		Facets: figures.Facets{Handling: a.text("handling"), Routing: a.text("routing"), Intake: a.text("intake"), Tag: a.text("tag"), Level: a.text("level"), Class: a.text("class")},
	}
	for name, day := range map[string]*workdays.Date{"from": &q.From, "to": &q.To, "asOf": &q.AsOf} {
		if *day, err = a.day(name); err != nil {
			return q, err
		}
	}
	return q, nil
}

// statuses are the states of cases that a list may choose.
var statuses = []casefile.Status{casefile.Pending, casefile.Open, casefile.Ended, casefile.SentBack, casefile.TakenBack}
