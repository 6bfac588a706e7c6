package site

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/dossier"
	"caseledger/ledger/policy"
	said "caseledger/ledger/voice"
	"caseledger/projections"
	"caseledger/projections/voice"
)

// Hearer takes what the holder of a receipt says: a [counter.Counter].
type Hearer interface {
	Hear(ctx context.Context, w counter.Word, find func(ctx context.Context, hash string) (string, error)) (counter.Answer, error)
}

// way is one of the forms of the public way in.
type way struct {
	name    string // of the page: say/complain
	classes []string
	about   func(number, kase, class string) dossier.Event // nil of a rating
}

// ways lists them. All take a receipt code, and one word of each kind for a case.
func ways() []way {
	return []way{
		{"complain", []string{"attitude", "delay", "fee", "procedure", "other"}, func(number, kase, class string) dossier.Event {
			return said.ComplaintFiled{Case: kase, Channel: said.Web, Class: class, Complaint: number}
		}},
		{"ask", []string{"materials", "progress", "policy", "other"}, func(number, kase, class string) dossier.Event {
			return said.QuestionAsked{Case: kase, Channel: said.Web, Class: class, Question: number}
		}},
		{"object", []string{"outcome", "facts", "procedure", "other"}, func(number, kase, class string) dossier.Event {
			return said.ObjectionFiled{Case: kase, Channel: said.Web, Ground: class, Objection: number}
		}},
		{"rate", []string{string(casefile.AtClosing), string(casefile.AtAcceptance)}, nil},
	}
}

func wayOf(name string) *way {
	for _, w := range ways() {
		if w.name == name {
			return &w
		}
	}
	return nil
}

// sayPage is a form by which the holder of a receipt speaks.
func sayPage(v *visit, parts []string) (document, error) {
	w := wayOf(parts[0])
	if w == nil {
		return document{}, projections.ErrNotFound
	}
	doc := document{title: v.word("say." + w.name + ".long"), now: true}
	if err := v.latest(); err != nil {
		return doc, err
	}
	data := sayData{Tabs: v.sayTabs(), Way: w.name, Open: v.Hearer != nil}
	for _, c := range w.classes {
		data.Classes = append(data.Classes, choice{c, coded(matters, v.Lang, c), c == v.said.Get("class")})
	}
	data.Code, data.Text, data.Contact, data.Wrong = v.said.Get("code"), v.said.Get("text"), v.said.Get("contact"), v.wrong
	data.Heard = v.heard
	if w.about == nil {
		for level := policy.Best; level >= policy.Worst; level-- {
			n := strconv.Itoa(level)
			data.Levels = append(data.Levels, choice{n, v.levelName(levelFigures[policy.Best-level]), n == v.said.Get("level")})
		}
	}
	doc.data = data
	return doc, nil
}

func (v *visit) sayTabs() []tab {
	var out []tab
	for _, w := range ways() {
		out = append(out, v.tabs("say/"+w.name, "say."+w.name)...)
	}
	return out
}

type sayData struct {
	Tabs                []tab
	Way                 string
	Open                bool     // somebody hears
	Classes, Levels     []choice // levels of a rating alone
	Code, Text, Contact string   // as they were sent, where something was wrong
	Wrong               map[string]string
	Heard               *counter.Answer
}

// choice is one of a list in a form.
type choice struct {
	Value, Word string
	Chosen      bool
}

// maxForm bounds what a form may send, in bytes.
const maxForm = 64 << 10

// serveSaying takes a form. Nothing of it is kept beside the record, and the page that
// answers is kept by nobody.
func (s *Site) serveSaying(w http.ResponseWriter, r *http.Request) {
	a, err := parseAddress(r.URL)
	if err != nil {
		s.fail(w, r, address{Lang: preferred(""), Query: url.Values{}}, err)
		return
	}
	way := wayOf(strings.TrimPrefix(a.Path, "say/"))
	v, err := s.begin(r.Context(), a)
	switch {
	case err == nil && (way == nil || s.Hearer == nil || a.At > 0 || a.Ending != ""):
		err = projections.ErrNotFound
	case err == nil:
		if err = s.origins.Check(r); err != nil {
			err = invalid("Origin", "", "the form was not sent from this site")
			break
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if bad := r.ParseForm(); bad != nil {
			err = invalid("form", "", "is not a form of this site, or too long")
			break
		}
		v.said = r.PostForm
		err = v.hear(way)
	}
	if err != nil {
		s.fail(w, r, a, err)
		return
	}
	p, parts := find(a.Path)
	doc, err := p.make(v, parts)
	if err != nil {
		s.fail(w, r, a, err)
		return
	}
	body, err := newFrame(v, p, doc, false).html()
	if err != nil {
		s.fail(w, r, a, err)
		return
	}
	status := http.StatusOK
	if len(v.wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	w.Header().Set("Cache-Control", "no-store")
	write(w, r, status, "text/html; charset=utf-8", body)
}

// hear has the form recorded, or says what is wrong by field.
func (v *visit) hear(way *way) error {
	class := v.said.Get("class")
	if !contains(way.classes, class) {
		v.wrong = map[string]string{"class": v.word("say.choose")}
		return nil
	}
	word := counter.Word{Code: v.said.Get("code"), Text: strings.ReplaceAll(v.said.Get("text"), "\r\n", "\n"), Contact: v.said.Get("contact"), At: v.Now()}
	if way.about == nil {
		level, err := strconv.Atoi(v.said.Get("level"))
		if err != nil {
			v.wrong = map[string]string{"level": v.word("say.choose")}
			return nil
		}
		word.Rating = casefile.RateCase{Channel: "web", Level: level, Stage: casefile.RatingStage(class)}
	} else {
		word.About = func(number, kase string) dossier.Event { return way.about(number, kase, class) }
	}
	out, err := v.Hearer.Hear(v, word,
		func(ctx context.Context, hash string) (string, error) { return voice.CaseOf(ctx, v.Views, hash) })
	if err != nil {
		return err
	}
	for _, e := range out.Errors {
		field := "code"
		if len(e.Field) > 0 {
			field = e.Field[len(e.Field)-1]
		}
		if v.wrong == nil {
			v.wrong = map[string]string{}
		}
		v.wrong[field] = v.sayError(e)
	}
	if len(out.Errors) == 0 {
		v.heard, v.said = &out, nil
	}
	return nil
}

// sayError puts an error into the words of the page; a refusal names its rule.
func (v *visit) sayError(e counter.UserError) string {
	switch {
	case e.Rule != "":
		return v.word("say.refused", e.Rule)
	case len(e.Field) > 0 && e.Field[len(e.Field)-1] == "code":
		return v.word("say.code")
	case len(e.Field) > 0 && e.Field[len(e.Field)-1] == "text":
		return v.word("say.text")
	}
	return e.Message
}
