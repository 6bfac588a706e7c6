package graphql

import (
	"maps"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/figures"
)

// Limits of the figures' arguments.
const (
	maxPeriods = 400
	maxRanks   = 1000
)

func (a *api) figureTypes(t *types) {
	excluded := t.Object("Exclusion", "Cases that a figure leaves out (排除), and why.", exec.Fields{
		"reason": exec.Of(required(gql.String), "Why they are left out (原因): `no_due_date`.", func(e projections.Exclusion) any { return e.Reason }),
		"count":  exec.Of(required(t.integer), "How many (件数).", func(e projections.Exclusion) any { return e.Count }),
	})
	t.figure = t.Object("Figure", "A published number with everything needed to check it (统计指标).", a.figureFields(t, excluded))
	t.point = t.Object("Point", "One period of a time series (时间序列点).", exec.Fields{
		"label":   exec.Of(required(gql.String), "Name of the period (期间): `2011-10`, `2011-W42`, `2011-Q4`, `2011-H2`.", func(p projections.Point) any { return p.Label }),
		"from":    exec.Of(required(t.date), "First day (起).", func(p projections.Point) any { return p.From }),
		"to":      exec.Of(required(t.date), "Last day (止).", func(p projections.Point) any { return p.To }),
		"figures": exec.Of(listOf(t.figure), "The figures of the period (指标).", func(p projections.Point) any { return pointers(p.Figures) }).Costs(exec.Price{Size: 5}),
	})
	t.rank = t.Object("Rank", "One row of a ranking (排名).", exec.Fields{
		"place":  exec.Of(required(t.integer), "1 for the best; equal values share a place (名次).", func(r *projections.Rank) any { return r.Place }),
		"key":    exec.Of(required(gql.String), "What is ranked (对象): the organisation, item, kind, channel, post …", func(r *projections.Rank) any { return r.Key }),
		"figure": exec.Of(required(t.figure), "Its figure (指标).", func(r *projections.Rank) any { return &r.Figure }),
	})
	t.figureDefinition = t.Object("FigureDefinition", "What a figure means (指标定义).", exec.Fields{
		"id":       exec.Of(required(gql.String), "Stable name (指标代码).", func(d projections.Definition) any { return d.ID }),
		"version":  exec.Of(required(t.integer), "Version of the definition (定义版本).", func(d projections.Definition) any { return d.Version }),
		"title":    exec.Of(required(gql.String), "The Chinese term (指标名称).", func(d projections.Definition) any { return d.Title }),
		"unit":     exec.Of(required(gql.String), "Unit of the value (单位).", func(d projections.Definition) any { return d.Unit }),
		"formula":  exec.Of(required(gql.String), "What numerator and denominator are, in words (计算公式).", func(d projections.Definition) any { return d.Formula }),
		"decimals": exec.Of(required(t.integer), "Decimals of the value (小数位).", func(d projections.Definition) any { return d.Decimals }),
	})
}

// figureFields are the columns that say what they are; the others repeat what
// was asked. Beside them stands whether the ledger is made up.
func (a *api) figureFields(t *types, excluded gql.Type) exec.Fields {
	outputs := map[figures.Type]gql.Type{
		figures.Text: gql.String, figures.Integer: t.integer, figures.Decimal: t.decimal, figures.Boolean: gql.Boolean,
		figures.Date: t.date, figures.Place: t.position, figures.Mode: t.rounding, figures.Exclusions: gql.NewList(required(excluded)),
	}
	fields := exec.Fields{"simulated": a.simulatedField()}
	for _, c := range figures.Columns() {
		if c.Says == "" {
			continue
		}
		output := outputs[c.Type]
		if !c.Null {
			output = required(output)
		}
		fields[c.Name] = exec.Of(output.(gql.Output), c.Says, c.Of)
		if c.Type == figures.Exclusions {
			fields[c.Name].Costs(exec.Price{Size: 2})
		}
	}
	return fields
}

// simulatedField says whether what is shown is real.
func (a *api) simulatedField() *exec.Field {
	return &exec.Field{
		Type: required(gql.Boolean), Description: "Whether the ledger says that it is simulated, so that a program made all this up (模拟数据).",
		Resolve: func(p gql.ResolveParams) (any, error) { return a.views.Simulated(p.Context) },
	}
}

// pointers gives the elements of a slice in place: figures are large.
func pointers[T any](s []T) []*T {
	out := make([]*T, len(s))
	for i := range s {
		out[i] = &s[i]
	}
	return out
}

// figureArgs are the arguments that all questions about figures share; more
// adds to them or takes their place.
func (t *types) figureArgs(more gql.FieldConfigArgument) gql.FieldConfigArgument {
	args := gql.FieldConfigArgument{
		"filter":      {Type: t.population, Description: "Which cases (统计范围)."},
		"from":        {Type: t.date, Description: "First day of the period (起), inclusive; open if not given."},
		"to":          {Type: t.date, Description: "Last day of the period (止), inclusive; open if not given."},
		"asOf":        {Type: t.date, Description: "The day on whose end stocks and cohorts are counted (截止日); default `to`."},
		"knownAt":     {Type: t.position, Description: "Leaves out what was recorded after this record, named by its ordinal: 1, 2, 3, … in ledger order (当时所知); default all."},
		"knownAtTime": {Type: t.dateTime, Description: "Leaves out what was recorded after this instant (当时所知); not together with `knownAt`."},
		"rounding":    {Type: t.rounding, DefaultValue: "half_up", Description: "How values are cut to their decimals (修约方式)."},
		"decimals":    {Type: t.integer, Description: "Decimals of ratios and means, 0 to 6 (小数位); default the definition's."},
	}
	maps.Copy(args, more)
	return args
}

