package registers_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"caseledger/feeds/registers"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/casefile/casetest"
	"caseledger/ledger/memory"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

func get(h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestServedAsWritten: an address gives the bytes of the verb, and 304 to whom
// has them; another query, another tag.
func TestServedAsWritten(t *testing.T) {
	v := hall(t)
	h := registers.New(v, slog.Default())
	tags := map[string]string{}
	for _, f := range registers.Formats {
		for name, want := range written(t, v, everyDay, f.Ending) {
			address := "/books/" + name + f.Ending
			w := get(h, address)
			if diff := cmp.Diff(want, w.Body.String()); w.Code != http.StatusOK || diff != "" {
				t.Errorf("%s: %d %s", address, w.Code, diff)
			}
			tag := w.Header().Get("ETag")
			if again := get(h, address, "If-None-Match", `"x", W/`+tag); again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("%s, held: %d", address, again.Code)
			}
			for _, query := range []string{"", "?from=2024-03-06", "?to=2024-03-06", "?org=", "?org=x", "?knownAt=3"} {
				tag := get(h, address+query).Header().Get("ETag")
				if other := tags[tag]; other != "" || tag == "" {
					t.Errorf("%s%s and %s have one tag", address, query, other)
				}
				tags[tag] = address + query
			}
			if got := w.Header(); got.Get("Content-Type") != f.Mime || got.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(got.Get("Content-Security-Policy"), "default-src 'none'") {
				t.Errorf("%s: %v", address, got)
			}
		}
	}
}

// TestBooksThatAreNotServed: each with the status and the words that say why.
func TestBooksThatAreNotServed(t *testing.T) {
	v := hall(t)
	for _, c := range []struct {
		h       http.Handler
		address string
		status  int
		word    string
	}{
		{registers.New(v, slog.Default()), "/books/accepted", 404, ".html"},
		{registers.New(v, slog.Default()), "/books/accepted.pdf", 404, ".html"},
		{registers.New(v, slog.Default()), "/books/unheard.csv", 404, "want one of accepted"},
		{registers.New(v, slog.Default()), "/books/accepted.csv?from=January", 400, "from"},
		{registers.New(v, slog.Default()), "/books/accepted.csv?form=2024-01-01", 400, "knownAt"},
		{registers.New(v, slog.Default()), "/books/accepted.csv?to=2024-01-01&to=2024-01-02", 400, "once"},
		{registers.New(v, slog.Default()), "/books/accepted.csv?knownAt=0", 400, "knownAt"},
		{registers.New(v, slog.Default()), "/books/accepted.csv?knownAt=100000", 400, "known at"},
		{registers.Bounded(v, 1, 0), "/books/accepted.csv", 422, "caseledger book accepted"},
		{registers.Bounded(v, 0, 2), "/books/handling.csv?knownAt=3", 422, "3 records"},
	} {
		if w := get(c.h, c.address); w.Code != c.status || !strings.Contains(w.Body.String(), c.word) || w.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %s", c.address, w.Code, w.Body)
		}
	}
}

// TestAsKnownThen: as known at a record is what the books said when it was the
// last, in every byte: before corrections, voidings, annulments, and before a
// calendar and a policy were published.
func TestAsKnownThen(t *testing.T) {
	whole := memory.New()
	fillHall(t, whole)
	notice := workdays.Notice{Calendar: workdays.China, Year: 2024, Days: []workdays.Day{{Date: workdays.Civil(2024, 3, 8), Name: "停电", Off: true}}}
	if _, err := registry.Publish(t.Context(), whole, []workdays.Notice{notice}, casetest.Time("2024-04-02")); err != nil {
		t.Fatal(err)
	}
	moved := casetest.Case("SP-10").On("2024-03-05", casefile.Accepted{Org: "许可科", Item: "well", Handling: casefile.Promised, Promise: 5}).
		On("2024-03-20", casefile.RecordCorrected{Reason: "typing", Basis: "受理单存根", Instead: casefile.Accepted{Org: "民政所", Item: "well", Handling: casefile.Promised, Promise: 7}})
	if _, err := moved.AppendTo(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	var records []ledger.Record
	for item, err := range whole.Follow(t.Context(), 0, ledger.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Live {
			break
		}
		records = append(records, *item.Record)
	}
	first := func(n int) *projections.Views {
		return viewsOf(t, func(s ledger.Store) {
			for _, r := range records[:n] {
				if _, err := s.Append(t.Context(), r.Stream, r.Revision-1, r.Draft); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	now := first(len(records))
	for n := 1; n <= len(records); n += 3 {
		asked := everyDay
		asked.KnownAt = ledger.Position(n)
		if diff := cmp.Diff(written(t, first(n), everyDay, ".json"), written(t, now, asked, ".json")); diff != "" {
			t.Errorf("at %d of %d: -then +as known then\n%s", n, len(records), diff)
		}
	}
}
