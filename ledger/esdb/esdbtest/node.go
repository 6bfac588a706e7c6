package esdbtest

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
)

// Verdict is what a node does with an append.
type Verdict int

// Verdicts.
const (
	Proceed      Verdict = iota
	BeforeCommit         // fails without storing anything
	AfterCommit          // stores, and fails before the reply
	Silence              // stores, and never replies
	NotLeader            // stores nothing and names the leader
)

// Node is one server process. Its fields are set before [Node.Start].
type Node struct {
	Log *Log
	// TLS, User and Password guard the node; without TLS the client sends no
	// credentials.
	TLS            *tls.Config
	User, Password string
	// OnAppend, if set, decides on each append. It may be called concurrently.
	OnAppend func(stream string) Verdict
	// Follow, if set, is called before each message to a subscriber: a slow
	// follower waits in it.
	Follow func()
	// Cluster lists all nodes for gossip; Leader is the one that NotLeader
	// names. Elect changes both while the node runs.
	Cluster []*Node
	Leader  *Node

	api.UnimplementedStreamsServer
	serverfeatures.UnimplementedServerFeaturesServer

	mu     sync.Mutex
	addr   string        // guarded by mu; kept over restarts
	server *grpc.Server  // guarded by mu; nil while stopped
	frozen chan struct{} // guarded by mu; nil while not frozen, closed by Thaw
}

// Start listens on loopback, on the same port after a Stop.
func (n *Node) Start() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	addr := n.addr
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	n.addr = l.Addr().String()
	opts := []grpc.ServerOption{
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 5 * time.Second, PermitWithoutStream: true}),
		grpc.MaxRecvMsgSize(32 << 20),
	}
	if n.TLS != nil {
		opts = append(opts, grpc.Creds(credentials.NewTLS(n.TLS)))
	}
	n.server = grpc.NewServer(opts...)
	api.RegisterStreamsServer(n.server, n)
	serverfeatures.RegisterServerFeaturesServer(n.server, n)
	gossip.RegisterGossipServer(n.server, gossiper{node: n})
	go n.server.Serve(freezing{l, n})
	return nil
}

// Stop ends the node at once, as kill −9 does; the log stays.
func (n *Node) Stop() {
	n.mu.Lock()
	server := n.server
	n.server = nil
	n.mu.Unlock()
	n.Thaw()
	if server != nil {
		server.Stop()
	}
}

// Freeze lets the node keep its connections and say nothing, until Thaw.
func (n *Node) Freeze() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.frozen == nil {
		n.frozen = make(chan struct{})
	}
}

// Thaw ends a freeze; what was held back goes through.
func (n *Node) Thaw() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.frozen != nil {
		close(n.frozen)
		n.frozen = nil
	}
}

// Elect makes a node of the cluster the leader in this node's eyes.
func (n *Node) Elect(leader *Node, cluster []*Node) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.Leader, n.Cluster = leader, cluster
}

// elected is what Elect, or the fields, said last.
func (n *Node) elected() (leader *Node, cluster []*Node) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.Leader, n.Cluster
}

// Addr is host and port.
func (n *Node) Addr() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.addr
}

// URL is the connection string of this node alone.
func (n *Node) URL() string {
	if n.TLS == nil {
		return "esdb://" + n.Addr() + "?tls=false"
	}
	return fmt.Sprintf("esdb://%s@%s?tls=true&tlsVerifyCert=false", url.UserPassword(n.User, n.Password), n.Addr())
}

// ClusterURL is the connection string that finds the nodes by gossip.
func ClusterURL(nodes ...*Node) string {
	var addrs []string
	for _, n := range nodes {
		addrs = append(addrs, n.Addr())
	}
	return "esdb://" + strings.Join(addrs, ",") + "?tls=false&nodePreference=leader&gossipTimeout=1&discoveryInterval=20"
}

// Running says whether the node accepts calls.
func (n *Node) Running() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.server != nil
}

func (n *Node) hold() {
	n.mu.Lock()
	frozen := n.frozen
	n.mu.Unlock()
	if frozen != nil {
		<-frozen
	}
}

// freezing wraps accepted connections so that a freeze stops their bytes.
type freezing struct {
	net.Listener
	node *Node
}

func (f freezing) Accept() (net.Conn, error) {
	c, err := f.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return frozenConn{c, f.node}, nil
}

type frozenConn struct {
	net.Conn
	node *Node
}

func (c frozenConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.node.hold()
	return n, err
}

func (c frozenConn) Write(b []byte) (int, error) {
	c.node.hold()
	return c.Conn.Write(b)
}
