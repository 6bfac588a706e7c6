package main

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/url"

	"caseledger/feeds/live"
	"caseledger/feeds/registers"
	disclosure "caseledger/feeds/site"
	"caseledger/feeds/syndication"
	"caseledger/feeds/tlog"
	"caseledger/graphql"
	"caseledger/graphql/clients"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/projections"
)

// publication is how a server presents itself. What stands in feeds stands
// there for ever: choose it before the first page is published.
type publication struct {
	BaseURL   *url.URL   `name:"base-url" placeholder:"URL" help:"Begins all links in feeds; default: the address of the request."`
	Proxied   bool       `help:"Take the address of the request from X-Forwarded-Host and -Proto; only behind a proxy."`
	Authority string     `default:"${authority}" placeholder:"DOMAIN,DATE" help:"Owner of the ids in feeds, for example example.gov.cn,2026."`
	Title     string     `default:"${title}" placeholder:"TEXT" help:"Title of the website and of the feeds."`
	Publisher string     `default:"${publisher}" placeholder:"TEXT" help:"Publisher of the feeds."`
	Official  answerable `embed:"" prefix:"official-"`
}

// answerable is what the website says about who answers for it.
type answerable struct {
	Sponsor      string `env:"CASELEDGER_OFFICIAL_SPONSOR" placeholder:"TEXT" help:"Who answers for the website (主办单位)."`
	Operator     string `env:"CASELEDGER_OFFICIAL_OPERATOR" placeholder:"TEXT" help:"Who runs the website (承办单位)."`
	SiteCode     string `env:"CASELEDGER_OFFICIAL_SITE_CODE" placeholder:"CODE" help:"Code of a government website (网站标识码)."`
	ICP          string `name:"icp" env:"CASELEDGER_OFFICIAL_ICP" placeholder:"TEXT" help:"ICP record of the website (ICP备案号)."`
	PublicRecord string `env:"CASELEDGER_OFFICIAL_PUBLIC_RECORD" placeholder:"TEXT" help:"Public security record of the website (公安备案号)."`
	Contact      string `env:"CASELEDGER_OFFICIAL_CONTACT" placeholder:"TEXT" help:"How the operator of the website is reached (联系方式)."`
}

// logHead says how the transparency log stands, for the website; nil where there is
// none.
func (s *site) logHead() func() (disclosure.LogHead, error) {
	if !s.logs {
		return nil
	}
	return func() (out disclosure.LogHead, err error) {
		h, err := s.log.Head()
		out = disclosure.LogHead{Origin: h.Origin, Key: h.Key, Size: h.Size, Signed: h.Signed, Root: base64.StdEncoding.EncodeToString(h.Root[:])}
		for _, c := range h.Witnesses {
			out.Witnesses = append(out.Witnesses, disclosure.LogWitness{Name: c.Witness, At: c.At})
		}
		return out, err
	}
}

// hearer hears what people say on the website by receipt code; nil where there is no
// vault to keep it in.
func (s *site) hearer() disclosure.Hearer {
	if s.vault == nil {
		return nil
	}
	return counter.New(&casefile.Desk{Store: s.store, Vault: s.vault, Classes: s.classes})
}

// heading is the title of the website: empty, for its own words, unless somebody
// has chosen one.
func (p publication) heading() string {
	if p.Title == syndication.DefaultTitle {
		return ""
	}
	return p.Title
}

// codePoints is what trying a receipt code by a form costs, as much as by the API.
const codePoints = 200

// routes are the handlers of a server.
type routes struct {
	http.Handler
	endStreams func() // ends subscriptions and live feeds, for shutting down
}

// routes mounts every handler under its address.
func (s *site) routes(o serving, watch *observation) (routes, error) {
	as := o.publication
	end := projections.Share(s.views)
	in := &turnstile{book: clients.New(o.limits, s.now), address: o.client(), now: s.now}
	api, err := graphql.New(graphql.Deps{
		Views: s.views, Records: end, Store: s.store, Now: s.now, Logger: s.logger,
		Desk: &casefile.Desk{Store: s.store, Vault: s.vault, Classes: s.classes}, Access: o.guard, Random: s.rand,
		Clients: in.book, Client: in.address, Observe: watch.operation, Follower: s.follows["subscriptions"],
	})
	if err != nil {
		return routes{}, err
	}
	feeds, err := syndication.New(syndication.Config{
		Records: s.views, Cases: s.store, Base: as.BaseURL, TrustForwarded: as.Proxied,
		Authority: as.Authority, Title: as.Title, Publisher: as.Publisher, Logger: s.logger,
	})
	if err != nil {
		return routes{}, asUsage(err)
	}
	stream := live.New(live.Config{Records: end, Head: s.store.Head, Now: s.now, Logger: s.logger, Admit: in.reader, Refused: in.book.Refuse, Follower: s.follows["live"]})
	mux := http.NewServeMux()
	mux.Handle("/graphql", api)
	for _, path := range []string{"/graphiql", "/graphiql/", "/schema.graphql"} {
		mux.Handle(path, in.pages(api))
	}
	mux.Handle("/feeds/", in.pages(feeds))
	mux.Handle("/feeds/live", stream)
	if s.logs {
		mux.Handle(tlog.Prefix, in.light(tlog.Handler(s.log)))
	}
	mux.Handle("/books/", in.pages(registers.New(s.views, s.logger)))
	mux.Handle("GET /healthz", in.light(&s.ready))
	mux.Handle("GET /livez", in.light(http.HandlerFunc(livez)))
	people := in.pages(disclosure.New(disclosure.Config{Views: s.views, Store: s.store, Title: as.heading(), Now: s.now, Logger: s.logger, Simulated: s.simulated,
		Log: s.logHead(), Official: disclosure.Official(as.Official), Hearer: s.hearer()}))
	for _, path := range disclosure.Paths {
		mux.Handle(path, people)
	}
	for _, path := range disclosure.Forms {
		mux.Handle(path, in.dear(codePoints, people))
	}
	s.ready.watch(in.book.Refused)
	endStreams := func() {
		stream.Close()
		if c, ok := api.(io.Closer); ok {
			c.Close()
		}
	}
	watch.meters.watch(s, stream.Clients, in.book)
	return routes{watch.observed(in.unknown(mux)), endStreams}, nil
}
