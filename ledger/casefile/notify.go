package casefile

import (
	"slices"
	"strings"

	"caseledger/ledger/act"
)

// Notified (通知): the applicant was told something. What a statute wants told
// in writing has an action of its own.
type Notified struct {
	Means   string `json:"means"`
	Subject string `json:"subject"` // class
}

// SendNotice records that the applicant was told something.
type SendNotice = Notified

// Stored names the schema.
func (Notified) Stored() string { return "case.notified/1" }

// noticeMeans are the ways of a notice: 网站, 电话, 短信, 邮寄, 当面.
var noticeMeans = []string{"website", "phone", "sms", "post", "counter"}

var notified = act.Of(spec[Notified]{
	Zh: "通知", En: "Applicant notified", Public: act.Published,
	Command: "sendNotice", Says: "Records that the applicant was told something (通知).", Needs: onceBegun,
	Members: func(e *Notified, m *act.Members) {
		m.Code(&e.Means, "means", "How (通知方式): website, phone, sms, post or counter.", act.Always, act.Required)
		m.Code(&e.Subject, "subject", "What it was about (通知事由), a class: accepted, missing, result …", act.Always, act.Required)
	},
	Decide: func(_ *Case, _ *Ask, e Notified) (Notified, error) {
		if !slices.Contains(noticeMeans, e.Means) {
			return e, invalid("means", e.Means, "want "+strings.Join(noticeMeans, ", "))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, _ Notified) {
		c.keep(func(d *Docket) {
			d.Notifications++
			if f.Occurred.After(d.NotifiedAt) {
				d.NotifiedAt = f.Occurred
			}
		})
	},
})
