package casefile

import "caseledger/ledger/act"

// RaterContacted (联系核实): the centre looked into a bad review and called the
// rater; of an anonymous one it is what the centre found out by itself.
type RaterContacted struct {
	Complex bool        `json:"complex,omitzero"`
	Finding Finding     `json:"finding"`
	Reason  string      `json:"reason,omitempty"` // class
	Stage   RatingStage `json:"stage"`
}

// ContactRater records that a bad review was looked into.
type ContactRater = RaterContacted

// Stored names the schema.
func (RaterContacted) Stored() string { return "case.rater_contacted/1" }

// Finding is what looking into a bad review showed (核实结果).
type Finding string

// Findings.
const (
	Verified     Finding = "verified"  // 属实
	PartVerified Finding = "partly"    // 部分属实
	Unfounded    Finding = "unfounded" // 不属实
	Unreached    Finding = "unreached" // 未联系上: nothing yet
)

var findings = act.Options{Name: "ReviewFinding", Says: "What looking into a bad review showed (核实结果).", Values: []act.Option{
	{Value: string(Verified), Zh: "属实", En: "it is so."},
	{Value: string(PartVerified), Zh: "部分属实", En: "some of it is so."},
	{Value: string(Unfounded), Zh: "不属实", En: "it is not so."},
	{Value: string(Unreached), Zh: "未联系上", En: "nobody could be asked yet."},
}}

// The first attempt counts for the limit; a rater who does not answer makes
// nobody late.
var raterContacted = act.Of(spec[RaterContacted]{
	Zh: "联系核实", En: "Rater contacted", Public: act.Published,
	Command: "contactRater", Says: "Records that a bad review was looked into with the rater, and whether it is complex (联系核实).", Needs: onceAccepted,
	Members: func(e *RaterContacted, m *act.Members) {
		m.Truth(&e.Complex, "complex", "`true`: it is complex, and has the longer limit (复杂问题).")
		act.Choice(m, &e.Finding, "finding", "What it showed (核实结果).", &findings, act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因) why it is complex; required then.")
		act.Choice(m, &e.Stage, "stage", "Which rating (评价环节).", &ratingStages, act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e RaterContacted) (RaterContacted, error) {
		r, err := c.badReview(e.Stage, a)
		if err != nil {
			return e, err
		}
		switch v := r.review(); {
		case !v.AnsweredAt().IsZero():
			return e, refuse(RuleBadReview, "the review was answered on %s", c.on(v.AnsweredAt()))
		case v.Contacts >= maxVisits:
			return e, refuse(RuleBadReview, "the rater was contacted %d times already", maxVisits)
		case e.Complex && e.Reason == "":
			return e, invalid("reason", "", "is missing: why is it complex?")
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e RaterContacted) {
		c.reviewed(e.Stage, func(v *Review) {
			if v.ContactedAt.IsZero() {
				v.ContactedAt = f.Occurred
			}
			if v.ReachedAt.IsZero() && e.Finding != Unreached {
				v.ReachedAt = f.Occurred
			}
			v.Contacts++
			v.Finding = e.Finding
			if e.Complex {
				v.Complex, v.Reason = true, e.Reason
			}
		})
	},
})
