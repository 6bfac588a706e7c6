package graphql

import (
	"fmt"
	"slices"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// maxPage bounds one page of cases, defaultPage is its size where neither
// first nor last is given.
const maxPage, defaultPage = 100, 20

// caseEdge is one case of a page with its cursor.
type caseEdge struct {
	cursor string
	node   *caseNode
}

// casePage is one page of cases.
type casePage struct {
	projections.CasePage
	nodes []*caseNode
}

func (t *types) connectionType() {
	edge := t.Object("CaseEdge", "A case in a page (列表项).", exec.Fields{
		"cursor": exec.Of(required(gql.String), "Opaque place of this case in the listing, for `after` and `before` (游标).", func(e caseEdge) any { return e.cursor }),
		"node":   exec.Of(required(t.caseObject), "The case (办件).", func(e caseEdge) any { return e.node }),
	})
	info := t.Object("PageInfo", "Where a page stands in its listing (分页信息).", exec.Fields{
		"hasNextPage":     exec.Of(required(gql.Boolean), "More follows (有下一页).", func(p *casePage) any { return p.HasNext }),
		"hasPreviousPage": exec.Of(required(gql.Boolean), "More comes before (有上一页).", func(p *casePage) any { return p.HasPrev }),
		"startCursor":     exec.Of(gql.String, "Cursor of the first row (首游标).", func(p *casePage) any { return p.cursor(0) }),
		"endCursor":       exec.Of(gql.String, "Cursor of the last row (尾游标).", func(p *casePage) any { return p.cursor(len(p.Cursors) - 1) }),
	})
	t.connection = t.Object("CaseConnection", "One page of a listing of cases (办件列表).", exec.Fields{
		"edges":      exec.Of(listOf(edge), "The cases with their cursors (列表项).", (*casePage).edges).Costs(exec.Price{}),
		"nodes":      exec.Of(listOf(t.caseObject), "The cases (办件).", func(p *casePage) any { return p.nodes }).Costs(exec.Price{}),
		"pageInfo":   exec.Of(required(info), "Where the page stands (分页信息).", func(p *casePage) any { return p }),
		"totalCount": exec.Of(t.integer, "Cases in the whole listing (总数). Counted only if it is selected.", func(p *casePage) any { return p.total() }),
		"position":   exec.Of(required(t.position), "Ledger position at which the page stands (账本位置).", func(p *casePage) any { return p.Position }),
	})
}

func (p *casePage) cursor(i int) any {
	if i < 0 || i >= len(p.Cursors) {
		return nil
	}
	return p.Cursors[i]
}

func (p *casePage) edges() any {
	out := make([]caseEdge, len(p.nodes))
	for i, n := range p.nodes {
		out[i] = caseEdge{p.Cursors[i], n}
	}
	return out
}

func (p *casePage) total() any {
	if p.Total < 0 {
		return nil
	}
	return p.Total
}

func (t *types) filterTypes() {
	population := func() gql.InputObjectConfigFieldMap {
		return gql.InputObjectConfigFieldMap{
			"org":     {Type: gql.String, Description: "Accepting unit (受理部门)."},
			"item":    {Type: gql.String, Description: "Service item (事项)."},
			"kind":    {Type: t.kind, Description: "Kind of case (办件类型)."},
			"channel": {Type: gql.String, Description: "Channel of acceptance (办理渠道)."},
			"officer": {Type: gql.String, Description: "Responsible post of the acceptance (责任岗位)."},
		}
	}
	counted := population()
	counted["org"].Description = "Accepting organisation, and all below it as of acceptance (受理部门)."
	counted["orgOnly"] = field(gql.Boolean, "Without what stands below: of `org`, or of each that a ranking by ORG compares (仅本级).")
	counted["handling"] = field(t.handling, "Handled so (办理方式).")
	counted["routing"] = field(t.routing, "Routed so (办理路径).")
	counted["intake"] = field(t.intake, "Taken in so (受理结果).")
	counted["level"] = field(gql.String, "Level of the item's version on the day of acceptance, or else of the organisation (层级).")
	counted["class"] = field(gql.String, "Class of matter of the item's version on the day of acceptance (事项类别).")
	counted["tag"] = field(gql.String, "The item's version on the day of acceptance has this tag, among others (标签).")
	t.population = gql.NewInputObject(gql.InputObjectConfig{Name: "Population", Fields: counted,
		Description: "Which cases a figure is about (统计范围). What is not given selects all. Cases count under the unit, item, channel and post of their acceptance, and under the organisations above the unit then."})
	fields := population()
	fields["status"] = &gql.InputObjectFieldConfig{Type: gql.NewList(required(t.status)), Description: "Any of these (办件状态)."}
	fields["overdue"] = &gql.InputObjectFieldConfig{Type: gql.Boolean, Description: "Closed late, or open past its limit (超时), at `overdueAt`."}
	fields["overdueAt"] = &gql.InputObjectFieldConfig{Type: t.dateTime, Description: "The instant that `overdue` and `overdueUnexplained` are about (判断时刻); default now."}
	fields["overdueUnexplained"] = field(gql.Boolean, "Overdue at `overdueAt`, and nobody has said in public why (超时未公开说明理由, 722号令36); false are all others.")
	fields["acceptedFrom"] = &gql.InputObjectFieldConfig{Type: t.date, Description: "First local date of acceptance (受理日期起), inclusive."}
	fields["acceptedTo"] = &gql.InputObjectFieldConfig{Type: t.date, Description: "Last local date of acceptance (受理日期止), inclusive."}
	fields["numberPrefix"] = &gql.InputObjectFieldConfig{Type: gql.String, Description: "The case number begins with this (编号前缀)."}
	fields["anomaly"] = &gql.InputObjectFieldConfig{Type: t.anomaly, Description: "Shows this anomaly (时间异常)."}
	fields["deviation"] = field(t.deviation, "Shows this deviation (偏离).")
	fields["handling"] = field(t.handling, "Handled so (办理方式).")
	fields["routing"] = field(t.routing, "Routed so (办理路径).")
	fields["intake"] = field(t.intake, "Taken in so (受理结果).")
	fields["label"] = field(gql.NewInputObject(gql.InputObjectConfig{Name: "LabelFilter", Description: "A kind under a published scheme (办件类型).", Fields: gql.InputObjectConfigFieldMap{
		"scheme": field(required(t.scheme), "The scheme (类型体系)."),
		"kind":   field(required(t.kind), "The kind (办件类型); OTHER are the cases that the scheme has no kind for."),
	}}), "Is of this kind under a published scheme (办件类型).")
	fields["openBook"] = field(gql.Boolean, "Stands in the open book (未销号), or does not.")
	t.caseFilter = gql.NewInputObject(gql.InputObjectConfig{Name: "CaseFilter", Fields: fields, Description: "Which cases to list (筛选条件). All that is given must hold."})
}

func (a *api) casesField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.connection, Description: "Lists cases (办件列表), page by page, as Relay connections do.",
		Price: &exec.Price{Own: 5, Sizes: []string{"first", "last"}, Size: defaultPage},
		Args: gql.FieldConfigArgument{
			"filter":    {Type: t.caseFilter, Description: "Which cases (筛选条件)."},
			"order":     {Type: t.caseOrder, DefaultValue: projections.ByAccepted, Description: "In which order (排序)."},
			"direction": {Type: t.direction, DefaultValue: false, Description: "In which direction (升降序)."},
			"first":     {Type: t.integer, Description: "Cases from the front, 1 to 100 (前几条). Default 20."},
			"after":     {Type: gql.String, Description: "Begins after this cursor (起游标)."},
			"last":      {Type: t.integer, Description: "Cases from the back, 1 to 100 (后几条)."},
			"before":    {Type: gql.String, Description: "Ends before this cursor (止游标)."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := a.caseQuery(p)
			if err != nil {
				return nil, err
			}
			page, err := a.views.Cases(p.Context, q)
			if err != nil {
				return nil, err
			}
			return &casePage{page, a.nodes(page.Rows)}, nil
		},
	}
}

