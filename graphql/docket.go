package graphql

import (
	"maps"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// docket adds what a centre keeps of a case beside its clock to the facts.
func (a *api) docket(t *types, facts exec.Fields) exec.Fields {
	maps.Copy(facts, exec.Fields{
		"receivedAt":      exec.Of(t.dateTime, "When the application came in (收件时间); null where the case began with its acceptance.", func(c *caseNode) time.Time { return c.Kept().ReceivedAt }),
		"receivedOn":      exec.Of(t.date, "Local date of receivedAt (收件日期).", func(c *caseNode) any { return day(c.ReceivedOn()) }),
		"deemedBasis":     exec.Of(gql.String, "Legal basis by which silence accepted it (视为受理); null where somebody did.", func(c *caseNode) string { return c.Kept().Deemed }),
		"appointments":    exec.Of(listOf(t.appointment), "Appointments (预约).", func(c *caseNode) any { return c.Kept().Appointments }).Costs(exec.Price{Size: 1}),
		"siteChecks":      exec.Of(listOf(t.siteCheck), "Site checks (现场核查).", func(c *caseNode) any { return c.Kept().SiteChecks }).Costs(exec.Price{Size: 1}),
		"duties":          exec.Of(listOf(t.duty), "Who got which duty when (岗位职责), in the order of records.", func(c *caseNode) any { return c.Kept().Duties }).Costs(exec.Price{Size: 1}),
		"fastTrack":       exec.Of(t.fastTrack, "The grant by which it goes before others (绿色通道).", func(c *caseNode) any { return given(c.Kept().FastTrack) }),
		"notices":         exec.Of(required(t.integer), "Notices sent to the applicant so far (通知次数).", func(c *caseNode) any { return c.Kept().Notifications }),
		"notifiedAt":      exec.Of(t.dateTime, "When the latest notice was sent (最近通知时间).", func(c *caseNode) time.Time { return c.Kept().NotifiedAt }),
		"archive":         exec.Of(t.archive, "Its entry in the open book (建档).", func(c *caseNode) any { return given(c.Kept().Archive) }),
		"materials":       exec.Of(listOf(t.material), "Documents that came in (材料).", func(c *caseNode) any { return c.Kept().Materials }).Costs(exec.Price{Size: 5}),
		"abandonedBasis":  exec.Of(gql.String, "Legal basis by which it counts as given up (视为放弃); null where it does not.", func(c *caseNode) string { return c.Kept().Abandoned }),
		"missing":         exec.Of(listOf(gql.String), "Codes of the documents of a correction notice that have not come in (缺件).", func(c *caseNode) any { return c.MissingMaterials() }).Costs(exec.Price{}),
		"consultations":   exec.Of(listOf(t.consultation), "Who was asked in writing, and the answers (征求意见).", func(c *caseNode) any { return c.Kept().Consultations }).Costs(exec.Price{Size: 1}),
		"answer":          exec.Of(t.choices["InformationAnswer"], "How a request for information was answered (公开答复).", func(c *caseNode) any { return text(c.Kept().Answer) }),
		"resultDocument":  exec.Of(t.resultDocument, "The document of the decision (结果文书).", func(c *caseNode) any { return given(c.Kept().Result) }),
		"collection":      exec.Of(gql.String, "How the applicant wants the result (领取方式): counter, post, agent, electronic; null where he has not said.", func(c *caseNode) string { return c.Kept().Collection }),
		"fedBackAt":       exec.Of(t.dateTime, "When the feedback slip came back (结果反馈时间).", func(c *caseNode) time.Time { return c.Kept().FedBackAt }),
		"suggestion":      exec.Of(required(gql.Boolean), "Whether the applicant suggests something (意见建议); what, is sealed.", func(c *caseNode) any { return c.Kept().Suggestion }),
		"visits":          exec.Of(listOf(t.visit), "Follow-up visits (回访), in the order of records.", func(c *caseNode) any { return c.Kept().Visits }).Costs(exec.Price{Size: 1}),
		"slip":            exec.Of(gql.String, "Number of the slip on which all charges stand (票据号).", func(c *caseNode) string { return c.Kept().Slip }),
		"refunds":         exec.Of(t.decimal, "Fees that went back in total (退费合计), null where none did.", func(c *caseNode) any { return refundsOf(c) }),
		"netFees":         exec.Of(t.decimal, "Fees charged less those that went back (净收费), null where none was charged.", func(c *caseNode) any { return netFeesOf(c) }),
		"delay":           exec.Of(t.delay, "Why it is late, said in public (公开说明理由).", func(c *caseNode) any { return given(c.Kept().Delay) }),
		"timeoutDefaults": exec.Of(listOf(t.timeoutDefault), "What followed from limits that passed (超时默认).", func(c *caseNode) any { return c.Kept().Defaults }).Costs(exec.Price{Size: 1}),
		"inOpenBook":      exec.Of(required(gql.Boolean), "Whether it stands in the open book (未销号).", func(c *caseNode) any { return c.InOpenBook() }),
	})
	facts["preAcceptanceDays"] = &exec.Field{
		Type: t.integer, Description: "Working days from the first that happened to its acceptance (受理前工作日), outside the clock; up to today where that has not come. Null where it began with its acceptance.",
		Price: &exec.Price{Own: 3},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			if c.Kept().Began.IsZero() {
				return nil, nil
			}
			rules, err := c.batch.rules(p.Context, c.Calendar)
			if err != nil {
				return nil, err
			}
			days, _ := c.BeforeAcceptance(rules, workdays.DateOf(a.now(p), c.Location()))
			return days, nil
		},
	}
	facts["periods"] = &exec.Field{
		Type: listOf(t.period), Description: "The applicant's periods, with their last days (申请人期间).",
		Price: &exec.Price{Own: 3, Size: 1},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			if len(c.Corrections) == 0 {
				return []*casefile.Period{}, nil
			}
			rules, err := c.batch.rules(p.Context, c.Calendar)
			if err != nil {
				return nil, err
			}
			return pointers(c.Periods(rules)), nil
		},
	}
	facts["responsible"] = &exec.Field{
		Type: t.duty, Description: "Who answers for it at an instant (责任岗位): first asked, A post, or whom it was handed over to.",
		Args: gql.FieldConfigArgument{"at": {Type: t.dateTime, Description: "The instant; default now."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			at, ok := p.Args["at"].(time.Time)
			if !ok {
				at = a.now(p)
			}
			if who, ok := p.Source.(*caseNode).Responsible(at); ok {
				return who, nil
			}
			return nil, nil
		},
	}
	return a.ratings(t, facts)
}

