package casefile

import (
	"slices"
	"time"

	"caseledger/ledger/act"
)

// JointReviewHeld (联合会审): the units of a joint case met over it.
type JointReviewHeld struct {
	Absent   []string `json:"absent,omitempty"`
	Document string   `json:"document,omitempty"`
	Present  []string `json:"present"`
}

// HoldJointReview records that the units met.
type HoldJointReview = JointReviewHeld

// Stored names the schema.
func (JointReviewHeld) Stored() string { return "case.joint_review_held/1" }

// Meeting is one joint review.
type Meeting struct {
	At       time.Time `json:"at"`
	Present  []string  `json:"present,omitempty"` // units
	Absent   []string  `json:"absent,omitempty"`  // units
	Document string    `json:"document,omitempty"`
}

// maxMembers bounds the units that a joint review names.
const maxMembers = 100

var jointReviewHeld = act.Of(spec[JointReviewHeld]{
	Zh: "联合会审", En: "Joint review held", Public: act.Published,
	Command: "holdJointReview", Says: "Records that the units of a joint case met over it (联合会审).", Needs: whileOpen,
	Members: func(e *JointReviewHeld, m *act.Members) {
		m.Texts(&e.Absent, "absent", "Units that did not come (缺席单位).", maxMembers)
		m.Name(&e.Document, "document", "Number of the minutes (会议纪要).")
		m.Texts(&e.Present, "present", "Units that came (到会单位).", maxMembers, act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e JointReviewHeld) (JointReviewHeld, error) {
		named := slices.Concat(e.Present, e.Absent)
		for i, unit := range named {
			switch {
			case !c.takesPart(unit):
				return e, refuse(RuleMeeting, "%s has no part in the case; assign it one first", unit)
			case slices.Contains(named[:i], unit):
				return e, refuse(RuleMeeting, "%s is named twice", unit)
			}
		}
		e.Present, e.Absent = slices.Clone(e.Present), slices.Clone(e.Absent)
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e JointReviewHeld) {
		p := c.proceed()
		p.Meetings = append(p.Meetings, Meeting{At: f.Occurred, Present: e.Present, Absent: e.Absent, Document: e.Document})
		c.route(Joint)
	},
})

// takesPart says whether a unit leads the joint case or has a part in it.
func (c *Case) takesPart(unit string) bool {
	parts := c.proceedings().Parts
	return len(parts) > 0 && unit == c.Org || slices.ContainsFunc(parts, func(p Part) bool { return p.Org == unit })
}
