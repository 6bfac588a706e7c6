package syndication

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"

	"caseledger/feeds"
	"caseledger/ledger"
)

// Cases reads one case's records; every [ledger.Store] is one.
type Cases interface {
	Stream(ctx context.Context, stream ledger.StreamID, from ledger.Revision) iter.Seq2[ledger.Record, error]
}

// Config is what a feed is made of. Authority, Title and Publisher stand in
// every archive page: choose them before the first page is published and keep
// them.
type Config struct {
	Records feeds.Records // required
	Cases   Cases         // required
	// Base begins all links, for example https://ledger.example.gov.cn. Nil
	// takes scheme and host of the request.
	Base *url.URL
	// TrustForwarded takes scheme and host from X-Forwarded-Proto and
	// X-Forwarded-Host where Base is nil. Only for a server that is reached
	// through a proxy alone.
	TrustForwarded bool
	// Authority is the tagging entity of ids (RFC 4151 §2.1): a domain name
	// and a date on which it was held, "example.gov.cn,2026".
	Authority string
	Title     string
	Publisher string
	// Logger takes faults; nil is slog.Default.
	Logger *slog.Logger
}

// Defaults of a [Config]. The authority names nobody, by RFC 2606.
const (
	DefaultAuthority = "caseledger.invalid,2026"
	DefaultTitle     = "公开办件记录 / Public case records"
	DefaultPublisher = "caseledger"
)

// authority is RFC 4151 §2.1, taggingEntity.
var authority = regexp.MustCompile(`^([A-Za-z0-9._-]+@)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?,\d{4}(-\d{2}(-\d{2})?)?$`)

func (c Config) complete() (Config, error) {
	c.Authority = cmp.Or(c.Authority, DefaultAuthority)
	c.Title = cmp.Or(c.Title, DefaultTitle)
	c.Publisher = cmp.Or(c.Publisher, DefaultPublisher)
	c.Logger = cmp.Or(c.Logger, slog.Default())
	if !authority.MatchString(c.Authority) {
		return c, &ledger.InvalidError{Field: "feed authority", Value: c.Authority, Reason: `want a domain and a date, for example "example.gov.cn,2026"`}
	}
	if b := c.Base; b != nil && (b.Host == "" || b.Scheme != "http" && b.Scheme != "https" || b.RawQuery != "" || b.Fragment != "") {
		return c, &ledger.InvalidError{Field: "base address", Value: b.String(), Reason: "want http:// or https:// and a host"}
	}
	return c, nil
}

// base is the address that links begin with, without a slash at its end.
func (c *Config) base(r *http.Request) (string, error) {
	if c.Base != nil {
		return trimSlash(c.Base.String()), nil
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if c.TrustForwarded {
		scheme = cmp.Or(first(r.Header.Get("X-Forwarded-Proto")), scheme)
		host = cmp.Or(first(r.Header.Get("X-Forwarded-Host")), host)
	}
	if !hostPort.MatchString(host) || scheme != "http" && scheme != "https" {
		return "", fmt.Errorf("host %q, scheme %q: not an address", host, scheme)
	}
	return scheme + "://" + host, nil
}

// hostPort is a name, an IPv4 or a bracketed IPv6 address, and maybe a port.
var hostPort = regexp.MustCompile(`^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d+)?$`)
