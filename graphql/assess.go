package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/assessment"
	"caseledger/ledger/casefile"
	"caseledger/ledger/task"
	"caseledger/ledger/workdays"
	"caseledger/projections/scores"
	"caseledger/projections/tasks"
)

// assessFields adds the queries for plan tasks and scores.
func (a *api) assessFields(t *types, fields exec.Fields) {
	a.planTasksField(t, fields)
	a.scoresField(t, fields)
}

// nodeOf is a node of a task with its colour.
type nodeOf struct {
	*task.Node
	status task.Status
}

func (a *api) planTasksField(t *types, fields exec.Fields) {
	var list []choice
	for _, v := range task.Statuses().Values {
		list = append(list, choice{map[string]string{"green": "GREEN", "yellow": "YELLOW", "red": "RED"}[v.Value], task.Status(v.Value), v.Zh + ": " + v.En})
	}
	status := enum(task.Statuses().Name, task.Statuses().Says, list...)
	node := t.Object("TaskNode", "A node of a plan task (时间节点).", exec.Fields{
		"node":      exec.Of(required(gql.String), "Code (节点编号).", func(n *nodeOf) string { return n.Code }),
		"name":      exec.Of(required(gql.String), "What is to be reached (节点内容).", func(n *nodeOf) string { return n.Name }),
		"due":       exec.Of(t.date, "The day up to which it is to be reached (期限).", func(n *nodeOf) any { return day(n.Due) }),
		"firstDue":  exec.Of(t.date, "The day that was set first (原期限).", func(n *nodeOf) any { return day(n.First) }),
		"postponed": exec.Of(required(t.integer), "How often it was postponed (延期次数).", func(n *nodeOf) any { return n.Postponed }),
		"reached":   exec.Of(t.date, "The day on which it was reached (完成日); null until then.", func(n *nodeOf) any { return day(n.Reached) }),
		"status":    exec.Of(required(status), "Its colour on the day (红黄绿牌).", func(n *nodeOf) any { return n.status }),
	})
	object := t.Object("PlanTask", "A plan task (计划任务).", exec.Fields{
		"task":   exec.Of(required(gql.String), "Number (任务编号).", func(x *tasks.Task) string { return x.Number }),
		"title":  exec.Of(required(gql.String), "What it is (任务名称).", func(x *tasks.Task) string { return x.Title }),
		"org":    exec.Of(required(gql.String), "Code of the organisation that answers for it (责任单位).", func(x *tasks.Task) string { return x.Org }),
		"set":    exec.Of(required(t.dateTime), "When it was set (下达时间).", func(x *tasks.Task) time.Time { return x.Set }),
		"status": exec.Of(required(status), "The worst colour of its nodes on the day (红黄绿牌).", func(x *tasks.Task) any { return x.Status }),
		"nodes": exec.Of(listOf(node), "Its nodes (时间节点).", func(x *tasks.Task) any {
			var out []*nodeOf
			for i := range x.Nodes {
				out = append(out, &nodeOf{&x.Nodes[i], x.Colour[i]})
			}
			return out
		}).Costs(few),
	})
	count := func(says string, get func(*tasks.Tasks) int) *exec.Field {
		return exec.Of(required(t.integer), says, func(x *tasks.Tasks) any { return get(x) })
	}
	page := t.Object("PlanTasks", "Plan tasks, counted by colour (计划任务统计).", exec.Fields{
		"count":       count("Tasks (任务数).", func(x *tasks.Tasks) int { return x.Count }),
		"green":       count("Of these green (绿牌).", func(x *tasks.Tasks) int { return x.Green }),
		"yellow":      count("Of these yellow (黄牌).", func(x *tasks.Tasks) int { return x.Yellow }),
		"red":         count("Of these red (红牌).", func(x *tasks.Tasks) int { return x.Red }),
		"nodes":       exec.Of(listOf(object), "The tasks by number (任务列表).", func(x *tasks.Tasks) any { return pointers(x.Nodes) }).Costs(exec.Price{}),
		"hasNextPage": exec.Of(required(gql.Boolean), "More follows (有下一页).", func(x *tasks.Tasks) any { return x.More }),
		"knownAt":     exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(x *tasks.Tasks) any { return ledger.Position(x.At) }),
	})
	fields["planTasks"] = &exec.Field{Type: page, Description: "Plan tasks with time nodes (计划任务, 重点工作), green, yellow and red as of a day.", Price: &countedPage,
		Args: gql.FieldConfigArgument{
			"org":     {Type: gql.String, Description: "Only those of this organisation (责任单位)."},
			"status":  {Type: status, Description: "Only those of this colour (红黄绿牌)."},
			"asOf":    {Type: t.date, Description: "The day as of which colours are told (截至日期). Default today."},
			"knownAt": {Type: t.position, Description: "Leaves out what was recorded after this record, named by its ordinal (当时所知); default all."},
			"first":   {Type: t.integer, Description: "How many, 1 to 100 (前几条). Default 20."},
			"after":   {Type: gql.String, Description: "Begins after the task of this number (起游标)."},
		}, Resolve: a.planTasks}
}

