package esdbtest

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/EventStore/EventStore-Client-Go/v4/protos/gossip"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	api "github.com/EventStore/EventStore-Client-Go/v4/protos/streams"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

type event = *api.ReadResp_ReadEvent_RecordedEvent

// The services Streams and Gossip both have a method Read; the node is the
// first, this is the second.
type gossiper struct {
	gossip.UnimplementedGossipServer
	node *Node
}

// Read is the gossip of the cluster.
func (g gossiper) Read(context.Context, *shared.Empty) (*gossip.ClusterInfo, error) {
	return g.node.gossip(), nil
}

// Read reads a stream or $all, once or as a subscription.
func (n *Node) Read(req *api.ReadReq, out api.Streams_ReadServer) error {
	if err := n.authorise(out.Context()); err != nil {
		return err
	}
	o := req.Options
	if o.GetSubscription() != nil {
		return n.subscribe(o, out)
	}
	if s := o.GetStream(); s != nil {
		events := n.Log.stream(string(s.StreamIdentifier.StreamName))
		if len(events) == 0 {
			return out.Send(&api.ReadResp{Content: &api.ReadResp_StreamNotFound_{
				StreamNotFound: &api.ReadResp_StreamNotFound{StreamIdentifier: s.StreamIdentifier},
			}})
		}
		return send(out, streamPage(events, o))
	}
	events, _ := n.Log.view()
	return send(out, allPage(events, o))
}

// streamPage selects from a stream, the given revision included.
func streamPage(events []event, o *api.ReadReq_Options) []event {
	if revision, set := o.GetStream().RevisionOption.(*api.ReadReq_Options_StreamOptions_Revision); set {
		all := uint64(len(events))
		if o.ReadDirection == api.ReadReq_Options_Backwards {
			events = events[:min(revision.Revision, all-1)+1]
		} else {
			events = events[min(revision.Revision, all):]
		}
	}
	return page(events, o)
}

// allPage selects from $all: forwards the given position is included,
// backwards it is not.
func allPage(events []event, o *api.ReadReq_Options) []event {
	if position, set := o.GetAll().AllOption.(*api.ReadReq_Options_AllOptions_Position); set {
		i := at(events, position.Position.CommitPosition)
		if o.ReadDirection == api.ReadReq_Options_Backwards {
			events = events[:i]
		} else {
			events = events[i:]
		}
	}
	return page(events, o)
}

// page gives the first events in the direction of reading.
func page(events []event, o *api.ReadReq_Options) []event {
	n := int(min(o.GetCount(), uint64(len(events))))
	if o.ReadDirection != api.ReadReq_Options_Backwards {
		return events[:n]
	}
	out := slices.Clone(events[len(events)-n:])
	slices.Reverse(out)
	return out
}

func send(out api.Streams_ReadServer, events []event) error {
	for _, e := range events {
		if err := out.Send(appeared(e)); err != nil {
			return err
		}
	}
	return nil
}

func appeared(e event) *api.ReadResp {
	return &api.ReadResp{Content: &api.ReadResp_Event{Event: &api.ReadResp_ReadEvent{
		Event: e, Position: &api.ReadResp_ReadEvent_CommitPosition{CommitPosition: e.CommitPosition},
	}}}
}

// subscribe follows $all behind a position through a stream filter.
func (n *Node) subscribe(o *api.ReadReq_Options, out api.Streams_ReadServer) error {
	match, window, err := filter(o)
	if err != nil {
		return err
	}
	say := func(r *api.ReadResp) error {
		if n.Follow != nil {
			n.Follow()
		}
		return out.Send(r)
	}
	if err := say(&api.ReadResp{Content: &api.ReadResp_Confirmation{Confirmation: &api.ReadResp_SubscriptionConfirmation{SubscriptionId: "test"}}}); err != nil {
		return err
	}
	from, considered, live := 0, 0, false
	if after := o.GetAll().GetPosition(); after != nil {
		events, _ := n.Log.view()
		from = at(events, after.CommitPosition+1)
	}
	for {
		events, grown := n.Log.view()
		for ; from < len(events); from++ {
			e := events[from]
			if match(string(e.StreamIdentifier.StreamName)) {
				if err := say(appeared(e)); err != nil {
					return err
				}
			}
			if considered++; considered%window == 0 {
				if err := say(&api.ReadResp{Content: &api.ReadResp_Checkpoint_{Checkpoint: &api.ReadResp_Checkpoint{
					CommitPosition: e.CommitPosition, PreparePosition: e.PreparePosition,
				}}}); err != nil {
					return err
				}
			}
		}
		if !live {
			live = true
			if err := say(&api.ReadResp{Content: &api.ReadResp_CaughtUp_{CaughtUp: &api.ReadResp_CaughtUp{}}}); err != nil {
				return err
			}
		}
		select {
		case <-grown:
		case <-out.Context().Done():
			return out.Context().Err()
		}
	}
}

// filter reads the filter and the number of considered events between two
// checkpoints.
func filter(o *api.ReadReq_Options) (match func(string) bool, every int, err error) {
	f := o.GetFilter()
	if f == nil || o.GetAll() == nil || f.GetStreamIdentifier() == nil {
		return nil, 0, status.Error(codes.Unimplemented, "a ledger follows $all through a stream filter")
	}
	every = int(f.GetMax() * f.CheckpointIntervalMultiplier)
	if every == 0 {
		return nil, 0, status.Error(codes.InvalidArgument, "window and checkpoint interval must be positive")
	}
	if x := f.GetStreamIdentifier().Regex; x != "" {
		r, err := regexp.Compile(x)
		if err != nil {
			return nil, 0, status.Error(codes.InvalidArgument, err.Error())
		}
		return r.MatchString, every, nil
	}
	return func(stream string) bool {
		for _, p := range f.GetStreamIdentifier().Prefix {
			if strings.HasPrefix(stream, p) {
				return true
			}
		}
		return false
	}, every, nil
}
