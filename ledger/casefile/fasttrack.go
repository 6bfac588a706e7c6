package casefile

import (
	"time"

	"caseledger/ledger/act"
)

// FastTrackGranted (绿色通道): the case goes before others. Its limits stay.
type FastTrackGranted struct {
	Approver string `json:"approver"` // approving post
	Reason   string `json:"reason"`
}

// GrantFastTrack lets the case go before others.
type GrantFastTrack = FastTrackGranted

// Stored names the schema.
func (FastTrackGranted) Stored() string { return "case.fast_track_granted/1" }

// FastTrack is the grant by which a case goes before others.
type FastTrack struct {
	At       time.Time `json:"at"`
	Approver string    `json:"approver"`
	Reason   string    `json:"reason"`
}

var fastTrackGranted = act.Of(spec[FastTrackGranted]{
	Zh: "绿色通道", En: "Fast track granted", Public: act.Published,
	Command: "grantFastTrack", Says: "Lets the case go before others (绿色通道).", Needs: inHand,
	Members: func(e *FastTrackGranted, m *act.Members) {
		m.Text(&e.Approver, "approver", "Approving post (批准岗位).", act.Always, act.Required)
		m.Code(&e.Reason, "reason", "Reason class (原因).", act.Always, act.Required)
	},
	Decide: func(c *Case, _ *Ask, e FastTrackGranted) (FastTrackGranted, error) {
		if x := c.Kept().FastTrack; x != nil {
			return e, refuse(RuleFastTrack, "%s granted it on %s", x.Approver, c.on(x.At))
		}
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e FastTrackGranted) {
		c.keep(func(d *Docket) { d.FastTrack = &FastTrack{At: f.Occurred, Approver: e.Approver, Reason: e.Reason} })
	},
})
