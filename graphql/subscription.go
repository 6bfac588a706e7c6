package graphql

import (
	"bytes"
	"context"
	"errors"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/ledger"
	"caseledger/projections"
)

// Bounds of subscriptions.
const (
	maxStreams = 20_000
	// beat is how often a silent stream shows that it lives.
	beat = 15 * time.Second
	// pace is the least time between two answers to a subscription of figures.
	pace = time.Second
	// maxWrite bounds the time in which a client takes one answer. Who is slower
	// is cut off, and resumes after the position that he has seen.
	maxWrite = 10 * time.Second
)

// frame is one answer of a subscription. Its body is shared and immutable.
type frame struct {
	position ledger.Position
	body     []byte
	data     []byte // the part of body that tells whether it is new
	failed   bool
}

// sink takes the answers of a subscription to one client.
type sink interface {
	next(frame) error
	beat() error // called now and then where there is nothing to say
}

var errTooManyStreams = &requestError{code: codeUnavailable, message: "too many subscriptions at once: try again later"}

// stream runs a subscription until the context ends or the sink fails. resume,
// if set, takes the place of the argument after.
func (s *server) stream(ctx context.Context, x *exchange, t *task, resume *ledger.Position, to sink) error {
	if s.streams.Add(1) > maxStreams {
		s.streams.Add(-1)
		s.clients.Refuse()
		return errTooManyStreams
	}
	defer s.streams.Add(-1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	p := t.op.plan(t.variables)
	if len(p.root.steps) == 0 {
		return badInput("the subscription selects nothing")
	}
	key, ok := answerKey(t.doc, t.op, t.given)
	if !ok {
		return badInput("the variables cannot be compared")
	}
	st := &p.root.steps[0]
	args := st.args
	if st.late != nil {
		var err error
		if args, err = readArguments(st.late, t.variables); err != nil {
			return err
		}
	}
	if st.info.FieldName == "figures" {
		return s.streamFigures(ctx, x, t, key, to)
	}
	return s.streamEvents(ctx, x, t, key, args, resume, to)
}

// streamEvents sends every record of cases from a place on.
func (s *server) streamEvents(ctx context.Context, x *exchange, t *task, key digest, args map[string]any, resume *ledger.Position, to sink) error {
	number, one := args["number"].(string)
	after, given := args["after"].(ledger.Position)
	if resume != nil {
		after, given = *resume, true
	}
	ordinal, err := s.begin(ctx, after, given)
	if err != nil {
		return err
	}
	ticks := time.NewTicker(beat)
	defer ticks.Stop()
	for {
		changed := s.api.views.Changed()
		var notices []notice
		var fault error
		err := s.step(ctx, x, to, func() error {
			notices, fault = s.tail.At(ctx, ordinal)
			return nil
		})
		if err != nil {
			return err
		}
		if fault != nil { // a subscriber holds nothing of others while it waits
			if err := s.tail.Again(ctx, fault); err != nil {
				return err
			}
			continue
		}
		for i := range notices {
			n := &notices[i]
			ordinal = n.ordinal + 1
			if n.entry.Number == "" || one && n.entry.Number != number {
				continue
			}
			if err := s.tell(ctx, x, t, to, frameKey{key, n.ordinal}, func() frame { return s.frame(ctx, t, n.entry.Position, &n.entry) }); err != nil {
				return err
			}
		}
		if len(notices) > 0 {
			continue
		}
		if err := idle(ctx, changed, ticks.C, to); err != nil {
			return err
		}
	}
}

// begin is the ordinal at which a stream begins: after a position, or with what
// comes next.
func (s *server) begin(ctx context.Context, after ledger.Position, given bool) (uint64, error) {
	if given {
		return s.api.views.OrdinalAfter(ctx, after)
	}
	n, err := s.api.views.Count(ctx)
	return n + 1, err
}

// idle waits for the views to move on.
func idle(ctx context.Context, changed <-chan struct{}, ticks <-chan time.Time, to sink) error {
	for {
		select {
		case <-changed:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		case <-ticks:
			if err := to.beat(); err != nil {
				return err
			}
		}
	}
}

// streamFigures sends figures now and whenever they change.
func (s *server) streamFigures(ctx context.Context, x *exchange, t *task, key digest, to sink) error {
	ticks := time.NewTicker(beat)
	defer ticks.Stop()
	rest := time.NewTimer(0)
	defer rest.Stop()
	var last []byte
	for {
		changed := s.api.views.Changed()
		at, err := s.standing.now(ctx)
		if err != nil {
			return err
		}
		f, err := s.made(ctx, x, t, to, frameKey{key, uint64(at)}, func() frame { return s.frame(ctx, t, at, nil) })
		if err != nil {
			return err
		}
		if !bytes.Equal(f.data, last) {
			if err := s.send(x, to, f); err != nil {
				return err
			}
			last = f.data
		}
		select {
		case <-rest.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		rest.Reset(pace)
		if err := idle(ctx, changed, ticks.C, to); err != nil {
			return err
		}
	}
}

// frame executes a subscription's operation once. It does not end with the one
// subscriber who happens to be first.
func (s *server) frame(ctx context.Context, t *task, at ledger.Position, e *projections.TimelineEntry) frame {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), maxTime)
	defer cancel()
	task := *t
	task.at, task.entry = at, e
	out := s.execute(ctx, &task, nil)
	return frame{position: at, body: out.body, data: out.body[:out.data], failed: out.failed}
}

// subscriptionType is what can be subscribed to.
func (a *api) subscriptionType(t *types) *gql.Object {
	type entry = *projections.TimelineEntry
	notice := object("CaseNotice", "A record that was taken in (新记录).", gql.Fields{
		"event":    of(required(t.event), "What happened (办理事件).", func(e entry) any { return e }),
		"position": of(required(t.position), "Ledger position (账本位置). Give it as `after` to go on from here.", func(e entry) any { return e.Position }),
		"case": &gql.Field{Type: t.caseObject, Description: "The case after it, or later (办件).", Resolve: func(p gql.ResolveParams) (any, error) {
			c, err := a.views.Case(p.Context, p.Source.(entry).Number)
			if errors.Is(err, projections.ErrNotFound) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			return a.nodes([]projections.Summary{c})[0], nil
		}},
	})
	figures := a.figuresField(t)
	figures.Description = "Figures of one population (统计指标), now and whenever they change, once a second at most."
	return object("Subscription", "Everything that can be followed (订阅). Over server-sent events (`Accept: text/event-stream`) or WebSocket (graphql-transport-ws).", gql.Fields{
		"caseEvents": &gql.Field{
			Type: required(notice), Description: "Every record of cases (办件记录) in ledger order, none twice and none left out.",
			Args: gql.FieldConfigArgument{
				"after":  {Type: t.position, Description: "Begins after this position (起始位置), 0 for everything; default with what comes next."},
				"number": {Type: gql.String, Description: "Records of this case only (办件编号)."},
			},
			Resolve: func(p gql.ResolveParams) (any, error) {
				if e := p.Info.RootValue.(*request).entry; e != nil {
					return e, nil
				}
				return nil, badInput("caseEvents: subscribe to it over server-sent events or WebSocket")
			},
		},
		"figures": figures,
	})
}
