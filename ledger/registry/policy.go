package registry

import (
	"context"
	"errors"
	"fmt"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/policy"
)

// PolicyPrefix begins the names of all policy streams: "policy/licence".
const PolicyPrefix = "policy/"

// Policy (公布办件规则) is one version of a regime's rules, as it is recorded.
type Policy policy.Policy

// Stored names the schema.
func (Policy) Stored() string { return "policy.published/1" }

// Stream is the regime's.
func (p Policy) Stream() ledger.StreamID { return ledger.StreamID(PolicyPrefix + p.Regime) }

// Subject is the date from which on it is in force.
func (p Policy) Subject() string { return p.From.String() }

// Since is the first instant of that date in UTC.
func (p Policy) Since() time.Time { return p.From.Start(time.UTC) }

const (
	mostDays = 3660
	mostRows = 100
)

// Closed lists within a policy.
var (
	silenceEffects = act.Options{Name: "SilenceEffect", Says: "What silence means (逾期未答的后果).", Values: []act.Option{
		{Value: policy.Consent, Zh: "视为同意", En: "taken to agree."},
		{Value: policy.Decide, Zh: "由机关决定", En: "the organ decides."},
	}}
	defaultEffects = act.Options{Name: "DefaultEffect", Says: "What follows when a limit passes without a decision (超时默认).", Values: []act.Option{
		{Value: policy.InternalConsent, Zh: "缺席默认", En: "a silent department is taken to agree."},
		{Value: policy.DeemedApproval, Zh: "超时默许", En: "granted."},
		{Value: policy.DeemedRenewal, Zh: "视为准予延续", En: "renewed."},
	}}
	// PeriodUnits are how the days of a period are counted (期间单位).
	PeriodUnits = act.Options{Name: "PeriodUnit", Says: "How days are counted (期间单位).", Values: []act.Option{
		{Value: policy.Working, Zh: "工作日", En: "working days."},
		{Value: policy.Calendar, Zh: "日", En: "calendar days."},
	}}
	// Colours are what supervision raises (牌色).
	Colours = act.Options{Name: "CardColour", Says: "What supervision raises (牌色).", Values: []act.Option{
		{Value: policy.Warning, Zh: "预警", En: "a warning, no card yet."},
		{Value: policy.Yellow, Zh: "黄牌", En: "a yellow card."},
		{Value: policy.Red, Zh: "红牌", En: "a red card."},
	}}
	kindAxes = act.Options{Name: "KindAxis", Says: "What the kind of a case follows from (件型维度).", Values: []act.Option{
		{Value: policy.Handling, Zh: "办理方式", En: "how it is handled."},
		{Value: policy.Routing, Zh: "流转方式", En: "who decides."},
		{Value: policy.Intake, Zh: "受理结果", En: "what became of the application."},
	}}
)

var policyPublished = entry(spec[Policy]{
	Zh: "公布办件规则", En: "Policy published", Public: act.Published,
	Command: "publishPolicy", Says: "Publishes one version of the rules of a regime (公布办件规则), complete.", By: act.ByOperator,
	Members: func(p *Policy, m *act.Members) {
		days := func(v *int, name, says string) { m.Whole(v, name, says, 0, mostDays) }
		m.Truth(&p.AnyGround, "anyGround", "`true`: grounds that are not listed stop the clock too (其他事由也不计入期限).")
		m.Text(&p.Basis, "basis", "Law or rule and number of its document (依据).", act.Always, act.Required)
		act.Each(m, &p.Defaults, "defaults", "What follows when a limit passes without a decision (超时默认).", mostRows, policyDefault)
		days(&p.DeliveryDays, "deliveryDays", "Working days from a grant to its delivery (送达期限).")
		days(&p.ExtensionDays, "extensionDays", "Working days of an extension (延长期限).")
		m.Truth(&p.FirstDay, "firstDay", "`true`: the day of acceptance counts as the first (当日计入).")
		m.Date(&p.From, "from", "In force for cases received or accepted from this day on (施行日期).", act.Always, act.Required)
		m.Truth(&p.FromReceipt, "fromReceipt", "`true`: the clock counts from the receipt where that is told apart from the acceptance (自收到之日起算).")
		act.Each(m, &p.Grounds, "grounds", "What stops the clock (不计入期限的事由).", mostRows, policyGround)
		days(&p.JointDays, "jointDays", "Working days where several organs handle a case together (联合办理期限).")
		days(&p.JointExtensionDays, "jointExtensionDays", "Working days of an extension of those (联合办理延长期限).")
		days(&p.LegalDays, "legalDays", "Working days for a decision (法定期限).")
		act.Each(m, &p.Levels, "levels", "The scale of ratings (评价等级), of regime `rating`; none are all five.", mostRows, policyLevel)
		days(&p.NoticeDays, "noticeDays", "Working days for telling what is missing (一次性告知期限).")
		act.Each(m, &p.Periods, "periods", "The applicant's own periods (申请人期间), and those in which a bad review is answered (差评办理期限).", mostRows, policyPeriod)
		m.Code(&p.Regime, "regime", "`licence` 行政许可, `foi` 依申请公开, `service` 公共服务, `rating` 好差评, `supervision` 电子监察, or another (办件类别).", act.Always, act.Required)
		m.Truth(&p.Restarts, "restarts", "`true`: the clock starts anew when the corrected application comes in (补正后重新计算).")
		act.Each(m, &p.Signals, "signals", "What supervision raises, and when (亮牌规则).", mostRows, policySignal)
		act.Each(m, &p.Silence, "silence", "What the silence of somebody means who was asked (逾期未答).", mostRows, policySilence)
		days(&p.SuperiorDays, "superiorDays", "Working days for the lower organ's review (初审期限).")
		act.Each(m, &p.Systems, "systems", "How the cases of each kind are handled (五件五制).", mostRows, policySystem)
		m.Name(&p.Version, "version", "Name of the version (版本).", act.Always, act.Required)
	},
	Check: (*Policy).check,
})

