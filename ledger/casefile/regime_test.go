package casefile_test

import (
	"errors"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// under is an acceptance that leaves the limit to the rules of a regime.
func under(regime string) casefile.Accepted {
	return casefile.Accepted{Calendar: workdays.China, Number: "T-1", Regime: regime, Zone: casefile.DefaultZone}
}

// limit is the governing limit after these steps.
func limit(t *testing.T, rules casefile.Rules, steps ...any) casefile.Limit {
	t.Helper()
	c := fold(t, steps...)
	return c.Limit(rules)
}

// 行政许可法42, 82; 政府信息公开条例 (492) 24, (711) 33. Day 0 is not counted:
// 民法典201 by analogy. Dates were counted by hand from the State Council's
// notices.
func TestEightDeadlinesOfTheHolidayCalendarAndMore(t *testing.T) {
	for _, tt := range []struct {
		regime, accepted string
		days             int // 0: those of the regime
		due, source      string
	}{
		{"", "2010-01-04", 20, "2010-02-01", "许可法42"},
		{"", "2011-09-26", 15, "2011-10-20", "国庆"},
		{"", "2018-09-20", 20, "2018-10-24", "许可法42: 中秋, 国庆"},
		{"", "2023-09-25", 20, "2023-10-27", "许可法42: 中秋国庆调休"},
		{"", "2024-02-01", 20, "2024-03-05", "许可法42: 春节调休"},
		{"", "2024-09-20", 5, "2024-09-27", "许可法32"},
		{"", "2024-09-20", 20, "2024-10-23", "许可法42: 国庆调休"},
		{"", "2025-01-20", 20, "2025-02-21", "许可法42: 春节"},
		{"", "2024-09-13", 2, "2024-09-18", "9月14日（星期六）上班"},
		{"", "2024-09-28", 5, "2024-10-10", "许可法32, received on a Saturday"},
		{policy.Licence, "2010-01-04", 0, "2010-02-01", "许可法2003 42"},
		{policy.Licence, "2024-09-20", 0, "2024-10-23", "许可法2019 42"},
		{policy.FOI, "2019-05-14", 0, "2019-06-04", "492号令24: 15"},
		{policy.FOI, "2019-05-15", 0, "2019-06-13", "711号令33: 20"},
	} {
		a := under(tt.regime)
		a.Legal = tt.days
		c := fold(t, tt.accepted, a)
		if l := c.LegalLimit(china(t)); l.On.String() != tt.due || l.Provisional {
			t.Errorf("%s accepted on %s (%s): %+v, want %s", tt.regime, tt.accepted, tt.source, l, tt.due)
		}
	}
}

// 许可法26, 42: 45 days where several organs handle a case together, and 15 more.
func TestJointLicenceHasFortyFiveDaysAndFifteenMore(t *testing.T) {
	a := under(policy.Licence)
	a.Routing = casefile.Joint
	c := fold(t, "2024-03-04", a)
	if l := c.Limit(china(t)); l.Days != 45 || l.Policy != "licence/2019-04-23" {
		t.Errorf("%+v", l)
	}
	for days, allowed := range map[int]bool{15: true, 16: false} {
		_, err := casefile.Decide(c, order(t, "2024-03-05", casefile.Extend{Approver: "本级政府-01", Days: days, Notice: "延-1"}), casefile.Known{Rules: china(t)})
		if (err == nil) != allowed {
			t.Errorf("%d days: %v", days, err)
		}
	}
}

// 许可法45: the time of an expert review is not counted, and the applicant is
// told in writing.
func TestSuspensionByExpertReviewMovesTheDueDate(t *testing.T) {
	rules := china(t)
	without := limit(t, rules, "2024-03-04", under(policy.Licence))
	for _, tt := range []struct {
		name string
		stop casefile.Suspended
		due  string
		rule string // by which a command is refused
	}{
		{"expert review, told in writing", casefile.Suspended{Reason: "expert_review", Notice: "评审-1"}, "2024-04-09", ""},
		{"expert review, nobody told", casefile.Suspended{Reason: "expert_review"}, without.On.String(), casefile.RuleSuspension},
		{"not a ground of article 45", casefile.Suspended{Reason: "workload", Notice: "告-1"}, without.On.String(), casefile.RuleSuspension},
	} {
		c := fold(t, "2024-03-04", under(policy.Licence), "2024-03-06", tt.stop, "2024-03-13", casefile.Resumed{})
		if l := c.Limit(rules); l.On.String() != tt.due {
			t.Errorf("%s: due %s, want %s", tt.name, l.On, tt.due)
		}
		if n := len(c.Unfounded(rules)); (n == 0) != (tt.rule == "") {
			t.Errorf("%s: %d suspensions without a ground", tt.name, n)
		}
		_, err := casefile.Decide(fold(t, "2024-03-04", under(policy.Licence)), order(t, "2024-03-06", tt.stop), casefile.Known{Rules: rules})
		var refusal *casefile.Refusal
		if errors.As(err, &refusal); (tt.rule == "") != (err == nil) || err != nil && refusal.Rule != tt.rule {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	// The five days of article 32 stand in another section: nothing stops them.
	c := fold(t, "2024-03-04", under(policy.Licence), "2024-03-05", casefile.Suspended{Reason: "hearing", Notice: "听-1"})
	if _, err := casefile.Decide(c, order(t, "2024-03-12", casefile.RequestCorrection{Items: []string{"m"}, Notice: "补-1"}), casefile.Known{Rules: rules}); err == nil {
		t.Error("a hearing stopped the five days for telling what is missing")
	}
}

// 许可法42: an extension is granted before the limit has passed.
func TestLateExtensionIgnored(t *testing.T) {
	x := casefile.Extended{Approver: "分管负责人-01", Days: 10, Notice: "延-1"}
	late := limit(t, china(t), "2024-03-04", under(policy.Licence), "2024-04-02", x)
	if late.On.String() != "2024-04-01" || late.Days != 20 {
		t.Errorf("recorded after the limit: %+v", late)
	}
	in := limit(t, china(t), "2024-03-04", under(policy.Licence), "2024-04-01", x)
	if in.Days != 30 {
		t.Errorf("recorded on the last day: %+v", in)
	}
}

// 政府信息公开条例: order 492 art. 24 gives 15 and 15 more, order 711 art. 33 gives
// 20 and 20 more; art. 30 tells what is unclear within seven days and counts from
// the correction.
func TestFOIRequest2018And2020(t *testing.T) {
	for _, tt := range []struct {
		accepted     string
		days, longer int
		policy       string
	}{
		{"2018-03-05", 15, 15, "foi/2008-05-01"},
		{"2020-03-02", 20, 20, "foi/2019-05-15"},
	} {
		c := fold(t, tt.accepted, under(policy.FOI))
		if l := c.Limit(china(t)); l.Days != tt.days || l.Basis != casefile.ByLaw || l.Policy != tt.policy {
			t.Errorf("%s: %+v", tt.accepted, l)
		}
		for _, days := range []int{tt.longer, tt.longer + 1} {
			_, err := casefile.Decide(c, order(t, tt.accepted, casefile.Extend{Approver: "公开机构负责人-01", Days: days, Notice: "延-1"}), casefile.Known{Rules: china(t)})
			if (err == nil) != (days == tt.longer) {
				t.Errorf("%s extended by %d: %v", tt.accepted, days, err)
			}
		}
	}
	corrected := []any{"2020-03-02", under(policy.FOI), "2020-03-09", casefile.CorrectionRequested{Items: []string{"scope"}, Notice: "补-1"}}
	if l := limit(t, china(t), corrected...); !l.Due.IsZero() {
		t.Errorf("the clock runs before the correction: %+v", l)
	}
	corrected = append(corrected, "2020-03-16", casefile.CorrectionReceived{Notice: "补-1"})
	if l := limit(t, china(t), corrected...); l.On.String() != "2020-04-14" { // 20 working days, 清明 on 6 April
		t.Errorf("from the correction of 2020-03-16: due %s", l.On)
	}
}

// 政府信息公开条例33(3): asking others is not counted; 34: after 15 working days
// their silence says something, and the clock runs again.
func TestAskingAnotherOrganStopsTheClockOfARequest(t *testing.T) {
	ask := casefile.ThirdPartyConsulted{Party: casefile.ConsultedOrgan, Notice: "征-1"}
	for name, tt := range map[string]struct {
		regime, accepted string
		then             []any
		due              string
	}{
		"answered in a week": {policy.FOI, "2020-03-02", []any{"2020-03-04", ask, "2020-03-11", casefile.ConsultationAnswered{Notice: "征-1", Opinion: casefile.Agreed}}, "2020-04-07"},
		"never answered":     {policy.FOI, "2020-03-02", []any{"2020-03-04", ask}, "2020-04-22"},
		"in 2018":            {policy.FOI, "2018-03-05", []any{"2018-03-07", ask}, "2018-03-26"},
		"without a regime":   {"", "2020-03-02", []any{"2020-03-04", ask}, ""},
	} {
		c := fold(t, append([]any{tt.accepted, under(tt.regime)}, tt.then...)...)
		got := ""
		if l := c.Limit(china(t)); !l.Due.IsZero() {
			got = l.On.String()
		}
		if got != tt.due {
			t.Errorf("%s: due %s, want %s", name, got, tt.due)
		}
	}
}

// 许可法44: ten days for handing over a grant; the law names none for a refusal.
func TestDeliveryHasALimitForGrantsOnly(t *testing.T) {
	for outcome, due := range map[casefile.Outcome]string{casefile.Granted: "2024-03-27", casefile.Refused: ""} {
		c := fold(t, "2024-03-04", under(policy.Licence), "2024-03-13", casefile.Decided{Outcome: outcome})
		got := ""
		if l := c.DeliveryLimit(china(t)); !l.Due.IsZero() {
			got = l.On.String()
		}
		if got != due {
			t.Errorf("%s: deliver by %s, want %s", outcome, got, due)
		}
	}
}

func TestRegimeThatNobodyKnowsIsRefused(t *testing.T) {
	for _, a := range []casefile.Accept{{Regime: "tea"}, {Regime: policy.Licence, Promise: 21}} {
		_, err := casefile.Decide(casefile.Case{}, order(t, "2024-03-04", a), casefile.Known{Rules: china(t)})
		var refusal *casefile.Refusal
		if !errors.As(err, &refusal) || refusal.Rule != casefile.RuleLimit {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

// TestOfficesThatCountTheDayOfAcceptance: the statute is silent about the first
// day, so a centre's own rules may count it.
func TestOfficesThatCountTheDayOfAcceptance(t *testing.T) {
	rules := china(t)
	own := *policy.Official().At(policy.Licence, workdays.Civil(2024, 9, 20))
	own.From, own.Version, own.FirstDay = workdays.Civil(2024, 1, 1), "本地规则2024", true
	with := casefile.Rules{Calendar: rules.Calendar, Policies: policy.Official().With(own)}
	c := fold(t, "2024-09-20", casefile.Accepted{Regime: policy.Licence, Calendar: "CN", Zone: casefile.DefaultZone, Promise: 5})
	without := c.Limit(rules)
	if l := c.Limit(with); l.On.String() != "2024-09-26" || without.On.String() != "2024-09-27" || l.Policy != "licence/2024-01-01" {
		t.Errorf("due %s by %s, without %s", l.On, l.Policy, without.On)
	}
	if days, _ := c.Worked(with, workdays.Civil(2024, 9, 20)); days != 1 {
		t.Errorf("%d working days on the day of acceptance", days)
	}
}

// TestRefusalsNameTheLawOfTheRegime: a request for information is not held to
// the licence law.
func TestRefusalsNameTheLawOfTheRegime(t *testing.T) {
	for regime, rule := range map[string]string{"": casefile.RuleExtension, policy.Licence: casefile.RuleExtension, policy.FOI: "信息公开条例33 延期"} {
		c := fold(t, "2024-03-04", under(regime))
		_, err := casefile.Decide(c, order(t, "2024-03-05", casefile.Extend{Approver: "公开机构负责人-01", Days: 99, Notice: "延-1"}), casefile.Known{Rules: china(t)})
		var refusal *casefile.Refusal
		if !errors.As(err, &refusal) || refusal.Rule != rule {
			t.Errorf("%q: %v", regime, err)
		}
	}
}
