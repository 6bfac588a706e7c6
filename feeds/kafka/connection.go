package kafka

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"time"

	kgo "github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"

	"caseledger/ledger"
)

// Mechanism is a way to log in (SASL).
type Mechanism string

// Mechanisms. Plain sends the password as it is: use it with TLS only.
const (
	NoLogin     Mechanism = ""
	Plain       Mechanism = "plain"
	ScramSHA256 Mechanism = "scram-sha-256"
	ScramSHA512 Mechanism = "scram-sha-512"
)

// Connection says how to reach a cluster.
type Connection struct {
	Brokers  []string    // bootstrap servers, host:port; required
	TLS      *tls.Config // nil: without TLS
	Login    Mechanism
	User     string
	Password string
	ClientID string // default "caseledger"
	// Dial replaces the dialling of connections; nil is [net.Dialer].
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// client makes a client. Close ends its connections.
func (c *Connection) client() (*client, error) {
	if len(c.Brokers) == 0 {
		return nil, &ledger.InvalidError{Field: "kafka brokers", Reason: "want at least one host:port"}
	}
	login, err := c.login()
	if err != nil {
		return nil, err
	}
	t := &kgo.Transport{
		Dial:        c.Dial,
		ClientID:    cmp.Or(c.ClientID, "caseledger"),
		TLS:         c.TLS,
		SASL:        login,
		MetadataTTL: 2 * time.Second,
	}
	if t.Dial == nil {
		t.Dial = (&net.Dialer{Timeout: 5 * time.Second}).DialContext
	}
	return &client{kgo.Client{Addr: kgo.TCP(c.Brokers...), Timeout: requestTimeout, Transport: t}, t}, nil
}

// requestTimeout bounds one request, the broker's waiting for its replicas
// included.
const requestTimeout = 30 * time.Second

type client struct {
	kgo.Client
	transport *kgo.Transport
}

// Close ends the connections when they are idle.
func (c *client) Close() { c.transport.CloseIdleConnections() }

func (c *Connection) login() (sasl.Mechanism, error) {
	switch c.Login {
	case NoLogin:
		return nil, nil
	case Plain:
		return plain.Mechanism{Username: c.User, Password: c.Password}, nil
	case ScramSHA256:
		return scram.Mechanism(scram.SHA256, c.User, c.Password)
	case ScramSHA512:
		return scram.Mechanism(scram.SHA512, c.User, c.Password)
	}
	return nil, &ledger.InvalidError{Field: "kafka login", Value: string(c.Login), Reason: "want plain, scram-sha-256 or scram-sha-512"}
}
