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
		"receivedAt":   exec.Of(t.dateTime, "When the application came in (收件时间); null where the case began with its acceptance.", func(c *caseNode) time.Time { return c.Kept().ReceivedAt }),
		"receivedOn":   exec.Of(t.date, "Local date of receivedAt (收件日期).", func(c *caseNode) any { return day(c.ReceivedOn()) }),
		"deemedBasis":  exec.Of(gql.String, "Legal basis by which silence accepted it (视为受理); null where somebody did.", func(c *caseNode) string { return c.Kept().Deemed }),
		"appointments": exec.Of(listOf(t.appointment), "Appointments (预约).", func(c *caseNode) any { return c.Kept().Appointments }).Costs(exec.Price{Size: 1}),
		"siteChecks":   exec.Of(listOf(t.siteCheck), "Site checks (现场核查).", func(c *caseNode) any { return c.Kept().SiteChecks }).Costs(exec.Price{Size: 1}),
		"duties":       exec.Of(listOf(t.duty), "Who got which duty when (岗位职责), in the order of records.", func(c *caseNode) any { return c.Kept().Duties }).Costs(exec.Price{Size: 1}),
		"fastTrack":    exec.Of(t.fastTrack, "The grant by which it goes before others (绿色通道).", func(c *caseNode) any { return given(c.Kept().FastTrack) }),
		"notices":      exec.Of(required(t.integer), "Notices sent to the applicant so far (通知次数).", func(c *caseNode) any { return c.Kept().Notifications }),
		"notifiedAt":   exec.Of(t.dateTime, "When the latest notice was sent (最近通知时间).", func(c *caseNode) time.Time { return c.Kept().NotifiedAt }),
		"archive":      exec.Of(t.archive, "Its entry in the open book (建档).", func(c *caseNode) any { return given(c.Kept().Archive) }),
		"inOpenBook":   exec.Of(required(gql.Boolean), "Whether it stands in the open book (未销号).", func(c *caseNode) any { return c.InOpenBook() }),
	})
	facts["preAcceptanceDays"] = &exec.Field{
		Type: t.integer, Description: "Working days from the first that happened to its acceptance (受理前工作日), outside the clock; up to today where that has not come. Null where it began with its acceptance.",
		Price: &exec.Price{Own: 3},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			if c.Kept().Began.IsZero() {
				return nil, nil
			}
			cal, err := c.batch.calendar(p.Context, c.Calendar)
			if err != nil {
				return nil, err
			}
			days, _ := c.BeforeAcceptance(cal, workdays.DateOf(a.now(p), c.Location()))
			return days, nil
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
	return facts
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
}
