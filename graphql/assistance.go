package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	rules "caseledger/ledger/assistance"
	"caseledger/ledger/workdays"
	"caseledger/projections/assistance"
)

// assistanceFields adds the queries for what is done beyond the windows.
func (a *api) assistanceFields(t *types, fields exec.Fields) {
	a.servicesField(t, fields)
	a.gridField(t, fields)
	a.homeVisitsField(t, fields)
	a.servedField(t, fields)
	a.appointmentsField(t, fields)
}

// countedPage is the price of a page of rows that are chosen and counted.
var countedPage = exec.Price{Own: 20, Sizes: []string{"first"}, Size: defaultPage}

func (a *api) servicesField(t *types, fields exec.Fields) {
	type service = assistance.Service
	type services = assistance.Services
	node := t.Object("AssistanceService", "A service of an agent (帮办代办).", exec.Fields{
		"ordinal": exec.Of(required(t.position), "Ordinal of its record (序号).", func(s *service) any { return ledger.Position(s.Ordinal) }),
		"number":  exec.Of(required(gql.String), "Number (服务编号).", func(s *service) string { return s.Number }),
		"agent":   exec.Of(required(gql.String), "Post of the agent (帮办代办岗位).", func(s *service) string { return s.Agent }),
		"org":     exec.Of(required(gql.String), "Code of the agent's organisation (所属机构).", func(s *service) string { return s.Org }),
		"item":    exec.Of(gql.String, "Code of the item (事项编码).", func(s *service) any { return text(s.Item) }),
		"case":    exec.Of(gql.String, "Number of the case (关联办件).", func(s *service) any { return text(s.Case) }),
		"persons": exec.Of(required(t.integer), "How many were served (服务人数).", func(s *service) any { return s.Persons }),
		"on":      exec.Of(t.date, "Local day (服务日期).", func(s *service) any { return day(s.On) }),
	})
	page := t.Object("AssistanceServices", "Services of agents, counted (帮办代办统计).", byOrdinals(t, exec.Fields{
		"count":   exec.Of(required(t.integer), "Services (次数).", func(s *services) any { return s.Count }),
		"persons": exec.Of(required(t.integer), "People served, one who came twice counting twice (服务人次).", func(s *services) any { return s.Persons }),
		"agents":  exec.Of(required(t.integer), "Agents who gave some (代办员数).", func(s *services) any { return s.Agents }),
		"nodes":   exec.Of(listOf(node), "The services in ledger order (服务列表).", func(s *services) any { return pointers(s.Nodes) }).Costs(exec.Price{}),
	}, func(s *services) (bool, uint64, uint64) {
		return s.More, lastOf(s.Nodes, func(x *service) uint64 { return x.Ordinal }), s.At
	}))
	fields["assistance"] = &exec.Field{Type: page, Description: "What agents did for people (帮办代办): how often, for how many.", Price: &countedPage,
		Args: t.beyond(gql.FieldConfigArgument{"agent": {Type: gql.String, Description: "Only those of this agent (代办员)."}}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := beyondQuery(p)
			if err != nil {
				return nil, err
			}
			got, err := assistance.FindServices(p.Context, a.views, q)
			return &got, err
		}}
}

