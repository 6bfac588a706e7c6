package graphql

import (
	"context"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/projections"
)

// maxNodes bounds the ids of one nodes field.
const maxNodes = 100

// Global ids are base64url of a kind, a colon and the object's own name.
const (
	caseKind  = "Case:"
	eventKind = "CaseEvent:" // number/revision
)

func globalID(kind, name string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + name))
}

func caseID(number string) string { return globalID(caseKind, number) }

func eventNodeID(e *projections.TimelineEntry) string {
	return globalID(eventKind, e.Number+"/"+strconv.FormatInt(int64(e.Revision), 10))
}

// nodeID is a global id, taken apart.
type nodeID struct {
	number   string
	revision int // -1 for the case itself
}

// parseNodeID reads a global id; false for one that no answer ever gave.
func parseNodeID(id string) (nodeID, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil || globalID(string(raw), "") != id { // one object has one id
		return nodeID{}, false
	}
	if number, ok := strings.CutPrefix(string(raw), caseKind); ok {
		return nodeID{number, -1}, number != ""
	}
	name, ok := strings.CutPrefix(string(raw), eventKind)
	number, rev, cut := strings.Cut(name, "/")
	n, err := strconv.Atoi(rev)
	if !ok || !cut || number == "" || err != nil || n < 0 || strconv.Itoa(n) != rev {
		return nodeID{}, false
	}
	return nodeID{number, n}, true
}

func (t *types) nodeType() {
	t.node = gql.NewInterface(gql.InterfaceConfig{
		Name: "Node", Description: "Something with a global id (可寻址对象).",
		Fields: gql.Fields{"id": &gql.Field{Type: required(t.id), Description: "Global id (全局标识)."}},
		ResolveType: func(p gql.ResolveTypeParams) *gql.Object {
			if _, ok := p.Value.(*caseNode); ok {
				return t.caseObject
			}
			return t.event
		},
	})
}

// resolveNodes reads many objects with one query for each kind. What does not
// exist is nil.
func (a *api) resolveNodes(ctx context.Context, ids []string) ([]any, error) {
	parsed, numbers := make([]nodeID, len(ids)), []string{}
	for i, id := range ids {
		if n, ok := parseNodeID(id); ok {
			parsed[i] = n
			numbers = append(numbers, n.number)
		}
	}
	cases, err := a.views.CasesByNumber(ctx, numbers)
	if err != nil {
		return nil, err
	}
	rows := make([]projections.Summary, 0, len(cases))
	for _, c := range cases {
		rows = append(rows, c)
	}
	nodes := make(map[string]*caseNode, len(rows))
	for _, n := range a.nodes(rows) {
		nodes[n.Number] = n
	}
	out := make([]any, len(ids))
	for i, id := range parsed {
		c := nodes[id.number]
		switch {
		case c == nil:
		case id.revision < 0:
			out[i] = c
		default:
			entries, err := c.batch.timeline(ctx, c)
			if err != nil {
				return nil, err
			}
			if id.revision < len(entries) {
				out[i] = &entries[id.revision]
			}
		}
	}
	return out, nil
}

func (a *api) nodeField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.node, Description: "The object with this global id (按全局标识查询), null if there is none.",
		Args: gql.FieldConfigArgument{"id": {Type: required(t.id), Description: "Global id, as an answer gave it."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			out, err := a.resolveNodes(p.Context, []string{p.Args["id"].(string)})
			if err != nil {
				return nil, err
			}
			return out[0], nil
		},
	}
}

func (a *api) nodesField(t *types) *exec.Field {
	return &exec.Field{
		Type: gql.NewList(t.node), Description: "The objects with these global ids (批量查询), in their order, null where there is none; at most 100.",
		Price: &exec.Price{Own: 2, Sizes: []string{"ids"}, Size: maxNodes},
		Args:  gql.FieldConfigArgument{"ids": {Type: listOf(t.id), Description: "Global ids, as answers gave them."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			args := p.Args["ids"].([]any)
			if len(args) > maxNodes {
				return nil, exec.BadInput("nodes: give at most %d ids", maxNodes)
			}
			ids := make([]string, len(args))
			for i, id := range args {
				ids[i] = id.(string)
			}
			return a.resolveNodes(p.Context, ids)
		},
	}
}

func (a *api) caseField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.caseObject, Description: "One case (办件) by its public number, null if there is none.",
		Args: gql.FieldConfigArgument{"number": {Type: required(gql.String), Description: "Public case number (办件编号)."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c, err := a.views.Case(p.Context, p.Args["number"].(string))
			if errors.Is(err, projections.ErrNotFound) {
				return nil, nil
			}
			if err != nil {
				return nil, err
			}
			return a.nodes([]projections.Summary{c})[0], nil
		},
	}
}
