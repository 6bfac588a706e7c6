package registers

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// A Format is a way in which books are written.
type Format struct {
	Ending string // of file names and addresses: ".html"
	Mime   string
	Sheet  func(io.Writer) Sheet
}

// Formats are all of them; the longest endings first.
var Formats = []Format{
	{".excel.csv", "text/csv; charset=utf-8; header=present", func(w io.Writer) Sheet { return NewCSV(w, true) }},
	{".html", "text/html; charset=utf-8", NewHTML},
	{".json", "application/json", NewJSON},
	{".csv", "text/csv; charset=utf-8; header=present", func(w io.Writer) Sheet { return NewCSV(w, false) }},
}

// Bounds of a book over HTTP: it is held in memory, and made while others wait.
const (
	MostCases   = 5000
	MostRecords = 200_000 // that are replayed for a book as it was known then
)

// New serves the books: GET /books/accepted.html?from=2026-01-01&to=2026-03-31,
// with org and knownAt as in [Query], and the endings of [Formats]. A book that
// is larger than its bounds is refused with 422. /books/late.html is the table of
// late entries, where from and to are dates of recording. Faults go to the logger.
func New(v *projections.Views, logger *slog.Logger) http.Handler {
	return newHandler(v, logger, limits{MostCases, MostRecords})
}

func newHandler(v *projections.Views, logger *slog.Logger, most limits) http.Handler {
	h := &handler{v, logger, most}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /books/{book}", h.serve)
	mux.HandleFunc("OPTIONS /books/{book}", func(w http.ResponseWriter, _ *http.Request) { feeds.Preflight(w) })
	return mux
}

type handler struct {
	views  *projections.Views
	logger *slog.Logger
	most   limits
}

// serve answers with a book, or with 304 where the reader has it.
func (h *handler) serve(w http.ResponseWriter, r *http.Request) {
	feeds.Share(w.Header())
	of, format, err := named(r.PathValue("book"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	q, err := ParseQuery(r.URL.Query())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var body bytes.Buffer
	make := h.book
	if of == &lateness {
		make = h.late
	}
	tag, held, err := make(r, of, format, q, &body)
	if err != nil {
		h.fail(w, r, of, err)
		return
	}
	head := w.Header()
	head.Set("ETag", tag)
	head.Set("Cache-Control", "public, max-age=5")
	if held {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	head.Set("Content-Type", format.Mime)
	head.Set("Content-Length", strconv.Itoa(body.Len()))
	head.Set("Content-Security-Policy", contentPolicy)
	head.Set("X-Content-Type-Options", "nosniff")
	if r.Method != http.MethodHead {
		_, _ = w.Write(body.Bytes()) // a reader that has gone is no fault
	}
}

// book makes a book of cases, or says that the reader holds it; no case is read
// for that.
func (h *handler) book(r *http.Request, of *Register, format Format, q Query, body *bytes.Buffer) (tag string, held bool, err error) {
	err = h.views.Snapshot(r.Context(), func(s *projections.Snapshot) error {
		src, err := open(s, q, h.most)
		if err != nil {
			return err
		}
		tag = etag(of, format, src)
		if held = feeds.Holds(r, tag); held {
			return nil
		}
		return write(src, []Out{{of, format.Sheet(body)}}, nil)
	})
	var wrong *ImbalanceError
	if errors.As(err, &wrong) { // the book says so itself
		h.logger.Error("a book does not reconcile", "error", err)
		err = nil
	}
	return tag, held, err
}

// contentPolicy lets a page have its one style, and nothing else.
var contentPolicy = func() string {
	_, rest, _ := strings.Cut(pageText, "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

func (h *handler) fail(w http.ResponseWriter, r *http.Request, of *Register, err error) {
	var large *TooLargeError
	var bad *ledger.InvalidError
	switch {
	case errors.As(err, &large):
		w.Header().Set("Cache-Control", "no-cache")
		http.Error(w, large.Error()+"; ask for a shorter period, or run: caseledger book "+of.Name, http.StatusUnprocessableEntity)
	case errors.As(err, &bad):
		http.Error(w, bad.Error(), http.StatusBadRequest)
	case r.Context().Err() != nil:
		// the reader has gone; there is nobody to tell
	default:
		h.logger.Error("book not served", "book", of.Name, "error", err)
		http.Error(w, "the book cannot be made at this moment; try again later", http.StatusInternalServerError)
	}
}

// named finds register and format of "accepted.html".
func named(name string) (*Register, Format, error) {
	for _, f := range Formats {
		if of, ok := strings.CutSuffix(name, f.Ending); ok {
			if of == lateness.Name {
				return &lateness, f, nil
			}
			r, err := Find(of)
			return r, f, err
		}
	}
	return nil, Format{}, invalid("book", name, "want a name with .html, .csv, .excel.csv or .json behind it")
}

// ParseQuery reads the query of an address: from, to, org, knownAt. What is not
// one of them is a [*ledger.InvalidError], so that a typing error does not give
// another book.
func ParseQuery(in url.Values) (q Query, err error) {
	q = Query{From: workdays.NoDate, To: workdays.NoDate}
	for name, values := range in {
		if !slices.Contains([]string{"from", "to", "org", "knownAt"}, name) || len(values) > 1 {
			return q, invalid("query", name, "want from, to, org and knownAt, each once")
		}
	}
	for name, day := range map[string]*workdays.Date{"from": &q.From, "to": &q.To} {
		if s := in.Get(name); s != "" {
			if *day, err = workdays.ParseDate(s); err != nil {
				return q, invalid(name, s, "want a date such as 2026-03-31")
			}
		}
	}
	if in.Has("org") {
		org := in.Get("org")
		q.Org = &org
	}
	if s := in.Get("knownAt"); s != "" {
		if q.KnownAt, err = ledger.ParsePosition(s); err != nil || q.KnownAt == 0 {
			return q, invalid("knownAt", s, "want the number of a record, from 1 on")
		}
	}
	return q, nil
}

func invalid(field, value, reason string) error {
	return &ledger.InvalidError{Field: field, Value: value, Reason: reason}
}

// etag is a strong validator: a hash of all that decides the bytes.
func etag(of *Register, f Format, src *source) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%v\n%s %s %v %q\n%d\n", f.Ending, pageText, of.Columns, src.From, src.To, src.Org == nil, *cmp.Or(src.Org, new(string)), src.ordinal)
	return `"` + hex.EncodeToString(h.Sum(nil)[:16]) + `"`
}
