package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// facts are the fields that a case as it stands and a case as it stood share.
func (t *types) facts() exec.Fields {
	fields := exec.Fields{
		"number":   exec.Of(required(gql.String), "Public case number (办件编号).", func(c *caseNode) string { return c.Number }),
		"status":   exec.Of(t.status, "Where the case stands (办件状态); null before its first event.", func(c *caseNode) any { return known(c.Status) }),
		"kind":     exec.Of(required(t.kind), "Kind of case (办件类型).", func(c *caseNode) any { return c.Kind }),
		"handling": exec.Of(t.handling, "How it is promised to be handled (办理方式); null where the source does not say.", func(c *caseNode) any { return text(c.Handling) }),
		"regime":   exec.Of(gql.String, "Regime whose rules count (办理依据类别): licence, foi, service …; null where none is named.", func(c *caseNode) string { return c.Regime }),
		"routing":  exec.Of(t.routing, "Who must act besides the accepting unit (办理路径).", func(c *caseNode) any { return text(c.Routing) }),
		"item":     exec.Of(gql.String, "Code of the service item (事项).", func(c *caseNode) string { return c.Item }),
		"org":      exec.Of(gql.String, "Accepting unit (受理部门).", func(c *caseNode) string { return c.Org }),
		"window":   exec.Of(gql.String, "Window of acceptance (受理窗口).", func(c *caseNode) string { return c.Window }),
		"channel":  exec.Of(gql.String, "Channel of acceptance (办理渠道): window, internet, post …", func(c *caseNode) string { return c.Channel }),
		"officer":  exec.Of(gql.String, "Responsible post (责任岗位), never a person's name.", func(c *caseNode) string { return c.Officer }),
		"source":   exec.Of(gql.String, "Where an imported case comes from (数据来源).", func(c *caseNode) string { return c.Source }),
		"calendar": exec.Of(gql.String, "Working-day calendar that counts (工作日历).", func(c *caseNode) string { return c.Calendar }),
		"zone":     exec.Of(gql.String, "IANA time zone of local dates (时区).", func(c *caseNode) string { return c.Zone }),

		"acceptedAt":  exec.Of(t.dateTime, "When it was accepted (受理时间).", func(c *caseNode) time.Time { return c.AcceptedAt }),
		"acceptedOn":  exec.Of(t.date, "Local date of acceptance (受理日期), day 0 of the clocks.", func(c *caseNode) any { return day(c.AcceptedOn()) }),
		"decidedAt":   exec.Of(t.dateTime, "When the organ decided (决定时间).", func(c *caseNode) time.Time { return c.DecidedAt }),
		"closedAt":    exec.Of(t.dateTime, "When it was closed, returned or withdrawn (办结时间).", func(c *caseNode) time.Time { return c.ClosedAt }),
		"closedOn":    exec.Of(t.date, "Local date of closedAt (办结日期).", func(c *caseNode) any { return day(c.ClosedOn()) }),
		"deliveredAt": exec.Of(t.dateTime, "When the result reached the applicant (送达时间).", func(c *caseNode) time.Time { return c.DeliveredAt }),
		"outcome":     exec.Of(t.outcome, "How it was decided or closed (办理结果).", func(c *caseNode) any { return text(c.Outcome) }),

		"promisedDays": exec.Of(t.integer, "Promised limit in working days (承诺时限).", func(c *caseNode) any { return positive(c.Promise) }),
		"legalDays":    exec.Of(t.integer, "Legal limit in working days (法定时限).", func(c *caseNode) any { return positive(c.Accepted.Legal) }),
		"limit":        exec.Of(t.limit, "The limit that governs (适用时限), null where there is none.", func(c *caseNode) any { return limitOf(c.Limit) }),
		"legalLimit":   exec.Of(t.limit, "The legal limit (法定时限), null where none is known.", func(c *caseNode) any { return limitOf(c.Legal) }),
		"result":       exec.Of(t.result, "How a closed case kept its limit (时限结果); null where it is open, returned or withdrawn.", func(c *caseNode) any { return known(c.Result) }),
		"workingDays": exec.Of(t.integer, "Working days from acceptance to closing (实际工作日); null while it is open.",
			func(c *caseNode) any { return whenClosed(c, c.Worked) }),
		"calendarDays": exec.Of(t.integer, "Calendar days from acceptance to closing (自然日); null while it is open.",
			func(c *caseNode) any { return whenClosed(c, c.Days) }),

		"holder":      exec.Of(t.holder, "Who has the case, or gave it away last (当前持有人).", func(c *caseNode) any { return holderOf(&c.Holder) }),
		"transit":     exec.Of(t.holder, "Whom it is on the way to (转办去向).", func(c *caseNode) any { return holderOf(c.Transit) }),
		"transfers":   exec.Of(required(t.integer), "Transfers so far (转办次数).", func(c *caseNode) any { return c.Transfers }),
		"suspended":   exec.Of(required(gql.Boolean), "Whether the clock stands still (中止计时).", func(c *caseNode) any { return c.Suspended() }),
		"suspensions": exec.Of(listOf(t.suspension), "Times in which the clock stood still (中止).", func(c *caseNode) any { return c.Suspensions }).Costs(exec.Price{Size: 1}),
		"extensions":  exec.Of(listOf(t.extension), "Granted prolongations (延期).", func(c *caseNode) any { return c.Extensions }).Costs(exec.Price{Size: 1}),
		"corrections": exec.Of(listOf(t.correction), "Correction notices (补正告知).", func(c *caseNode) any { return c.Corrections }).Costs(exec.Price{Size: 1}),

		"steps":      exec.Of(required(t.integer), "Steps performed (办理环节数).", func(c *caseNode) any { return c.Steps }),
		"lastStep":   exec.Of(gql.String, "Code of the latest step (最近环节).", func(c *caseNode) string { return c.LastStep }),
		"lastStepAt": exec.Of(t.dateTime, "Time of the latest step (最近环节时间).", func(c *caseNode) time.Time { return c.LastStepAt }),
		"fees":       exec.Of(t.decimal, "Fees charged in total (收费合计), null where none was.", func(c *caseNode) any { return feesOf(c) }),
		"currency":   exec.Of(gql.String, "Currency of the fees, ISO 4217 (币种).", func(c *caseNode) string { return c.Currency }),
		"anomalies":  exec.Of(listOf(t.anomaly), "What cannot be right in its times (时间异常).", func(c *caseNode) any { return c.Anomalies }).Costs(exec.Price{}),
		"revision": exec.Of(required(t.integer), "Revision of its last event (版本), from 0; -1 before the first. Give it as expectedRevision with a command.",
			func(c *caseNode) any { return c.Events - 1 }),
	}
	t.proceedings(fields)
	return fields
}

