package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/supervision"
)

// cardPage is a page of cards, with the query that it answers.
type cardPage struct {
	supervision.Page
	query supervision.Query
}

// cardFields adds the queries for what supervision recorded, and gives each case
// its cards.
func (a *api) cardFields(t *types, fields exec.Fields) {
	status := enum("CardStatus", "Whether a card holds (状态).",
		choice{"STANDING", supervision.Standing, "有效: it stands."}, choice{"CANCELLED", supervision.Cancelled, "已撤销: it was cancelled, or an appeal was granted."})
	appeal := enum("CardAppeal", "How the appeal against a card stands (申诉).",
		choice{"PENDING", supervision.Pending, "申诉中: not decided."}, choice{"GRANTED", supervision.Granted, "申诉成立: the card is cancelled."},
		choice{"DISMISSED", supervision.Dismissed, "申诉不成立: it stands."})
	page := a.cardPageType(t, status, appeal)
	args := a.cardArgs(t, gql.FieldConfigArgument{
		"item":   {Type: gql.String, Description: "Only about this service item (事项)."},
		"case":   {Type: gql.String, Description: "Only about this case (办件编号)."},
		"number": {Type: gql.String, Description: "Only the card of this number (牌号)."},
		"colour": {Type: t.choices["CardColour"], Description: "What was raised (牌色)."},
		"rule":   {Type: gql.String, Description: "The occasion (监察点): `past_promise`, `illegal_fee`, …"},
		"status": {Type: status, Description: "Whether it holds (状态)."},
		"appeal": {Type: appeal, Description: "How the appeal stands (申诉)."},
		"first":  {Type: t.integer, Description: "How many, 1 to 100 (几条). Default 20."},
		"after":  {Type: t.position, Description: "Begins after the one of this ordinal (起游标)."},
	})
	fields["cards"] = &exec.Field{
		Type: page, Description: "Warnings and cards (预警、黄牌、红牌) in the order in which they were recorded.",
		Price: &exec.Price{Own: 10, Sizes: []string{"first"}, Size: defaultPage}, Args: args,
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := a.cardQuery(p)
			if err != nil {
				return nil, err
			}
			return a.listed(p, q)
		},
	}
	a.measuresField(t, fields)
	t.Add(t.caseObject, "cards", &exec.Field{
		Type: page, Description: "Warnings and cards about the case (预警亮牌), as known now, in the order in which they were recorded; the first hundred.",
		Price: &exec.Price{Own: 5, Size: 3},
		Resolve: func(p gql.ResolveParams) (any, error) {
			return a.listed(p, supervision.Query{Case: p.Source.(*caseNode).Number, From: workdays.NoDate, To: workdays.NoDate, First: maxPage})
		},
	})
}

func (a *api) listed(p gql.ResolveParams, q supervision.Query) (any, error) {
	got, err := supervision.List(p.Context, a.views, q)
	return &cardPage{got, q}, err
}

// cardArgs adds unit, dates and knowledge to arguments.
func (a *api) cardArgs(t *types, args gql.FieldConfigArgument) gql.FieldConfigArgument {
	args["org"] = &gql.ArgumentConfig{Type: gql.String, Description: "Responsible is this organisation, or one below it on the day `to`, or by the latest tree (责任单位)."}
	args["orgOnly"] = &gql.ArgumentConfig{Type: gql.Boolean, Description: "Only the organisation itself (不含下级)."}
	args["from"] = &gql.ArgumentConfig{Type: t.date, Description: "First local date (起), inclusive: on which cards fell due, or measures were taken."}
	args["to"] = &gql.ArgumentConfig{Type: t.date, Description: "Last local date (止), inclusive."}
	args["knownAt"] = &gql.ArgumentConfig{Type: t.position, Description: "Leaves out what was recorded after this record, named by its ordinal (当时所知); default all."}
	return args
}

