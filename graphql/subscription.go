package graphql

import (
	"context"
	"errors"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/projections"
)

// followEvents sends every record of cases from a place on.
func (a *api) followEvents(ctx context.Context, u *exec.Subscriber) error {
	number, one := u.Args["number"].(string)
	after, given := u.Args["after"].(ledger.Position)
	if u.Resume != nil {
		after, given = *u.Resume, true
	}
	ordinal, err := a.begin(ctx, after, given)
	if err != nil {
		return err
	}
	for {
		changed := a.views.Changed()
		var notices []notice
		var fault error
		err := u.Step(ctx, func() error {
			notices, fault = a.tail.At(ctx, ordinal)
			return nil
		})
		if err != nil {
			return err
		}
		if fault != nil { // a subscriber holds nothing of others while it waits
			if err := a.tail.Again(ctx, fault); err != nil {
				return err
			}
			continue
		}
		for i := range notices {
			n := &notices[i]
			ordinal = n.ordinal + 1
			if given && n.entry.Position <= after || n.entry.Number == "" || one && n.entry.Number != number {
				continue
			}
			if err := u.Tell(ctx, n.ordinal, n.entry.Position, &n.entry); err != nil {
				return err
			}
		}
		if len(notices) > 0 {
			continue
		}
		if err := u.Idle(ctx, changed); err != nil {
			return err
		}
	}
}

// begin is the ordinal at which a stream begins: after a position, or with what
// comes next.
func (a *api) begin(ctx context.Context, after ledger.Position, given bool) (uint64, error) {
	if given {
		// Where the ledger cannot be asked, what follows says so.
		if head, err := a.store.Head(ctx); err == nil && after > head {
			return 0, exec.BadInput("after: the ledger has come to position %s only; was it restored? Read anew, with 0 or without it", head)
		}
		return a.views.OrdinalAfter(ctx, after)
	}
	n, err := a.views.Count(ctx)
	return n + 1, err
}

// subscriptionType is what can be subscribed to.
func (a *api) subscriptionType(t *types) *gql.Object {
	type entry = *projections.TimelineEntry
	notice := t.Object("CaseNotice", "A record that was taken in (新记录).", exec.Fields{
		"event":    exec.Of(required(t.event), "What happened (办理事件).", func(e entry) any { return e }),
		"position": exec.Of(required(t.position), "Ledger position (账本位置). Give it as `after` to go on from here.", func(e entry) any { return e.Position }),
		"case": &exec.Field{Type: t.caseObject, Description: "The case after it, or later (办件).", Resolve: func(p gql.ResolveParams) (any, error) {
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
	return t.Object("Subscription", "Everything that can be followed (订阅). Over server-sent events (`Accept: text/event-stream`) or WebSocket (graphql-transport-ws).", exec.Fields{
		"caseEvents": &exec.Field{
			Type: required(notice), Description: "Every record of cases (办件记录) in ledger order, none twice and none left out.",
			Args: gql.FieldConfigArgument{
				"after":  {Type: t.position, Description: "Begins after this position (起始位置), 0 for everything; default with what comes next."},
				"number": {Type: gql.String, Description: "Records of this case only (办件编号)."},
			},
			Follow: a.followEvents,
			Resolve: func(p gql.ResolveParams) (any, error) {
				if e := p.Info.RootValue.(*exec.Request).Record; e != nil {
					return e, nil
				}
				return nil, exec.BadInput("caseEvents: subscribe to it over server-sent events or WebSocket")
			},
		},
		"figures": figures,
	})
}
