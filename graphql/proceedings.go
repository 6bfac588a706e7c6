package graphql

import (
	"maps"
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/projections"
)

// partNode is a part of a joint case with its limit.
type partNode struct {
	casefile.Part
	limit  casefile.Limit
	result projections.Result
}

// part views a part of a case under its calendar.
func (c *caseNode) part(p *casefile.Part, l casefile.Limit) partNode {
	n := partNode{Part: *p, limit: l}
	if !p.Closed.IsZero() {
		n.result = projections.ResultAt(p.Closed, c.Location(), l)
	}
	return n
}

// proceedingsOf are what only cases of some kinds have; never nil.
func proceedingsOf(c *caseNode) *casefile.Proceedings {
	if c.Proceedings == nil {
		return new(casefile.Proceedings)
	}
	return c.Proceedings
}

// proceedings adds the fields of what only cases of some kinds have.
func (t *types) proceedings(fields exec.Fields) {
	size := exec.Price{Size: 1}
	maps.Copy(fields, exec.Fields{
		"intake": exec.Of(required(t.intake), "What became of the application as it was handed in (受理结果).", func(c *caseNode) any { return c.Intake() }),
		"label": {
			Type: required(t.kind), Description: "Its kind under a published scheme (办件类型); OTHER where the scheme has none for it.",
			Args: gql.FieldConfigArgument{"scheme": {Type: required(t.scheme), Description: "The scheme (类型体系)."}},
			Resolve: func(p gql.ResolveParams) (any, error) {
				scheme, _ := p.Args["scheme"].(casefile.Scheme)
				return scheme.Label(p.Source.(*caseNode).Axes()), nil
			},
		},
		"deviations": exec.Of(listOf(t.deviation), "What its course has that no rule allows (偏离).", func(c *caseNode) any { return c.Deviations() }).Costs(exec.Price{}),
		"parts": {
			Type: gql.NewList(required(t.part)), Description: "Parts of a joint case (联办环节), each with its own limit.", Price: &exec.Price{Own: 1, Size: 2},
			Resolve: func(p gql.ResolveParams) (any, error) {
				c := p.Source.(*caseNode)
				parts := proceedingsOf(c).Parts
				out := make([]partNode, len(parts))
				if len(parts) == 0 {
					return out, nil
				}
				rules, err := c.batch.rules(p.Context, c.Calendar)
				if err != nil {
					return nil, err
				}
				for i := range parts {
					out[i] = c.part(&parts[i], c.PartLimit(&parts[i], rules))
				}
				return out, nil
			},
		},
		"jointReviews":  exec.Of(listOf(t.meeting), "Joint reviews (联合会审).", func(c *caseNode) any { return proceedingsOf(c).Meetings }).Costs(size),
		"forwards":      exec.Of(listOf(t.forward), "Times with a superior organ (上报).", func(c *caseNode) any { return proceedingsOf(c).Forwards }).Costs(size),
		"mandates":      exec.Of(listOf(t.mandate), "Mandates of agents (代办).", func(c *caseNode) any { return proceedingsOf(c).Mandates }).Costs(size),
		"specialGrant":  exec.Of(t.grant, "Grant of special handling (特办批准).", func(c *caseNode) any { return some(proceedingsOf(c).Grant) }),
		"returnReviews": exec.Of(listOf(t.returnReview), "Reviews of returns (退回复核).", func(c *caseNode) any { return proceedingsOf(c).Reviews }).Costs(size),
		"stages":        exec.Of(listOf(t.stage), "Stages by the level of the unit (分级流程): undertaken, passed on.", func(c *caseNode) any { return proceedingsOf(c).Stages }).Costs(size),
	})
}

// some is a pointer, or null where there is none.
func some[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}

