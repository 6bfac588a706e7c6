package graphql

import (
	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
)

// registries are what the registries say, and the day that is asked for.
type registries struct {
	*registry.Directory
	day       workdays.Date
	standards func() (map[string]registry.FeeStandards, error) // by item
}

// organisationNode is an organisation on a day.
type organisationNode struct {
	registry.Organisation
	in *registries
}

// itemNode is an item on a day.
type itemNode struct {
	registry.Item
	in *registries
}

// guideNode is the guide of an item.
type guideNode struct {
	registry.Guide
	in *registries
}

func (in *registries) organisation(code string) *organisationNode {
	o, ok := in.Organisation(code, in.day)
	if !ok {
		return nil
	}
	return &organisationNode{o, in}
}

// organisations are some of them. One that the directory does not know has its
// code and nothing else.
func (in *registries) organisations(list []registry.Organisation) (out []*organisationNode) {
	for _, o := range list {
		out = append(out, &organisationNode{o, in})
	}
	return out
}

// few is the price of a short list.
var few = exec.Price{Size: 5}

// registryTypes makes the types of the registries.
func (a *api) registryTypes(t *types) {
	t.telephone = t.Object("Telephone", "A number of an office (电话).", exec.Fields{
		"for":    exec.Of(required(gql.String), "What for (用途): `service` 服务电话, `supervision` 监督电话, or another.", func(p *registry.Telephone) string { return p.For }),
		"number": exec.Of(required(gql.String), "The number (号码).", func(p *registry.Telephone) string { return p.Number }),
	})
	t.organisationType()
	a.itemType(t, t.guideType())
	t.roundType()
	t.postTypes()
	t.window = t.Object("Window", "A window (窗口).", exec.Fields{
		"code":         exec.Of(required(gql.String), "Code (窗口编码).", func(w *registry.WindowOpened) string { return w.Window }),
		"name":         exec.Of(gql.String, "Name or number over it (窗口名称).", func(w *registry.WindowOpened) string { return w.Name }),
		"organisation": exec.Of(required(gql.String), "Code of its organisation (机构编码).", func(w *registry.WindowOpened) string { return w.Org }),
		"since":        exec.Of(t.date, "First day (启用日).", func(w *registry.WindowOpened) any { return day(w.Date) }),
	})
}

func (t *types) organisationType() {
	lines := func(says string, get func(*organisationNode) []string) *exec.Field {
		return exec.Of(listOf(gql.String), says, func(o *organisationNode) any { return get(o) }).Costs(few)
	}
	t.organisation = t.Object("Organisation", "An organisation on a day (机构).", exec.Fields{
		"code":       exec.Of(required(gql.String), "Code by which records name it (机构编码).", func(o *organisationNode) string { return o.Code }),
		"scheme":     exec.Of(t.choices["CodeScheme"], "What the code is (编码规则); null: the centre's own.", func(o *organisationNode) any { return known(o.Scheme) }),
		"name":       exec.Of(required(gql.String), "Name (名称).", func(o *organisationNode) string { return o.Name }),
		"level":      exec.Of(t.choices["OrganisationLevel"], "Level (层级).", func(o *organisationNode) any { return text(o.Level) }),
		"kind":       exec.Of(gql.String, "What it is (机构类型).", func(o *organisationNode) string { return o.Kind }),
		"authority":  exec.Of(required(gql.Boolean), "Whether it is an administrative organ (行政机关).", func(o *organisationNode) any { return o.Authority }),
		"path":       lines("Codes of itself and of those above it on the day (机构路径), from below.", func(o *organisationNode) []string { return o.in.Path(o.Code, o.in.day) }),
		"since":      exec.Of(t.date, "First day (设立日); null: it was always there.", func(o *organisationNode) any { return day(o.Since) }),
		"ended":      exec.Of(t.date, "First day on which it is closed or merged (撤并日); null while it is open.", func(o *organisationNode) any { return day(o.Ended) }),
		"into":       exec.Of(gql.String, "Code of the organisation that it was merged into (并入机构).", func(o *organisationNode) string { return o.Into }),
		"address":    exec.Of(gql.String, "Where it is (办公地址).", func(o *organisationNode) string { return o.Address }),
		"hours":      exec.Of(gql.String, "When it is open (办公时间).", func(o *organisationNode) string { return o.Hours }),
		"web":        exec.Of(gql.String, "Web address (网址).", func(o *organisationNode) string { return o.Web }),
		"duties":     lines("What it is for (工作职责).", func(o *organisationNode) []string { return o.Duties }),
		"telephones": exec.Of(listOf(t.telephone), "Numbers of the office (电话).", func(o *organisationNode) any { return pointers(o.Telephones) }).Costs(few),
	})
}

