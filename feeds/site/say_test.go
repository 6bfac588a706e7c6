package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"caseledger/feeds/site"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
)

// hearing takes what forms send, and knows one receipt.
type hearing struct{ words []counter.Word }

func (h *hearing) Hear(_ context.Context, w counter.Word, _ func(context.Context, string) (string, error)) (counter.Answer, error) {
	wrong := func(code counter.Code, rule, field string) (counter.Answer, error) {
		e := counter.UserError{Code: code, Rule: rule, Message: "no"}
		if field != "" {
			e.Field = []string{"input", field}
		}
		return counter.Answer{Errors: []counter.UserError{e}}, nil
	}
	switch {
	case w.Code == "twice":
		return wrong(counter.Refused, "投诉登记表", "")
	case w.Code != "right":
		return wrong(counter.Invalid, "", "code")
	case strings.TrimSpace(w.Text) == "" && w.Rating == (casefile.RateCase{}):
		return wrong(counter.Invalid, "", "text")
	}
	h.words = append(h.words, w)
	return counter.Answer{Number: "R.A-1", Records: []ledger.Record{{Position: 1}}}, nil
}

var _ site.Hearer = (*counter.Counter)(nil)

// TestSaying: the forms work without script, say by field what is wrong, and are heard
// from this site alone.
func TestSaying(t *testing.T) {
	w := newWorld(t, 5)
	h := new(hearing)
	w.Hearer = h
	send := func(path string, form url.Values, header ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		out := httptest.NewRecorder()
		w.ServeHTTP(out, r)
		return out
	}
	form := func(code, class, text string) url.Values {
		return url.Values{"code": {code}, "class": {class}, "text": {text}, "contact": {"某处"}}
	}
	for _, row := range []struct {
		name, path string
		form       url.Values
		header     []string
		status     int
		says       string
		heard      int
	}{
		{"heard", "/zh/say/complain", form("right", "delay", "太慢"), nil, 200, "已登记，编号 R.A-1", 1},
		{"from this site", "/en/say/ask", form("right", "progress", "when?"), []string{"Origin", "http://example.com"}, 200, "number R.A-1", 1},
		{"no such code", "/zh/say/complain", form("wrong", "delay", "太慢"), nil, 422, "没有这个回执码", 0},
		{"nothing written", "/en/say/object", form("right", "outcome", " "), nil, 422, "Write something", 0},
		{"a class of another form", "/zh/say/ask", form("right", "delay", "太慢"), nil, 422, "请选一类", 0},
		{"again", "/zh/say/complain", form("twice", "delay", "太慢"), nil, 422, "投诉登记表", 0},
		{"from another site", "/zh/say/complain", form("right", "delay", "太慢"), []string{"Origin", "https://elsewhere.example"}, 400, "Origin", 0},
		{"from another site, as browsers say", "/zh/say/complain", form("right", "delay", "太慢"), []string{"Sec-Fetch-Site", "cross-site"}, 400, "Origin", 0},
		{"too long", "/zh/say/complain", form("right", "delay", strings.Repeat("长", 30_000)), nil, 400, "form", 0},
		{"a rating without words", "/zh/say/rate", url.Values{"code": {"right"}, "class": {"closing"}, "level": {"5"}}, nil, 200, "已登记", 1},
		{"a rating without a level", "/zh/say/rate", url.Values{"code": {"right"}, "class": {"closing"}, "text": {"好"}}, nil, 422, "请选一类", 0},
		{"no such form", "/zh/say/shout", form("right", "delay", "太慢"), nil, 404, "", 0},
	} {
		before := len(h.words)
		got := send(row.path, row.form, row.header...)
		if got.Code != row.status || !strings.Contains(got.Body.String(), row.says) || len(h.words) != before+row.heard {
			t.Errorf("%s: status %d, %d heard\n%s", row.name, got.Code, len(h.words)-before, got.Body)
		}
		if row.status == 200 && (got.Header().Get("Cache-Control") != "no-store" || row.form.Get("text") != "" && strings.Contains(got.Body.String(), row.form.Get("text"))) {
			t.Errorf("%s: what was written is shown or kept: %v", row.name, got.Header())
		}
		if row.status == 422 && strings.TrimSpace(row.form.Get("text")) != "" && !strings.Contains(got.Body.String(), row.form.Get("text")) {
			t.Errorf("%s: what was written is lost", row.name)
		}
	}
	w.Hearer = nil
	if got := send("/zh/say/complain", form("right", "delay", "太慢")); got.Code != 404 {
		t.Errorf("nobody hears: status %d", got.Code)
	}
	if got := w.get(t, "/zh/say/complain"); got.Code != 200 || !strings.Contains(got.Body.String(), "没有开放网上提交") {
		t.Errorf("nobody hears: status %d", got.Code)
	}
}
