package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/ledger/voice"
	"caseledger/ledger/workdays"
	voices "caseledger/projections/voice"
)

// voicePage is a page of what people say, with the query that it answers.
type voicePage struct {
	voices.Page
	query voices.Query
}

// voiceFields adds the lists of what people say; they hold nothing personal.
func (a *api) voiceFields(t *types, fields exec.Fields) {
	status := enum("VoiceStatus", "Where it stands (状态).",
		choice{"FILED", voice.Open, "待受理、待答复: it came in."}, choice{"ACCEPTED", voice.Accepted, "办理中: it is looked into."},
		choice{"DECLINED", voice.Declined, "不予受理: it is not."}, choice{"ANSWERED", voice.Answered, "已答复: it is answered."},
		choice{"RECEIVED", voices.Received, "已登记: a praise."}, choice{"OPEN", voices.Running, "进行中: a round."},
		choice{"CLOSED", voices.Closed, "已结束: a round."}, choice{"HELD", voices.Held, "已检查: an inspection."})
	page := a.voicePageType(t, a.voiceType(t, status), status)
	for _, list := range []struct {
		name, says string
		kind       voices.Kind
	}{
		{"complaints", "Complaints (投诉)", voices.Complaint}, {"questions", "Questions (咨询)", voices.Question},
		{"praise", "Praise (表扬)", voices.Praise}, {"surveys", "Survey rounds (测评), apart from ratings", voices.Survey},
		{"inspections", "Inspections and what they found (明察暗访)", voices.Inspection}, {"objections", "Objections to outcomes and figures (异议)", voices.Objection},
	} {
		fields[list.name] = &exec.Field{
			Type: page, Description: list.says + ", in the order in which they came.",
			Price: &exec.Price{Own: 10, Sizes: []string{"first"}, Size: defaultPage},
			Args: gql.FieldConfigArgument{
				"org":     {Type: gql.String, Description: "Whose: the organisation that answers for it now (单位)."},
				"channel": {Type: t.choices["VoiceChannel"], Description: "How it came (渠道)."},
				"class":   {Type: gql.String, Description: "Class of the matter (事由)."},
				"status":  {Type: status, Description: "Where it stands (状态)."},
				"finding": {Type: t.choices["VoiceFinding"], Description: "What was found (处理结论)."},
				"case":    {Type: gql.String, Description: "About this case (关联办件)."},
				"from":    {Type: t.date, Description: "First local date on which it came (登记日期起), inclusive."},
				"to":      {Type: t.date, Description: "Last local date on which it came (登记日期止), inclusive."},
				"overdue": {Type: t.dateTime, Description: "Overdue at this instant (超期): it should have been accepted or answered by then, and was not."},
				"first":   {Type: t.integer, Description: "How many, 1 to 100 (几条). Default 20."},
				"after":   {Type: t.position, Description: "Begins after the one of this ordinal (起游标)."},
			},
			Resolve: func(p gql.ResolveParams) (any, error) { return a.said(p, list.kind) },
		}
	}
}

func (a *api) said(p gql.ResolveParams, kind voices.Kind) (any, error) {
	q := voices.Query{Kind: kind, From: dateArg(p.Args, "from"), To: dateArg(p.Args, "to")}
	q.Org, _ = p.Args["org"].(string)
	q.Class, _ = p.Args["class"].(string)
	q.Case, _ = p.Args["case"].(string)
	q.Status, _ = p.Args["status"].(voice.Status)
	q.OverdueAt, _ = p.Args["overdue"].(time.Time)
	if channel, ok := p.Args["channel"].(string); ok {
		q.Channel = voice.Channel(channel)
	}
	if finding, ok := p.Args["finding"].(string); ok {
		q.Finding = voice.Finding(finding)
	}
	if after, ok := p.Args["after"].(ledger.Position); ok {
		q.After = uint64(after)
	}
	first, err := firstArg(p)
	if err != nil {
		return nil, err
	}
	q.First = first
	if q.From != workdays.NoDate && q.To != workdays.NoDate && q.To < q.From {
		return nil, exec.BadInput("the period ends before it begins")
	}
	got, err := voices.List(p.Context, a.views, q)
	return &voicePage{got, q}, err
}