func (a *api) figureQuery(p gql.ResolveParams) (q projections.FigureQuery, err error) {
	ids, _ := p.Args["ids"].([]any)
	for _, id := range ids {
		q.IDs = append(q.IDs, id.(string))
	}
	filter, _ := p.Args["filter"].(map[string]any)
	q.Filter, q.Facets = population(filter), facets(filter)
	q.From, q.To, q.AsOf = dateArg(p.Args, "from"), dateArg(p.Args, "to"), dateArg(p.Args, "asOf")
	if q.From != workdays.NoDate && q.To != workdays.NoDate && q.From > q.To {
		return q, exec.BadInput("the period ends on %s, before it begins on %s", q.To, q.From)
	}
	q.Truncate = p.Args["rounding"] == "truncate"
	q.Decimals = -1
	if n, ok := p.Args["decimals"].(int); ok {
		if n < 0 || n > 6 {
			return q, exec.BadInput("decimals: want 0 to 6")
		}
		q.Decimals = n
	}
	q.KnownAt, err = a.knownAt(p)
	return q, err
}

// knownAt is the ordinal of the last record that counts, zero for all.
func (a *api) knownAt(p gql.ResolveParams) (ledger.Position, error) {
	at, isPosition := p.Args["knownAt"].(ledger.Position)
	instant, isTime := p.Args["knownAtTime"].(time.Time)
	switch {
	case isPosition && isTime:
		return 0, exec.BadInput("give knownAt or knownAtTime, not both")
	case isPosition && at == 0:
		return 0, exec.BadInput("knownAt: want a position from 1 on; before it nothing was known")
	case isPosition:
		return at, nil
	case !isTime:
		return 0, nil
	}
	n, err := a.views.OrdinalAt(p.Context, instant)
	if err == nil && n == 0 {
		err = exec.BadInput("knownAtTime: nothing had been recorded by %s", ledger.FormatTime(instant))
	}
	return ledger.Position(n), err
}

func (a *api) figuresField(t *types) *exec.Field {
	return &exec.Field{
		Type: gql.NewList(required(t.figure)), Description: "Figures of one population (统计指标): with numerator, denominator, what was left out, rounding and position.",
		Price: &exec.Price{Own: 5, Sizes: []string{"ids"}, Size: 40},
		Args:  t.figureArgs(gql.FieldConfigArgument{"ids": {Type: gql.NewList(required(gql.String)), Description: "Which figures (指标代码); default all. See `figureDefinitions`."}}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := a.figureQuery(p)
			if err != nil {
				return nil, err
			}
			fs, err := a.views.Figures(p.Context, q)
			if err != nil {
				return nil, err
			}
			return pointers(fs), nil
		},
	}
}

func (a *api) seriesField(t *types) *exec.Field {
	return &exec.Field{
		Type: gql.NewList(required(t.point)), Description: "Figures period by period (时间序列), at most 400 periods.",
		Price: &exec.Price{Own: 20, Size: maxPeriods, Each: 1},
		Args: t.figureArgs(gql.FieldConfigArgument{
			"ids":   {Type: gql.NewList(required(gql.String)), Description: "Which figures (指标代码); default all."},
			"grain": {Type: required(t.grain), Description: "Length of a period (统计周期)."},
			"from":  {Type: required(t.date), Description: "First day (起), inclusive."},
			"to":    {Type: required(t.date), Description: "Last day (止), inclusive."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := a.figureQuery(p)
			if err != nil {
				return nil, err
			}
			grain := p.Args["grain"].(projections.Grain)
			if n := periods(q.From, q.To, grain); n > maxPeriods {
				return nil, exec.BadInput("%s to %s is about %d periods of one %s; ask for at most %d", q.From, q.To, n, grain, maxPeriods)
			}
			return a.views.Series(p.Context, q, grain)
		},
	}
}

// periods is about the number of periods between two dates, never too small.
func periods(from, to workdays.Date, g projections.Grain) int {
	length := map[projections.Grain]int{projections.Day: 1, projections.Week: 7, projections.Month: 28,
		projections.Quarter: 90, projections.HalfYear: 181, projections.Year: 365}[g]
	return int(to-from)/max(length, 1) + 1
}

func (a *api) rankingField(t *types) *exec.Field {
	return &exec.Field{
		Type: gql.NewList(required(t.rank)), Description: "Compares the values of a dimension by one figure (排名), best first. Organisations have what stands below them, and tags overlap: those do not add up.",
		Price: &exec.Price{Own: 20, Sizes: []string{"limit"}, Size: 20},
		Args: t.figureArgs(gql.FieldConfigArgument{
			"figure": {Type: required(gql.String), Description: "Which figure (指标代码)."},
			"by":     {Type: required(t.dimension), Description: "What is compared (统计维度)."},
			"limit":  {Type: t.integer, DefaultValue: 20, Description: "At most so many rows, up to 1000 (条数)."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := a.figureQuery(p)
			if err != nil {
				return nil, err
			}
			limit, _ := p.Args["limit"].(int)
			if limit < 1 || limit > maxRanks {
				return nil, exec.BadInput("limit: want 1 to %d", maxRanks)
			}
			q.IDs = []string{p.Args["figure"].(string)}
			rs, err := a.views.Ranking(p.Context, q, p.Args["by"].(projections.Dimension), limit)
			if err != nil {
				return nil, err
			}
			return pointers(rs), nil
		},
	}
}
