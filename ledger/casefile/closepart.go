package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// PartClosed (联办意见): a member of a joint case has done its part.
type PartClosed struct {
	Document string  `json:"document,omitempty"`
	Opinion  Opinion `json:"opinion"`
	Part     string  `json:"part"`
}

// ClosePart records that a member has done its part.
type ClosePart = PartClosed

// Stored names the schema.
func (PartClosed) Stored() string { return "case.part_closed/1" }

// Opinion is what a member of a joint case says of it.
type Opinion string

// Opinions.
const (
	Agreed    Opinion = "agreed"     // 同意
	Disagreed Opinion = "disagreed"  // 不同意
	Pledged   Opinion = "commitment" // 告知承诺: the applicant pledged to meet the conditions
	Silent    Opinion = "silent"     // 缺席默认: it said nothing within its limit
)

var opinions = act.Options{Name: "Opinion", Says: "What a member of a joint case says of it (联办意见).", Values: []act.Option{
	{Value: string(Agreed), Zh: "同意", En: "agreed."},
	{Value: string(Disagreed), Zh: "不同意", En: "disagreed."},
	{Value: string(Pledged), Zh: "告知承诺", En: "agreed on the applicant's pledge to meet the conditions."},
	{Value: string(Silent), Zh: "缺席默认", En: "said nothing within its limit."},
}}

// The rule lets silence stand for consent only once the part's own limit has
// ended, as the rules for parallel approval do (宜府办发〔2009〕66号 缺席默认).
var partClosed = act.Of(spec[PartClosed]{
	Zh: "联办意见", En: "Part closed", Public: act.Published,
	Command: "closePart", Says: "Records that a member of a joint case has done its part (联办意见).", Needs: whileOpen,
	Members: func(e *PartClosed, m *act.Members) {
		m.Name(&e.Document, "document", "Number of the document (文书号).")
		act.Choice(m, &e.Opinion, "opinion", "What the member says (联办意见).", &opinions, act.Always, act.Required)
		m.Text(&e.Part, "part", "Name of the part (联办环节).", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e PartClosed) (PartClosed, error) {
		p := c.part(e.Part)
		if p == nil {
			return e, refuse(RuleJoint, "no part %s is open", e.Part)
		}
		if e.Opinion == Silent {
			switch l := c.PartLimit(p, a.Rules); {
			case l.Basis == NoLimit:
				return e, refuse(RuleSilence, "the part %s has no limit, so silence says nothing", e.Part)
			case l.Due.IsZero() || !a.Occurred.After(l.Due):
				return e, refuse(RuleSilence, "the part %s has time until %s; silence counts after that", e.Part, l.until())
			}
		}
		return e, later(RuleJoint, "the assignment", a.Occurred, p.Assigned)
	},
	Evolve: func(c *Case, f act.Facts, e PartClosed) {
		c.route(Joint)
		p := c.proceed()
		done := Part{Name: e.Part}
		i := slices.IndexFunc(p.Parts, func(x Part) bool { return x.Name == e.Part && x.open() })
		if i >= 0 {
			done = p.Parts[i]
		}
		done.Closed, done.Opinion, done.Document = f.Occurred, e.Opinion, e.Document
		if i < 0 {
			p.Parts = append(p.Parts, done)
			return
		}
		p.Parts = slices.Clone(p.Parts)
		p.Parts[i] = done
	},
})

// until names the end of a limit that may not be known yet.
func (l Limit) until() string {
	if l.Due.IsZero() {
		return "the clock runs again"
	}
	return l.On.String()
}