func refundsOf(c *caseNode) any {
	if c.Kept().Refunded == 0 {
		return nil
	}
	return c.Kept().Refunds.String()
}

func netFeesOf(c *caseNode) any {
	if c.Charges == 0 {
		return nil
	}
	return c.NetFees().String()
}

// given is what a pointer shows, or null.
func given[T any](v *T) any {
	if v == nil {
		return nil
	}
	return v
}

// docketTypes are the small types of a docket.
func (t *types) docketTypes() {
	t.appointment = t.Object("Appointment", "A time that the applicant was given (预约).", exec.Fields{
		"at":    exec.Of(required(t.dateTime), "The time (预约时间).", func(x casefile.Appointment) time.Time { return x.At }),
		"place": exec.Of(gql.String, "Code of the place (地点).", func(x casefile.Appointment) string { return x.Place }),
	})
	t.siteCheck = t.Object("SiteCheck", "What a site check found (现场核查).", exec.Fields{
		"at":       exec.Of(required(t.dateTime), "When it was made (核查时间).", func(x casefile.SiteCheck) time.Time { return x.At }),
		"result":   exec.Of(t.choices["SiteResult"], "What was found (核查结果).", func(x casefile.SiteCheck) any { return text(x.Result) }),
		"document": exec.Of(gql.String, "Number of the report (文书号).", func(x casefile.SiteCheck) string { return x.Document }),
	})
	t.visit = t.Object("Visit", "The applicant was asked after the end (回访).", exec.Fields{
		"at":     exec.Of(required(t.dateTime), "When (回访时间).", func(x casefile.Visit) time.Time { return x.At }),
		"method": exec.Of(t.choices["VisitMethod"], "How (回访方式).", func(x casefile.Visit) any { return text(x.Method) }),
		"result": exec.Of(t.choices["VisitResult"], "What came of it (回访结果); what was said is sealed.", func(x casefile.Visit) any { return text(x.Result) }),
	})
	t.duty = t.Object("PostDuty", "A post with its duty in a case (岗位职责).", exec.Fields{
		"since":  exec.Of(required(t.dateTime), "From when on (起).", func(x casefile.Duty) time.Time { return x.Since }),
		"duty":   exec.Of(t.choices["Duty"], "The duty (职责); null of a hand-over.", func(x casefile.Duty) any { return text(x.Duty) }),
		"post":   exec.Of(gql.String, "The post (岗位), never a person's name.", func(x casefile.Duty) string { return x.Post }),
		"from":   exec.Of(gql.String, "Who handed over (移交岗位).", func(x casefile.Duty) string { return x.From }),
		"reason": exec.Of(gql.String, "Reason class of a hand-over (原因).", func(x casefile.Duty) string { return x.Reason }),
	})
	t.fastTrack = t.Object("FastTrack", "The grant by which a case goes before others (绿色通道).", exec.Fields{
		"at":       exec.Of(required(t.dateTime), "When (批准时间).", func(x *casefile.FastTrack) time.Time { return x.At }),
		"approver": exec.Of(gql.String, "Approving post (批准岗位).", func(x *casefile.FastTrack) string { return x.Approver }),
		"reason":   exec.Of(gql.String, "Reason class (原因).", func(x *casefile.FastTrack) string { return x.Reason }),
	})
	t.archive = t.Object("Archive", "A case's entry in the open book (档案).", exec.Fields{
		"number":      exec.Of(gql.String, "Archive number (档案号).", func(x *casefile.Archive) string { return x.Number }),
		"officer":     exec.Of(gql.String, "Responsible post (责任岗位).", func(x *casefile.Archive) string { return x.Officer }),
		"at":          exec.Of(t.dateTime, "When it was entered (建档时间).", func(x *casefile.Archive) time.Time { return x.At }),
		"struckOffAt": exec.Of(t.dateTime, "When it was struck off (销号时间); null while it stands there.", func(x *casefile.Archive) time.Time { return x.StruckOffAt }),
	})
	t.ratingTypes()
	t.timeoutTypes()
	t.serviceTypes()
}

