package graphql

import (
	"cmp"
	"slices"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/registry"
)

// postTypes makes the types of posts and of who is on duty, of channels and of
// rules.
func (t *types) postTypes() {
	t.postHolder = t.Object("PostHolder", "Who is on duty at a post (在岗人员), by a pseudonym.", exec.Fields{
		"id":        exec.Of(required(gql.String), "Post, pseudonym and first day (次序): `受理岗-01/受理员-03/2024-01-01`.", holderID),
		"post":      exec.Of(required(gql.String), "Code of the post (岗位).", func(s *registry.PostStaffed) string { return s.Post }),
		"pseudonym": exec.Of(required(gql.String), "Who holds it (代号), never a name.", func(s *registry.PostStaffed) string { return s.Pseudonym }),
		"from":      exec.Of(t.date, "First day (上岗日).", func(s *registry.PostStaffed) any { return day(s.From) }),
		"until":     exec.Of(t.date, "Last day (离岗日); null: until further notice.", func(s *registry.PostStaffed) any { return day(s.Until) }),
	})
	t.post = t.Object("Post", "A post that stands on a day (岗位).", exec.Fields{
		"code":         exec.Of(required(gql.String), "Code (岗位编码).", func(p *registry.PostEstablished) string { return p.Post }),
		"organisation": exec.Of(required(gql.String), "Code of its organisation (机构编码).", func(p *registry.PostEstablished) string { return p.Org }),
		"window":       exec.Of(gql.String, "Code of the window at which it is (窗口编码).", func(p *registry.PostEstablished) string { return p.Window }),
		"role":         exec.Of(required(gql.String), "What it does (岗位职责): `clerk`, `chief` 首席代表, `supervisor`, `agent` 代办员, or another.", func(p *registry.PostEstablished) string { return p.Role }),
		"since":        exec.Of(t.date, "First day (设立日).", func(p *registry.PostEstablished) any { return day(p.Date) }),
	})
	t.channel = t.Object("Channel", "A channel by which cases come in (渠道).", exec.Fields{
		"code":  exec.Of(required(gql.String), "Code by which cases name it (渠道编码).", func(c *registry.ChannelOpened) string { return c.Channel }),
		"name":  exec.Of(required(gql.String), "Name (名称).", func(c *registry.ChannelOpened) string { return c.Name }),
		"web":   exec.Of(gql.String, "Web address (网址).", func(c *registry.ChannelOpened) string { return c.Web }),
		"since": exec.Of(t.date, "First day (启用日).", func(c *registry.ChannelOpened) any { return day(c.Date) }),
	})
	t.rule = t.Object("Rule", "A rule of the centre that holds on a day (制度), such as 首问负责制.", exec.Fields{
		"code":         exec.Of(required(gql.String), "Code (规则编号).", func(r *registry.RulePublished) string { return r.Rule }),
		"name":         exec.Of(required(gql.String), "Name (名称).", func(r *registry.RulePublished) string { return r.Name }),
		"kind":         exec.Of(gql.String, "What it is (制度类别).", func(r *registry.RulePublished) string { return r.Kind }),
		"organisation": exec.Of(gql.String, "Code of the organisation that sets it (制定机构).", func(r *registry.RulePublished) string { return r.Org }),
		"basis":        exec.Of(gql.String, "Document that decides it (依据).", func(r *registry.RulePublished) string { return r.Basis }),
		"texts":        exec.Of(listOf(gql.String), "What it says, a line each (内容).", func(r *registry.RulePublished) any { return r.Texts }).Costs(few),
		"since":        exec.Of(t.date, "First day of this version (施行日).", func(r *registry.RulePublished) any { return day(r.Date) }),
	})
}

// holderID tells holders of posts apart, and is the order in which they are
// listed.
func holderID(s *registry.PostStaffed) string {
	return s.Post + "/" + s.Pseudonym + "/" + s.From.String()
}

