package casefile

import (
	"slices"

	"caseledger/ledger/act"
)

// MaterialsReturned (材料退还): documents went back to the applicant.
type MaterialsReturned struct {
	Codes []string `json:"codes"`
	Slip  string   `json:"slip"`
}

// ReturnMaterials records what went back.
type ReturnMaterials = MaterialsReturned

// Stored names the schema.
func (MaterialsReturned) Stored() string { return "case.materials_returned/1" }

var materialsReturned = act.Of(spec[MaterialsReturned]{
	Zh: "材料退还", En: "Materials returned", Public: act.Published,
	Command: "returnMaterials", Says: "Records which documents went back to the applicant (材料退还).", Needs: onceBegun,
	Members: func(e *MaterialsReturned, m *act.Members) {
		m.Names(&e.Codes, "codes", "Codes of the documents (材料编码).", maxPapers, act.Always, act.Required)
		m.Name(&e.Slip, "slip", "Number of the slip on which they came in (材料接收单号).", act.Always, act.Required)
	},
	Decide: func(c *Case, a *Ask, e MaterialsReturned) (MaterialsReturned, error) {
		for i, code := range e.Codes {
			if slices.Contains(e.Codes[:i], code) {
				return e, invalid("codes", code, "stands twice")
			}
			at := c.held(code, e.Slip)
			if at < 0 {
				return e, refuse(RuleMaterials, "the centre has no %s of slip %s", code, e.Slip)
			}
			if err := later(RuleMaterials, "the receipt", a.Occurred, c.Kept().Materials[at].ReceivedAt); err != nil {
				return e, err
			}
		}
		e.Codes = slices.Clone(e.Codes)
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e MaterialsReturned) {
		c.keep(func(d *Docket) { d.Materials = slices.Clone(d.Materials) })
		for _, code := range e.Codes {
			if at := c.held(code, e.Slip); at >= 0 {
				c.Docket.Materials[at].ReturnedAt = f.Occurred
			}
		}
	},
})

// held finds a document of a slip that the centre has, −1 if it has none.
func (c *Case) held(code, slip string) int {
	return slices.IndexFunc(c.Kept().Materials, func(m Material) bool {
		return m.Code == code && m.Slip == slip && m.ReturnedAt.IsZero()
	})
}