func (t *types) timeoutTypes() {
	t.delay = t.Object("Delay", "Why a late case is late (公开说明理由).", exec.Fields{
		"at":          exec.Of(required(t.dateTime), "When that was said (说明时间).", func(x *casefile.Delay) time.Time { return x.At }),
		"reason":      exec.Of(required(gql.String), "Reason class (原因).", func(x *casefile.Delay) string { return x.Reason }),
		"explanation": exec.Of(required(gql.String), "Why (说明).", func(x *casefile.Delay) string { return x.Explanation }),
	})
	t.timeoutDefault = t.Object("TimeoutDefault", "What followed from a limit that passed without a decision (超时默认).", exec.Fields{
		"at":           exec.Of(required(t.dateTime), "When it took effect (触发时间).", func(x casefile.TimeoutDefault) time.Time { return x.At }),
		"effect":       exec.Of(t.choices["TimeoutEffect"], "What followed (后果).", func(x casefile.TimeoutDefault) any { return text(x.Effect) }),
		"basis":        exec.Of(required(gql.String), "Legal basis (法律依据).", func(x casefile.TimeoutDefault) string { return x.Basis }),
		"organ":        exec.Of(gql.String, "Unit that was silent (逾期单位).", func(x casefile.TimeoutDefault) string { return x.Organ }),
		"regime":       exec.Of(required(gql.String), "Regime whose policy has the effect (办件类别).", func(x casefile.TimeoutDefault) string { return x.Regime }),
		"revokedAt":    exec.Of(t.dateTime, "When it was revoked (撤销时间); null while it stands.", func(x casefile.TimeoutDefault) time.Time { return x.RevokedAt }),
		"revokedBasis": exec.Of(gql.String, "Legal basis of the revocation (撤销依据).", func(x casefile.TimeoutDefault) string { return x.RevokedBasis }),
	})
}

