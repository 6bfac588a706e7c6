package graphql

import (
	"context"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/late"
	"caseledger/projections/statements"
)

// lateFields adds the queries for what was recorded late.
func (a *api) lateFields(t *types, fields exec.Fields) {
	entry := t.Object("LateEntry", "A record of a case that was recorded a working day or more after it happened (补录).", exec.Fields{
		"ordinal":    exec.Of(required(t.position), "Ordinal of the record (序号): 1, 2, 3, … in ledger order.", func(e *lateEntry) any { return ledger.Position(e.Ordinal) }),
		"case":       exec.Of(required(gql.String), "Number of its case (办件编号).", func(e *lateEntry) string { return e.Number }),
		"revision":   exec.Of(required(t.integer), "Its revision in the history of the case (版本).", func(e *lateEntry) any { return int(e.Revision) }),
		"type":       exec.Of(required(gql.String), "Type of the record (类型): `case.accepted/1`.", func(e *lateEntry) string { return e.Type }),
		"post":       exec.Of(gql.String, "Acting post (岗位).", func(e *lateEntry) string { return e.Post }),
		"org":        exec.Of(required(gql.String), "Accepting organisation of the case (受理部门).", func(e *lateEntry) string { return e.Org }),
		"occurred":   exec.Of(required(t.dateTime), "When it happened (发生时间).", func(e *lateEntry) time.Time { return e.Occurred }),
		"recorded":   exec.Of(required(t.dateTime), "When it was recorded (登记时间).", func(e *lateEntry) time.Time { return e.Recorded }),
		"recordedOn": exec.Of(t.date, "Local date of `recorded` (登记日期).", func(e *lateEntry) any { return day(e.RecordedOn) }),
		"lag":        exec.Of(required(t.integer), "Working days from the one date to the other (滞后工作日).", func(e *lateEntry) any { return e.Days }),
		"batch":      exec.Of(t.position, "The batch that it is part of (批次), named by the ordinal of its first entry; null for none.", func(e *lateEntry) any { return batchOf(&e.Entry) }),
		"published":  exec.Of(listOf(gql.String), "Statements that had been frozen when it was recorded, and whose figures it may have changed (已公布报表): `2024-05` of the whole, `2024-05.ORG` of its organisation.", func(e *lateEntry) any { return e.published }).Costs(few),
	})
	page := t.Object("LateEntryPage", "A page of late entries (补录列表).", byOrdinals(t, exec.Fields{
		"nodes": exec.Of(listOf(entry), "The entries in ledger order (补录).", func(p *latePage) any { return pointers(p.entries) }).Costs(exec.Price{}),
	}, func(p *latePage) (bool, uint64, uint64) {
		return p.More, lastOf(p.Entries, func(e *late.Entry) uint64 { return e.Ordinal }), p.At
	}))
	fields["lateEntries"] = &exec.Field{
		Type: page, Description: "What was recorded late (补录), in ledger order. Corrections and voidings are none: they are told as amendments.",
		Price: &exec.Price{Own: 10, Sizes: []string{"first"}, Size: defaultPage},
		Args: a.periodOf(t, gql.FieldConfigArgument{
			"minLag":    {Type: t.integer, Description: "Shortest lag in working days (最短滞后). Default 1."},
			"batchOnly": {Type: gql.Boolean, Description: "Only what is part of a batch (仅批量补录)."},
			"first":     {Type: t.integer, Description: "How many, 1 to 100 (几条). Default 20."},
			"after":     {Type: t.position, Description: "Begins after the entry of this ordinal (起游标)."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := lateQuery(p)
			if err != nil {
				return nil, err
			}
			return a.latePage(p.Context, q)
		},
	}
	a.lateSummaryField(t, fields)
}

func (a *api) lateSummaryField(t *types, fields exec.Fields) {
	total := t.Object("LateTotal", "Late entries of one organisation and class of lag (补录统计).", exec.Fields{
		"org":     exec.Of(required(gql.String), "Accepting organisation of the cases (受理部门).", func(x *late.Total) string { return x.Org }),
		"lag":     exec.Of(required(gql.String), "Class of lag in working days (滞后): `1`, `2-5`, `6-20`, `21+`.", func(x *late.Total) string { return x.Class.Name }),
		"records": exec.Of(required(t.integer), "Late entries (补录条数).", func(x *late.Total) any { return x.Records }),
		"batched": exec.Of(required(t.integer), "Of these, in batches (其中批量补录).", func(x *late.Total) any { return x.Batched }),
		"longest": exec.Of(required(t.integer), "Longest lag in working days (最长滞后).", func(x *late.Total) any { return x.Longest }),
	})
	batch := t.Object("LateBatch", "Late entries of ten or more cases of one organisation within ten minutes (批量补录).", exec.Fields{
		"batch":   exec.Of(required(t.position), "Ordinal of its first entry (批次).", func(b *late.Batch) any { return ledger.Position(b.ID) }),
		"org":     exec.Of(required(gql.String), "Accepting organisation of the cases (受理部门).", func(b *late.Batch) string { return b.Org }),
		"begun":   exec.Of(required(t.dateTime), "When the first entry was recorded (首条登记).", func(b *late.Batch) time.Time { return b.Begun }),
		"ended":   exec.Of(required(t.dateTime), "When the last one was (末条登记).", func(b *late.Batch) time.Time { return b.Ended }),
		"records": exec.Of(required(t.integer), "Entries (条数).", func(b *late.Batch) any { return b.Records }),
		"cases":   exec.Of(required(t.integer), "Cases (办件数).", func(b *late.Batch) any { return b.Cases }),
	})
	summary := t.Object("LateSummary", "Late entries counted (补录统计).", exec.Fields{
		"totals":  exec.Of(listOf(total), "By organisation and class of lag; what is not there is 0 (各部门).", func(s *late.Summary) any { return pointers(s.Totals) }).Costs(exec.Price{Size: 40}),
		"batches": exec.Of(required(t.integer), "Batches that began in the period (批量补录批数).", func(s *late.Summary) any { return s.Batches }),
		"knownAt": exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(s *late.Summary) any { return ledger.Position(s.At) }),
	})
	fields["lateSummary"] = &exec.Field{
		Type: summary, Description: "Late entries (补录) by organisation and lag.", Price: &exec.Price{Own: 20}, Args: a.periodOf(t, nil),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := lateQuery(p)
			if err != nil {
				return nil, err
			}
			got, err := late.Summarize(p.Context, a.views, q)
			return &got, err
		},
	}
	fields["lateBatches"] = &exec.Field{
		Type: gql.NewList(required(batch)), Description: "Batches of late entries (批量补录) that began in the period, in ledger order.",
		Price: &exec.Price{Own: 10, Sizes: []string{"first"}, Size: defaultPage},
		Args: a.periodOf(t, gql.FieldConfigArgument{
			"first": {Type: t.integer, Description: "How many, 1 to 100 (几条). Default 20."},
			"after": {Type: t.position, Description: "Begins after this batch (起游标)."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := lateQuery(p)
			if err != nil {
				return nil, err
			}
			got, err := late.Batches(p.Context, a.views, q)
			return pointers(got), err
		},
	}
}

// latePage is a page of entries, each with the statements that it may have changed.
type latePage struct {
	late.Page
	entries []lateEntry
}

type lateEntry struct {
	late.Entry
	published []string
}

func (a *api) latePage(ctx context.Context, q late.Query) (*latePage, error) {
	page, err := late.Entries(ctx, a.views, q)
	if err != nil || len(page.Entries) == 0 {
		return &latePage{Page: page}, err
	}
	list, err := statements.List(ctx, a.views)
	out := &latePage{Page: page}
	for _, e := range page.Entries {
		out.entries = append(out.entries, lateEntry{e, statements.Published(list, e.Org, e.Ordinal, e.Occurred)})
	}
	return out, err
}

// periodOf adds organisation and dates to arguments.
func (a *api) periodOf(t *types, args gql.FieldConfigArgument) gql.FieldConfigArgument {
	if args == nil {
		args = gql.FieldConfigArgument{}
	}
	args["org"] = &gql.ArgumentConfig{Type: gql.String, Description: "Only cases accepted by this organisation (受理部门)."}
	args["from"] = &gql.ArgumentConfig{Type: t.date, Description: "First local date of recording (登记日期起), inclusive."}
	args["to"] = &gql.ArgumentConfig{Type: t.date, Description: "Last local date of recording (登记日期止), inclusive."}
	return args
}

func lateQuery(p gql.ResolveParams) (q late.Query, err error) {
	q = late.Query{Org: textArg(p, "org"), From: dateArg(p.Args, "from"), To: dateArg(p.Args, "to")}
	q.MinDays, _ = p.Args["minLag"].(int)
	q.BatchOnly, _ = p.Args["batchOnly"].(bool)
	if after, ok := p.Args["after"].(ledger.Position); ok {
		q.After = uint64(after)
	}
	if q.First, err = firstArg(p); err != nil {
		return q, err
	}
	if q.From != workdays.NoDate && q.To != workdays.NoDate && q.To < q.From {
		return q, exec.BadInput("the period ends before it begins")
	}
	return q, nil
}

func batchOf(e *late.Entry) any {
	if e.Batch == 0 {
		return nil
	}
	return ledger.Position(e.Batch)
}