func (t *types) proceedingsEnums() {
	t.opinion, t.level, t.returnFound = t.choices["Opinion"], t.choices["Level"], t.choices["ReturnFound"]
	t.intake = enum("Intake", "What became of an application as it was handed in (受理结果).",
		choice{"AS_FILED", casefile.AsFiled, "照单受理: taken as it was handed in."},
		choice{"CORRECTED", casefile.Supplemented, "补办: documents had to be added."},
		choice{"RETURNED", casefile.TurnedBack, "退回: sent back."})
	t.scheme = enum("Scheme", "A published list of kinds of case (类型体系). A case has the first kind of the list that applies.",
		choice{"ALL", casefile.AllKinds, "全部: every kind; figures count by it."},
		choice{"SEVEN", casefile.SevenKinds, "七件: 即办件、承诺件、联办件、上报件、补办件、退回件、特办件."},
		choice{"SIX", casefile.SixKinds, "六件: 即办件、退回件、承诺件、联办件、补办件、代理件."})
	t.deviation = enum("Deviation", "Something in a case's course that no rule allows (偏离). As a command it is refused, as a fact it is kept.",
		choice{"VILLAGE_UNDERTOOK", casefile.VillageUndertook, "村级承办: a village undertook the case."},
		choice{"PASSED_ON_UNUNDERTAKEN", casefile.PassedUndone, "乡镇未承办即传递: a township passed on what none had undertaken."},
		choice{"ENDED_BEFORE_PARTS", casefile.BeforeParts, "联办未齐: decided or closed while a part was open."},
		choice{"ENDED_BEFORE_SUPERIOR", casefile.BeforeSuperior, "上级未决定: decided or closed before the superior's decision came back."},
		choice{"SPECIAL_WITHOUT_GRANT", casefile.WithoutGrant, "特办未经批准: decided or closed as special without a grant."},
		choice{"ACTED_WITHOUT_MANDATE", casefile.WithoutMandate, "未受委托而代办: somebody acted as an agent without a mandate."},
		choice{"RETURNED_WITHOUT_REMEDY", casefile.WithoutRemedy, "退回未告知救济途径: sent back without telling where to turn."})
}

