package casefile

import (
	"slices"
	"strings"
	"time"

	"caseledger/ledger/act"
)

// MaterialsReceived (材料接收): documents came in, and the applicant got a slip
// for them (材料接收单).
type MaterialsReceived struct {
	Materials []Paper `json:"materials"`
	Slip      string  `json:"slip"`
}

// Paper is one kind of document on a slip.
type Paper struct {
	Code     string `json:"code"`
	Copies   int    `json:"copies,omitzero"`
	Original bool   `json:"original,omitzero"`
	SHA256   string `json:"sha256,omitempty"` // of a file, in lower hex
}

// ReceiveMaterials records what came in.
type ReceiveMaterials = MaterialsReceived

// Stored names the schema.
func (MaterialsReceived) Stored() string { return "case.materials_received/1" }

// Material is a document that came in.
type Material struct {
	Paper
	Slip       string    `json:"slip"`
	ReceivedAt time.Time `json:"receivedAt"`
	ReturnedAt time.Time `json:"returnedAt,omitzero"` // zero while the centre has it
}

// Bounds of materials.
const (
	maxPapers    = 100 // on one slip
	maxMaterials = 500 // of a case
)

var materialsReceived = act.Of(spec[MaterialsReceived]{
	Zh: "材料接收", En: "Materials received", Public: act.Published,
	Command: "receiveMaterials", Says: "Records which documents came in, and the number of their slip (材料接收单).", Needs: inHand,
	Members: func(e *MaterialsReceived, m *act.Members) {
		act.Each(m, &e.Materials, "materials", "The documents (材料).", maxPapers, func(p *Paper, m *act.Members) {
			m.Name(&p.Code, "code", "Code of the document (材料编码).", act.Always, act.Required)
			m.Whole(&p.Copies, "copies", "Copies (份数).", 0, 1000)
			m.Truth(&p.Original, "original", "Whether it is the original (原件).")
			m.Name(&p.SHA256, "sha256", "SHA-256 of a file (电子材料), in lower hex.")
		}, act.Always, act.Required)
		m.Name(&e.Slip, "slip", "Number of the slip (材料接收单号).", act.Always, act.Required)
	},
	Check: func(e *MaterialsReceived) error {
		for _, p := range e.Materials {
			if p.SHA256 != "" && (len(p.SHA256) != 64 || strings.Trim(p.SHA256, "0123456789abcdef") != "") {
				return invalid("sha256", p.SHA256, "want 64 digits of lower hex")
			}
		}
		return nil
	},
	Decide: func(c *Case, _ *Ask, e MaterialsReceived) (MaterialsReceived, error) {
		have := c.Kept().Materials
		if len(have)+len(e.Materials) > maxMaterials {
			return e, refuse(RuleMaterials, "the case would have more than %d documents", maxMaterials)
		}
		for _, m := range have {
			if m.Slip == e.Slip {
				return e, refuse(RuleMaterials, "slip %s was given out on %s", e.Slip, c.on(m.ReceivedAt))
			}
		}
		e.Materials = slices.Clone(e.Materials)
		return e, nil
	},
	Evolve: func(c *Case, f act.Facts, e MaterialsReceived) {
		c.begin(f.Occurred)
		c.keep(func(d *Docket) {
			d.Materials = slices.Clip(d.Materials)
			for _, p := range e.Materials {
				d.Materials = append(d.Materials, Material{Paper: p, Slip: e.Slip, ReceivedAt: f.Occurred})
			}
		})
	},
})

// MissingMaterials are the documents of the correction notice that have not
// come in (缺件): neither the notice was answered, nor are they on a slip since.
func (c *Case) MissingMaterials() []string {
	var out []string
	for _, n := range c.Corrections {
		if !n.Received.IsZero() {
			continue
		}
		for _, code := range n.Items {
			came := slices.ContainsFunc(c.Kept().Materials, func(m Material) bool {
				return m.Code == code && !m.ReceivedAt.Before(n.Requested)
			})
			if !came {
				out = append(out, code)
			}
		}
	}
	return out
}