func (a *api) caseQuery(p gql.ResolveParams) (q projections.CaseQuery, err error) {
	filter, _ := p.Args["filter"].(map[string]any)
	q.Filter = population(filter)
	statuses, _ := filter["status"].([]any)
	for _, s := range statuses {
		if s := s.(casefile.Status); !slices.Contains(q.Status, s) {
			q.Status = append(q.Status, s)
		}
	}
	overdue, isOverdue := filter["overdue"].(bool)
	unexplained, isUnexplained := filter["overdueUnexplained"].(bool)
	if isOverdue {
		q.Overdue = &overdue
	}
	if isUnexplained {
		q.OverdueUnexplained = &unexplained
	}
	if at, ok := filter["overdueAt"].(time.Time); ok {
		q.OverdueAt = at
	} else if isOverdue || isUnexplained {
		q.OverdueAt = a.now(p)
	}
	q.AcceptedFrom, q.AcceptedTo = dateArg(filter, "acceptedFrom"), dateArg(filter, "acceptedTo")
	q.NumberPrefix, _ = filter["numberPrefix"].(string)
	q.Anomaly, _ = filter["anomaly"].(casefile.Anomaly)
	q.Deviation, _ = filter["deviation"].(casefile.Deviation)
	q.Handling, q.Routing = chosen[casefile.Handling](filter["handling"]), chosen[casefile.Routing](filter["routing"])
	q.Intake, _ = filter["intake"].(casefile.Intake)
	if label, ok := filter["label"].(map[string]any); ok {
		q.Label.Scheme, _ = label["scheme"].(casefile.Scheme)
		q.Label.Kind, _ = label["kind"].(casefile.Kind)
	}
	if open, ok := filter["openBook"].(bool); ok {
		q.OpenBook = &open
	}
	q.Order, _ = p.Args["order"].(projections.Order)
	q.Descending, _ = p.Args["direction"].(bool)
	q.After, _ = p.Args["after"].(string)
	q.Before, _ = p.Args["before"].(string)
	first, isFirst := p.Args["first"].(int)
	last, isLast := p.Args["last"].(int)
	switch {
	case isFirst && isLast:
		return q, exec.BadInput("cases: give first or last, not both")
	case isFirst && (first < 1 || first > maxPage), isLast && (last < 1 || last > maxPage):
		return q, exec.BadInput("cases: first and last take 1 to %d", maxPage)
	case !isFirst && !isLast:
		first = defaultPage
	}
	q.First, q.Last = first, last
	q.CountTotal = exec.Selects(p.Info, "totalCount")
	return q, nil
}

