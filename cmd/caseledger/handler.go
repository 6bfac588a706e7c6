package main

import (
	"io"
	"net/http"
	"net/url"

	"caseledger/feeds/live"
	"caseledger/feeds/syndication"
	"caseledger/graphql"
	"caseledger/ledger/casefile"
)

// publication is how a server presents itself. What stands in feeds stands
// there for ever: choose it before the first page is published.
type publication struct {
	BaseURL   *url.URL `name:"base-url" placeholder:"URL" help:"Begins all links in feeds; default: the address of the request."`
	Proxied   bool     `help:"Take the address of the request from X-Forwarded-Host and -Proto; only behind a proxy."`
	Authority string   `default:"${authority}" placeholder:"DOMAIN,DATE" help:"Owner of the ids in feeds, for example example.gov.cn,2026."`
	Title     string   `default:"${title}" placeholder:"TEXT" help:"Title of the feeds."`
	Publisher string   `default:"${publisher}" placeholder:"TEXT" help:"Publisher of the feeds."`
}

// rooms are the handlers of a site.
type rooms struct {
	http.Handler
	endStreams func() // ends subscriptions and live feeds, for shutting down
}

// rooms mounts every handler under its address.
func (s *site) rooms(o serving, watch *observation) (rooms, error) {
	as := o.publication
	api, err := graphql.New(graphql.Deps{
		Views: s.views, Store: s.store, Now: s.now, Logger: s.logger,
		Desk: &casefile.Desk{Store: s.store, Vault: s.vault}, Access: o.guard, Random: s.rand,
		Rate: o.rate, Client: clientOf(as.Proxied), Observe: watch.operation,
	})
	if err != nil {
		return rooms{}, err
	}
	feeds, err := syndication.New(syndication.Config{
		Records: s.views, Cases: s.store, Base: as.BaseURL, TrustForwarded: as.Proxied,
		Authority: as.Authority, Title: as.Title, Publisher: as.Publisher, Logger: s.logger,
	})
	if err != nil {
		return rooms{}, asUsage(err)
	}
	stream := live.New(live.Config{Records: s.views, Now: s.now, Logger: s.logger})
	mux := http.NewServeMux()
	for _, path := range []string{"/graphql", "/graphiql", "/graphiql/", "/schema.graphql"} {
		mux.Handle(path, api)
	}
	mux.Handle("/feeds/", feeds)
	mux.Handle("/feeds/live", stream)
	mux.Handle("GET /healthz", &s.ready)
	mux.HandleFunc("GET /livez", livez)
	mux.Handle("GET /{$}", newIndex())
	endStreams := func() {
		stream.Close()
		if c, ok := api.(io.Closer); ok {
			c.Close()
		}
	}
	watch.meters.watch(s, stream.Clients)
	return rooms{watch.observed(mux), endStreams}, nil
}
