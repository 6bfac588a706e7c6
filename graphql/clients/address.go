package clients

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Client is who takes something: the holder of a token, or an address.
type Client struct {
	Name string
	// Known: it holds a token that was accepted.
	Known bool
}

// Address names a client by the address of its connection.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return network(host)
}

// Forwarded names a client by the address that the proxy in front has added
// last to X-Forwarded-For, else by that of the connection. Only for a server
// that is reached through the proxy alone.
func Forwarded(r *http.Request) string {
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	if last := strings.TrimSpace(all[len(all)-1]); last != "" {
		return network(last)
	}
	return Address(r)
}

// network is an IPv4 address, or the network of an IPv6 address: whoever has
// one address there has 2⁶⁴.
func network(host string) string {
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return host
	}
	if addr = addr.Unmap(); addr.Is4() {
		return addr.String()
	}
	p, err := addr.WithZone("").Prefix(64)
	if err != nil {
		return host
	}
	return p.String()
}