// proceedingsParts are the small types that the fields are made of.
func (t *types) proceedingsParts() {
	t.part = t.Object("Part", "What one member of a joint case has to do (联办环节).", exec.Fields{
		"part":         exec.Of(gql.String, "Its name (环节名称).", func(p partNode) string { return p.Name }),
		"org":          exec.Of(gql.String, "Unit (联办单位).", func(p partNode) string { return p.Org }),
		"post":         exec.Of(gql.String, "Post (承办岗位), never a person's name.", func(p partNode) string { return p.Post }),
		"assignedAt":   exec.Of(t.dateTime, "When it was assigned (分派时间), day 0 of its clock; null where only its closing was told.", func(p partNode) time.Time { return p.Assigned }),
		"promisedDays": exec.Of(t.integer, "Promised limit in working days (承诺时限).", func(p partNode) any { return positive(p.Promise) }),
		"legalDays":    exec.Of(t.integer, "Legal limit in working days (法定时限).", func(p partNode) any { return positive(p.Legal) }),
		"limit":        exec.Of(t.limit, "The limit that governs it (适用时限), null where there is none.", func(p partNode) any { return limitOf(p.limit) }),
		"closedAt":     exec.Of(t.dateTime, "When it was done (办结时间); null while it is open.", func(p partNode) time.Time { return p.Closed }),
		"opinion":      exec.Of(t.opinion, "What the member says (联办意见).", func(p partNode) any { return text(p.Opinion) }),
		"document":     exec.Of(gql.String, "Number of the document (文书号).", func(p partNode) string { return p.Document }),
		"result":       exec.Of(t.result, "How it kept its limit (时限结果); null while it is open.", func(p partNode) any { return known(p.result) }),
	})
	t.meeting = t.Object("JointReview", "One joint review (联合会审).", exec.Fields{
		"at":       exec.Of(required(t.dateTime), "When it was held (时间).", func(m casefile.Meeting) time.Time { return m.At }),
		"present":  exec.Of(listOf(gql.String), "Units that came (到会单位).", func(m casefile.Meeting) any { return m.Present }).Costs(exec.Price{}),
		"absent":   exec.Of(listOf(gql.String), "Units that did not come (缺席单位).", func(m casefile.Meeting) any { return m.Absent }).Costs(exec.Price{}),
		"document": exec.Of(gql.String, "Number of the minutes (会议纪要).", func(m casefile.Meeting) string { return m.Document }),
	})
	t.forward = t.Object("Forward", "A time that the case was with a superior organ (上报).", exec.Fields{
		"organ":    exec.Of(gql.String, "The organ (上级机关).", func(f casefile.Forward) string { return f.Organ }),
		"notice":   exec.Of(gql.String, "Number of the letter (呈报文号).", func(f casefile.Forward) string { return f.Notice }),
		"from":     exec.Of(t.dateTime, "When it went (上报时间); null where only the decision was told.", func(f casefile.Forward) time.Time { return f.From }),
		"until":    exec.Of(t.dateTime, "When the decision came back (批复时间); null until then.", func(f casefile.Forward) time.Time { return f.Until }),
		"outcome":  exec.Of(t.outcome, "The decision (上级决定).", func(f casefile.Forward) any { return text(f.Outcome) }),
		"document": exec.Of(gql.String, "Number of the document (批复文号).", func(f casefile.Forward) string { return f.Document }),
	})
	t.mandate = t.Object("Mandate", "An agent's mandate for the case (代办委托).", exec.Fields{
		"agent":    exec.Of(gql.String, "Post or pseudonym (代办员), never a person's name.", func(m casefile.Mandate) string { return m.Agent }),
		"mandate":  exec.Of(gql.String, "Class of what the agent may do (代办权限).", func(m casefile.Mandate) string { return m.Mandate }),
		"document": exec.Of(gql.String, "Number of the document (委托书).", func(m casefile.Mandate) string { return m.Document }),
		"from":     exec.Of(required(t.dateTime), "Since when (起).", func(m casefile.Mandate) time.Time { return m.From }),
		"until":    exec.Of(t.dateTime, "Until when (止); null while it lasts.", func(m casefile.Mandate) time.Time { return m.Until }),
		"reason":   exec.Of(gql.String, "Reason class of the release (解除原因).", func(m casefile.Mandate) string { return m.Reason }),
		"acts":     exec.Of(required(t.integer), "What the agent did so far (代办次数).", func(m casefile.Mandate) any { return m.Acts }),
	})
	t.grant = t.Object("SpecialGrant", "The grant of special handling (特办批准).", exec.Fields{
		"at":       exec.Of(required(t.dateTime), "When (批准时间).", func(g *casefile.Grant) time.Time { return g.At }),
		"approver": exec.Of(gql.String, "Approving post (批准岗位).", func(g *casefile.Grant) string { return g.Approver }),
		"reason":   exec.Of(gql.String, "Reason class (特办原因).", func(g *casefile.Grant) string { return g.Reason }),
		"basis":    exec.Of(gql.String, "Basis (依据).", func(g *casefile.Grant) string { return g.Basis }),
	})
	t.returnReview = t.Object("ReturnReview", "A review of a return (退回复核).", exec.Fields{
		"requestedAt": exec.Of(t.dateTime, "When the applicant asked (申请时间); null where only the finding was told.", func(r casefile.ReturnReview) time.Time { return r.Requested }),
		"ground":      exec.Of(gql.String, "Class of the ground (复核理由).", func(r casefile.ReturnReview) string { return r.Ground }),
		"decidedAt":   exec.Of(t.dateTime, "When it was decided (决定时间); null until then.", func(r casefile.ReturnReview) time.Time { return r.Decided }),
		"outcome":     exec.Of(t.returnFound, "What was found (复核结论).", func(r casefile.ReturnReview) any { return text(r.Outcome) }),
		"basis":       exec.Of(gql.String, "Legal basis (法律依据).", func(r casefile.ReturnReview) string { return r.Basis }),
	})
	t.stage = t.Object("Stage", "A stage by the level of the unit (分级流程): 承办 or 传递.", exec.Fields{
		"at":     exec.Of(required(t.dateTime), "When (时间).", func(s casefile.Stage) time.Time { return s.At }),
		"stage":  exec.Of(required(gql.String), "`undertaken` 承办 or `passed_on` 传递.", func(s casefile.Stage) any { return s.Stage }),
		"level":  exec.Of(t.level, "Level of the unit (层级).", func(s casefile.Stage) any { return text(s.Level) }),
		"org":    exec.Of(gql.String, "Unit (部门).", func(s casefile.Stage) string { return s.Org }),
		"post":   exec.Of(gql.String, "Post (岗位), never a person's name.", func(s casefile.Stage) string { return s.Post }),
		"toOrg":  exec.Of(gql.String, "Unit that it went to (接收部门).", func(s casefile.Stage) string { return s.ToOrg }),
		"toPost": exec.Of(gql.String, "Post that it went to (接收岗位).", func(s casefile.Stage) string { return s.ToPost }),
	})
}
