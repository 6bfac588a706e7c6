package graphql

import (
	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/figures"
)

// types are the types of one schema that more than one file refers to.
type types struct {
	*exec.Types
	scalars
	status, kind, handling, routing, outcome, basis, result, anomaly *gql.Enum
	custodyBasis, caseOrder, direction                               *gql.Enum
	grain, dimension, rounding                                       *gql.Enum
	intake, scheme, deviation, opinion, level, returnFound           *gql.Enum
	choices                                                          map[string]*gql.Enum // of actions, by the names of their options

	node                                                    *gql.Interface
	caseObject, event, state, custody, clock, change        *gql.Object
	limit, holder, suspension, extension                    *gql.Object
	appointment, siteCheck, visit, duty, fastTrack, archive *gql.Object
	material, consultation, resultDocument                  *gql.Object
	correction, connection, figure, figureDefinition        *gql.Object
	part, meeting, forward, mandate, grant                  *gql.Object
	returnReview, stage, delay, timeoutDefault, period      *gql.Object
	point, rank, ledger, policy, erasure, lint              *gql.Object
	rating, badReview                                       *gql.Object
	organisation, telephone, item, round, window            *gql.Object
	post, postHolder, channel, rule                         *gql.Object
	population, caseFilter, moment                          *gql.InputObject
}

func required(t gql.Type) *gql.NonNull { return gql.NewNonNull(t) }

func listOf(t gql.Type) *gql.NonNull { return required(gql.NewList(required(t))) }

