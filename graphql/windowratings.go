package graphql

import (
	"cmp"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/policy"
	"caseledger/ledger/statement"
	"caseledger/projections/ratings"
)

// windowRatingsField adds the query for ratings by window and month.
func (a *api) windowRatingsField(t *types, fields exec.Fields) {
	level := t.Object("LevelCount", "How many ratings were of a level (等级评价数).", exec.Fields{
		"level":   exec.Of(required(t.integer), "5 非常满意 … 1 非常不满意 (等级).", func(x *levelCount) any { return x.level }),
		"ratings": exec.Of(required(t.integer), "Ratings of it that count (评价数).", func(x *levelCount) any { return x.n }),
	})
	row := t.Object("WindowRatings", "How a window was rated in a month (窗口评价通报).", exec.Fields{
		"month":       exec.Of(required(gql.String), "The month (月份): `2026-01`.", func(r *ratings.Row) string { return string(r.Month) }),
		"window":      exec.Of(gql.String, "Window of the acceptance (窗口); null for cases that name none.", func(r *ratings.Row) string { return r.Window }),
		"ratings":     exec.Of(required(t.integer), "Ratings that count (评价数).", func(r *ratings.Row) any { return r.Ratings() }),
		"levels":      exec.Of(listOf(level), "Of these, by level, the best first (各等级).", levelsOf).Costs(exec.Price{Size: 5}),
		"bad":         exec.Of(required(t.integer), "Of these, of the levels 2 and 1 (差评数).", func(r *ratings.Row) any { return r.Bad() }),
		"named":       exec.Of(required(t.integer), "Of these, by name (实名).", func(r *ratings.Row) any { return r.Named }),
		"satisfied":   exec.Of(gql.String, "Satisfaction rate in percent (满意率): levels 5, 4 and 3; null where nobody rated.", func(r *ratings.Row) any { return orNull(r.Satisfied()) }),
		"good":        exec.Of(gql.String, "Rate of good ratings in percent (好评率): levels 5 and 4; null where nobody rated.", func(r *ratings.Row) any { return orNull(r.Good()) }),
		"invalidated": exec.Of(required(t.integer), "Invalidated ratings (无效评价数), in no other number.", func(r *ratings.Row) any { return r.Invalidated }),
	})
	table := t.Object("WindowRatingsTable", "Ratings by window and month (定期通报).", exec.Fields{
		"rows":    exec.Of(listOf(row), "By month, then by window; what nobody rated has no row (各窗口).", func(x *ratings.Table) any { return pointers(x.Rows) }).Costs(exec.Price{Size: 100}),
		"knownAt": exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(x *ratings.Table) any { return ledger.Position(x.At) }),
	})
	fields["windowRatings"] = &exec.Field{
		Type: table, Description: "How windows were rated, month by month (定期通报). The windows of a month add up to its figures.", Price: &exec.Price{Own: 30},
		Args: gql.FieldConfigArgument{
			"month": {Type: required(gql.String), Description: "The month (月份): `2026-01`."},
			"to":    {Type: gql.String, Description: "Last month, where it is more than one (止), of 24 at most."},
			"org":   {Type: gql.String, Description: "Only cases accepted by this organisation (受理部门)."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			from, _ := p.Args["month"].(string)
			to, _ := p.Args["to"].(string)
			got, err := ratings.ByWindow(p.Context, a.views, ratings.Query{From: statement.Period(from), To: statement.Period(cmp.Or(to, from)), Org: textArg(p, "org")})
			return &got, err
		},
	}
}

// levelCount is a level with its ratings.
type levelCount struct{ level, n int }

func levelsOf(r *ratings.Row) any {
	var out []*levelCount
	for level := policy.Best; level >= policy.Worst; level-- {
		out = append(out, &levelCount{level, r.Levels[level]})
	}
	return out
}
