package casefile_test

import (
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// asks is a notice that gives the applicant so many days.
func asks(days int, unit string) casefile.CorrectionRequested {
	return casefile.CorrectionRequested{Items: []string{"m"}, Notice: "补-1", Days: days, Unit: unit}
}

// 民法典201: the day of the notice is not counted; 203: a period that would end on
// a day of rest ends on the next working day, which concerns calendar days alone.
// 2024: 9月29日（星期日）、10月12日（星期六）上班, 10月1日至7日放假.
func TestPeriodsInCalendarAndInWorkingDaysEndDifferently(t *testing.T) {
	for _, tt := range []struct {
		days              int
		calendar, working string
		source            string
	}{
		{3, "2024-09-23", "2024-09-25", "the third day is itself a working day"},
		{9, "2024-09-29", "2024-10-09", "a make-up Sunday is no day of rest"},
		{10, "2024-09-30", "2024-10-10", "民法典201"},
		{15, "2024-10-08", "2024-10-16", "民法典203: over the National Day"},
	} {
		for unit, want := range map[string]string{policy.Calendar: tt.calendar, policy.Working: tt.working} {
			c := fold(t, "2024-09-20", under(policy.FOI), "2024-09-20", asks(tt.days, unit))
			p := c.Periods(china(t))
			if len(p) != 1 || p[0].On.String() != want || p[0].Provisional || p[0].Policy != "foi/2019-05-15" {
				t.Errorf("%d %s days (%s): %+v, want %s", tt.days, unit, tt.source, p, want)
			}
		}
	}
	unpublished := fold(t, "2024-09-20", under(policy.FOI), "2024-09-20", asks(15, policy.Calendar))
	if p := unpublished.Periods(casefile.Rules{Calendar: workdays.NewCalendar(workdays.China)}); !p[0].Provisional {
		t.Errorf("without a calendar: %+v", p)
	}
	if c := fold(t, "2024-09-20", under(policy.FOI), "2024-09-20", asks(0, "")); c.Periods(china(t)) != nil {
		t.Error("条例30 names no days: a notice without any gives no period")
	}
}

// 政府信息公开条例30 (order 711): 申请人无正当理由逾期不补正的，视为放弃申请.
func TestAbandonedOnlyAfterThePeriodOfTheNotice(t *testing.T) {
	came := casefile.ApplicationReceived{Calendar: workdays.China, Number: "T-1", Regime: policy.FOI, Zone: casefile.DefaultZone}
	request := func(days int, unit string) []any { return []any{"2024-03-04", came, "2024-03-06", asks(days, unit)} }
	gone, give := casefile.DeemedAbandoned{Basis: "政府信息公开条例30"}, casefile.DeemAbandoned{}
	working, calendar := request(10, policy.Working), request(10, policy.Calendar)
	licence := came
	licence.Regime = policy.Licence
	old := []any{"2018-03-05", came, "2018-03-06", asks(5, policy.Working)}
	rules := china(t)
	for _, r := range []sourced{
		{"ten working days end on 20 March", working, "2024-03-20", give, casefile.RuleAbandon, "条例30"},
		{"and are over", working, "2024-03-21", give, gone, "条例30"},
		{"ten days would end on Saturday", calendar, "2024-03-18", give, casefile.RuleAbandon, "条例30, 民法典203"},
		{"and are over on Tuesday", calendar, "2024-03-19", give, gone, "条例30, 民法典203"},
		{"after the acceptance too", []any{"2024-03-04", under(policy.FOI), "2024-03-06", asks(10, "")}, "2024-03-21", give, gone, "条例30"},
		{"a notice without days", request(0, ""), "2024-06-03", give, casefile.RuleAbandon, "条例30: 合理的补正期限 stands in the notice"},
		{"corrected late, but before", then(working, "2024-03-21", casefile.CorrectionReceived{Notice: "补-1"}), "2024-03-22", give, casefile.RuleAbandon, "条例30"},
		{"nothing was asked", []any{"2024-03-04", came}, "2024-06-03", give, casefile.RuleAbandon, "条例30"},
		{"order 492 has no such rule", old, "2018-06-04", give, casefile.RuleAbandon, "条例(492)21(4)"},
		{"nor has the licence law", []any{"2024-03-04", licence, "2024-03-06", asks(10, "")}, "2024-06-03", give, casefile.RuleAbandon, "许可法32"},
		{"on another basis", working, "2024-03-21", casefile.DeemAbandoned{Basis: "b"}, casefile.RuleAbandon, "条例30"},
		{"it has ended", then(working, "2024-03-21", gone), "2024-03-22", casefile.ReceiveCorrection{}, casefile.RuleEnded, "条例30: 不再处理"},
		{"the notice says how", []any{"2024-03-04", came}, "2024-03-05", asks(10, ""), asks(10, policy.Working), "条例30"},
	} {
		r.check(t, rules)
	}
	c := fold(t, then(working, "2024-03-21", gone)...)
	if c.Status != casefile.TakenBack || c.Kept().Abandoned != gone.Basis || c.Kept().Answer != casefile.OtherAnswer {
		t.Errorf("%+v, %+v", c, c.Kept())
	}
}

// 政府信息公开条例24 (order 492), 33 (order 711): 自收到申请之日起. 许可法42: 自受理之日起.
// Which day is that of receipt says 条例31; whoever records the receipt names it.
func TestRequestsForInformationCountFromTheirReceipt(t *testing.T) {
	came := func(regime string) casefile.ApplicationReceived {
		return casefile.ApplicationReceived{Calendar: workdays.China, Number: "T-1", Regime: regime, Zone: casefile.DefaultZone}
	}
	at := func(regime, received, accepted string) []any {
		return []any{received, came(regime), accepted, under(regime)}
	}
	corrected := []any{
		"2024-03-04", came(policy.FOI), "2024-03-06", asks(10, ""), "2024-03-12", casefile.CorrectionReceived{Notice: "补-1"},
		"2024-03-13", under(policy.FOI),
	}
	for _, tt := range []struct {
		name  string
		given []any
		zero  string
		on    string
	}{
		{"条例33: from the receipt", at(policy.FOI, "2024-03-04", "2024-03-08"), "2024-03-04", "2024-04-01"},
		{"条例33: where both are one", []any{"2024-03-08", under(policy.FOI)}, "2024-03-08", "2024-04-08"},
		{"条例24: received under order 492, accepted under 711", at(policy.FOI, "2019-05-14", "2019-05-15"), "2019-05-14", "2019-06-04"},
		{"条例30: anew from the correction", corrected, "2024-03-04", "2024-04-10"},
		{"许可法42: from the acceptance", at(policy.Licence, "2024-03-04", "2024-03-08"), "2024-03-08", "2024-04-08"},
	} {
		c := fold(t, tt.given...)
		if l := c.Limit(china(t)); c.DayZero(china(t)).String() != tt.zero || l.On.String() != tt.on {
			t.Errorf("%s: from %s, %+v; want %s, %s", tt.name, c.DayZero(china(t)), l, tt.zero, tt.on)
		}
	}
}

// 许可法43: the lower organ examines a forwarded application within twenty days of
// its own acceptance; 45 stops these days too.
func TestLowerOrganHandsOnWithinTwentyDays(t *testing.T) {
	forwarded := under(policy.Licence)
	forwarded.Routing = casefile.Forwarded
	for _, tt := range []struct {
		name         string
		given        []any
		on, handedOn string
	}{
		{"许可法43", []any{"2024-09-20", forwarded}, "2024-10-23", "none"},
		{"handed on late", []any{"2024-09-20", forwarded, "2024-10-24", casefile.ForwardedUp{Organ: "市局"}}, "2024-10-23", "2024-10-24"},
		{"许可法45", []any{"2024-09-20", forwarded, "2024-09-23", casefile.Suspended{Reason: "testing", Notice: "检-1"}, "2024-09-25", casefile.Resumed{}}, "2024-10-25", "none"},
		{"nobody above decides", []any{"2024-09-20", under(policy.Licence)}, "none", "none"},
		{"no regime", []any{"2024-09-20", casefile.Accepted{Calendar: "CN", Routing: casefile.Forwarded}}, "none", "none"},
	} {
		c := fold(t, tt.given...)
		said := func(d workdays.Date) string {
			if d == workdays.NoDate {
				return "none"
			}
			return d.String()
		}
		if l := c.ReviewLimit(china(t)); said(l.On) != tt.on || said(c.HandedOn()) != tt.handedOn {
			t.Errorf("%s: %+v, handed on %s", tt.name, l, said(c.HandedOn()))
		}
	}
}