// serviceTypes are those of materials, consultations and results.
func (t *types) serviceTypes() {
	t.material = t.Object("Material", "A document that came in (材料).", exec.Fields{
		"code":       exec.Of(gql.String, "Code of the document (材料编码).", func(x casefile.Material) string { return x.Code }),
		"copies":     exec.Of(t.integer, "Copies (份数).", func(x casefile.Material) any { return positive(x.Copies) }),
		"original":   exec.Of(required(gql.Boolean), "Whether it is the original (原件).", func(x casefile.Material) any { return x.Original }),
		"sha256":     exec.Of(gql.String, "SHA-256 of a file (电子材料).", func(x casefile.Material) string { return x.SHA256 }),
		"slip":       exec.Of(gql.String, "Number of its slip (材料接收单号).", func(x casefile.Material) string { return x.Slip }),
		"receivedAt": exec.Of(required(t.dateTime), "When it came in (接收时间).", func(x casefile.Material) time.Time { return x.ReceivedAt }),
		"returnedAt": exec.Of(t.dateTime, "When it went back (退还时间); null while the centre has it.", func(x casefile.Material) time.Time { return x.ReturnedAt }),
	})
	t.consultation = t.Object("Consultation", "Somebody was asked in writing (征求意见).", exec.Fields{
		"party":      exec.Of(t.choices["Consulted"], "Who was asked (征求意见对象).", func(x casefile.Consultation) any { return text(x.Party) }),
		"notice":     exec.Of(gql.String, "Number of the letter (文号).", func(x casefile.Consultation) string { return x.Notice }),
		"askedAt":    exec.Of(required(t.dateTime), "When (征求时间).", func(x casefile.Consultation) time.Time { return x.Asked }),
		"answeredAt": exec.Of(t.dateTime, "When the answer or the silence was recorded (答复时间); null while it is open.", func(x casefile.Consultation) time.Time { return x.Answered }),
		"opinion":    exec.Of(t.choices["ConsultationOpinion"], "The answer (意见).", func(x casefile.Consultation) any { return text(x.Opinion) }),
		"consents":   exec.Of(required(gql.Boolean), "Whether the answer consents (视为同意): the silence of an organ does, that of a person does not.", func(x casefile.Consultation) any { return x.Consents() }),
	})
	t.resultDocument = t.Object("ResultDocument", "The document of a decision (结果文书).", exec.Fields{
		"number":     exec.Of(gql.String, "Its number (文书号).", func(x *casefile.ResultDocument) string { return x.Number }),
		"date":       exec.Of(t.date, "Its date (文书日期).", func(x *casefile.ResultDocument) any { return day(x.Date) }),
		"validUntil": exec.Of(t.date, "Last day on which it is valid (有效期至); null without an end.", func(x *casefile.ResultDocument) any { return day(x.ValidUntil) }),
		"issuedAt":   exec.Of(required(t.dateTime), "When it was made out (出具时间).", func(x *casefile.ResultDocument) time.Time { return x.IssuedAt }),
	})
}