func (a *api) cardQuery(p gql.ResolveParams) (q supervision.Query, err error) {
	q = supervision.Query{From: dateArg(p.Args, "from"), To: dateArg(p.Args, "to")}
	if q.From != workdays.NoDate && q.To != workdays.NoDate && q.To < q.From {
		return q, exec.BadInput("the period ends before it begins")
	}
	q.Item, _ = p.Args["item"].(string)
	q.Case, _ = p.Args["case"].(string)
	q.Number, _ = p.Args["number"].(string)
	q.Colour, _ = p.Args["colour"].(string)
	q.Rule, _ = p.Args["rule"].(string)
	q.Status, _ = p.Args["status"].(supervision.Status)
	q.Appeal, _ = p.Args["appeal"].(supervision.Appeal)
	if at, ok := p.Args["knownAt"].(ledger.Position); ok {
		q.KnownAt = uint64(at)
	}
	if after, ok := p.Args["after"].(ledger.Position); ok {
		q.After = uint64(after)
	}
	if q.First, err = firstArg(p); err != nil {
		return q, err
	}
	if org, ok := p.Args["org"].(string); ok {
		directory, err := a.views.Directory(p.Context, ledger.Position(q.KnownAt))
		if err != nil {
			return q, err
		}
		only, _ := p.Args["orgOnly"].(bool)
		q.Under(directory, org, only)
	}
	return q, nil
}

func (a *api) cardPageType(t *types, status, appeal *gql.Enum) *gql.Object {
	of := t.Object("Card", "A warning or card (预警、黄牌、红牌). It is never rewritten: what becomes of it is recorded beside it.", exec.Fields{
		"number":       exec.Of(required(gql.String), "Its number (牌号), which follows from what it is about.", func(c *supervision.Card) string { return c.Number }),
		"ordinal":      exec.Of(required(t.position), "Ordinal of its record (序号).", func(c *supervision.Card) any { return ledger.Position(c.Ordinal) }),
		"colour":       exec.Of(required(t.choices["CardColour"]), "What was raised (牌色).", func(c *supervision.Card) any { return text(c.Colour) }),
		"rule":         exec.Of(required(gql.String), "The occasion (监察点): `past_promise`, `illegal_fee`, …", func(c *supervision.Card) string { return c.Rule }),
		"policy":       exec.Of(required(gql.String), "The version of the rules that raised it (规则版本).", func(c *supervision.Card) string { return c.Policy }),
		"org":          exec.Of(required(gql.String), "Responsible unit (责任单位).", func(c *supervision.Card) string { return c.Org }),
		"case":         exec.Of(gql.String, "Number of the case (办件编号); null where it is about a unit.", func(c *supervision.Card) string { return c.Case }),
		"item":         exec.Of(gql.String, "Service item of the case (事项).", func(c *supervision.Card) string { return c.Item }),
		"cause":        exec.Of(gql.String, "Which of several of the case (事由): a part, a notice, a revision; of a unit, the month.", func(c *supervision.Card) string { return c.Cause }),
		"due":          exec.Of(t.date, "The last day of the limit that it is about (时限).", func(c *supervision.Card) any { return day(c.Due) }),
		"fellAt":       exec.Of(required(t.dateTime), "When it fell due by the rule (触发时间).", func(c *supervision.Card) time.Time { return c.Fell }),
		"recordedAt":   exec.Of(required(t.dateTime), "When it was recorded (登记时间).", func(c *supervision.Card) time.Time { return c.Recorded }),
		"status":       exec.Of(required(status), "Whether it holds (状态).", func(c *supervision.Card) any { return c.Status() }),
		"cancelledAt":  exec.Of(t.dateTime, "When it was cancelled (撤牌时间).", func(c *supervision.Card) time.Time { return c.CancelledAt }),
		"cancelReason": exec.Of(gql.String, "Class of the reason (撤牌理由); null where an appeal was granted.", func(c *supervision.Card) string { return c.CancelReason }),
		"cancelCause":  exec.Of(gql.String, "The publication that took its ground away (撤牌原因).", func(c *supervision.Card) string { return c.CancelCause }),
		"appeal":       exec.Of(appeal, "How the appeal stands (申诉); null where there was none.", func(c *supervision.Card) any { return appealOf(c.Appeal()) }),
		"appealedAt":   exec.Of(t.dateTime, "When there was an appeal (申诉时间).", func(c *supervision.Card) time.Time { return c.AppealedAt }),
		"ground":       exec.Of(gql.String, "Class of its ground (申诉理由).", func(c *supervision.Card) string { return c.Ground }),
		"decidedAt":    exec.Of(t.dateTime, "When it was decided (决定时间).", func(c *supervision.Card) time.Time { return c.DecidedAt }),
		"basis":        exec.Of(gql.String, "What the decision rests on (依据).", func(c *supervision.Card) string { return c.Basis }),
		"rectifyBy":    exec.Of(t.date, "The day by which it is to be put right (整改期限).", func(c *supervision.Card) any { return day(c.RectifyBy) }),
		"verifiedAt":   exec.Of(t.dateTime, "When that was verified (整改核查时间).", func(c *supervision.Card) time.Time { return c.VerifiedAt }),
		"result":       exec.Of(t.choices["RectificationResult"], "What the verification found (整改核查结果).", func(c *supervision.Card) any { return text(string(c.Result)) }),
	})
	group := t.Object("CardCount", "How many cards share a unit, a colour, an occasion, a status and how the appeal stands (分组计数).", exec.Fields{
		"org":    exec.Of(required(gql.String), "Responsible unit (责任单位).", func(g *supervision.Group) string { return g.Org }),
		"colour": exec.Of(required(t.choices["CardColour"]), "What was raised (牌色).", func(g *supervision.Group) any { return text(g.Colour) }),
		"rule":   exec.Of(required(gql.String), "The occasion (监察点).", func(g *supervision.Group) string { return g.Rule }),
		"status": exec.Of(required(status), "Whether they hold (状态).", func(g *supervision.Group) any { return g.Status }),
		"appeal": exec.Of(appeal, "How the appeals stand (申诉); null where there was none.", func(g *supervision.Group) any { return appealOf(g.Appeal) }),
		"count":  exec.Of(required(t.integer), "How many (件数).", func(g *supervision.Group) any { return g.Count }),
	})
	return t.Object("CardPage", "A page of warnings and cards (预警亮牌列表).", byOrdinals(t, exec.Fields{
		"nodes": exec.Of(listOf(of), "In the order in which they were recorded (列表项).", func(p *cardPage) any { return p.Cards }).Costs(exec.Price{}),
		"totalCount": {Type: t.integer, Description: "How many in the whole list (总数).", Price: &exec.Price{Own: 5},
			Resolve: func(p gql.ResolveParams) (any, error) {
				return supervision.Total(p.Context, a.views, p.Source.(*cardPage).query)
			}},
		"counts": {Type: gql.NewList(required(group)), Description: "The whole list counted (分组计数), at most 1000 groups.", Price: &exec.Price{Own: 10, Size: 40},
			Resolve: func(p gql.ResolveParams) (any, error) {
				out, err := supervision.Counts(p.Context, a.views, p.Source.(*cardPage).query)
				return pointers(out), err
			}},
	}, func(p *cardPage) (bool, uint64, uint64) {
		return p.More, lastOf(p.Cards, func(c **supervision.Card) uint64 { return (*c).Ordinal }), p.At
	}))
}