func policyDefault(d *policy.Default, m *act.Members) {
	m.Text(&d.Basis, "basis", "Law or rule that says so (依据).", act.Always, act.Required)
	act.Choice(m, &d.Effect, "effect", "What follows (后果).", &defaultEffects, act.Always, act.Required)
}

func policyGround(g *policy.Ground, m *act.Members) {
	m.Name(&g.Article, "article", "The article (条款).", act.Always, act.Required)
	m.Code(&g.Code, "code", "The reason of a suspension (事由).", act.Always, act.Required)
	m.Truth(&g.Notice, "notice", "`true`: counts only if the applicant was told in writing (须书面告知).")
}

func policyLevel(l *policy.Level, m *act.Members) {
	m.Whole(&l.Level, "level", "5 非常满意, 4 满意, 3 基本满意, 2 不满意 or 1 非常不满意, whatever its name (等级).", policy.Worst, policy.Best, act.Always, act.Required)
	m.Text(&l.Name, "name", "What the scale calls it (名称).", act.Always, act.Required)
}

func policyPeriod(d *policy.Period, m *act.Members) {
	m.Name(&d.Article, "article", "The article (条款).", act.Always, act.Required)
	m.Code(&d.Code, "code", "What for (事项).", act.Always, act.Required)
	m.Whole(&d.Days, "days", "How many days (天数); 0 where the notice names them.", 0, mostDays, act.Always)
	m.Code(&d.Effect, "effect", "What follows when it has passed: `abandoned` 视为放弃, or nothing (后果).")
	act.Choice(m, &d.Unit, "unit", "How they are counted (单位).", &PeriodUnits, act.Always, act.Required)
}

func policySignal(s *policy.Signal, m *act.Members) {
	act.Choice(m, &s.Colour, "colour", "What is raised (牌色).", &Colours, act.Always, act.Required)
	m.Whole(&s.Count, "count", "Of how many the occasion is made: `batch_entry` and `repeated_yellow` (数量).", 0, mostDays)
	m.Whole(&s.Days, "days", "Working days; what they count is the occasion's (工作日).", 0, mostDays)
	m.Code(&s.Of, "of", "The occasion (监察点): `near_promise`, `past_promise`, `long_past`, `past_legal`, `overdue_step`, `not_same_day`, `not_received`, `clock_stopped`, `illegal_fee`, `breach`, `second_notice`, `late_entry`, `batch_entry`, `repeated_yellow`.", act.Always, act.Required)
}

func policySilence(s *policy.Silence, m *act.Members) {
	m.Name(&s.Article, "article", "The article (条款).", act.Always, act.Required)
	m.Whole(&s.Days, "days", "Working days for an answer (答复期限).", 0, mostDays, act.Always, act.Required)
	act.Choice(m, &s.Effect, "effect", "What silence means (后果).", &silenceEffects, act.Always, act.Required)
	m.Code(&s.Of, "of", "Whose: `consulted_organ`, `third_party`, or another (何人).", act.Always, act.Required)
}

func policySystem(s *policy.System, m *act.Members) {
	act.Choice(m, &s.Axis, "axis", "What the kind follows from (维度).", &kindAxes, act.Always, act.Required)
	m.Text(&s.Name, "name", "Its name (制度名称).", act.Always, act.Required)
	m.Text(&s.Rule, "rule", "What it says (内容).", act.Always, act.Required)
	m.Code(&s.Value, "value", "The axis's value (取值).", act.Always, act.Required)
}

func (p *Policy) check() error {
	err := (*policy.Policy)(p).Check()
	if bad := (*policy.Error)(nil); errors.As(err, &bad) {
		return act.Invalid(bad.Field, bad.Value, bad.Reason)
	}
	if err == nil && Policy.Stream(*p).Validate() != nil {
		err = act.Invalid("regime", p.Regime, "want a code that can name a stream")
	}
	return err
}

// Policies reads the versions of all regimes as the ledger defines them now,
// those that ship with the program among them. It passes over the whole ledger;
// who needs one regime takes a [Reader].
func Policies(ctx context.Context, s ledger.Store) (*policy.Set, error) {
	return PoliciesUntil(ctx, s, Until{})
}

// PoliciesUntil is [Policies] as they were known at a moment.
func PoliciesUntil(ctx context.Context, s ledger.Store, until Until) (*policy.Set, error) {
	set := policy.Official()
	if err := each(ctx, s, PolicyPrefix, until, func(e act.Event) { set = withPolicy(set, e) }); err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	return set, nil
}

// Policies gives the versions of one regime as the ledger defines them now, and
// those of all others as they ship.
func (r *Reader) Policies(ctx context.Context, regime string) (*policy.Set, error) {
	if regime == "" {
		return policy.Official(), nil
	}
	return r.policies.now(ctx, r.Store, ledger.StreamID(PolicyPrefix+regime), policy.Official(), withPolicy)
}

func withPolicy(s *policy.Set, e act.Event) *policy.Set {
	if p, ok := e.(Policy); ok {
		return s.With(policy.Policy(p))
	}
	return s
}
