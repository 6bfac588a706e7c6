package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/statement"
	"caseledger/projections/statements"
)

// statementFields adds the queries for monthly statements.
func (a *api) statementFields(t *types, fields exec.Fields) {
	row := t.Object("StatementRow", "A frozen figure of one population (月结行).", exec.Fields{
		"dimension":   exec.Of(required(gql.String), "By what the population is cut out (维度): whole, org, item, kind.", func(r *statements.Row) string { return string(r.Dimension) }),
		"key":         exec.Of(gql.String, "Its value (对象); null for the whole.", func(r *statements.Row) string { return r.Key }),
		"figure":      exec.Of(required(gql.String), "Id of the figure (指标代码).", func(r *statements.Row) string { return r.Figure }),
		"version":     exec.Of(required(t.integer), "Version of its definition (定义版本).", func(r *statements.Row) any { return r.Version }),
		"numerator":   exec.Of(required(gql.String), "Exact numerator (分子).", func(r *statements.Row) string { return r.Numerator }),
		"denominator": exec.Of(gql.String, "Exact denominator (分母); null for counts.", func(r *statements.Row) any { return orNull(r.Denominator) }),
		"value":       exec.Of(gql.String, "The rounded value (数值); null where the denominator is empty.", func(r *statements.Row) any { return orNull(r.Value) }),
		"unit":        exec.Of(required(gql.String), "Unit of the value (单位).", func(r *statements.Row) string { return r.Unit }),
		"line":        exec.Of(required(gql.String), "The canonical line that was hashed (规范行), without its line feed.", func(r *statements.Row) string { return string(r.Line()) }),
	})
	edition := t.Object("Statement", "The figures of a month, frozen at a record (月结报表).", exec.Fields{
		"period":   exec.Of(required(gql.String), "The month (期间): `2024-05`.", func(e *statements.Edition) string { return string(e.Period) }),
		"org":      exec.Of(gql.String, "Organisation, with all below it (部门); null for the whole.", func(e *statements.Edition) string { return e.Org }),
		"edition":  exec.Of(required(t.integer), "1 is the closing, 2 and more are restatements (版次).", func(e *statements.Edition) any { return e.N }),
		"ordinal":  exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(e *statements.Edition) any { return ledger.Position(e.Ordinal) }),
		"recorded": exec.Of(required(t.dateTime), "When it was frozen (月结时间).", func(e *statements.Edition) time.Time { return e.Recorded }),
		"rowCount": exec.Of(required(t.integer), "Number of canonical rows (行数).", func(e *statements.Edition) any { return e.Rows }),
		"sha256":   exec.Of(required(gql.String), "SHA-256 of the canonical rows, each with a line feed behind it (行校验值).", func(e *statements.Edition) string { return e.SHA256 }),
		"restates": exec.Of(gql.String, "sha256 of the statement before (原校验值); null for the closing.", func(e *statements.Edition) string { return e.Restates }),
		"changed":  exec.Of(required(t.integer), "Rows that differ from the statement before (变动行数).", func(e *statements.Edition) any { return e.Changed }),
		"rows": {
			Type: gql.NewList(required(row)), Price: &exec.Price{Own: 500, Size: 400},
			Description: "The frozen rows, computed again and held against the hash (月结行); an error where they do not hold.",
			Args:        gql.FieldConfigArgument{"dimension": {Type: gql.String, Description: "Only those of whole, org, item or kind (维度); default whole."}},
			Resolve:     a.resolveStatementRows,
		},
	})
	a.comparisonFields(t, edition)
	fields["statements"] = &exec.Field{
		Type: gql.NewList(required(edition)), Description: "The monthly statements (月结报表), editions in their order.", Price: &exec.Price{Own: 10, Size: 24},
		Args: gql.FieldConfigArgument{"period": {Type: gql.String, Description: "Only those of this month (期间)."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			list, err := statements.List(p.Context, a.views)
			if err != nil {
				return nil, err
			}
			period, given := p.Args["period"].(string)
			out := []*statements.Edition{}
			for i := range list {
				if !given || string(list[i].Period) == period {
					out = append(out, &list[i])
				}
			}
			return out, nil
		},
	}
	fields["statement"] = &exec.Field{
		Type: edition, Description: "The statement of a month (月结报表): the last edition, or the last that was recorded by a record; null where the month was not closed.", Price: &exec.Price{Own: 10},
		Args: gql.FieldConfigArgument{
			"period":  {Type: required(gql.String), Description: "The month (期间): `2024-05`."},
			"org":     {Type: gql.String, Description: "Of an organisation with all below it (部门); default the whole."},
			"knownAt": {Type: t.position, Description: "Leaves out editions that were recorded after this record (当时所知)."},
		},
		Resolve: a.resolveStatement,
	}
}

func orNull(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

func (a *api) resolveStatement(p gql.ResolveParams) (any, error) {
	of := statements.Scope{Period: statement.Period(p.Args["period"].(string))}
	of.Org, _ = p.Args["org"].(string)
	if err := of.Period.Validate(); err != nil {
		return nil, err
	}
	known, bounded := p.Args["knownAt"].(ledger.Position)
	list, err := statements.List(p.Context, a.views)
	if err != nil {
		return nil, err
	}
	var out any
	for i := range list {
		if e := &list[i]; e.Scope == of && (!bounded || e.At <= uint64(known)) {
			out = e
		}
	}
	return out, nil
}

func (a *api) resolveStatementRows(p gql.ResolveParams) (any, error) {
	e := p.Source.(*statements.Edition)
	wanted := statements.Whole
	if d, ok := p.Args["dimension"].(string); ok {
		wanted = statements.Dimension(d)
	}
	rows, err := statements.Frozen(p.Context, a.views, e.Scope, e.Frozen)
	if err != nil {
		return nil, err
	}
	out := []*statements.Row{}
	for i := range rows {
		if rows[i].Dimension == wanted {
			out = append(out, &rows[i])
		}
	}
	return out, nil
}
