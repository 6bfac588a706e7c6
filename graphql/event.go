package graphql

import (
	"cmp"
	"slices"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// maxEvents bounds one reading of a case's events, defaultEvents is what is
// read where no number is given.
const maxEvents, defaultEvents = 1000, 100

func (t *types) eventType() {
	type entry = *projections.TimelineEntry
	t.event = t.Object("CaseEvent", "Something that happened to a case (办理事件): one record of the ledger, which never changes.", exec.Fields{
		"id":         exec.Of(required(t.id), "Global id for `node`.", func(e entry) string { return eventNodeID(e) }),
		"eventId":    exec.Of(required(gql.String), "The record's id (事件编号), a UUID.", func(e entry) string { return e.ID.String() }),
		"caseNumber": exec.Of(required(gql.String), "The case it happened to (办件编号).", func(e entry) string { return e.Number }),
		"revision":   exec.Of(required(t.integer), "Its place in the case, from 0 (版本).", func(e entry) int { return int(e.Revision) }),
		"position":   exec.Of(required(t.position), "Its place in the ledger (账本位置).", func(e entry) any { return e.Position }),
		"type":       exec.Of(required(gql.String), "Stored name with schema version (事件类型): `case.accepted/1`.", func(e entry) string { return e.Type }),
		"occurredAt": exec.Of(required(t.dateTime), "When it happened, as its reporter says (发生时间).", func(e entry) time.Time { return e.Occurred }),
		"recordedAt": exec.Of(required(t.dateTime), "When the ledger took it in (记录时间). A late one shows late or batch entry.", func(e entry) time.Time { return e.Recorded }),
		"post":       exec.Of(gql.String, "Acting post (岗位), never a person's name.", func(e entry) string { return e.Post }),
		"body":       exec.Of(required(t.canon), "The public body (公开内容).", func(e entry) any { return string(e.Public) }),
		"amendedBy": exec.Of(t.integer, "Revision of the record that corrects or voids this one (更正或作废于); null while it holds.", func(e entry) any {
			if e.AmendedBy == nil {
				return nil
			}
			return int(*e.AmendedBy)
		}),
		"sealedValues": exec.Of(required(t.integer), "Number of personal values sealed in the record (密封项数); they are never shown here.",
			func(e entry) any { return e.Sealed }),
	}, t.node)
	t.custody = t.Object("Custody", "Who held a case in an interval (持有记录).", exec.Fields{
		"org":   exec.Of(gql.String, "Unit (部门).", func(c projections.CustodyEntry) string { return c.Org }),
		"post":  exec.Of(gql.String, "Post (岗位).", func(c projections.CustodyEntry) string { return c.Post }),
		"from":  exec.Of(required(t.dateTime), "Since when (起).", func(c projections.CustodyEntry) time.Time { return c.From }),
		"until": exec.Of(t.dateTime, "Until when (止); null while it lasts.", func(c projections.CustodyEntry) time.Time { return c.Until }),
		"basis": exec.Of(t.custodyBasis, "How the holder is known (持有依据).", func(c projections.CustodyEntry) any { return text(c.How) }),
	})
}

// eventsField is the history of a case, or of a case as it stood.
func (a *api) eventsField(t *types) *exec.Field {
	return &exec.Field{
		Type:  gql.NewList(required(t.event)),
		Price: &exec.Price{Own: 1, Sizes: []string{"first", "last"}, Size: defaultEvents},
		Args: gql.FieldConfigArgument{
			"first": {Type: t.integer, DefaultValue: defaultEvents, Description: "At most so many, up to 1000 (条数)."},
			"after": {Type: t.integer, Description: "Begins after this revision (版本)."},
			"last":  {Type: t.integer, Description: "Takes the newest so many instead of the first (最近条数), up to 1000."},
		},
		Description: "Its history (办理过程) in the order in which it was recorded.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			entries, err := a.entries(p, c)
			if err != nil {
				return nil, err
			}
			return window(entries, p.Args)
		},
	}
}

func (a *api) entries(p gql.ResolveParams, c *caseNode) ([]projections.TimelineEntry, error) {
	if c.past != nil {
		return pastEntries(c.past)
	}
	return c.batch.timeline(p.Context, c)
}

func pastEntries(h *casefile.History) ([]projections.TimelineEntry, error) {
	out := make([]projections.TimelineEntry, len(h.Records))
	for i := range h.Records {
		out[i] = projections.Told(h.Number, &h.Records[i])
	}
	return out, projections.MarkAmended(out)
}

// window cuts what the arguments ask for out of a whole history.
func window(entries []projections.TimelineEntry, args map[string]any) ([]*projections.TimelineEntry, error) {
	if after, ok := args["after"].(int); ok {
		i, _ := slices.BinarySearchFunc(entries, after+1, func(e projections.TimelineEntry, r int) int {
			return cmp.Compare(int(e.Revision), r)
		})
		entries = entries[i:]
	}
	for _, name := range []string{"first", "last"} {
		if n, ok := args[name].(int); ok && (n < 1 || n > maxEvents) {
			return nil, exec.BadInput("%s: want 1 to %d", name, maxEvents)
		}
	}
	if last, ok := args["last"].(int); ok {
		entries = entries[max(0, len(entries)-last):]
	} else if first, ok := args["first"].(int); ok {
		entries = entries[:min(first, len(entries))]
	}
	out := make([]*projections.TimelineEntry, len(entries))
	for i := range entries {
		out[i] = &entries[i]
	}
	return out, nil
}
