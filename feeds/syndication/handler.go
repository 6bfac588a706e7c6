package syndication

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"caseledger/feeds"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// New makes the handler of all paths below /feeds/ that the package comment
// lists. An unusable configuration gives a [*ledger.InvalidError].
func New(c Config) (http.Handler, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	h := &handler{c}
	mux := http.NewServeMux()
	for _, f := range formats {
		for path, open := range map[string]opener{
			"/feeds/" + f.name:                     h.current,
			"/feeds/" + f.name + "/archive/{page}": h.archive,
			"/feeds/cases/{number}/" + f.name:      h.oneCase,
		} {
			mux.HandleFunc("GET "+path, h.serve(f, open))
			mux.HandleFunc("OPTIONS "+path, func(w http.ResponseWriter, _ *http.Request) { feeds.Preflight(w) })
		}
	}
	return mux, nil
}

type handler struct{ Config }

// missing: there is no such document, and why.
type missing struct{ reason string }

func (e *missing) Error() string { return e.reason }

// opener finds the document that a request means.
type opener func(context.Context, *http.Request, place) (*document, error)

// serve answers with the document that open finds.
func (h *handler) serve(f format, open opener) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		feeds.Share(w.Header())
		base, err := h.base(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		d, err := open(r.Context(), r, place{base, f.name})
		if err == nil {
			err = answer(w, r, f, d)
		}
		if err != nil {
			h.fail(w, r, err)
		}
	}
}

func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	var none *missing
	switch {
	case errors.As(err, &none):
		w.Header().Set("Cache-Control", "no-cache")
		http.Error(w, none.reason, http.StatusNotFound)
	case r.Context().Err() != nil:
		// the reader has gone; there is nobody to tell
	default:
		h.Logger.Error("feed not served", "route", r.Pattern, "error", err)
		http.Error(w, "the feed cannot be read at this moment; try again later", http.StatusInternalServerError)
	}
}

// current is the subscription document: the last full page and what follows.
func (h *handler) current(ctx context.Context, _ *http.Request, p place) (*document, error) {
	count, err := h.Records.Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count records: %w", err)
	}
	full := count / PageSize
	start := uint64(0)
	if full > 0 {
		start = (full - 1) * PageSize
	}
	d := h.document(p.current(), h.Title)
	d.Current = p.current()
	if full > 1 {
		d.Previous = p.archive(full - 1)
	}
	d.load = func() error { return h.load(ctx, d, p, start+1, count-start) }
	if count > 0 {
		d.last, err = feeds.RecordAt(ctx, h.Records, count)
	}
	return d, err
}

func (h *handler) archive(ctx context.Context, r *http.Request, p place) (*document, error) {
	text := r.PathValue("page")
	n, err := strconv.ParseUint(text, 10, 48)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != text {
		return nil, &missing{"archive pages are numbered 1, 2, 3, …"}
	}
	count, err := h.Records.Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count records: %w", err)
	}
	if count/PageSize < n {
		return nil, &missing{fmt.Sprintf("archive page %d is not complete; the newest records are in %s", n, p.current())}
	}
	d := h.document(p.archive(n), h.Title)
	d.Archive, d.Current, d.Next = true, p.current(), p.archive(n+1)
	if n > 1 {
		d.Previous = p.archive(n - 1)
	}
	d.load = func() error { return h.load(ctx, d, p, (n-1)*PageSize+1, PageSize) }
	d.last, err = feeds.RecordAt(ctx, h.Records, n*PageSize)
	return d, err
}

// oneCase is the feed of a case, all of it.
func (h *handler) oneCase(ctx context.Context, r *http.Request, p place) (*document, error) {
	number := r.PathValue("number")
	none := &missing{fmt.Sprintf("there is no case %q", number)}
	stream := casefile.Stream(number)
	if stream.Validate() != nil {
		return nil, none
	}
	var records []ledger.Record
	for rec, err := range h.Cases.Stream(ctx, stream, 0) {
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", stream, err)
		}
		records = append(records, rec)
	}
	placed, err := h.placed(ctx, records)
	if err != nil {
		return nil, err
	}
	if len(placed) == 0 {
		return nil, none
	}
	d := h.document(p.oneCase(number), number+" · "+h.Title)
	d.ID = h.tag("case/" + number)
	d.Complete = true
	d.last = &placed[len(placed)-1].Record
	d.load = func() error { return h.add(d, p, placed) }
	return d, nil
}

// placed gives the records of a stream their ordinals, as far as the public
// record has come.
func (h *handler) placed(ctx context.Context, records []ledger.Record) ([]projections.PublicRecord, error) {
	count, err := h.Records.Count(ctx)
	if err != nil || count == 0 {
		return nil, err
	}
	last, err := feeds.RecordAt(ctx, h.Records, count)
	if err != nil {
		return nil, err
	}
	var out []projections.PublicRecord
	for _, r := range records {
		if r.Position > last.Position {
			break
		}
		next, err := h.Records.OrdinalAfter(ctx, r.Position)
		if err != nil {
			return nil, fmt.Errorf("find the place of position %s: %w", r.Position, err)
		}
		out = append(out, projections.PublicRecord{Ordinal: next - 1, Position: r.Position, Record: r})
	}
	return out, nil
}

func (h *handler) document(self, title string) *document {
	return &document{ID: h.tag("feeds/records"), Title: title, Self: self, Publisher: h.Publisher}
}

// load puts records from … from+n−1 into the document.
func (h *handler) load(ctx context.Context, d *document, p place, from, n uint64) error {
	if n == 0 {
		return nil
	}
	public, err := h.Records.Public(ctx, from, int(n))
	if err != nil {
		return fmt.Errorf("read records from %d: %w", from, err)
	}
	if uint64(len(public)) != n {
		return fmt.Errorf("read records from %d: %d of %d", from, len(public), n)
	}
	return h.add(d, p, public)
}

// tag makes a tag: URI (RFC 4151) of this feed's authority.
func (h *handler) tag(specific string) string {
	return "tag:" + h.Authority + ":" + pathEscape(specific)
}

func first(list string) string {
	head, _, _ := strings.Cut(list, ",")
	return strings.TrimSpace(head)
}

func trimSlash(s string) string { return strings.TrimSuffix(s, "/") }
