package casefile

import (
	"cmp"
	"slices"
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// TimeoutDefaulted (超时默认): a limit passed without a decision, and the rules
// of the case's regime say what follows. There is no such effect without a
// legal basis.
type TimeoutDefaulted struct {
	Basis      string        `json:"basis"`
	Effect     TimeoutEffect `json:"effect"`
	Organ      string        `json:"organ"`      // which was silent
	Regime     string        `json:"regime"`     // whose policy has the effect
	ValidUntil workdays.Date `json:"validUntil"` // of a licence to be renewed, else NoDate
}

// TriggerTimeoutDefault records what follows from a limit that passed. An empty
// basis is the policy's, an empty organ the accepting unit.
type TriggerTimeoutDefault = TimeoutDefaulted

// Stored names the schema.
func (TimeoutDefaulted) Stored() string { return "case.timeout_default_triggered/1" }

// TimeoutEffect is what follows from a limit that passed.
type TimeoutEffect string

// The three effects.
const (
	InternalConsent TimeoutEffect = policy.InternalConsent // 缺席默认
	DeemedApproval  TimeoutEffect = policy.DeemedApproval  // 超时默许
	DeemedRenewal   TimeoutEffect = policy.DeemedRenewal   // 视为准予延续
)

var timeoutEffects = act.Options{Name: "TimeoutEffect", Says: "What follows from a limit that passed (超时默认).", Values: []act.Option{
	{Value: string(InternalConsent), Zh: "缺席默认", En: "a silent department is taken to agree."},
	{Value: string(DeemedApproval), Zh: "超时默许", En: "the application is taken to be granted."},
	{Value: string(DeemedRenewal), Zh: "视为准予延续", En: "the licence is taken to be renewed."},
}}

// TimeoutDefault is one of a case.
type TimeoutDefault struct {
	At           time.Time     `json:"at"`
	Effect       TimeoutEffect `json:"effect"`
	Basis        string        `json:"basis"`
	Organ        string        `json:"organ"`
	Regime       string        `json:"regime"` // whose policy has the effect
	RevokedAt    time.Time     `json:"revokedAt,omitzero"`
	RevokedBasis string        `json:"revokedBasis,omitempty"`
}

// maxDefaults bounds those of a case.
const maxDefaults = 100

var timeoutDefaulted = act.Of(spec[TimeoutDefaulted]{
	Zh: "超时默认", En: "Timeout default triggered", Public: act.Published,
	Command: "triggerTimeoutDefault", Says: "Records what follows by law or local rule from a limit that passed without a decision (超时默认).", Needs: whileOpen,
	Members: func(e *TimeoutDefaulted, m *act.Members) {
		m.Text(&e.Basis, "basis", "Legal basis (法律依据); default that of the policy.", act.Always)
		act.Choice(m, &e.Effect, "effect", "What follows (后果).", &timeoutEffects, act.Always, act.Required)
		m.Text(&e.Organ, "organ", "Unit that was silent (逾期单位); default the accepting unit.", act.Always)
		m.Code(&e.Regime, "regime", "Regime whose policy has the effect (办件类别): licence, foi, service, or another; default the case's.", act.Always)
		m.Date(&e.ValidUntil, "validUntil", "For a renewal: the last day of the licence (有效期截止).")
	},
	Decide: decideTimeout,
	Evolve: func(c *Case, f act.Facts, e TimeoutDefaulted) {
		x := TimeoutDefault{At: f.Occurred, Effect: e.Effect, Basis: e.Basis, Organ: e.Organ, Regime: e.Regime}
		c.keep(func(d *Docket) { d.Defaults = append(slices.Clip(d.Defaults), x) })
	},
})

// decideTimeout takes an effect that the policy in force on the day of
// acceptance has, on that basis, once the time has run out.
func decideTimeout(c *Case, a *Ask, e TimeoutDefaulted) (TimeoutDefaulted, error) {
	if renews := e.Effect == DeemedRenewal; renews != (e.ValidUntil != workdays.NoDate) {
		return e, invalid("validUntil", e.ValidUntil.String(), "is given for a renewal, and for nothing else")
	}
	e.Regime = cmp.Or(e.Regime, c.Regime)
	switch {
	case e.Regime == "":
		return e, invalid("regime", "", "is missing, and the case names none")
	case c.Regime != "" && e.Regime != c.Regime:
		return e, refuse(RuleSilence, "the case is of the regime %s, not %s", c.Regime, e.Regime)
	}
	p := c.Policy(a.Rules)
	if c.Regime == "" {
		p = a.Policies.At(e.Regime, c.AcceptedOn())
	}
	if p == nil {
		return e, refuse(RuleSilence, "no policy of %s is in force on %s", e.Regime, c.AcceptedOn())
	}
	rule, ok := p.DefaultOf(string(e.Effect))
	switch {
	case !ok:
		return e, refuse(RuleSilence, "%s knows no %s: without a legal basis silence says nothing", p.ID(), e.Effect)
	case e.Basis != "" && e.Basis != rule.Basis:
		return e, refuse(RuleSilence, "%s bases %s on %s, not on %s", p.ID(), e.Effect, rule.Basis, e.Basis)
	case !c.DecidedAt.IsZero():
		return e, refuse(RuleSilence, "the case was decided on %s: nobody was silent", c.on(c.DecidedAt))
	case len(c.Kept().Defaults) >= maxDefaults:
		return e, refuse(RuleSilence, "the case has %d of them already", maxDefaults)
	}
	e.Basis, e.Organ = rule.Basis, cmp.Or(e.Organ, c.Org)
	if d := c.defaulted(e.Effect, e.Organ); d != nil {
		return e, refuse(RuleSilence, "%s of %s stands since %s", e.Effect, e.Organ, c.on(d.At))
	}
	return e, c.timedOut(a, e)
}

// timedOut refuses before the time has run out: that of the licence for a
// renewal (行政许可法50), else the limit of the case.
func (c *Case) timedOut(a *Ask, e TimeoutDefaulted) error {
	if e.Effect == DeemedRenewal {
		if c.on(a.Occurred) <= e.ValidUntil {
			return refuse(RuleSilence, "the licence is valid until %s; silence renews it after that", e.ValidUntil)
		}
		return nil
	}
	switch l := c.Limit(a.Rules); {
	case l.Basis == NoLimit:
		return refuse(RuleSilence, "the case has no limit, so silence says nothing")
	case !c.late(l, a.Occurred):
		return refuse(RuleSilence, "the case has time until %s; silence counts after that", l.until())
	}
	return nil
}

// defaulted finds what stands of an effect: that of an organ, or of any where
// none is named. Nil if there is none.
func (c *Case) defaulted(e TimeoutEffect, organ string) *TimeoutDefault {
	all := c.Kept().Defaults
	for i := range all {
		if d := &all[i]; d.Effect == e && d.RevokedAt.IsZero() && (organ == "" || organ == d.Organ) {
			return d
		}
	}
	return nil
}

// undefaulted refuses to deny what silence has granted or renewed.
func (c *Case) undefaulted(o Outcome) error {
	if o != Refused {
		return nil
	}
	for _, e := range []TimeoutEffect{DeemedApproval, DeemedRenewal} {
		if d := c.defaulted(e, ""); d != nil {
			return refuse(RuleSilence, "%s stands since %s by %s; revoke that first", e, c.on(d.At), d.Basis)
		}
	}
	return nil
}
