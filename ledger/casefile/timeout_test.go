package casefile_test

import (
	"errors"
	"testing"

	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// TestOverdueIsExplainedInPublic: takenIn promises five working days, so that a
// case of Monday 2024-03-04 is late from 2024-03-12.
func TestOverdueIsExplainedInPublic(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	why := casefile.ExplainDelay{Explanation: "系统升级", Reason: "system_failure"}
	closed := func(day string) []any {
		return then(open, day, casefile.Closed{Outcome: casefile.Completed})
	}
	unlimited := takenIn
	unlimited.Handling, unlimited.Legal, unlimited.Promise = "", 0, 0
	const source = "优化营商环境条例(722号令)36: 超过办理时间的，办理单位应当公开说明理由"
	rules := china(t)
	for _, r := range []sourced{
		{"on the last day", open, "2024-03-11 23:00", why, casefile.RuleDelay, source},
		{"after it", open, "2024-03-12 00:00", why, casefile.DelayExplained(why), source},
		{"closed late", closed("2024-03-12"), "2024-03-20", why, casefile.DelayExplained(why), source},
		{"closed in time", closed("2024-03-11"), "2024-03-20", why, casefile.RuleDelay, source},
		{"the clock stands still", then(open, "2024-03-05", casefile.Suspended{Reason: "expert_review"}), "2024-03-20", why, casefile.RuleDelay, source},
		{"without a limit", []any{"2024-03-04", unlimited}, "2024-03-20", why, casefile.RuleDelay, source},
		{"once", then(open, "2024-03-12", casefile.DelayExplained(why)), "2024-03-13", why, casefile.RuleDelay, source},
		{"of no case", nil, "2024-03-20", why, casefile.RuleRegister, "受理登记表"},
	} {
		r.check(t, rules)
	}
}

// TestTimeoutDefaults: silence says what a policy lets it say, after the limit,
// until it is revoked.
func TestTimeoutDefaults(t *testing.T) {
	open := []any{"2024-03-04", takenIn}
	local := policy.Policy{Regime: "service", From: date(t, "2024-01-01"), Version: "试行", Basis: "某市并联审批办法", AnyGround: true,
		Defaults: []policy.Default{
			{Effect: policy.DeemedApproval, Basis: "某市并联审批办法12"},
			{Effect: policy.InternalConsent, Basis: "宜府办发〔2009〕66号"},
		}}
	rules := china(t)
	rules.Policies = policy.Official().With(local)
	known := casefile.Known{Rules: rules}
	trigger := func(e casefile.TimeoutEffect, regime string) casefile.TriggerTimeoutDefault {
		return casefile.TriggerTimeoutDefault{Effect: e, Regime: regime, ValidUntil: workdays.NoDate}
	}
	told := func(e casefile.TimeoutEffect, basis, organ string) casefile.TimeoutDefaulted {
		return casefile.TimeoutDefaulted{Basis: basis, Effect: e, Organ: organ, Regime: "service", ValidUntil: workdays.NoDate}
	}
	approved := told(casefile.DeemedApproval, "某市并联审批办法12", "a")
	consent := told(casefile.InternalConsent, "宜府办发〔2009〕66号", "b")
	of := func(e casefile.TimeoutDefaulted, basis, organ string) casefile.TriggerTimeoutDefault {
		e.Basis, e.Organ = basis, organ
		return e
	}
	renewal := casefile.TriggerTimeoutDefault{Effect: casefile.DeemedRenewal, Regime: "licence", ValidUntil: date(t, "2024-03-06")}
	renewed := renewal
	renewed.Basis, renewed.Organ = "行政许可法50", "a"
	revoke := casefile.RevokeTimeoutDefault{Effect: casefile.DeemedApproval, Basis: "行政许可法69"}
	revoked := revoke
	revoked.Organ = "a"
	stands := then(open, "2024-03-12", approved)
	gone := then(stands, "2024-03-13", revoked)
	for _, r := range []sourced{
		{"deemed approval by local rule", open, "2024-03-12", trigger(casefile.DeemedApproval, "service"), approved, "超时默许: 地方规定"},
		{"before the limit has passed", open, "2024-03-11", trigger(casefile.DeemedApproval, "service"), casefile.RuleSilence, "超时默许"},
		{"no general deemed approval", open, "2024-06-03", trigger(casefile.DeemedApproval, "licence"), casefile.RuleSilence, "行政许可法: 无此规定"},
		{"no regime of that name", open, "2024-06-03", trigger(casefile.DeemedApproval, "petition"), casefile.RuleSilence, "没有依据"},
		{"before the rule was in force", []any{"2023-12-25", takenIn}, "2024-03-12", trigger(casefile.DeemedApproval, "service"), casefile.RuleSilence, "法不溯及既往"},
		{"on another basis", open, "2024-03-12", of(approved, "惯例", ""), casefile.RuleSilence, "超时默许"},
		{"of a silent department", open, "2024-03-12", of(consent, "", "b"), consent, "宜府办发〔2009〕66号 缺席默认"},
		{"renewal on the last day", open, "2024-03-06 23:00", renewal, casefile.RuleSilence, "行政许可法50: 有效期届满前"},
		{"renewal after it", open, "2024-03-07", renewal, renewed, "行政许可法50: 逾期未作决定的，视为准予延续"},
		{"after a decision", then(open, "2024-03-05", casefile.Decided{Outcome: casefile.Granted}), "2024-03-12", trigger(casefile.DeemedApproval, "service"), casefile.RuleSilence, "已作决定"},
		{"twice", stands, "2024-03-13", trigger(casefile.DeemedApproval, "service"), casefile.RuleSilence, "超时默许"},
		{"denied while it stands", stands, "2024-03-13", casefile.Determine{Outcome: casefile.Refused}, casefile.RuleSilence, "超时默许"},
		{"granted while it stands", stands, "2024-03-13", casefile.Determine{Outcome: casefile.Granted}, casefile.Decided{Outcome: casefile.Granted}, "超时默许"},
		{"revoked", stands, "2024-03-13", revoke, revoked, "行政许可法69"},
		{"revoked twice", gone, "2024-03-14", revoke, casefile.RuleSilence, "行政许可法69"},
		{"revoked before it was there", stands, "2024-03-11", revoke, casefile.RuleSilence, "时间先后"},
		{"another effect", stands, "2024-03-13", casefile.RevokeTimeoutDefault{Effect: casefile.DeemedRenewal, Basis: "行政许可法69"}, casefile.RuleSilence, "行政许可法69"},
		{"denied once it is revoked", gone, "2024-03-14", casefile.Determine{Outcome: casefile.Refused}, casefile.Decided{Outcome: casefile.Refused}, "超时默许"},
	} {
		r.checkBy(t, known)
	}
	for _, e := range []casefile.TimeoutDefaulted{{Effect: casefile.DeemedRenewal, Regime: "licence", ValidUntil: workdays.NoDate}, {Effect: casefile.DeemedApproval, Regime: "service", ValidUntil: date(t, "2024-03-06")}} {
		if _, err := casefile.Decide(fold(t, open...), order(t, "2024-03-12", e), known); err == nil || errors.As(err, new(*casefile.Refusal)) {
			t.Errorf("%s valid until %s: %v", e.Effect, e.ValidUntil, err)
		}
	}
	c := fold(t, gone...)
	if d := c.Kept().Defaults; len(d) != 1 || d[0].RevokedAt.IsZero() || d[0].RevokedBasis != "行政许可法69" {
		t.Errorf("%+v", d)
	}
}