func (a *api) itemType(t *types, guide *gql.Object) {
	material := t.Object("ItemMaterial", "A document that an applicant hands in (申请材料).", exec.Fields{
		"name":     exec.Of(required(gql.String), "Name (材料名称).", func(m *registry.Material) string { return m.Name }),
		"copies":   exec.Of(t.integer, "How many (份数); null: not said.", func(m *registry.Material) any { return positive(m.Copies) }),
		"original": exec.Of(required(gql.Boolean), "Whether the original (原件).", func(m *registry.Material) any { return m.Original }),
		"source":   exec.Of(gql.String, "Who issues it (材料来源).", func(m *registry.Material) string { return m.Source }),
	})
	change := t.Object("ItemChange", "A version of an item (事项版本), and what differs in it.", exec.Fields{
		"version": exec.Of(required(t.integer), "Number (版本号).", func(c *registry.Change) any { return c.Version }),
		"from":    exec.Of(t.date, "First day (生效日).", func(c *registry.Change) any { return day(c.Date) }),
		"round":   exec.Of(gql.String, "Clean-up round in which it was decided (清理轮次).", func(c *registry.Change) string { return c.Round }),
		"members": exec.Of(listOf(gql.String), "What differs from the version before (变更字段).", func(c *registry.Change) any { return c.Members }).Costs(few),
	})
	lines := func(says string, get func(*itemNode) []string) *exec.Field {
		return exec.Of(listOf(gql.String), says, func(i *itemNode) any { return get(i) }).Costs(few)
	}
	t.item = t.Object("ServiceItem", "A service item on a day (事项): the version in force, with the tags, organisation and level that it has then.", exec.Fields{
		"id":           exec.Of(required(gql.String), "Code and version (版本编号): `SX-001@3`.", func(i *itemNode) string { return i.ID() }),
		"code":         exec.Of(required(gql.String), "Code (事项编码).", func(i *itemNode) string { return i.Item.Item }),
		"version":      exec.Of(required(t.integer), "Number of the version (版本号).", func(i *itemNode) any { return i.Version }),
		"from":         exec.Of(t.date, "First day on which the version holds (生效日).", func(i *itemNode) any { return day(i.Date) }),
		"name":         exec.Of(required(gql.String), "Name (事项名称).", func(i *itemNode) string { return i.Name }),
		"organisation": exec.Of(required(gql.String), "Code of the organisation whose item it is (实施机构).", func(i *itemNode) string { return i.Org }),
		"class":        exec.Of(gql.String, "Class of matter (事项类别).", func(i *itemNode) string { return i.Class }),
		"content":      exec.Of(gql.String, "What is served (服务内容).", func(i *itemNode) string { return i.Content }),
		"level":        exec.Of(t.choices["OrganisationLevel"], "Level that handles it (行使层级).", func(i *itemNode) any { return text(i.Level) }),
		"handling":     exec.Of(gql.String, "How it is handled (办件类型).", func(i *itemNode) string { return i.Handling }),
		"legalDays":    exec.Of(t.integer, "Working days by law (法定期限).", func(i *itemNode) any { return positive(i.LegalDays) }),
		"promisedDays": exec.Of(t.integer, "Working days promised (承诺期限).", func(i *itemNode) any { return positive(i.PromisedDays) }),
		"basis":        lines("Laws and rules (设定依据).", func(i *itemNode) []string { return i.Basis }),
		"conditions":   lines("Who may apply (受理条件).", func(i *itemNode) []string { return i.Conditions }),
		"materials":    exec.Of(listOf(material), "What is handed in (申请材料).", func(i *itemNode) any { return pointers(i.Materials) }).Costs(few),
		"procedure":    lines("Steps in their order (办理程序).", func(i *itemNode) []string { return i.Procedure }),
		"fee":          exec.Of(gql.String, "What is charged, in words (收费标准).", func(i *itemNode) string { return i.Fee }),
		"result":       exec.Of(gql.String, "What comes out (办理结果).", func(i *itemNode) string { return i.Result }),
		"offices":      lines("Codes of organisations where it is offered (办理地点).", func(i *itemNode) []string { return i.Served() }),
		"tags":         lines("Tags (类别). They overlap.", func(i *itemNode) []string { return i.Tags }),
		"guide":        a.guideField(guide),
		"delegated":    exec.Of(required(gql.Boolean), "Whether a lower level handles it (下放).", func(i *itemNode) any { return i.Delegated }),
		"changes": exec.Of(listOf(change), "All its versions in ledger order (历次版本), later ones among them.", func(i *itemNode) any {
			return pointers(i.in.Changes(i.Item.Item))
		}).Costs(exec.Price{Own: 5, Size: 5}),
	})
}

func (t *types) roundType() {
	t.round = t.Object("Round", "A clean-up round (清理轮次), balanced: what was found against what became of it.", exec.Fields{
		"code":        exec.Of(required(gql.String), "Code (轮次).", func(r *registry.Round) string { return r.Round }),
		"name":        exec.Of(required(gql.String), "Name (名称).", func(r *registry.Round) string { return r.Name }),
		"opened":      exec.Of(t.date, "First day (开始日).", func(r *registry.Round) any { return day(r.Date) }),
		"closed":      exec.Of(t.date, "Last day (结束日); null while it is open.", func(r *registry.Round) any { return day(r.Closed) }),
		"found":       exec.Of(required(t.integer), "Items found (清理前数量).", func(r *registry.Round) any { return r.Found }),
		"retained":    exec.Of(required(t.integer), "Retained (保留).", func(r *registry.Round) any { return r.Balance().Retained }),
		"delegated":   exec.Of(required(t.integer), "Delegated (下放).", func(r *registry.Round) any { return r.Balance().Delegated }),
		"changed":     exec.Of(required(t.integer), "Changed (变更).", func(r *registry.Round) any { return r.Balance().Changed }),
		"abolished":   exec.Of(required(t.integer), "Abolished (取消).", func(r *registry.Round) any { return r.Balance().Abolished }),
		"stated":      exec.Of(required(gql.Boolean), "Whether these are as the centre states them (中心公布); else items' own records are counted.", func(r *registry.Round) any { return r.Balance().Stated }),
		"unaccounted": exec.Of(required(t.integer), "Items of which nothing became (未交代数量).", func(r *registry.Round) any { return r.Balance().Unaccounted }),
		"items":       exec.Of(listOf(gql.String), "Those that the round lists and no record says what became of (未交代事项).", func(r *registry.Round) any { return r.Balance().Items }).Costs(few),
	})
}
