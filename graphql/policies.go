package graphql

import (
	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// edition is a version of a policy, and the last day on which it is in force.
type edition struct {
	*policy.Policy
	until workdays.Date // NoDate while no later version is known
}

// policyType makes the type of a version.
func (t *types) policyType() {
	ground := t.Object("PolicyGround", "What stops the clock (不计入期限的事由).", exec.Fields{
		"code":    exec.Of(required(gql.String), "The reason of a suspension (事由).", func(g *policy.Ground) string { return g.Code }),
		"article": exec.Of(required(gql.String), "The article (条款).", func(g *policy.Ground) string { return g.Article }),
		"notice":  exec.Of(required(gql.Boolean), "Whether it counts only if the applicant was told in writing (须书面告知).", func(g *policy.Ground) any { return g.Notice }),
	})
	silence := t.Object("PolicySilence", "What silence means (逾期未答).", exec.Fields{
		"of":      exec.Of(required(gql.String), "Whose (何人): `consulted_organ`, `third_party`.", func(s *policy.Silence) string { return s.Of }),
		"days":    exec.Of(required(t.integer), "Working days for an answer (答复期限).", func(s *policy.Silence) any { return s.Days }),
		"effect":  exec.Of(required(gql.String), "What it means (后果): `consent` or `decide`.", func(s *policy.Silence) string { return s.Effect }),
		"article": exec.Of(required(gql.String), "The article (条款).", func(s *policy.Silence) string { return s.Article }),
	})
	passed := t.Object("PolicyDefault", "What follows when a limit passes without a decision (超时默认).", exec.Fields{
		"effect": exec.Of(required(gql.String), "What follows (后果): `internal_consent`, `deemed_approval` or `deemed_renewal`.", func(d *policy.Default) string { return d.Effect }),
		"basis":  exec.Of(required(gql.String), "Law or rule that says so (依据).", func(d *policy.Default) string { return d.Basis }),
	})
	period := t.Object("PolicyPeriod", "A period of the applicant's own (申请人期间), or one in which a bad review is answered (差评办理期限).", exec.Fields{
		"code":    exec.Of(required(gql.String), "What for (事项).", func(d *policy.Period) string { return d.Code }),
		"days":    exec.Of(required(t.integer), "How many days (天数); 0 where the notice names them.", func(d *policy.Period) any { return d.Days }),
		"effect":  exec.Of(gql.String, "What follows when it has passed (后果): `abandoned`; null where nothing does.", func(d *policy.Period) string { return d.Effect }),
		"unit":    exec.Of(required(gql.String), "How they are counted (单位): `working` or `calendar`.", func(d *policy.Period) string { return d.Unit }),
		"article": exec.Of(required(gql.String), "The article (条款).", func(d *policy.Period) string { return d.Article }),
	})
	level := t.Object("PolicyLevel", "A level of a scale of ratings (评价等级).", exec.Fields{
		"level": exec.Of(required(t.integer), "5 非常满意, 4 满意, 3 基本满意, 2 不满意 or 1 非常不满意, whatever its name (等级).", func(l *policy.Level) any { return l.Level }),
		"name":  exec.Of(required(gql.String), "What the scale calls it (名称).", func(l *policy.Level) string { return l.Name }),
	})
	signal := t.Object("PolicySignal", "What supervision raises on an occasion (亮牌规则).", exec.Fields{
		"of":     exec.Of(required(gql.String), "The occasion (监察点): `near_promise`, `past_promise`, …", func(s *policy.Signal) string { return s.Of }),
		"colour": exec.Of(required(t.choices["CardColour"]), "What is raised (牌色).", func(s *policy.Signal) any { return s.Colour }),
		"days":   exec.Of(t.integer, "Working days, with the meaning of the occasion (工作日).", func(s *policy.Signal) any { return positive(s.Days) }),
		"count":  exec.Of(t.integer, "Of how many the occasion is made (次数).", func(s *policy.Signal) any { return positive(s.Count) }),
	})
	system := t.Object("PolicySystem", "How the cases of a kind are handled (五件五制).", exec.Fields{
		"axis":  exec.Of(required(gql.String), "What the kind follows from (维度): `handling`, `routing` or `intake`.", func(s *policy.System) string { return s.Axis }),
		"value": exec.Of(required(gql.String), "The axis's value (取值).", func(s *policy.System) string { return s.Value }),
		"name":  exec.Of(required(gql.String), "Its name (制度名称).", func(s *policy.System) string { return s.Name }),
		"rule":  exec.Of(required(gql.String), "What it says (内容).", func(s *policy.System) string { return s.Rule }),
	})
	t.policy = t.Object("Policy", "One version of the rules of a regime (办件规则). Days are working days; null where the rules name no limit.", exec.Fields{
		"id":                 exec.Of(required(gql.String), "Regime and date (规则编号): `licence/2019-04-23`.", func(e *edition) string { return e.ID() }),
		"regime":             exec.Of(required(gql.String), "Regime (办件类别): `licence`, `foi`, `service`, `rating` or another.", func(e *edition) string { return e.Regime }),
		"version":            exec.Of(required(gql.String), "Its name (版本).", func(e *edition) string { return e.Version }),
		"basis":              exec.Of(required(gql.String), "Law or rule and number of its document (依据).", func(e *edition) string { return e.Basis }),
		"from":               exec.Of(required(t.date), "In force for cases received or accepted from this day on (施行日期).", func(e *edition) any { return e.From }),
		"until":              exec.Of(t.date, "To this day (失效日期); null while no later version is known.", func(e *edition) any { return day(e.until) }),
		"legalDays":          exec.Of(t.integer, "For a decision (法定期限).", func(e *edition) any { return positive(e.LegalDays) }),
		"extensionDays":      exec.Of(t.integer, "Of an extension (延长期限).", func(e *edition) any { return positive(e.ExtensionDays) }),
		"jointDays":          exec.Of(t.integer, "For a decision of several organs together (联合办理期限).", func(e *edition) any { return positive(e.JointDays) }),
		"jointExtensionDays": exec.Of(t.integer, "Of an extension of that (联合办理延长期限).", func(e *edition) any { return positive(e.JointExtensionDays) }),
		"noticeDays":         exec.Of(t.integer, "For telling what is missing (一次性告知期限).", func(e *edition) any { return positive(e.NoticeDays) }),
		"deliveryDays":       exec.Of(t.integer, "From a grant to its delivery (送达期限).", func(e *edition) any { return positive(e.DeliveryDays) }),
		"superiorDays":       exec.Of(t.integer, "For the lower organ's review (初审期限).", func(e *edition) any { return positive(e.SuperiorDays) }),
		"restarts":           exec.Of(required(gql.Boolean), "Whether the clock starts anew when the corrected application comes in (补正后重新计算).", func(e *edition) any { return e.Restarts }),
		"firstDay":           exec.Of(required(gql.Boolean), "Whether the day of acceptance counts as the first (当日计入).", func(e *edition) any { return e.FirstDay }),
		"fromReceipt":        exec.Of(required(gql.Boolean), "Whether the clock counts from the receipt where that is told apart from the acceptance (自收到之日起算).", func(e *edition) any { return e.FromReceipt }),
		"anyGround":          exec.Of(required(gql.Boolean), "Whether grounds that are not listed stop the clock too (其他事由也不计入期限).", func(e *edition) any { return e.AnyGround }),
		"grounds":            exec.Of(listOf(ground), "What stops the clock (不计入期限的事由).", func(e *edition) any { return pointers(e.Grounds) }).Costs(few),
		"silence":            exec.Of(listOf(silence), "What silence means of whoever was asked (逾期未答).", func(e *edition) any { return pointers(e.Silence) }).Costs(few),
		"defaults":           exec.Of(listOf(passed), "What follows when a limit passes without a decision (超时默认).", func(e *edition) any { return pointers(e.Defaults) }).Costs(few),
		"periods":            exec.Of(listOf(period), "The applicant's own periods (申请人期间), and those in which a bad review is answered (差评办理期限).", func(e *edition) any { return pointers(e.Periods) }).Costs(few),
		"levels":             exec.Of(listOf(level), "The scale of ratings (评价等级), of regime `rating`; none are all five.", func(e *edition) any { return pointers(e.Levels) }).Costs(few),
		"signals":            exec.Of(listOf(signal), "What supervision raises (亮牌规则), of regime `supervision`.", func(e *edition) any { return pointers(e.Signals) }).Costs(few),
		"systems":            exec.Of(listOf(system), "How the cases of each kind are handled (五件五制).", func(e *edition) any { return pointers(e.Systems) }).Costs(few),
	})
}

func (a *api) policiesField(t *types) *exec.Field {
	return &exec.Field{
		Type:        gql.NewList(required(t.policy)),
		Description: "The rules by which limits are counted (办件规则), ascending by regime and date: all versions, or those in force on a day.",
		Price:       &exec.Price{Own: 5, Size: 10},
		Args: gql.FieldConfigArgument{
			"regime":      {Type: gql.String, Description: "Only this regime (办件类别); default all."},
			"on":          {Type: t.date, Description: "Only the version of each regime that is in force on this day (施行于); default all."},
			"knownAt":     {Type: t.position, Description: "Leaves out what was recorded after this record, named by its ordinal: 1, 2, 3, … in ledger order (当时所知); default all."},
			"knownAtTime": {Type: t.dateTime, Description: "Leaves out what was recorded after this instant (当时所知); not together with `knownAt`."},
		},
		Resolve: func(p gql.ResolveParams) (any, error) {
			at, err := a.knownAt(p)
			if err != nil {
				return nil, err
			}
			set, err := a.views.Policies(p.Context, at)
			if err != nil {
				return nil, err
			}
			regime, some := p.Args["regime"].(string)
			on := dateArg(p.Args, "on")
			return editions(set, func(e *policy.Policy) bool {
				if some && e.Regime != regime {
					return false
				}
				in := set.At(e.Regime, on)
				return on == workdays.NoDate || in != nil && in.From == e.From
			}), nil
		},
	}
}

// editions lists the versions of a set that are wanted.
func editions(set *policy.Set, wanted func(*policy.Policy) bool) []*edition {
	out := []*edition{}
	for _, p := range set.All() {
		if !wanted(&p) {
			continue
		}
		e := &edition{&p, set.Until(&p)}
		if e.until == policy.Last {
			e.until = workdays.NoDate
		}
		out = append(out, e)
	}
	return out
}