func (a *api) measuresField(t *types, fields exec.Fields) {
	measure := t.Object("MeasureCount", "How many measures of one class were taken in one unit (责任追究统计). In public there are counts only.", exec.Fields{
		"org":   exec.Of(required(gql.String), "Unit (单位).", func(m *supervision.Measure) string { return m.Org }),
		"class": exec.Of(required(gql.String), "Class (措施): `off_post` 待岗, `talk` 约谈, `criticism` 通报批评, …", func(m *supervision.Measure) string { return m.Class }),
		"count": exec.Of(required(t.integer), "How many (次数).", func(m *supervision.Measure) any { return m.Count }),
	})
	fields["measures"] = &exec.Field{
		Type: gql.NewList(required(measure)), Description: "Measures against those responsible (责任追究), counted by unit and class; at most 1000 groups.",
		Price: &exec.Price{Own: 10, Size: 20}, Args: a.cardArgs(t, gql.FieldConfigArgument{}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := a.cardQuery(p)
			if err != nil {
				return nil, err
			}
			got, err := supervision.Measures(p.Context, a.views, q)
			return pointers(got), err
		},
	}
}

// appealOf is how an appeal stands, or null for none.
func appealOf(a supervision.Appeal) any {
	if a == supervision.NoAppeal {
		return nil
	}
	return a
}