// population reads a Population, or the part of a CaseFilter that is one.
func population(filter map[string]any) (f projections.Filter) {
	for name, to := range map[string]**string{"org": &f.Org, "item": &f.Item, "channel": &f.Channel, "officer": &f.Officer} {
		if s, ok := filter[name].(string); ok {
			*to = &s
		}
	}
	if k, ok := filter["kind"].(casefile.Kind); ok {
		s := string(k)
		f.Kind = &s
	}
	return f
}

// facets reads what a Population has besides.
func facets(filter map[string]any) (f projections.Facets) {
	f.OrgOnly, _ = filter["orgOnly"].(bool)
	for name, to := range map[string]**string{"handling": &f.Handling, "routing": &f.Routing, "intake": &f.Intake, "level": &f.Level, "class": &f.Class, "tag": &f.Tag} {
		if v := filter[name]; v != nil {
			s := fmt.Sprint(v) // text, or a choice, which is one
			*to = &s
		}
	}
	return f
}

// chosen is an action's choice, whose enum has the stored values.
func chosen[T ~string](v any) T {
	s, _ := v.(string)
	return T(s)
}

func dateArg(args map[string]any, name string) workdays.Date {
	if d, ok := args[name].(workdays.Date); ok {
		return d
	}
	return workdays.NoDate
}
