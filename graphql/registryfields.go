package graphql

import (
	"slices"
	"sync"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// guideType is the type of a guide.
func (t *types) guideType() *gql.Object {
	standard := t.Object("FeeStandard", "What may be charged for an item (收费标准).", exec.Fields{
		"standard": exec.Of(required(gql.String), "Name by which charges name it (标准名称).", func(s *registry.FeeStandard) string { return s.Standard }),
		"amount":   exec.Of(required(t.decimal), "What may be charged (金额).", func(s *registry.FeeStandard) any { return s.Amount.String() }),
		"currency": exec.Of(required(gql.String), "ISO 4217 (币种).", func(s *registry.FeeStandard) string { return s.Currency }),
		"unit":     exec.Of(gql.String, "What the amount is the price of one of (计费单位); null: of a case.", func(s *registry.FeeStandard) string { return s.Unit }),
		"basis":    exec.Of(required(gql.String), "Legal basis (收费依据).", func(s *registry.FeeStandard) string { return s.Basis }),
		"from":     exec.Of(t.date, "First day (施行日).", func(s *registry.FeeStandard) any { return day(s.Effective) }),
	})
	return t.Object("Guide", "All that an applicant is told of an item (办事指南), made of the version in force.", exec.Fields{
		"id":           exec.Of(required(gql.String), "Version that it is made of (版本编号).", func(g *guideNode) string { return g.ID() }),
		"from":         exec.Of(t.date, "First day on which the version holds (生效日).", func(g *guideNode) any { return day(g.Date) }),
		"asOf":         exec.Of(t.date, "Day for which it is made (查询日).", func(g *guideNode) any { return day(g.AsOf) }),
		"organisation": exec.Of(required(t.organisation), "Whose item it is (实施机构).", func(g *guideNode) any { return &organisationNode{g.Owner, g.in} }),
		"places":       exec.Of(listOf(t.organisation), "Where it is offered (办理地点).", func(g *guideNode) any { return g.in.organisations(g.Places) }).Costs(few),
		"hours":        exec.Of(gql.String, "When it is served (办理时间).", func(g *guideNode) string { return g.Open }),
		"telephones":   exec.Of(listOf(t.telephone), "Numbers to call (电话): the item's, else its organisation's.", func(g *guideNode) any { return pointers(g.Lines) }).Costs(few),
		"standards":    exec.Of(listOf(standard), "Fee standards in force (收费标准).", func(g *guideNode) any { return pointers(g.Standards) }).Costs(few),
		"text":         exec.Of(required(gql.String), "The guide on paper (办事指南), lines of Chinese.", func(g *guideNode) string { return g.Text() }),
		"notice":       exec.Of(required(gql.String), "The one-time notice (一次性告知单), lines of Chinese.", func(g *guideNode) string { return g.Notice() }),
		"missing": {Type: listOf(gql.String), Price: &few, Description: "Points that it does not tell (未公开要素) of a list of 六公开.",
			Args: gql.FieldConfigArgument{"profile": {Type: gql.String, DefaultValue: "all", Description: "Which list (清单): `hall`, `centre` or `all`."}},
			Resolve: func(p gql.ResolveParams) (any, error) {
				profile, ok := registry.Profiles[p.Args["profile"].(string)]
				if !ok {
					return nil, exec.BadInput("profile: want hall, centre or all")
				}
				return p.Source.(*guideNode).Missing(profile), nil
			}},
	})
}

// guideField is an item's guide.
func (a *api) guideField(guide *gql.Object) *exec.Field {
	return &exec.Field{
		Type: guide, Price: &exec.Price{Own: 5},
		Description: "All that an applicant is told of it on the day (办事指南); null where it is not in force.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			i := p.Source.(*itemNode)
			fees, err := i.in.standards()
			if err != nil {
				return nil, err
			}
			g, ok := i.in.Guide(i.Item.Item, i.in.day, fees[i.Item.Item])
			if !ok {
				return nil, nil
			}
			return &guideNode{g, i.in}, nil
		},
	}
}

// registryArgs are the arguments that all questions about registries share, and
// more.
func (t *types) registryArgs(more gql.FieldConfigArgument) gql.FieldConfigArgument {
	args := gql.FieldConfigArgument{
		"asOf":        {Type: t.date, Description: "The day that is asked for (时点); default today."},
		"knownAt":     {Type: t.position, Description: "Leaves out what was recorded after this record, named by its ordinal: 1, 2, 3, … in ledger order (当时所知); default all."},
		"knownAtTime": {Type: t.dateTime, Description: "Leaves out what was recorded after this instant (当时所知); not together with `knownAt`."},
	}
	for name, a := range more {
		args[name] = a
	}
	return args
}

// page are the arguments of a list that goes by codes.
func (t *types) page() gql.FieldConfigArgument {
	return gql.FieldConfigArgument{
		"first": {Type: t.integer, Description: "How many, 1 to 1000 (前几条). Default 100."},
		"after": {Type: gql.String, Description: "Only those with a greater code (此编码之后)."},
	}
}

// paged is the part of a list, ascending by code, that the arguments ask for.
func paged[T any](p gql.ResolveParams, list []T, code func(*T) string) ([]T, error) {
	first, ok := p.Args["first"].(int)
	if !ok {
		first = 100
	}
	if first < 1 || first > 1000 {
		return nil, exec.BadInput("first: want 1 to 1000")
	}
	if after, ok := p.Args["after"].(string); ok {
		for len(list) > 0 && code(&list[0]) <= after {
			list = list[1:]
		}
	}
	return list[:min(first, len(list))], nil
}