func (a *api) voicePageType(t *types, entry *gql.Object, status *gql.Enum) *gql.Object {
	group := t.Object("VoiceCount", "How many share an organisation, a channel, a status and a finding (分组计数).", exec.Fields{
		"org":     exec.Of(required(gql.String), "Who answers for them now (单位).", func(g *voices.Group) string { return g.Org }),
		"channel": exec.Of(t.choices["VoiceChannel"], "How they came (渠道).", func(g *voices.Group) any { return text(g.Channel) }),
		"status":  exec.Of(required(status), "Where they stand (状态).", func(g *voices.Group) any { return g.Status }),
		"finding": exec.Of(t.choices["VoiceFinding"], "What was found (处理结论).", func(g *voices.Group) any { return text(g.Finding) }),
		"count":   exec.Of(required(t.integer), "How many (件数).", func(g *voices.Group) any { return g.Count }),
	})
	return t.Object("VoicePage", "A page of what people say (群众声音列表).", byOrdinals(t, exec.Fields{
		"nodes": exec.Of(listOf(entry), "In the order in which they came (列表项).", func(p *voicePage) any { return p.Entries }).Costs(exec.Price{}),
		"totalCount": {Type: t.integer, Description: "How many in the whole list (总数).", Price: &exec.Price{Own: 5},
			Resolve: func(p gql.ResolveParams) (any, error) {
				return voices.Total(p.Context, a.views, p.Source.(*voicePage).query)
			}},
		"counts": {Type: gql.NewList(required(group)), Description: "The whole list counted by organisation, channel, status and finding (分组计数), at most 1000 groups.", Price: &exec.Price{Own: 10, Size: 40},
			Resolve: func(p gql.ResolveParams) (any, error) {
				out, err := voices.Counts(p.Context, a.views, p.Source.(*voicePage).query)
				return pointers(out), err
			}},
	}, func(p *voicePage) (bool, uint64, uint64) {
		return p.More, lastOf(p.Entries, func(e **voices.Entry) uint64 { return (*e).Ordinal }), p.At
	}))
}