func (a *api) gridField(t *types, fields exec.Fields) {
	type matter = assistance.Matter
	type matters = assistance.Matters
	node := t.Object("GridMatter", "A matter of a grid (网格事项) as it stands.", exec.Fields{
		"ordinal": exec.Of(required(t.position), "Ordinal of its opening (序号).", func(m *matter) any { return ledger.Position(m.Ordinal) }),
		"number":  exec.Of(required(gql.String), "Number (网格事项编号).", func(m *matter) string { return m.Number }),
		"grid":    exec.Of(required(gql.String), "Code of the grid (网格编码).", func(m *matter) string { return m.Grid }),
		"class":   exec.Of(required(gql.String), "Class (事项类别).", func(m *matter) string { return m.Class }),
		"mode":    exec.Of(t.choices["GridMode"], "How it is handled (办理方式).", func(m *matter) any { return text(m.Mode) }),
		"opened":  exec.Of(t.date, "Local day of its opening (登记日期).", func(m *matter) any { return day(m.Opened) }),
		"level":   exec.Of(t.choices["GridLevel"], "Where it is, or was settled (层级).", func(m *matter) any { return text(m.Level) }),
		"closed":  exec.Of(t.date, "Local day of its closing (办结日期); null while it is open.", func(m *matter) any { return day(m.Closed) }),
		"result":  exec.Of(gql.String, "Class of the result (办理结果).", func(m *matter) any { return text(m.Result) }),
	})
	count := func(says string, get func(*matters) int) *exec.Field {
		return exec.Of(required(t.integer), says, func(m *matters) any { return get(m) })
	}
	page := t.Object("GridMatters", "Matters of grids, counted (网格事项统计). 小事不出网格 is `closedInGrid` of `closed`, 大事不出乡镇 is `closedInGrid` and `closedInTownship` of `closed`.", byOrdinals(t, exec.Fields{
		"count":            count("Opened (登记件数).", func(m *matters) int { return m.Count }),
		"immediate":        count("Of these 即办.", func(m *matters) int { return m.Immediate }),
		"assigned":         count("Of these 交办.", func(m *matters) int { return m.Assigned }),
		"joint":            count("Of these 协办.", func(m *matters) int { return m.Joint }),
		"closed":           count("Of these closed (办结件数).", func(m *matters) int { return m.Closed }),
		"closedInGrid":     count("Closed in the grid (网格内办结).", func(m *matters) int { return m.InGrid }),
		"closedInTownship": count("Closed in the township (乡镇办结).", func(m *matters) int { return m.InTownship }),
		"closedInCounty":   count("Closed in the county (县级办结).", func(m *matters) int { return m.InCounty }),
		"nodes":            exec.Of(listOf(node), "The matters in the order of their opening (事项列表).", func(m *matters) any { return pointers(m.Nodes) }).Costs(exec.Price{}),
	}, func(m *matters) (bool, uint64, uint64) {
		return m.More, lastOf(m.Nodes, func(x *matter) uint64 { return x.Ordinal }), m.At
	}))
	fields["grid"] = &exec.Field{Type: page, Description: "Matters of grids (网格事项): 即办、交办、协办, and where they are settled. `org` is the grid.", Price: &countedPage,
		Args: t.beyond(gql.FieldConfigArgument{
			"mode":  {Type: t.choices["GridMode"], Description: "Only those handled so (办理方式)."},
			"level": {Type: t.choices["GridLevel"], Description: "Only those that are at this level (层级)."},
			"open":  {Type: gql.Boolean, Description: "Only open ones, or only closed ones (是否在办)."},
		}),
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := beyondQuery(p)
			if err != nil {
				return nil, err
			}
			got, err := assistance.FindMatters(p.Context, a.views, q)
			return &got, err
		}}
}

