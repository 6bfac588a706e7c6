package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// CorrectionReceived (补正收到): the missing documents came in.
type CorrectionReceived struct {
	Notice string `json:"notice"`
}

// ReceiveCorrection records that the missing documents came in.
type ReceiveCorrection = CorrectionReceived

// Stored names the schema.
func (CorrectionReceived) Stored() string { return "case.correction_received/1" }

var correctionReceived = act.Of(spec[CorrectionReceived]{
	Zh: "补正收到", En: "Correction received", Public: act.Published,
	Command: "receiveCorrection", Says: "Records that the missing documents came in (补正收到).", Needs: inHand,
	Members: func(e *CorrectionReceived, m *act.Members) {
		m.Name(&e.Notice, "notice", "Number of the notice (文书号).", act.Always, act.Asked)
	},
	Decide: func(c *Case, _ *Ask, e CorrectionReceived) (CorrectionReceived, error) {
		for _, x := range c.Corrections {
			if x.Received.IsZero() && (e.Notice == "" || e.Notice == x.Notice) {
				return CorrectionReceived{Notice: x.Notice}, nil
			}
		}
		if e.Notice == "" {
			return e, refuse(c.rule(RuleMissing), "no notice is waiting for documents")
		}
		return e, refuse(c.rule(RuleMissing), "no notice %s is waiting for documents", e.Notice)
	},
	Evolve: func(c *Case, f act.Facts, e CorrectionReceived) {
		c.Corrections = slices.Clone(c.Corrections)
		for i := range c.Corrections {
			if x := &c.Corrections[i]; x.Notice == e.Notice && x.Received.IsZero() {
				x.Received = f.Occurred
			}
		}
	},
})
