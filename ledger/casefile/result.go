package casefile

import (
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// ResultIssued (出具结果文书): the licence or other document of the decision was
// made out.
type ResultIssued struct {
	Date       workdays.Date `json:"date"`
	Document   string        `json:"document"`
	ValidUntil workdays.Date `json:"validUntil,omitzero"` // NoDate: without an end
}

// IssueResult records the document of the decision.
type IssueResult = ResultIssued

// Stored names the schema.
func (ResultIssued) Stored() string { return "case.result_issued/1" }

// ResultDocument is the document of a decision (结果文书).
type ResultDocument struct {
	Number     string        `json:"number"`
	Date       workdays.Date `json:"date"`
	ValidUntil workdays.Date `json:"validUntil"` // NoDate: without an end
	IssuedAt   time.Time     `json:"issuedAt"`
}

var resultIssued = act.Of(spec[ResultIssued]{
	Zh: "出具结果文书", En: "Result issued", Public: act.Published,
	Command: "issueResult", Says: "Records the number and date of the document of the decision (结果文书).", Needs: onceAccepted,
	Members: func(e *ResultIssued, m *act.Members) {
		m.Date(&e.Date, "date", "Date of the document (文书日期).", act.Always, act.Required)
		m.Name(&e.Document, "document", "Number of the document (文书号).", act.Always, act.Required)
		m.Date(&e.ValidUntil, "validUntil", "Last day on which it is valid (有效期至).")
	},
	Decide: func(c *Case, a *Ask, e ResultIssued) (ResultIssued, error) {
		x := c.Kept().Result
		switch {
		case c.DecidedAt.IsZero():
			return e, refuse(RuleResult, "the case is not decided; a document follows from a decision")
		case a.Occurred.Before(c.DecidedAt):
			return e, refuse(RuleResult, "%s is before the decision at %s; correct the time", ledger.FormatTime(a.Occurred), ledger.FormatTime(c.DecidedAt))
		case x != nil:
			return e, refuse(RuleResult, "document %s of %s was issued already", x.Number, x.Date)
		case e.Date < c.on(c.DecidedAt) || e.Date > c.on(a.Occurred):
			return e, refuse(RuleResult, "the date %s does not lie between the decision on %s and the issue", e.Date, c.on(c.DecidedAt))
		case e.ValidUntil != workdays.NoDate && e.ValidUntil < e.Date:
			return e, invalid("validUntil", e.ValidUntil.String(), "lies before the date of the document")
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e ResultIssued) {
		c.keep(func(d *Docket) {
			d.Result = &ResultDocument{Number: e.Document, Date: e.Date, ValidUntil: e.ValidUntil, IssuedAt: f.Occurred}
		})
	},
})