// registered is a list of what stands in a registry on a day, by pages.
func registered[T any](a *api, t *types, of gql.Type, says string, more gql.FieldConfigArgument, list func(in *registries, args map[string]any) []T, code func(*T) string) *exec.Field {
	args := t.page()
	for name, arg := range more {
		args[name] = arg
	}
	return &exec.Field{
		Type: gql.NewList(required(of)), Price: &pages, Description: says, Args: t.registryArgs(args),
		Resolve: func(p gql.ResolveParams) (any, error) {
			in, err := a.registries(p)
			if err != nil {
				return nil, err
			}
			return paged(p, list(in, p.Args), code)
		},
	}
}

// among are arguments that narrow a list to values of members, by name and what
// is said of each.
func among(says map[string]string) gql.FieldConfigArgument {
	out := gql.FieldConfigArgument{}
	for name, words := range says {
		out[name] = &gql.ArgumentConfig{Type: gql.String, Description: words}
	}
	return out
}

// is says whether a member has the value that an argument names, if it names
// one.
func is(args map[string]any, name, value string) bool {
	want, given := args[name].(string)
	return !given || want == value
}

const belowOrg = "Only those of this organisation and of those below it (机构及下级)."

func (a *api) windowsField(t *types) *exec.Field {
	return registered(a, t, t.window, "The windows that are open on a day (窗口), ascending by code.", among(map[string]string{"organisation": belowOrg}),
		func(in *registries, args map[string]any) []*registry.WindowOpened {
			org, _ := args["organisation"].(string)
			return in.Windows(in.day, org)
		}, func(w **registry.WindowOpened) string { return (*w).Window })
}

func (a *api) postsField(t *types) *exec.Field {
	return registered(a, t, t.post, "The posts that stand on a day (岗位), ascending by code.",
		among(map[string]string{"organisation": belowOrg, "window": "Only those at this window (窗口).", "role": "Only those with this role (岗位职责), such as `agent`."}),
		func(in *registries, args map[string]any) []*registry.PostEstablished {
			org, _ := args["organisation"].(string)
			return slices.DeleteFunc(in.Posts(in.day, org), func(p *registry.PostEstablished) bool {
				return !is(args, "window", p.Window) || !is(args, "role", p.Role)
			})
		}, func(p **registry.PostEstablished) string { return (*p).Post })
}

func (a *api) staffField(t *types) *exec.Field {
	f := registered(a, t, t.postHolder, "Who is on duty on a day (在岗人员), ascending by `id`.",
		among(map[string]string{"organisation": belowOrg, "post": "Only those at this post (岗位)."}),
		func(in *registries, args map[string]any) []*registry.PostStaffed {
			org, _ := args["organisation"].(string)
			list := slices.DeleteFunc(pointers(in.Staff(in.day, org)), func(s *registry.PostStaffed) bool { return !is(args, "post", s.Post) })
			slices.SortFunc(list, func(a, b *registry.PostStaffed) int { return cmp.Compare(holderID(a), holderID(b)) })
			return list
		}, func(s **registry.PostStaffed) string { return holderID(*s) })
	f.Args["after"].Description = "Only those with a greater `id` (此项之后)."
	return f
}

func (a *api) channelsField(t *types) *exec.Field {
	return registered(a, t, t.channel, "The channels that are open on a day (渠道), ascending by code.", nil,
		func(in *registries, _ map[string]any) []*registry.ChannelOpened { return in.Channels(in.day) },
		func(c **registry.ChannelOpened) string { return (*c).Channel })
}

func (a *api) rulesField(t *types) *exec.Field {
	return registered(a, t, t.rule, "The rules of the centre that hold on a day (制度), ascending by code.",
		among(map[string]string{"kind": "Only those of this kind (制度类别)."}),
		func(in *registries, args map[string]any) []*registry.RulePublished {
			return slices.DeleteFunc(in.Rules(in.day), func(r *registry.RulePublished) bool { return !is(args, "kind", r.Kind) })
		}, func(r **registry.RulePublished) string { return (*r).Rule })
}
