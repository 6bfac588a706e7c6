package export

import "caseledger/ledger/workdays"

// caseColumns are the table of cases. Names never change their meaning; new
// columns come at the end.
var caseColumns = []column[file]{
	{"number", "办件编号", "Public case number", aText, func(f *file) value { return text(f.Number) }},
	{"status", "办理进度", "pending, open, closed, returned, withdrawn or annulled", aText, func(f *file) value { return text(string(f.Status)) }},
	{"org", "受理部门", "Accepting unit", aText, func(f *file) value { return text(f.Org) }},
	{"org_above", "上级机构", "Organisation above the unit as of acceptance", aText, func(f *file) value { return text(f.Above[0]) }},
	{"item", "事项", "Code of the service item", aText, func(f *file) value { return text(f.Item) }},
	{"level", "层级", "Level of the item, or else of the organisation", aText, func(f *file) value { return text(f.Level) }},
	{"class", "事项类别", "Class of the item", aText, func(f *file) value { return text(f.Class) }},
	{"kind", "办件类型", "Label of the case by its axes", aText, func(f *file) value { return text(string(f.Summary.Kind)) }},
	{"handling", "办理方式", "immediate, promised or special", aText, func(f *file) value { return text(string(f.Handling)) }},
	{"routing", "办理路径", "single, joint, forwarded or agent", aText, func(f *file) value { return text(string(f.Routing)) }},
	{"intake", "受理结果", "as_filed, corrected or returned", aText, func(f *file) value { return text(string(f.Intake())) }},
	{"regime", "办理依据类别", "Regime whose rules count", aText, func(f *file) value { return text(f.Regime) }},
	{"channel", "渠道", "Channel", aText, func(f *file) value { return text(f.Channel) }},
	{"window", "窗口", "Window", aText, func(f *file) value { return text(f.Window) }},
	{"officer", "责任岗位", "Responsible post", aText, func(f *file) value { return text(f.Officer) }},
	{"source", "来源", "Where an imported case comes from", aText, func(f *file) value { return text(f.Source) }},
	{"zone", "时区", "Time zone of the local dates", aText, func(f *file) value { return text(f.Zone) }},
	{"calendar", "工作日历", "Working-day calendar", aText, func(f *file) value { return text(f.Calendar) }},

	{"received_at", "收件时间", "The application came in", aTime, func(f *file) value { return instant(f.Kept().ReceivedAt) }},
	{"accepted_at", "受理时间", "Accepted", aTime, func(f *file) value { return instant(f.AcceptedAt) }},
	{"accepted_on", "受理日期", "Local date of acceptance", aDate, func(f *file) value { return date(f.AcceptedOn()) }},
	{"decided_at", "决定时间", "Decided", aTime, func(f *file) value { return instant(f.DecidedAt) }},
	{"closed_at", "办结时间", "Closed, returned or withdrawn", aTime, func(f *file) value { return instant(f.ClosedAt) }},
	{"closed_on", "办结日期", "Local date of that", aDate, func(f *file) value { return date(f.ClosedOn()) }},
	{"delivered_at", "送达时间", "Result delivered", aTime, func(f *file) value { return instant(f.DeliveredAt) }},
	{"outcome", "办理结果", "granted, refused, completed or cancelled", aText, func(f *file) value { return text(string(f.Outcome)) }},

	{"promised_days", "承诺工作日", "Promised limit in working days", aNumber, func(f *file) value { return some(f.Promise) }},
	{"legal_days", "法定工作日", "Legal limit in working days, as given", aNumber, func(f *file) value { return some(f.Accepted.Legal) }},
	{"deadline", "约定期限", "Explicit deadline", aTime, func(f *file) value { return instant(f.Deadline) }},
	{"limit_basis", "时限依据", "What the governing limit rests on", aText, func(f *file) value { return text(string(f.Limit.Basis)) }},
	{"limit_days", "时限工作日", "Governing limit in working days, counted extensions included", aNumber, func(f *file) value { return some(f.Limit.Days) }},
	{"due_at", "到期时间", "Last instant that is on time", aTime, func(f *file) value { return instant(f.Limit.Due) }},
	{"due_on", "到期日期", "Local date of that", aDate, func(f *file) value { return date(f.Limit.On) }},
	{"provisional", "暂定", "The limit rests on a year without published calendar", aTruth, func(f *file) value { return truth(f.Limit.Provisional) }},
	{"result", "按时情况", "early, on_time, late or without_due; empty unless closed", aText, func(f *file) value { return text(string(f.Result)) }},
	{"worked_days", "办理工作日", "Working days from acceptance to the end", aNumber, func(f *file) value { return f.ended(f.Worked) }},
	{"calendar_days", "办理自然日", "Calendar days from acceptance to the end", aNumber, func(f *file) value { return f.ended(f.Days) }},
	{"own_days", "本单位用时", "Working days that were the unit's own", aNumber, func(f *file) value { return f.ended(f.Shares.Own) }},
	{"superior_days", "上级用时", "Working days with a superior organ", aNumber, func(f *file) value { return f.ended(f.Shares.Superior) }},
	{"applicant_days", "申请人用时", "Working days with the applicant", aNumber, func(f *file) value { return f.ended(f.Shares.Applicant) }},
	{"suspended_days", "中止用时", "Working days on which the clock stood still otherwise", aNumber, func(f *file) value { return f.ended(f.Shares.Suspended + f.Shares.Consulted) }},

	{"steps", "环节数", "Steps performed", aNumber, func(f *file) value { return number(f.Steps) }},
	{"transfers", "转办数", "Transfers", aNumber, func(f *file) value { return number(f.Transfers) }},
	{"suspensions", "中止数", "Suspensions", aNumber, func(f *file) value { return number(len(f.Suspensions)) }},
	{"extensions", "延期数", "Extensions", aNumber, func(f *file) value { return number(len(f.Extensions)) }},
	{"corrections", "补正数", "Correction notices", aNumber, func(f *file) value { return number(len(f.Corrections)) }},
	{"fees", "收费", "Fees charged in total", aSum, func(f *file) value { return sum(f.Fees) }},
	{"charges", "收费笔数", "Number of charges", aNumber, func(f *file) value { return number(f.Charges) }},
	{"refunds", "退费", "Fees refunded in total", aSum, func(f *file) value { return sum(f.Kept().Refunds) }},
	{"currency", "币种", "ISO 4217", aText, func(f *file) value { return text(f.Currency) }},
	{"records", "记录数", "Records of the case, amendments among them", aNumber, func(f *file) value { return number(f.Events) }},
	{"amendments", "更正作废数", "Records that correct or void others", aNumber, func(f *file) value { return number(f.Amendments) }},
}

// ended is a number of days of a case that was accepted and has ended.
func (f *file) ended(days int) value {
	if f.AcceptedOn() == workdays.NoDate || f.ClosedOn() == workdays.NoDate {
		return value{}
	}
	return number(days)
}