func (a *api) planTasks(p gql.ResolveParams) (any, error) {
	known, _ := p.Args["knownAt"].(ledger.Position)
	q := tasks.Query{Day: dateArg(p.Args, "asOf"), UpTo: uint64(known)}
	if q.Day == workdays.NoDate {
		p.Info.RootValue.(*exec.Request).Timed = true
		q.Day = casefile.StandardDate(a.clock())
	}
	if org := textArg(p, "org"); org != nil {
		q.Orgs = map[string]bool{*org: true}
	}
	if s, ok := p.Args["status"].(task.Status); ok {
		q.Status = &s
	}
	q.After, _ = p.Args["after"].(string)
	var err error
	if q.First, err = firstArg(p); err != nil {
		return nil, err
	}
	if q.Clock.Calendar, err = a.views.Calendar(p.Context, workdays.China, known); err != nil {
		return nil, err
	}
	if q.Clock.Policies, err = a.views.Policies(p.Context, known); err != nil {
		return nil, err
	}
	got, err := tasks.Find(p.Context, a.views, q)
	return &got, err
}

func (a *api) scoresField(t *types, fields exec.Fields) {
	part := t.Object("ScorePart", "A part of a score: what was counted, and the points it gave (指标得分).", exec.Fields{
		"figure":      exec.Of(required(gql.String), "Id of the figure, or `tasks_on_time` (指标编号).", func(p *scores.Part) string { return p.Figure }),
		"numerator":   exec.Of(required(gql.String), "Numerator, exact (分子); `-`: the part has no base and is left out.", func(p *scores.Part) string { return p.Numerator }),
		"denominator": exec.Of(required(gql.String), "Denominator, exact (分母); of a count 1.", func(p *scores.Part) string { return p.Denominator }),
		"weight":      exec.Of(required(t.integer), "Points that it is worth (权重).", func(p *scores.Part) any { return p.Weight }),
		"per":         exec.Of(t.integer, "Points taken off for each (每件扣分); null: it is a ratio.", func(p *scores.Part) any { return positive(p.Per) }),
		"invert":      exec.Of(required(gql.Boolean), "The lower the ratio the better (逆向指标).", func(p *scores.Part) any { return p.Invert }),
		"points":      exec.Of(gql.String, "The points, four decimals, half up (得分); null: left out.", func(p *scores.Part) any { return text(p.Points) }),
	})
	published := t.Object("PublishedScore", "A score as it was published (公示得分).", exec.Fields{
		"value":   exec.Of(required(gql.String), "The score (得分).", func(s *assessment.ScorePublished) string { return s.Value.String() }),
		"version": exec.Of(required(t.integer), "Version of the formula (办法版本).", func(s *assessment.ScorePublished) any { return s.Version }),
		"inputs":  exec.Of(required(gql.String), "SHA-256 over the inputs (指标数据摘要).", func(s *assessment.ScorePublished) string { return s.Inputs }),
		"knownAt": exec.Of(required(t.position), "The last record that it took into account (截至记录).", func(s *assessment.ScorePublished) any { return ledger.Position(s.KnownAt) }),
	})
	object := t.Object("Score", "A score with its recipe (效能评估): computed from the record, with the published one beside it.", exec.Fields{
		"formula":   exec.Of(required(gql.String), "Code of the formula (评估办法编号).", func(s *scores.Score) string { return s.Formula.Formula }),
		"title":     exec.Of(required(gql.String), "What the formula is called (名称).", func(s *scores.Score) string { return s.Formula.Title }),
		"version":   exec.Of(required(t.integer), "Version of the formula in force on the period's last day (办法版本).", func(s *scores.Score) any { return s.Formula.Version }),
		"subject":   exec.Of(required(gql.String), "Code of the organisation, window or post (考核对象).", func(s *scores.Score) string { return s.Subject }),
		"period":    exec.Of(required(gql.String), "The month or half year (考核周期).", func(s *scores.Score) string { return s.Period }),
		"value":     exec.Of(gql.String, "The score, 0 to 100 (得分); null: no part has a base.", func(s *scores.Score) any { return valueOf(s) }),
		"parts":     exec.Of(listOf(part), "The recipe, part by part (指标).", func(s *scores.Score) any { return pointers(s.Parts) }).Costs(few),
		"inputs":    exec.Of(required(gql.String), "SHA-256 over the inputs (指标数据摘要).", func(s *scores.Score) string { return s.Inputs }),
		"knownAt":   exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录): that of the publication, where there is one.", func(s *scores.Score) any { return ledger.Position(s.KnownAt) }),
		"published": exec.Of(published, "The published score (公示得分); null: none.", func(s *scores.Score) any { return publishedOf(s) }),
		"agrees":    exec.Of(required(gql.Boolean), "Whether the published score is the one computed (一致).", func(s *scores.Score) any { return s.Agrees() }),
	})
	fields["scores"] = &exec.Field{Type: gql.NewList(required(object)), Description: "The scores of an organisation, window or post over a month or half a year (效能评估, 半年考核), by each formula that judges by such a period, with the recipe.",
		Price: &exec.Price{Own: 200, Size: 3},
		Args: gql.FieldConfigArgument{
			"org":      {Type: required(gql.String), Description: "Code of the organisation, window or post (考核对象)."},
			"month":    {Type: gql.String, Description: "The month (月): 2024-05."},
			"halfYear": {Type: gql.String, Description: "Or half a year (半年): 2024-H1."},
			"formula":  {Type: gql.String, Description: "Only by this formula (评估办法编号)."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			formula, _ := p.Args["formula"].(string)
			month, isMonth := p.Args["month"].(string)
			period, isHalf := p.Args["halfYear"].(string)
			if isMonth == isHalf {
				return nil, exec.BadInput("scores: want a month or half a year")
			}
			got, err := scores.Find(p.Context, a.views, formula, p.Args["org"].(string), month+period)
			return pointers(got), err
		}}
}

func valueOf(s *scores.Score) any {
	if !s.OK {
		return nil
	}
	return s.Value.String()
}

func publishedOf(s *scores.Score) any {
	if s.Published == nil {
		return nil
	}
	return s.Published
}