func (a *api) voiceType(t *types, status *gql.Enum) *gql.Object {
	level := t.Object("SurveyLevel", "How many sheets chose a level (等级份数).", exec.Fields{
		"level": exec.Of(required(t.integer), "Level (等级): 1 is the worst.", func(l *voice.LevelCount) any { return l.Level }),
		"count": exec.Of(required(t.integer), "Sheets (份数).", func(l *voice.LevelCount) any { return l.Count }),
	})
	count := t.Object("SurveyCount", "The sheets of a round about one organisation (测评结果).", exec.Fields{
		"org":    exec.Of(required(gql.String), "Who was judged (被测评单位).", func(c *voices.Count) string { return c.Org }),
		"issued": exec.Of(required(t.integer), "Sheets that were handed out (发放份数).", func(c *voices.Count) any { return c.Issued }),
		"levels": exec.Of(listOf(level), "How many chose each level (各等级份数).", func(c *voices.Count) any { return pointers(c.Levels) }).Costs(exec.Price{Size: 5}),
	})
	problem := t.Object("InspectionFinding", "What an inspection found (问题), said in public.", exec.Fields{
		"finding":     exec.Of(required(gql.String), "Its code (问题编号).", func(x *voices.Problem) string { return x.Finding }),
		"class":       exec.Of(required(gql.String), "Class (问题类别).", func(x *voices.Problem) string { return x.Class }),
		"text":        exec.Of(gql.String, "What was found (问题).", func(x *voices.Problem) string { return x.Text }),
		"publishedAt": exec.Of(required(t.dateTime), "When it was published (曝光时间).", func(x *voices.Problem) time.Time { return x.Published }),
		"rectifiedAt": exec.Of(t.dateTime, "When it was put right (整改时间).", func(x *voices.Problem) time.Time { return x.Rectified }),
		"measure":     exec.Of(gql.String, "Class of what was done (整改措施).", func(x *voices.Problem) string { return x.Measure }),
	})
	limit := t.Object("VoiceLimit", "The last day on which something is in time (期限).", exec.Fields{
		"on":          exec.Of(required(t.date), "The day (截止日).", func(l *voice.Limit) any { return l.On }),
		"provisional": exec.Of(required(gql.Boolean), "It rests on a year whose calendar is not published (暂定).", func(l *voice.Limit) any { return l.Provisional }),
		"policy":      exec.Of(required(gql.String), "The version of the rules (规则版本).", func(l *voice.Limit) string { return l.Policy }),
	})
	return t.Object("Voice", "A complaint, question, praise, survey round, inspection or objection (群众声音): classes, days and outcomes; what was written is sealed.", exec.Fields{
		"number":     exec.Of(required(gql.String), "Its number (编号).", func(e *voices.Entry) string { return e.Number }),
		"ordinal":    exec.Of(required(t.position), "Ordinal of its first record (序号).", func(e *voices.Entry) any { return ledger.Position(e.Ordinal) }),
		"org":        exec.Of(required(gql.String), "Who answers for it now, or who was looked at (单位).", func(e *voices.Entry) string { return e.Org }),
		"firstOrg":   exec.Of(required(gql.String), "Whom it was about at first (原单位).", func(e *voices.Entry) string { return e.FirstOrg }),
		"case":       exec.Of(gql.String, "Number of the case that it is about (关联办件).", func(e *voices.Entry) string { return e.Case }),
		"figure":     exec.Of(gql.String, "The figure that it is against (指标).", func(e *voices.Entry) string { return e.Figure }),
		"channel":    exec.Of(t.choices["VoiceChannel"], "How it came (渠道).", func(e *voices.Entry) any { return text(e.Channel) }),
		"class":      exec.Of(gql.String, "Class of the matter or the ground (事由).", func(e *voices.Entry) string { return e.Class }),
		"title":      exec.Of(gql.String, "Name of a round (名称).", func(e *voices.Entry) string { return e.Title }),
		"scale":      exec.Of(t.integer, "Levels of a round (等级数).", func(e *voices.Entry) any { return positive(e.Scale) }),
		"kind":       exec.Of(t.choices["InspectionKind"], "Whether an inspection was announced (检查方式).", func(e *voices.Entry) any { return text(e.How) }),
		"status":     exec.Of(required(status), "Where it stands (状态).", func(e *voices.Entry) any { return e.Status }),
		"finding":    exec.Of(t.choices["VoiceFinding"], "What was found (处理结论).", func(e *voices.Entry) any { return text(e.Finding) }),
		"reason":     exec.Of(gql.String, "Class of the reason for which it was declined (不予受理原因).", func(e *voices.Entry) string { return e.Reason }),
		"measure":    exec.Of(gql.String, "Class of what was done (处理措施).", func(e *voices.Entry) string { return e.Measure }),
		"filedAt":    exec.Of(required(t.dateTime), "When it came, or was held (登记时间).", func(e *voices.Entry) time.Time { return e.Filed }),
		"filedOn":    exec.Of(required(t.date), "Local date of filedAt (登记日期).", func(e *voices.Entry) any { return e.FiledOn() }),
		"acceptedAt": exec.Of(t.dateTime, "When it was accepted (受理时间).", func(e *voices.Entry) time.Time { return e.Accepted }),
		"settledAt":  exec.Of(t.dateTime, "When it was accepted or declined (决定受理与否时间).", func(e *voices.Entry) time.Time { return e.Settled }),
		"decidedAt":  exec.Of(t.dateTime, "When it was upheld or dismissed (认定时间).", func(e *voices.Entry) time.Time { return e.Decided }),
		"answeredAt": exec.Of(t.dateTime, "When it was answered, or a round closed (答复时间).", func(e *voices.Entry) time.Time { return e.Answered }),
		"transfers":  exec.Of(required(t.integer), "How often another organisation got it (转办次数).", func(e *voices.Entry) any { return e.Transfers }),
		"acceptBy":   exec.Of(limit, "Until when it is to be accepted or not (受理期限); null where nothing limits it.", func(e *voices.Entry) any { return untilOf(&e.AcceptBy) }),
		"answerBy":   exec.Of(limit, "Until when it is to be answered (答复期限); null where nothing limits it, or a complaint is not accepted.", func(e *voices.Entry) any { return untilOf(&e.AnswerBy) }),
		"counts":     exec.Of(listOf(count), "What a round gave, by organisation (测评结果).", func(e *voices.Entry) any { return pointers(e.Counts) }).Costs(exec.Price{Size: 10}),
		"findings":   exec.Of(listOf(problem), "What an inspection found (问题清单).", func(e *voices.Entry) any { return pointers(e.Findings) }).Costs(exec.Price{Size: 5}),
	})
}

func untilOf(l *voice.Limit) any {
	if l.Due.IsZero() {
		return nil
	}
	return l
}
