package graphql

import (
	"time"

	gql "github.com/graphql-go/graphql"

	"caseledger/graphql/exec"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// maxClockDays bounds a derivation: ten years.
const maxClockDays = 3660

// countdown is one limit of a case with the days that lead to it.
type countdown struct {
	casefile.Limit
	days []workdays.Derived
}

// caseClock is what the clock field resolves to.
type caseClock struct {
	*caseNode
	rules casefile.Rules
	until workdays.Date
}

func (t *types) clockTypes() {
	dayType := t.Object("ClockDay", "One day of a derivation (推算日): counted or not, and why.", exec.Fields{
		"date":        exec.Of(required(t.date), "Local date (日期).", func(d workdays.Derived) any { return d.Date }),
		"counted":     exec.Of(required(gql.Boolean), "Whether it counts (计入).", func(d workdays.Derived) any { return d.Counted }),
		"n":           exec.Of(required(t.integer), "Days counted so far, this one included (累计).", func(d workdays.Derived) any { return d.N }),
		"why":         exec.Of(required(gql.String), "The rule that decided (依据): `weekend`, a holiday's name, `suspended: …`.", func(d workdays.Derived) any { return d.Why }),
		"provisional": exec.Of(required(gql.Boolean), "Rests on a calendar that is not published yet (暂定).", func(d workdays.Derived) any { return d.Provisional }),
	})
	derivation := t.Object("Derivation", "A deadline explained day by day (时限推算).", exec.Fields{
		"limit": exec.Of(t.limit, "The limit that is explained (时限).", func(c *countdown) any { return limitOf(c.Limit) }),
		"days":  exec.Of(listOf(dayType), "Every day from acceptance to the deadline, or to `until` if that is later (逐日推算).", func(c *countdown) any { return c.days }).Costs(exec.Price{Size: 40, Widest: maxClockDays}),
	})
	shares := t.Object("DayShares", "Whose the working days of a case were (各方用时): each day is of one of them.", exec.Fields{
		"own":       exec.Of(required(t.integer), "The unit's own (本单位).", func(s casefile.Shares) any { return s.Own }),
		"superior":  exec.Of(required(t.integer), "With a superior organ (上级机关).", func(s casefile.Shares) any { return s.Superior }),
		"applicant": exec.Of(required(t.integer), "From a correction notice until the documents came (申请人).", func(s casefile.Shares) any { return s.Applicant }),
		"consulted": exec.Of(required(t.integer), "Others were asked (征求意见).", func(s casefile.Shares) any { return s.Consulted }),
		"suspended": exec.Of(required(t.integer), "The clock stood still otherwise (中止).", func(s casefile.Shares) any { return s.Suspended }),
	})
	t.period = t.Object("ApplicantPeriod", "A period that the applicant has (申请人期间).", exec.Fields{
		"code":        exec.Of(required(gql.String), "What for (事项): `supplement`.", func(x *casefile.Period) string { return x.Code }),
		"article":     exec.Of(gql.String, "The article (条款); null where the notice alone names it.", func(x *casefile.Period) string { return x.Article }),
		"notice":      exec.Of(gql.String, "Number of the notice (文书号).", func(x *casefile.Period) string { return x.Notice }),
		"days":        exec.Of(required(t.integer), "How many days (天数).", func(x *casefile.Period) any { return x.Days }),
		"unit":        exec.Of(required(gql.String), "How they are counted (单位): `working` or `calendar`; one in calendar days that would end on a day of rest ends on the next working day (民法典203).", func(x *casefile.Period) string { return x.Unit }),
		"effect":      exec.Of(gql.String, "What follows when it has passed (后果): `abandoned`; null where nothing does.", func(x *casefile.Period) string { return x.Effect }),
		"from":        exec.Of(required(t.date), "The day of the notice (起算日), not counted.", func(x *casefile.Period) any { return x.From }),
		"on":          exec.Of(required(t.date), "Its last day (届满日).", func(x *casefile.Period) any { return x.On }),
		"provisional": exec.Of(required(gql.Boolean), "Rests on a calendar that is not published yet (暂定).", func(x *casefile.Period) any { return x.Provisional }),
		"policy":      exec.Of(gql.String, "Version of the rules by which it was counted (规则版本).", func(x *casefile.Period) string { return x.Policy }),
	})
	t.clock = t.Object("Clock", "A case's legal clock (法定时钟). Day 0 is the day of acceptance, of receipt where the rules count from that; a working day counts unless the clock stands still at its 24:00.", exec.Fields{
		"calendar":    exec.Of(gql.String, "Working-day calendar that counts (工作日历).", func(c *caseClock) string { return c.Calendar }),
		"zone":        exec.Of(gql.String, "Time zone of local dates (时区).", func(c *caseClock) string { return c.Zone }),
		"start":       exec.Of(t.date, "Day 0 (起算日), not counted.", func(c *caseClock) any { return day(c.DayZero(c.rules)) }),
		"suspensions": exec.Of(listOf(t.suspension), "Times in which it stood still (中止).", func(c *caseClock) any { return c.Suspensions }).Costs(exec.Price{Size: 1}),
		"unfounded":   exec.Of(listOf(t.suspension), "Suspensions for which it did not stand still, since the rules have no such ground, or want a written notice (无依据中止); none without a regime.", func(c *caseClock) any { return c.Unfounded(c.rules) }).Costs(exec.Price{Size: 1}),
		"governing":   exec.Of(derivation, "The limit that governs (适用时限): the promise, else an explicit deadline, else the same day, else the law.", (*caseClock).governing),
		"shares":      exec.Of(shares, "Whose the working days were, to its closing or to `until` (各方用时); null for an open case without `until`.", (*caseClock).shares),
		"delivery":    exec.Of(t.limit, "The limit for handing over a grant (送达期限); null for other decisions, and without a regime that has one.", func(c *caseClock) any { return limitOf(c.DeliveryLimit(c.rules)) }),
		"review":      exec.Of(t.limit, "The limit within which the organ that accepted a forwarded case hands it on (初审期限); null for others, and without a regime that has one.", func(c *caseClock) any { return limitOf(c.ReviewLimit(c.rules)) }),
		"handedOn":    exec.Of(t.date, "Local date on which it first went to a superior organ (上报日期).", func(c *caseClock) any { return day(c.HandedOn()) }),
		"legal":       exec.Of(derivation, "The legal limit (法定时限), which runs beside a promise.", (*caseClock).legal),
	})
}

func (a *api) clockField(t *types) *exec.Field {
	return &exec.Field{
		Type: t.clock, Description: "Its clock with the derivation of its limits (时限推算); null before acceptance.",
		Price: &exec.Price{Own: 3, Wider: "until"},
		Args:  gql.FieldConfigArgument{"until": {Type: t.date, Description: "Explain at least up to this date (推算至); at most ten years after acceptance."}},
		Resolve: func(p gql.ResolveParams) (any, error) {
			c := p.Source.(*caseNode)
			if c.AcceptedAt.IsZero() {
				return nil, nil
			}
			until, ok := p.Args["until"].(workdays.Date)
			if !ok {
				until = c.ClosedOn()
			} else if until > c.AcceptedOn()+maxClockDays {
				return nil, exec.BadInput("until: %s is more than ten years after acceptance on %s", until, c.AcceptedOn())
			}
			rules, err := c.batch.rules(p.Context, c.Calendar)
			if err != nil {
				return nil, err
			}
			return &caseClock{caseNode: c, rules: rules, until: min(until, c.AcceptedOn()+maxClockDays)}, nil
		},
	}
}

func (c *caseClock) governing() any {
	return derive(&c.Case, c.Case.Limit(c.rules), c)
}

func (c *caseClock) shares() any {
	s, ok := c.Case.Shares(c.rules, c.until)
	if !ok {
		return nil
	}
	return s
}

// legal derives the legal limit: the governing limit of the same case without
// any promise.
func (c *caseClock) legal() any {
	bare := c.Case
	bare.Promise, bare.Deadline, bare.Handling = 0, time.Time{}, ""
	return derive(&bare, bare.LegalLimit(c.rules), c)
}

func derive(of *casefile.Case, l casefile.Limit, c *caseClock) any {
	if l.Basis == casefile.NoLimit {
		return nil
	}
	return &countdown{Limit: l, days: of.Derive(c.rules, c.until).Days}
}