func (a *api) homeVisitsField(t *types, fields exec.Fields) {
	type quarter = assistance.Quarter
	type visits = assistance.Visits
	cell := t.Object("HomeVisitCell", "Published home visits to one group, or to several that are not told apart (上门服务人群统计).", exec.Fields{
		"count":  exec.Of(required(t.integer), "Visits (次数).", func(c *rules.Cell) any { return c.Count }),
		"groups": exec.Of(listOf(gql.String), "The groups (人群): `elderly` 70岁以上, `disabled` 重度残疾, `ill` 重病, `destitute` 五保, `orphan` 孤儿.", func(c *rules.Cell) any { return c.Groups }).Costs(few),
	})
	node := t.Object("HomeVisitQuarter", "Home visits of an organisation in a quarter (上门服务).", exec.Fields{
		"org":       exec.Of(required(gql.String), "Code of the organisation (服务机构).", func(q *quarter) string { return q.Org }),
		"period":    exec.Of(required(gql.String), "The quarter (季度): 2024-Q1.", func(q *quarter) string { return q.Period }),
		"visits":    exec.Of(required(t.integer), "Visits recorded (次数).", func(q *quarter) any { return q.Visits }),
		"late":      exec.Of(required(t.integer), "Of these after the publication, in no cell (公布后补录).", func(q *quarter) any { return q.Late }),
		"published": exec.Of(t.position, "Ordinal of the publication (公布序号); null: none yet.", func(q *quarter) any { return ordinal(q.Published) }),
		"k":         exec.Of(t.integer, "Least count of a group that is told apart (最小单元).", func(q *quarter) any { return positive(q.K) }),
		"unknown":   exec.Of(required(t.integer), "Visits whose group was erased before (已删除).", func(q *quarter) any { return q.Unknown }),
		"cells":     exec.Of(listOf(cell), "The published counts (人群统计).", func(q *quarter) any { return pointers(q.Cells) }).Costs(few),
	})
	all := t.Object("HomeVisits", "Home visits of whole quarters (上门服务统计).", exec.Fields{
		"visits":    exec.Of(required(t.integer), "Visits recorded (次数).", func(v *visits) any { return v.Visits }),
		"published": exec.Of(required(t.integer), "Of these in the cells (已公布).", func(v *visits) any { return v.Published }),
		"unknown":   exec.Of(required(t.integer), "Published without a group, for it was erased (已删除).", func(v *visits) any { return v.Unknown }),
		"cells":     exec.Of(listOf(cell), "The sum of the published counts; groups that are not told apart in one of them are not in the sum (人群统计).", func(v *visits) any { return pointers(v.Cells) }).Costs(few),
		"quarters":  exec.Of(listOf(node), "By quarter and organisation (季度列表).", func(v *visits) any { return pointers(v.Quarters) }).Costs(exec.Price{Size: 100}),
		"knownAt":   exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(v *visits) any { return ledger.Position(v.At) }),
	})
	fields["homeVisits"] = &exec.Field{Type: all, Description: "Home visits (上门服务) and their published counts by group. Who was visited is sealed; counts by group are published for a quarter of an organisation, small groups together, and all else are sums of such.",
		Price: &exec.Price{Own: 20},
		Args: gql.FieldConfigArgument{
			"org":  {Type: gql.String, Description: "Only those of this organisation (服务机构)."},
			"from": {Type: gql.String, Description: "First quarter (起始季度), as 2024-Q1."},
			"to":   {Type: gql.String, Description: "Last quarter (截止季度), inclusive."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			from, _ := p.Args["from"].(string)
			to, _ := p.Args["to"].(string)
			got, err := assistance.FindVisits(p.Context, a.views, textArg(p, "org"), from, to)
			return &got, err
		}}
}

