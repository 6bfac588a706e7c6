package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/projections"
)

// workRow is a row of the worklist.
type workRow struct {
	*projections.WorklistRow
	node *caseNode
}

// workPage is a page of the worklist.
type workPage struct {
	projections.WorklistPage
	at   time.Time
	rows []*workRow
}

func (p *workPage) end() string {
	if len(p.rows) == 0 {
		return ""
	}
	return p.rows[len(p.rows)-1].Cursor
}

// worklistField is the worklist. Only schemas of clerks have it: of each case
// the public sees limit and days, the list of what to push on is the staff's.
func (a *api) worklistField(t *types) *exec.Field {
	row := t.Object("WorklistRow", "An open case with the working days that are left (督办清单项).", exec.Fields{
		"case":          exec.Of(required(t.caseObject), "The case (办件), with holder and last step.", func(r *workRow) any { return r.node }),
		"remainingDays": exec.Of(required(t.integer), "Working days left when the day has ended (剩余工作日): 0 on the due date, negative by those since; while the clock stands still what will be left when it runs again.", func(r *workRow) any { return r.Remaining }),
		"overdue":       exec.Of(required(gql.Boolean), "Whether it is past its limit (超时).", func(r *workRow) any { return r.Overdue }),
		"provisional":   exec.Of(required(gql.Boolean), "The days rest on a calendar that is not published yet (暂定).", func(r *workRow) any { return r.Provisional }),
		"cursor":        exec.Of(required(gql.String), "Opaque place of the row, for `after` (游标).", func(r *workRow) any { return r.Cursor }),
	})
	page := t.Object("Worklist", "One page of the worklist (督办清单).", exec.Fields{
		"at":          exec.Of(required(t.dateTime), "The instant for which days are counted (截至时刻).", func(p *workPage) time.Time { return p.at }),
		"rows":        exec.Of(listOf(row), "Overdue ones first, then those with the least time left (办件).", func(p *workPage) any { return p.rows }).Costs(exec.Price{}),
		"hasNextPage": exec.Of(required(gql.Boolean), "More follows (有下一页).", func(p *workPage) any { return p.HasNext }),
		"endCursor":   exec.Of(gql.String, "Cursor of the last row (尾游标).", (*workPage).end),
		"position":    exec.Of(required(t.position), "Ledger position as of which the cases are open (账本位置).", func(p *workPage) any { return p.Position }),
	})
	return &exec.Field{
		Type: page, Description: "The open cases that have a limit, with the days that are left (督办清单): overdue ones first, then by due time, last those whose clock stands still.",
		Price: &exec.Price{Own: 10, Sizes: []string{"first"}, Size: defaultPage},
		Args: gql.FieldConfigArgument{
			"at":          {Type: t.dateTime, Description: "Count days for this instant (时刻); default now. The cases are those that are open now."},
			"org":         {Type: gql.String, Description: "Accepted by this organisation, or by one below it on that day (受理部门)."},
			"officer":     {Type: gql.String, Description: "Of this responsible post (责任岗位)."},
			"item":        {Type: gql.String, Description: "Of this service item (事项)."},
			"overdueOnly": {Type: gql.Boolean, Description: "Only what is past its limit (仅超时)."},
			"first":       {Type: t.integer, Description: "How many, 1 to 100 (几条). Default 20."},
			"after":       {Type: gql.String, Description: "Begins after this cursor (起游标)."},
		},
		Resolve: a.resolveWorklist,
	}
}

func (a *api) resolveWorklist(p gql.ResolveParams) (any, error) {
	q := projections.WorklistQuery{Org: textArg(p, "org"), Officer: textArg(p, "officer"), Item: textArg(p, "item")}
	q.OverdueOnly, _ = p.Args["overdueOnly"].(bool)
	q.After, _ = p.Args["after"].(string)
	var err error
	if q.First, err = firstArg(p); err != nil {
		return nil, err
	}
	var given bool
	if q.At, given = p.Args["at"].(time.Time); !given {
		q.At = a.now(p)
	}
	got, err := a.views.Worklist(p.Context, q)
	if err != nil {
		return nil, err
	}
	list := make([]projections.Summary, len(got.Rows))
	for i := range got.Rows {
		list[i] = got.Rows[i].Summary
	}
	out := &workPage{WorklistPage: got, at: q.At}
	for i, node := range a.nodes(list) {
		out.rows = append(out.rows, &workRow{&got.Rows[i], node})
	}
	return out, nil
}

// worklistFields adds the worklist to what can be asked and followed.
func (a *api) worklistFields(t *types, query, subscription *gql.Object) {
	asked := a.worklistField(t)
	pushed := *asked
	pushed.Description = "The worklist (督办清单), now and whenever a row of the page changes, once a second at most."
	a.waiting(t, asked)
	t.Add(query, "worklist", asked)
	t.Add(subscription, "worklist", &pushed)
}
