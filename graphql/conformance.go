package graphql

import (
	"slices"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/conformance"
	"caseledger/projections"
)

// mostConformance bounds the cases that one query reads.
const mostConformance = 100_000

// conformanceFields adds the queries for cases held against rules.
func (a *api) conformanceFields(t *types, fields exec.Fields) {
	why := func(w conformance.Why) func(l *conformance.Line) any {
		return func(l *conformance.Line) any { return l.Unjudged[w] }
	}
	line := t.Object("ConformanceLine", "Cases under one rule of law or policy (合规): those that comply, break it, or cannot be judged sum to all.", exec.Fields{
		"rule":         exec.Of(required(gql.String), "Id of the rule (规则).", func(l *conformance.Line) string { return l.Rule.ID }),
		"basis":        exec.Of(required(gql.String), "What it rests on (依据).", func(l *conformance.Line) string { return l.Rule.Basis }),
		"zh":           exec.Of(required(gql.String), "What it asks, in Chinese (要求).", func(l *conformance.Line) string { return l.Rule.Zh }),
		"en":           exec.Of(required(gql.String), "What it asks, in English (英文要求).", func(l *conformance.Line) string { return l.Rule.En }),
		"org":          exec.Of(gql.String, "Accepting organisation of the cases (受理部门), where divided by it.", func(l *conformance.Line) any { return text(l.Org) }),
		"month":        exec.Of(gql.String, "Month of acceptance (受理月份), where divided by it.", func(l *conformance.Line) any { return text(l.Month) }),
		"cases":        exec.Of(required(t.integer), "All cases (办件数).", func(l *conformance.Line) any { return l.All() }),
		"complies":     exec.Of(required(t.integer), "Cases that comply (符合).", func(l *conformance.Line) any { return l.Complies }),
		"breaks":       exec.Of(required(t.integer), "Cases that break it (违反).", func(l *conformance.Line) any { return l.Breaks }),
		"notConcerned": exec.Of(required(t.integer), "Cannot be judged: the rule asks nothing of them (不适用).", why(conformance.NotConcerned)),
		"notYet":       exec.Of(required(t.integer), "Cannot be judged: not due yet (尚未到期).", why(conformance.NotYet)),
		"notTold":      exec.Of(required(t.integer), "Cannot be judged: the record does not say (记录不足).", why(conformance.NotTold)),
	})
	fields["conformance"] = &exec.Field{
		Type: listOf(line), Description: "Accepted cases held against the rules (合规检查), as they stand at the last record. At most 100 000 cases are read: name a period or an organisation where there are more.",
		Price: &exec.Price{Own: 200, Size: 40},
		Args: a.conformanceArgs(t, gql.FieldConfigArgument{
			"rules": {Type: gql.NewList(required(gql.String)), Description: "Ids of rules (规则). Default all."},
			"by":    {Type: gql.String, Description: "Divides the counts (分组): `org` or `month`."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q := conformanceQuery(p)
			by, _ := p.Args["by"].(string)
			q.By = conformance.By(by)
			if list, ok := p.Args["rules"].([]any); ok {
				for _, id := range list {
					q.Rules = append(q.Rules, id.(string))
				}
			}
			got, err := a.views.Conformance(p.Context, q, nil)
			return pointers(got.Lines), err
		},
	}
	a.conformanceCasesField(t, fields)
}

// conformed is a finding as it is answered.
type conformed struct {
	number   string
	finding  conformance.Finding
	zh, en   string
	evidence []conformance.Evidence
}

func (a *api) conformanceCasesField(t *types, fields exec.Fields) {
	evidence := t.Object("Evidence", "A fact that a finding rests on (证据).", exec.Fields{
		"name":  exec.Of(required(gql.String), "What it is (名称).", func(e *conformance.Evidence) string { return e.Name }),
		"zh":    exec.Of(required(gql.String), "The same in Chinese (中文名称).", func(e *conformance.Evidence) string { return e.Zh }),
		"value": exec.Of(required(gql.String), "Its value (值).", func(e *conformance.Evidence) string { return e.Value }),
	})
	found := t.Object("ConformanceFinding", "One case under one rule (合规结论).", exec.Fields{
		"case":     exec.Of(required(gql.String), "Number of the case (办件编号).", func(c *conformed) string { return c.number }),
		"verdict":  exec.Of(required(gql.String), "`complies`, `breaks` or `unjudged` (结论).", func(c *conformed) string { return string(c.finding.Verdict) }),
		"why":      exec.Of(gql.String, "Why it cannot be judged (原因): `not_concerned`, `not_yet` or `not_told`.", func(c *conformed) any { return text(c.finding.Why) }),
		"zh":       exec.Of(required(gql.String), "The finding as a Chinese sentence (结论句).", func(c *conformed) string { return c.zh }),
		"en":       exec.Of(required(gql.String), "The finding as an English sentence (英文结论句).", func(c *conformed) string { return c.en }),
		"evidence": exec.Of(listOf(evidence), "What it rests on (证据).", func(c *conformed) any { return pointers(c.evidence) }).Costs(exec.Price{Size: 6}),
	})
	fields["conformanceCases"] = &exec.Field{
		Type: listOf(found), Description: "The cases of one verdict under one rule (合规清单), in the order of their first records.",
		Price: &exec.Price{Own: 200, Sizes: []string{"first"}, Size: defaultPage},
		Args: a.conformanceArgs(t, gql.FieldConfigArgument{
			"rule":    {Type: required(gql.String), Description: "Id of the rule (规则)."},
			"verdict": {Type: required(gql.String), Description: "`complies`, `breaks` or `unjudged` (结论)."},
			"first":   {Type: t.integer, Description: "How many, 1 to 100 (几件). Default 20."},
			"after":   {Type: gql.String, Description: "Begins after the case of this number (起游标)."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			first, err := firstOf(p)
			if err != nil {
				return nil, err
			}
			q := conformanceQuery(p)
			q.Rules = []string{p.Args["rule"].(string)}
			wanted, _ := p.Args["verdict"].(string)
			if !slices.Contains(conformance.Verdicts(), conformance.Verdict(wanted)) {
				return nil, &ledger.InvalidError{Field: "verdict", Value: wanted, Reason: "want complies, breaks or unjudged"}
			}
			after, skipping := p.Args["after"].(string)
			var out []conformed
			_, err = a.views.Conformance(p.Context, q, func(x projections.Conformed) error {
				if skipping {
					skipping = x.Summary.Number != after
					return nil
				}
				if string(x.Verdict) == wanted && len(out) < first {
					zh, en := x.Rule.Sentence(x.Facts)
					out = append(out, conformed{x.Summary.Number, x.Finding, zh, en, x.Rule.Evidence(x.Facts)})
				}
				return nil
			})
			return pointers(out), err
		},
	}
}

// firstOf is how many are asked for.
func firstOf(p gql.ResolveParams) (int, error) {
	n, ok := p.Args["first"].(int)
	if !ok {
		return defaultPage, nil
	}
	if n < 1 || n > 100 {
		return 0, &ledger.InvalidError{Field: "first", Reason: "want 1 to 100"}
	}
	return n, nil
}

func (a *api) conformanceArgs(t *types, args gql.FieldConfigArgument) gql.FieldConfigArgument {
	args["org"] = &gql.ArgumentConfig{Type: gql.String, Description: "Only cases accepted by this organisation (受理部门)."}
	args["from"] = &gql.ArgumentConfig{Type: t.date, Description: "First local date of acceptance (受理日期起), inclusive."}
	args["to"] = &gql.ArgumentConfig{Type: t.date, Description: "Last local date of acceptance (受理日期止), inclusive."}
	return args
}

func conformanceQuery(p gql.ResolveParams) projections.ConformanceQuery {
	return projections.ConformanceQuery{Org: textArg(p, "org"), AcceptedFrom: dateArg(p.Args, "from"), AcceptedTo: dateArg(p.Args, "to"), Most: mostConformance}
}