// pages is the price of such a list.
var pages = exec.Price{Own: 20, Sizes: []string{"first"}, Size: 100}

// registries reads what the registries say as of the day that is asked for.
func (a *api) registries(p gql.ResolveParams) (*registries, error) {
	known, err := a.knownAt(p)
	if err != nil {
		return nil, err
	}
	in := &registries{day: dateArg(p.Args, "asOf")}
	if in.day == workdays.NoDate {
		p.Info.RootValue.(*exec.Request).Timed = true
		in.day = casefile.StandardDate(a.clock())
	}
	in.standards = sync.OnceValues(func() (map[string]registry.FeeStandards, error) { return a.views.FeeStandards(p.Context, known) })
	in.Directory, err = a.views.Directory(p.Context, known)
	return in, err
}

func (a *api) organisationsField(t *types) *exec.Field {
	args := t.page()
	args["below"] = &gql.ArgumentConfig{Type: gql.String, Description: "Only this organisation and those below it on the day (机构及下级)."}
	return &exec.Field{
		Type: gql.NewList(required(t.organisation)), Price: &pages, Args: t.registryArgs(args),
		Description: "The organisations on a day (机构), ascending by code, closed and merged ones among them.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			in, err := a.registries(p)
			if err != nil {
				return nil, err
			}
			list := in.Organisations(in.day)
			if org, ok := p.Args["below"].(string); ok {
				below := map[string]bool{}
				for _, code := range in.Below(org, in.day) {
					below[code] = true
				}
				list = slices.DeleteFunc(list, func(o registry.Organisation) bool { return !below[o.Code] })
			}
			list, err = paged(p, list, func(o *registry.Organisation) string { return o.Code })
			return in.organisations(list), err
		},
	}
}

func (a *api) organisationField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.organisation, Price: &exec.Price{Own: 5},
		Args:        t.registryArgs(gql.FieldConfigArgument{"code": {Type: required(gql.String), Description: "Its code (机构编码)."}}),
		Description: "One organisation on a day (机构); null where it was not created by then.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			in, err := a.registries(p)
			if err != nil {
				return nil, err
			}
			if o := in.organisation(p.Args["code"].(string)); o != nil {
				return o, nil
			}
			return nil, nil
		},
	}
}

func (a *api) itemsField(t *types) *exec.Field {
	args := t.page()
	args["organisation"] = &gql.ArgumentConfig{Type: gql.String, Description: "Only those of this organisation and of those below it (实施机构及下级)."}
	args["tag"] = &gql.ArgumentConfig{Type: gql.String, Description: "Only those with this tag (类别)."}
	return &exec.Field{
		Type: gql.NewList(required(t.item)), Price: &pages, Args: t.registryArgs(args),
		Description: "The service items in force on a day (事项), ascending by code.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			in, err := a.registries(p)
			if err != nil {
				return nil, err
			}
			org, _ := p.Args["organisation"].(string)
			tag, tagged := p.Args["tag"].(string)
			list := slices.DeleteFunc(in.Items(in.day), func(i registry.Item) bool {
				return tagged && !slices.Contains(i.Tags, tag) || org != "" && !slices.Contains(in.Path(i.Org, in.day), org)
			})
			list, err = paged(p, list, func(i *registry.Item) string { return i.Item })
			out := make([]*itemNode, len(list))
			for n, i := range list {
				out[n] = &itemNode{i, in}
			}
			return out, err
		},
	}
}

func (a *api) itemField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.item, Price: &exec.Price{Own: 5},
		Args:        t.registryArgs(gql.FieldConfigArgument{"code": {Type: required(gql.String), Description: "Its code (事项编码)."}}),
		Description: "One service item on a day (事项); null where it is not in force.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			in, err := a.registries(p)
			if err != nil {
				return nil, err
			}
			i, ok := in.Item(p.Args["code"].(string), in.day)
			if !ok || !i.InForce() {
				return nil, nil
			}
			return &itemNode{i, in}, nil
		},
	}
}

func (a *api) roundsField(t *types) *exec.Field {
	return &exec.Field{
		Type: gql.NewList(required(t.round)), Price: &exec.Price{Own: 20, Size: 10},
		Args: gql.FieldConfigArgument{
			"asOf":        {Type: t.date, Description: "As they stood at the end of this day (时点); default as they stand by all that is known."},
			"knownAt":     {Type: t.position, Description: "Leaves out what was recorded after this record, named by its ordinal (当时所知); default all."},
			"knownAtTime": {Type: t.dateTime, Description: "Leaves out what was recorded after this instant (当时所知); not together with `knownAt`."},
		},
		Description: "The clean-up rounds of the items (清理轮次), ascending by code.",
		Resolve: func(p gql.ResolveParams) (any, error) {
			known, err := a.knownAt(p)
			if err != nil {
				return nil, err
			}
			d, err := a.views.Directory(p.Context, known)
			if err != nil {
				return nil, err
			}
			on := dateArg(p.Args, "asOf")
			if on == workdays.NoDate {
				on = registry.Latest
			}
			return pointers(d.Rounds(on)), nil
		},
	}
}