func (a *api) servedField(t *types, fields exec.Fields) {
	type served = assistance.Served
	count := func(says string, get func(*served) int) *exec.Field {
		return exec.Of(required(t.integer), says, func(s *served) any { return get(s) })
	}
	hours := t.Object("PublishedHours", "Hours that an organisation published (服务时间).", exec.Fields{
		"from":    exec.Of(t.date, "First day (启用日).", func(h *rules.HoursPublished) any { return day(h.From) }),
		"pattern": exec.Of(gql.String, "What people call it (模式).", func(h *rules.HoursPublished) any { return text(h.Pattern) }),
		"spans": exec.Of(listOf(gql.String), "The spans (服务时段): `workday 09:00-17:00`, `restday 09:00-13:00 extended`.", func(h *rules.HoursPublished) any {
			var out []string
			for _, s := range h.Spans {
				line := string(s.Day) + " " + s.Opens + "-" + s.Closes
				if s.Extended {
					line += " extended"
				}
				out = append(out, line)
			}
			return out
		}).Costs(few),
	})
	object := t.Object("ServedHours", "When cases were accepted, by the published hours (延时服务统计).", exec.Fields{
		"ordinary":    count("Within the ordinary hours (正常时间).", func(s *served) int { return s.Ordinary }),
		"extended":    count("Within extended hours (延时服务).", func(s *served) int { return s.Extended }),
		"outside":     count("Outside the published hours (公布时间之外).", func(s *served) int { return s.Outside }),
		"untold":      count("Where no hours were published (未公布服务时间).", func(s *served) int { return s.Untold }),
		"provisional": exec.Of(required(gql.Boolean), "It rests on a year without a published calendar (暂定).", func(s *served) any { return s.Provisional }),
		"hours":       exec.Of(listOf(hours), "The hours in the order of their publication (服务时间).", func(s *served) any { return pointers(s.Hours) }).Costs(few),
		"knownAt":     exec.Of(required(t.position), "Ordinal of the last record taken into account (截至记录).", func(s *served) any { return ledger.Position(s.At) }),
	})
	fields["servedHours"] = &exec.Field{Type: object, Description: "What an organisation accepted within and beyond its hours (延时服务), by the times of acceptance. The organisation itself, without those below it.",
		Price: &exec.Price{Own: 50},
		Args: gql.FieldConfigArgument{
			"org":  {Type: required(gql.String), Description: "The organisation (受理部门)."},
			"from": {Type: t.date, Description: "First local day of acceptance (受理日期起), inclusive."},
			"to":   {Type: t.date, Description: "Last local day of acceptance (受理日期止), inclusive."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			calendar, err := a.views.Calendar(p.Context, workdays.China, 0)
			if err != nil {
				return nil, err
			}
			org, _ := p.Args["org"].(string)
			got, err := assistance.FindServed(p.Context, a.views, org, dateArg(p.Args, "from"), dateArg(p.Args, "to"), calendar)
			return &got, err
		}}
}

func (a *api) appointmentsField(t *types, fields exec.Fields) {
	type appointment = assistance.Appointment
	type appointments = assistance.Appointments
	node := t.Object("GivenAppointment", "A time that an applicant was given (预约).", exec.Fields{
		"ordinal": exec.Of(required(t.position), "Ordinal of its record (序号).", func(x *appointment) any { return ledger.Position(x.Ordinal) }),
		"case":    exec.Of(required(gql.String), "Number of the case (办件编号).", func(x *appointment) string { return x.Case }),
		"at":      exec.Of(required(t.dateTime), "The time that was given (预约时间).", func(x *appointment) time.Time { return x.At }),
		"place":   exec.Of(gql.String, "Code of the place (地点).", func(x *appointment) any { return text(x.Place) }),
		"madeOn":  exec.Of(t.date, "Local day on which it was made (登记日期).", func(x *appointment) any { return day(x.MadeOn) }),
	})
	page := t.Object("GivenAppointments", "Appointments, counted (预约统计).", byOrdinals(t, exec.Fields{
		"count": exec.Of(required(t.integer), "Appointments (预约次数).", func(x *appointments) any { return x.Count }),
		"nodes": exec.Of(listOf(node), "The appointments in ledger order (预约列表).", func(x *appointments) any { return pointers(x.Nodes) }).Costs(exec.Price{}),
	}, func(x *appointments) (bool, uint64, uint64) {
		return x.More, lastOf(x.Nodes, func(n *appointment) uint64 { return n.Ordinal }), x.At
	}))
	args := t.beyond(gql.FieldConfigArgument{})
	delete(args, "org")
	fields["appointments"] = &exec.Field{Type: page, Description: "Times that applicants were given (预约服务), by the day on which they were.", Price: &countedPage, Args: args,
		Resolve: func(p gql.ResolveParams) (any, error) {
			q, err := beyondQuery(p)
			if err != nil {
				return nil, err
			}
			got, err := assistance.FindAppointments(p.Context, a.views, q)
			return &got, err
		}}
}

// beyond adds organisation, dates and the page to arguments.
func (t *types) beyond(args gql.FieldConfigArgument) gql.FieldConfigArgument {
	args["org"] = &gql.ArgumentConfig{Type: gql.String, Description: "Only those of this organisation (机构)."}
	args["from"] = &gql.ArgumentConfig{Type: t.date, Description: "First local day (日期起), inclusive."}
	args["to"] = &gql.ArgumentConfig{Type: t.date, Description: "Last local day (日期止), inclusive."}
	args["first"] = &gql.ArgumentConfig{Type: t.integer, Description: "How many, 1 to 100 (前几条). Default 20."}
	args["after"] = &gql.ArgumentConfig{Type: t.position, Description: "Begins after the one of this ordinal (起游标)."}
	return args
}

func beyondQuery(p gql.ResolveParams) (q assistance.Query, err error) {
	q = assistance.Query{Org: textArg(p, "org"), Agent: textArg(p, "agent"), Mode: textArg(p, "mode"), Level: textArg(p, "level"),
		From: dateArg(p.Args, "from"), To: dateArg(p.Args, "to")}
	if open, ok := p.Args["open"].(bool); ok {
		q.Open = &open
	}
	if after, ok := p.Args["after"].(ledger.Position); ok {
		q.After = uint64(after)
	}
	q.First, err = firstArg(p)
	return q, err
}