// text is a string, or null where it is empty.
func text[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

// known is an enum's value, or null where it is empty.
func known[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return s
}

// day is a date, or null where it is not known.
func day(d workdays.Date) any {
	if d == workdays.NoDate {
		return nil
	}
	return d
}

// positive is a number, or null where it is zero.
func positive(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// choice is one value of an enum.
type choice struct {
	name        string
	value       any
	description string
}

func enum(name, description string, choices ...choice) *gql.Enum {
	values := gql.EnumValueConfigMap{}
	for _, c := range choices {
		values[c.name] = &gql.EnumValueConfig{Value: c.value, Description: c.description}
	}
	return gql.NewEnum(gql.EnumConfig{Name: name, Description: description, Values: values})
}

// choose makes an enum of every choice that an action has, whose values are the
// stored ones.
func (t *types) choose(members []act.Member) {
	for i := range members {
		m := &members[i]
		t.choose(m.Of)
		if o := m.Options; o != nil && t.choices[o.Name] == nil {
			var list []choice
			for _, v := range o.Values {
				list = append(list, choice{counter.Choice(v.Value), v.Value, v.Zh + ": " + v.En})
			}
			t.choices[o.Name] = enum(o.Name, o.Says, list...)
		}
	}
}

func (t *types) caseEnums() {
	t.choices = map[string]*gql.Enum{}
	for _, a := range counter.Actions() {
		t.choose(a.Members)
	}
	t.status = enum("Status", "Where a case stands (办件状态). A suspended case is still open.",
		choice{"PENDING", casefile.Pending, "待受理: received or announced, not accepted yet."},
		choice{"OPEN", casefile.Open, "在办: being worked on."},
		choice{"CLOSED", casefile.Ended, "办结: work on the case ended."},
		choice{"RETURNED", casefile.SentBack, "退回: sent back without a decision."},
		choice{"WITHDRAWN", casefile.TakenBack, "撤回: the applicant took the application back."},
		choice{"ANNULLED", casefile.Struck, "整件作废: the whole case should not be there."})
	t.kind = enum("Kind", "The label by which centres name a case (办件类型).",
		choice{"RETURNED", casefile.KindReturned, "退回件: sent back."},
		choice{"CORRECTED", casefile.KindCorrected, "补办件: documents had to be added."},
		choice{"SPECIAL", casefile.KindSpecial, "特办件: by special grant."},
		choice{"JOINT", casefile.KindJoint, "联办件: several units."},
		choice{"FORWARDED", casefile.KindForwarded, "上报件: a superior organ decides."},
		choice{"AGENT", casefile.KindAgent, "代理件: an agent acts for the applicant."},
		choice{"IMMEDIATE", casefile.KindImmediate, "即办件: closed on the spot or the same day."},
		choice{"PROMISED", casefile.KindPromised, "承诺件: closed within a promised limit."},
		choice{"OTHER", casefile.KindOther, "The source does not say (未注明)."})
	t.handling, t.routing, t.outcome = t.choices["Handling"], t.choices["Routing"], t.choices["Outcome"]
	t.anomaly = enum("Anomaly", "Something in a case's times that cannot be right (时间异常). It is reported, never mended.",
		choice{"ENDS_BEFORE_START", casefile.EndsBeforeStart, "办结早于受理: closed before it was accepted."},
		choice{"EVENTS_AFTER_END", casefile.EventsAfterEnd, "办结后有环节: a step after closing."},
		choice{"EVENTS_BEFORE_START", casefile.EventsBeforeStart, "受理前有环节: a step before acceptance."})
}

func (t *types) viewEnums() {
	t.basis = enum("LimitBasis", "What a limit rests on (时限依据).",
		choice{"PROMISE", casefile.ByPromise, "承诺时限: the promised limit, in working days."},
		choice{"DEADLINE", casefile.ByDeadline, "约定期限: an explicit instant."},
		choice{"LEGAL", casefile.ByLaw, "法定时限: the legal limit, in working days."},
		choice{"IMMEDIATE", casefile.BySameDay, "即办: the day of acceptance."})
	t.result = enum("Result", "How a closed case kept its limit (时限结果). EARLY and ON_TIME are both on time.",
		choice{"EARLY", projections.Early, "提前办结: closed on a date before the due date."},
		choice{"ON_TIME", projections.OnTime, "按时办结: closed on the due date, in time."},
		choice{"LATE", projections.Late, "超时办结: closed after the limit."},
		choice{"NO_LIMIT", projections.WithoutDue, "无时限: there is no limit to hold it to."})
	t.custodyBasis = enum("CustodyBasis", "How the holder of a case is known (持有依据).",
		choice{"APPLICATION", "application", "收件: received the application."},
		choice{"ACCEPTED", "accepted", "受理: took the case in."},
		choice{"TRANSFERRED", "transferred", "转办中: on the way; the giver has let go."},
		choice{"RECEIVED", "received", "接收: took the transferred case."},
		choice{"STEP", "step", "办理环节: seen acting on the case."},
		choice{"REOPENED", "reopened", "退回复核后恢复办理: holds it again after its return was reviewed."})
	t.caseOrder = enum("CaseOrder", "Order of a case listing (排序). Equal keys are ordered by case number.",
		choice{"ACCEPTED", projections.ByAccepted, "By time of acceptance (受理时间)."},
		choice{"DUE", projections.ByDue, "By due time (到期时间); cases without one come last."},
		choice{"NUMBER", projections.ByNumber, "By case number (办件编号)."},
		choice{"UPDATED", projections.ByUpdated, "By the position of the last record (最近更新)."})
	t.direction = enum("Direction", "Direction of an order (升降序).",
		choice{"ASC", false, "升序: smallest or earliest first."},
		choice{"DESC", true, "降序: greatest or latest first."})
	t.grain = enum("Grain", "Length of a period (统计周期).",
		choice{"DAY", projections.Day, "日: one day."},
		choice{"WEEK", projections.Week, "周: ISO 8601 week, Monday to Sunday."},
		choice{"MONTH", projections.Month, "月: calendar month."},
		choice{"QUARTER", projections.Quarter, "季度: three months."},
		choice{"HALF_YEAR", projections.HalfYear, "半年: six months."},
		choice{"YEAR", projections.Year, "年: calendar year."})
	t.dimension = enum("Dimension", "What a ranking compares (统计维度).",
		choice{"ORG", projections.Org, "部门: accepting organisation, and those above it."},
		choice{"ITEM", projections.Item, "事项: service item."},
		choice{"KIND", projections.KindOf, "办件类型: kind of case."},
		choice{"CHANNEL", projections.Channel, "办理渠道: channel of acceptance."},
		choice{"OFFICER", projections.Officer, "责任岗位: responsible post."},
		choice{"HANDLING", figures.Handling, "办理方式: how it is handled."},
		choice{"ROUTING", figures.Routing, "办理路径: who must act besides."},
		choice{"INTAKE", figures.Intake, "受理结果: what became of the application."},
		choice{"LEVEL", figures.Level, "层级: level of the item, or else of the organisation."},
		choice{"CLASS", figures.Class, "事项类别: class of matter of the item."},
		choice{"TAG", figures.Tag, "标签: tag of the item. Tags overlap."})
	t.rounding = enum("Rounding", "How a value is cut to its decimals (修约方式).",
		choice{"HALF_UP", "half_up", "四舍五入: half up, away from zero."},
		choice{"TRUNCATE", "truncate", "截断: further decimals are cut off."})
}
