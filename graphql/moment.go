package graphql

import (
	"context"
	"errors"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// bounds are the ways to name a moment.
func (t *types) bounds() gql.FieldConfigArgument {
	return gql.FieldConfigArgument{
		"revision":   {Type: t.integer, Description: "Last revision that counts (版本)."},
		"position":   {Type: t.position, Description: "Last record that counts, by its ordinal: 1, 2, 3, … in ledger order: as it was known then (当时所知)."},
		"recordedBy": {Type: t.dateTime, Description: "Leaves out what was recorded later: as it was known then (当时所知)."},
		"occurredBy": {Type: t.dateTime, Description: "Leaves out what happened later: as it was then (当时状态)."},
	}
}

func (t *types) momentTypes() {
	fields := gql.InputObjectConfigFieldMap{}
	for name, b := range t.bounds() {
		fields[name] = &gql.InputObjectFieldConfig{Type: b.Type, Description: b.Description}
	}
	t.moment = gql.NewInputObject(gql.InputObjectConfig{Name: "Moment", Fields: fields,
		Description: "A moment of a case's history (时点). All bounds that are given hold together; none means now."})
	t.change = t.Object("Change", "One field in which two states of a case differ (差异).", exec.Fields{
		"field":  exec.Of(required(gql.String), "JSON pointer of the field (字段): `/closedAt`.", func(c casefile.Change) any { return c.Field }),
		"before": exec.Of(gql.String, "Its value before, as text (原值); null where there was none.", func(c casefile.Change) string { return c.Before }),
		"after":  exec.Of(gql.String, "Its value after, as text (新值); null where there is none.", func(c casefile.Change) string { return c.After }),
	})
}

// moment reads bounds from arguments or from a Moment input.
func moment(args map[string]any) (m casefile.Moment, err error) {
	if v, ok := args["revision"].(int); ok {
		if v < 0 {
			return m, exec.BadInput("revision: want a number from 0 on")
		}
		r := ledger.Revision(v)
		m.Revision = &r
	}
	if v, ok := args["position"].(ledger.Position); ok {
		if v == 0 {
			return m, exec.BadInput("position: want a position from 1 on; before it there was nothing")
		}
		m.Position = v
	}
	m.Recorded, _ = args["recordedBy"].(time.Time)
	m.Occurred, _ = args["occurredBy"].(time.Time)
	return m, nil
}

// load reads a case from the ledger, no further than the views have read: the
// fields of one answer belong together.
func (a *api) load(p gql.ResolveParams, number string, m casefile.Moment) (casefile.History, error) {
	at := p.Info.RootValue.(*exec.Request).Position
	if m.Position != 0 {
		var beyond *ledger.InvalidError
		cited, err := a.views.Cited(p.Context, m.Position)
		if err != nil && !errors.As(err, &beyond) {
			return casefile.History{}, err
		}
		if m.Position = cited; beyond != nil { // everything counts
			m.Position = at
		}
	}
	if m.Position == 0 || m.Position > at {
		m.Position = at
	}
	h, err := casefile.Load(p.Context, a.store, number, m)
	if errors.Is(err, ledger.ErrNotFound) {
		err = projections.ErrNotFound
	}
	return h, err
}

// knownBy is the ordinal of the last record that was known at a moment, 0 where
// it leaves out nothing that is known.
func (a *api) knownBy(ctx context.Context, m casefile.Moment) (ledger.Position, error) {
	known := m.Position
	if m.Recorded.IsZero() {
		return known, nil
	}
	n, err := a.views.OrdinalAt(ctx, m.Recorded)
	if at := ledger.Position(n); known == 0 || at < known {
		known = at
	}
	return known, err
}

func (a *api) atField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.state, Args: t.bounds(), Price: &exec.Price{Own: 20},
		Description: "The case as it stood at a moment (历史状态).",
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			m, err := moment(p.Args)
			if err != nil {
				return nil, err
			}
			h, err := a.load(p, c.Number, m)
			if err != nil {
				return nil, err
			}
			b := c.batch
			if known, err := a.knownBy(p.Context, m); err != nil {
				return nil, err
			} else if known > 0 {
				b = &batch{api: a, cases: b.cases, knownAt: known}
			}
			return a.asItStood(p, b, h)
		},
	}
}

func (a *api) diffField(t *types) *exec.Field {
	return &exec.Field{
		Type:  gql.NewList(required(t.change)),
		Price: &exec.Price{Own: 40, Size: 10},
		Args: gql.FieldConfigArgument{
			"from": {Type: required(t.moment), Description: "The earlier moment (起)."},
			"to":   {Type: t.moment, Description: "The later moment (止); default as it stands now."},
		},
		Description: "The difference between two moments (两个时点的差异), field by field.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			number := p.Source.(*caseNode).Number
			var states [2]casefile.Case
			for i, name := range []string{"from", "to"} {
				args, _ := p.Args[name].(map[string]any)
				m, err := moment(args)
				if err != nil {
					return nil, err
				}
				h, err := a.load(p, number, m)
				if err != nil {
					return nil, err
				}
				states[i] = h.Case
			}
			return casefile.Diff(states[0], states[1]), nil
		},
	}
}