func whenClosed(c *caseNode, days int) any {
	if c.ClosedAt.IsZero() {
		return nil
	}
	return days
}

func limitOf(l casefile.Limit) any {
	if l.Basis == casefile.NoLimit {
		return nil
	}
	return &l
}

func holderOf(h *casefile.Holder) any {
	if h == nil || *h == (casefile.Holder{}) {
		return nil
	}
	return h
}

func feesOf(c *caseNode) any {
	if c.Charges == 0 {
		return nil
	}
	return c.Fees.String()
}

// caseParts are the small types that a case is made of.
func (t *types) caseParts() {
	t.limit = t.Object("Limit", "A deadline (时限): on time means closed at or before `due`.", exec.Fields{
		"basis": exec.Of(required(t.basis), "What it rests on (时限依据).", func(l *casefile.Limit) any { return l.Basis }),
		"days":  exec.Of(required(t.integer), "The limit in working days (工作日), extensions included.", func(l *casefile.Limit) any { return l.Days }),
		"due": exec.Of(t.dateTime, "Last instant that is on time (到期时刻); null while an open suspension keeps it from being known.",
			func(l *casefile.Limit) time.Time { return l.Due }),
		"on":          exec.Of(t.date, "Local date of `due` (到期日).", func(l *casefile.Limit) any { return day(l.On) }),
		"provisional": exec.Of(required(gql.Boolean), "Counts a year whose official calendar is not published (暂定).", func(l *casefile.Limit) any { return l.Provisional }),
		"policy":      exec.Of(gql.String, "Version of the rules by which it was counted (规则版本): `licence/2019-04-23`; null for a case without a regime.", func(l *casefile.Limit) string { return l.Policy }),
	})
	t.holder = t.Object("Holder", "Who has a case in hand (持有人).", exec.Fields{
		"org":  exec.Of(gql.String, "Unit (部门).", func(h *casefile.Holder) string { return h.Org }),
		"post": exec.Of(gql.String, "Post (岗位), never a person's name.", func(h *casefile.Holder) string { return h.Post }),
	})
	t.suspension = t.Object("Suspension", "A time in which the clock stands still (中止计时).", exec.Fields{
		"from":   exec.Of(required(t.dateTime), "When it began (开始).", func(s casefile.Suspension) time.Time { return s.From }),
		"until":  exec.Of(t.dateTime, "When the clock ran again (恢复); null while it lasts.", func(s casefile.Suspension) time.Time { return s.Until }),
		"reason": exec.Of(gql.String, "Reason class (原因).", func(s casefile.Suspension) string { return s.Reason }),
		"notice": exec.Of(gql.String, "Number of the written notice (文书号).", func(s casefile.Suspension) string { return s.Notice }),
	})
	t.extension = t.Object("Extension", "A granted prolongation of the limit (延期).", exec.Fields{
		"at":     exec.Of(required(t.dateTime), "When it was recorded (记录时间).", func(e casefile.Extension) time.Time { return e.At }),
		"days":   exec.Of(required(t.integer), "Working days granted (延长工作日).", func(e casefile.Extension) any { return e.Days }),
		"notice": exec.Of(gql.String, "Number of the written notice (文书号).", func(e casefile.Extension) string { return e.Notice }),
	})
	t.correction = t.Object("Correction", "One correction notice (补正告知).", exec.Fields{
		"notice":      exec.Of(gql.String, "Number of the notice (文书号).", func(c casefile.Correction) string { return c.Notice }),
		"items":       exec.Of(listOf(gql.String), "Codes of the missing documents (所缺材料).", func(c casefile.Correction) any { return c.Items }).Costs(exec.Price{}),
		"requestedAt": exec.Of(required(t.dateTime), "When the applicant was told (告知时间).", func(c casefile.Correction) time.Time { return c.Requested }),
		"receivedAt":  exec.Of(t.dateTime, "When the documents came in (补正收到时间).", func(c casefile.Correction) time.Time { return c.Received }),
	})
}

