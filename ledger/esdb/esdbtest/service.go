package esdbtest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// GetSupportedMethods answers as a 23.10 server.
func (n *Node) GetSupportedMethods(context.Context, *shared.Empty) (*serverfeatures.SupportedMethods, error) {
	return &serverfeatures.SupportedMethods{EventStoreServerVersion: "23.10.8"}, nil
}

// gossip describes the cluster as this node sees it.
func (n *Node) gossip() *gossip.ClusterInfo {
	info := &gossip.ClusterInfo{}
	leader, cluster := n.elected()
	for _, m := range cluster {
		host, port, _ := net.SplitHostPort(m.Addr())
		p, _ := strconv.Atoi(port)
		state := gossip.MemberInfo_Follower
		if m == leader {
			state = gossip.MemberInfo_Leader
		}
		info.Members = append(info.Members, &gossip.MemberInfo{
			State: state, IsAlive: m.Running(), HttpEndPoint: &gossip.EndPoint{Address: host, Port: uint32(p)},
		})
	}
	return info
}

// authorise checks the credentials where the node wants some.
func (n *Node) authorise(ctx context.Context) error {
	if n.User == "" {
		return nil
	}
	md, _ := metadata.FromIncomingContext(ctx)
	want := "Basic " + base64.StdEncoding.EncodeToString([]byte(n.User+":"+n.Password))
	if got := md.Get("authorization"); len(got) != 1 || got[0] != want {
		return status.Error(codes.Unauthenticated, "authentication failed")
	}
	return nil
}

// Append takes one client stream: a header, then the events.
func (n *Node) Append(in api.Streams_AppendServer) error {
	if err := n.authorise(in.Context()); err != nil {
		return err
	}
	header, messages, err := receive(in)
	if err != nil {
		return err
	}
	stream := string(header.StreamIdentifier.StreamName)
	expect, err := expectation(header)
	if err != nil {
		return err
	}
	verdict := Proceed
	if n.OnAppend != nil {
		verdict = n.OnAppend(stream)
	}
	switch verdict {
	case BeforeCommit:
		return status.Error(codes.Unavailable, "broken before the commit")
	case NotLeader:
		leader, _ := n.elected()
		host, port, _ := net.SplitHostPort(leader.Addr())
		in.SetTrailer(metadata.Pairs("exception", "not-leader", "leader-endpoint-host", host, "leader-endpoint-port", port))
		return status.Error(codes.NotFound, "Leader info available")
	}
	answer := n.Log.append(stream, expect, messages)
	switch verdict {
	case AfterCommit:
		return status.Error(codes.Unavailable, "broken after the commit")
	case Silence:
		<-in.Context().Done()
		return in.Context().Err()
	}
	return in.SendAndClose(answer)
}

// receive reads a whole append. Like the real server it does not wait for the
// rest once the size is over the limit.
func receive(in api.Streams_AppendServer) (*api.AppendReq_Options, []*api.AppendReq_ProposedMessage, error) {
	var header *api.AppendReq_Options
	var messages []*api.AppendReq_ProposedMessage
	size := 0
	for {
		req, err := in.Recv()
		if errors.Is(err, io.EOF) {
			if header == nil {
				return nil, nil, status.Error(codes.InvalidArgument, "no options")
			}
			return header, messages, nil
		}
		if err != nil {
			return nil, nil, err
		}
		switch c := req.Content.(type) {
		case *api.AppendReq_Options_:
			header = c.Options
		case *api.AppendReq_ProposedMessage_:
			m := c.ProposedMessage
			messages = append(messages, m)
			size += len(m.Data) + len(m.CustomMetadata) + len(m.Metadata["type"])
			if size > maxAppend {
				return nil, nil, status.Error(codes.InvalidArgument, fmt.Sprintf("Maximum Append Size of %d Exceeded.", maxAppend))
			}
		}
	}
}

func expectation(o *api.AppendReq_Options) (int64, error) {
	switch e := o.ExpectedStreamRevision.(type) {
	case *api.AppendReq_Options_Revision:
		return int64(e.Revision), nil
	case *api.AppendReq_Options_NoStream:
		return -1, nil
	}
	return 0, status.Error(codes.Unimplemented, "a ledger names an exact revision")
}
