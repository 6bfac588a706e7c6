package graphql

import (
	"strconv"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/projections/statements"
)

// comparisonFields adds to a statement what it is held against: other months, and
// what is known since.
func (a *api) comparisonFields(t *types, edition *gql.Object) {
	comparison := t.Object("Comparison", "A count held against its base (同比、环比、占比).", exec.Fields{
		"id":        exec.Of(required(gql.String), "Which (定义): year_on_year 同比, month_on_month 环比, share 占比.", func(c *statements.Comparison) string { return c.ID }),
		"version":   exec.Of(required(t.integer), "Version of its definition (定义版本).", func(c *statements.Comparison) any { return c.Version }),
		"figure":    exec.Of(required(gql.String), "Id of the figure that is compared (指标代码).", func(c *statements.Comparison) string { return c.Figure }),
		"kind":      exec.Of(gql.String, "Of a share the kind of case (办件类型).", func(c *statements.Comparison) string { return c.Key }),
		"numerator": exec.Of(required(gql.String), "Of a change by how much it grew (增减数), of a share the cases of the kind.", func(c *statements.Comparison) string { return strconv.FormatInt(c.Numerator, 10) }),
		"base":      exec.Of(required(gql.String), "What it is held against (基数).", func(c *statements.Comparison) string { return strconv.FormatInt(c.Base, 10) }),
		"against":   exec.Of(required(gql.String), "Month of the base (对比期).", func(c *statements.Comparison) string { return string(c.Against) }),
		"value":     exec.Of(gql.String, "In per cent, two decimals, half up (数值); null where the base is 0.", func(c *statements.Comparison) any { return orNull(c.Value) }),
	})
	t.Add(edition, "comparisons", &exec.Field{
		Type: listOf(comparison), Price: &exec.Price{Own: 600, Size: 12},
		Description: "Its counts against the year and the month before, and the shares of kinds (同比、环比、占比), as known at its record.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			_, list, err := a.compared(p)
			return pointers(list), err
		},
	})
	t.Add(edition, "bulletin", &exec.Field{
		Type: required(gql.String), Price: &exec.Price{Own: 700},
		Description: "The monthly bulletin as text (月度通报); each of its claims follows from numbers beside it.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			rows, list, err := a.compared(p)
			return statements.Bulletin(p.Source.(*statements.Edition).Scope, rows, list), err
		},
	})
	t.Add(edition, "restatement", a.restatementField(t))
}

// compared are the rows of the statement that is asked, and what they are held
// against.
func (a *api) compared(p gql.ResolveParams) ([]statements.Row, []statements.Comparison, error) {
	e := p.Source.(*statements.Edition)
	rows, err := statements.Frozen(p.Context, a.views, e.Scope, e.Frozen)
	if err != nil {
		return nil, nil, err
	}
	list, err := statements.Comparisons(p.Context, a.views, e.Scope, e.Frozen, rows)
	return rows, list, err
}

// restated is what is known otherwise than a statement says.
type restated struct {
	list []statements.Change
	more bool
	at   uint64
}

// restatementField is what changed of a statement, and by which records.
func (a *api) restatementField(t *types) *exec.Field {
	cause := t.Object("RestatementCause", "A record that changed a frozen figure (变动原因).", exec.Fields{
		"ordinal":  exec.Of(required(t.position), "Ordinal of the record (序号).", func(c *statements.Cause) any { return ledger.Position(c.Ordinal) }),
		"case":     exec.Of(gql.String, "Number of its case (办件编号); null for what a registry published.", func(c *statements.Cause) string { return c.Case }),
		"type":     exec.Of(required(gql.String), "Type of the record (类型).", func(c *statements.Cause) string { return c.Type }),
		"why":      exec.Of(required(gql.String), "What kind of cause (原因): correction 更正, late_entry 补录, notice 规则或名录, later 后续办理.", func(c *statements.Cause) string { return string(c.Why) }),
		"occurred": exec.Of(required(t.dateTime), "When it happened (发生时间).", func(c *statements.Cause) time.Time { return c.Occurred }),
		"recorded": exec.Of(required(t.dateTime), "When it was recorded (登记时间).", func(c *statements.Cause) time.Time { return c.Recorded }),
		"lag":      exec.Of(required(t.integer), "Calendar days from the end of the month to the recording (滞后天数).", func(c *statements.Cause) any { return c.Lag }),
	})
	change := t.Object("StatementChange", "A figure of a statement that is known otherwise (变动).", exec.Fields{
		"dimension": exec.Of(required(gql.String), "By what the population is cut out (维度).", func(c *statements.Change) string { return string(cellOf(c).Dimension) }),
		"key":       exec.Of(gql.String, "Its value (对象); null for the whole.", func(c *statements.Change) string { return cellOf(c).Key }),
		"figure":    exec.Of(required(gql.String), "Id of the figure (指标代码).", func(c *statements.Change) string { return cellOf(c).Figure }),
		"before":    exec.Of(gql.String, "Its frozen value (原值).", func(c *statements.Change) any { return rowValue(c.Before) }),
		"after":     exec.Of(gql.String, "Its value as it is known (现值).", func(c *statements.Change) any { return rowValue(c.After) }),
		"causes":    exec.Of(listOf(cause), "Records that made the difference (变动原因).", func(c *statements.Change) any { return pointers(c.Causes) }).Costs(exec.Price{Size: 5}),
	})
	restatement := t.Object("Restatement", "What is known otherwise than a statement says (变动情况).", exec.Fields{
		"knownAt": exec.Of(required(t.position), "Ordinal of the record up to which it is known (截至记录).", func(r *restated) any { return ledger.Position(r.at) }),
		"changes": exec.Of(listOf(change), "The figures that differ, in the order of the rows (变动).", func(r *restated) any { return pointers(r.list) }).Costs(exec.Price{Size: 40}),
		"more":    exec.Of(required(gql.Boolean), "There are more causes than the hundred that are named (原因未列全).", func(r *restated) any { return r.more }),
	})
	return &exec.Field{
		Type: restatement, Price: &exec.Price{Own: 1200},
		Description: "What is known otherwise, and by which records (更正与原因). The statement itself stays.",
		Args:        gql.FieldConfigArgument{"knownAt": {Type: t.position, Description: "Ordinal of the record up to which it is known (截至记录); default all."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			e := p.Source.(*statements.Edition)
			n, err := a.views.Count(p.Context)
			if err != nil {
				return nil, err
			}
			if known, ok := p.Args["knownAt"].(ledger.Position); ok {
				if uint64(known) > n || int(known) < e.Ordinal {
					return nil, exec.BadInput("knownAt: want a record from that of the statement to the last")
				}
				n = uint64(known)
			}
			list, more, err := statements.Restatement(p.Context, a.views, e.Scope, e.Frozen, n)
			return &restated{list, more, n}, err
		},
	}
}

// cellOf is the row that a change is about.
func cellOf(c *statements.Change) *statements.Row {
	if c.Before == nil {
		return c.After
	}
	return c.Before
}

func rowValue(r *statements.Row) any {
	if r == nil {
		return nil
	}
	return orNull(r.Value)
}