// stateType is the case as it stood at a moment.
func (a *api) stateType(t *types) {
	past := a.docket(t, t.facts())
	past["events"] = a.eventsField(t)
	past["clock"] = a.clockField(t)
	t.state = t.Object("CaseState", "A case as it stood at a moment (历史状态), computed from the records that count then, "+
		"by the rules that were known then, with the working-day calendar as it is published now.", past)
}

// caseType is the case as it stands, with the ways into its past.
func (a *api) caseType(t *types) {
	fields := a.docket(t, t.facts())
	fields["id"] = exec.Of(required(t.id), "Global id for `node`.", func(c *caseNode) string { return caseID(c.Number) })
	fields["position"] = exec.Of(required(t.position), "Ledger position of its last record (账本位置).", func(c *caseNode) any { return c.Position })
	fields["recordedAt"] = exec.Of(required(t.dateTime), "When its last record was taken in (最近记录时间).", func(c *caseNode) time.Time { return c.Recorded })
	fields["overdue"] = &exec.Field{
		Type: required(gql.Boolean), Description: "Closed late, or open past its limit (超时) at an instant.",
		Args: gql.FieldConfigArgument{"at": {Type: t.dateTime, Description: "The instant; default now."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			at, ok := p.Args["at"].(time.Time)
			if !ok && c.ClosedAt.IsZero() {
				at = a.now(p)
			}
			return isOverdue(c, at), nil
		},
	}
	fields["events"] = a.eventsField(t)
	fields["custody"] = &exec.Field{
		Type: gql.NewList(required(t.custody)), Description: "Who held the case when (持有链), oldest first.",
		Price: &exec.Price{Own: 3, Size: 5},
		Resolve: func(p gql.ResolveParams) (any, error) {
			return a.views.Custody(p.Context, p.Source.(*caseNode).Number)
		},
	}
	fields["clock"] = a.clockField(t)
	fields["at"] = a.atField(t)
	fields["diff"] = a.diffField(t)
	t.caseObject = t.Object("Case", "A case (办件): one application and all that happened to it.", fields, t.node)
}

// isOverdue says whether a case had missed its limit at an instant.
func isOverdue(c *caseNode, at time.Time) bool {
	if c.Limit.Due.IsZero() {
		return false
	}
	if !c.ClosedAt.IsZero() && (at.IsZero() || !c.ClosedAt.After(at)) {
		return c.ClosedAt.After(c.Limit.Due)
	}
	return at.After(c.Limit.Due)
}

// asItStood makes a node of a case's history up to a moment.
func (a *api) asItStood(p gql.ResolveParams, b *batch, h casefile.History) (*caseNode, error) {
	n := &caseNode{Summary: new(projections.Summary), batch: b, past: &h}
	n.Case = h.Case
	n.Number = h.Number
	n.Kind = h.Case.Kind()
	n.Anomalies = h.Case.Anomalies()
	if len(h.Records) > 0 {
		n.Position = h.Records[len(h.Records)-1].Position
	}
	if h.Case.AcceptedAt.IsZero() {
		return n, nil
	}
	rules, err := b.rules(p.Context, h.Case.Calendar)
	if err != nil {
		return nil, err
	}
	n.Limit, n.Legal = h.Case.Limit(rules), h.Case.LegalLimit(rules)
	if on := h.Case.ClosedOn(); on != workdays.NoDate {
		n.Worked, _ = h.Case.Worked(rules, on)
		n.Days = int(on - h.Case.AcceptedOn())
		n.Result = projections.ResultOf(&n.Case, n.Limit)
	}
	return n, nil
}
