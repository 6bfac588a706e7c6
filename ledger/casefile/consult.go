package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// ThirdPartyConsulted (征求意见): somebody whom the case concerns, or another
// organ, was asked in writing.
type ThirdPartyConsulted struct {
	Party  Consulted `json:"party"`
	Notice string    `json:"notice"`
}

// ConsultThirdParty asks somebody in writing.
type ConsultThirdParty = ThirdPartyConsulted

// Stored names the schema.
func (ThirdPartyConsulted) Stored() string { return "case.third_party_consulted/1" }

// Consulted is who was asked.
type Consulted string

// Who may be asked.
const (
	ConsultedPerson Consulted = "person" // 第三方
	ConsultedOrgan  Consulted = "organ"  // 其他行政机关
)

var consulted = act.Options{Name: "Consulted", Says: "Who was asked (征求意见对象).", Values: []act.Option{
	{Value: string(ConsultedPerson), Zh: "第三方", En: "somebody whose rights are concerned."},
	{Value: string(ConsultedOrgan), Zh: "其他行政机关", En: "another organ that made the information too."},
}}

// ground is the name under which a policy knows who was asked.
func (x Consulted) ground() string {
	if x == ConsultedOrgan {
		return policy.ConsultedOrgan
	}
	return policy.ThirdParty
}

// Consultation is one of a case. Its time is not counted in the limit of a
// request for information (政府信息公开条例33(3)).
type Consultation struct {
	Party    Consulted `json:"party"`
	Notice   string    `json:"notice"`
	Asked    time.Time `json:"asked"`
	Answered time.Time `json:"answered,omitzero"` // zero while it is open
	Opinion  Opinion   `json:"opinion,omitempty"`
}

// Consents says whether the answer consents: also the silence of an organ, by
// 政府信息公开条例34, but not that of a person, by 32: there the organ decides.
func (x *Consultation) Consents() bool {
	return x.Opinion == Agreed || x.Opinion == Silent && x.Party == ConsultedOrgan
}

const (
	// consultDays is within how many working days who was asked must answer:
	// 政府信息公开条例32 and 34, order 711.
	consultDays = 15
	// maxConsultations bounds those of a case.
	maxConsultations = 100
)

var thirdPartyConsulted = act.Of(spec[ThirdPartyConsulted]{
	Zh: "征求意见", En: "Third party consulted", Public: act.Published,
	Command: "consultThirdParty", Says: "Asks somebody whom the case concerns, or another organ, in writing (征求意见).", Needs: whileOpen,
	Members: func(e *ThirdPartyConsulted, m *act.Members) {
		m.Name(&e.Notice, "notice", "Number of the letter (征求意见书文号).", act.Always, act.Required)
		act.Choice(m, &e.Party, "party", "Who was asked (征求意见对象).", &consulted, act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e ThirdPartyConsulted) (ThirdPartyConsulted, error) {
		all := c.Kept().Consultations
		if len(all) >= maxConsultations {
			return e, refuse(RuleConsult, "the case has %d consultations already", maxConsultations)
		}
		if c.consultation(e.Notice) != nil {
			return e, refuse(RuleConsult, "letter %s was sent already", e.Notice)
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e ThirdPartyConsulted) {
		c.keep(func(d *Docket) {
			d.Consultations = append(slices.Clip(d.Consultations), Consultation{Party: e.Party, Notice: e.Notice, Asked: f.Occurred})
		})
	},
})

// consultation finds one by its letter.
func (c *Case) consultation(notice string) *Consultation {
	for i := range c.Kept().Consultations {
		if x := &c.Docket.Consultations[i]; x.Notice == notice {
			return x
		}
	}
	return nil
}

// answerBy is the last date for an answer. Working days are counted after the
// letter; when it arrived is not known.
func (c *Case) answerBy(x *Consultation, rules Rules) workdays.Date {
	days := consultDays
	if p := c.Policy(rules); p != nil {
		if s, ok := p.SilenceOf(x.Party.ground()); ok {
			days = s.Days
		}
	}
	return rules.Calendar.Add(c.on(x.Asked), days)
}
