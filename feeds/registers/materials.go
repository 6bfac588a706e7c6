package registers

import "caseledger/ledger/casefile"

// materials is the register of the slips for what came in (材料接收单).
var materials = Register{
	Name:  "materials",
	Short: "材料接收",
	Title: Words{"材料接收单登记表", "Register of materials received"},
	Says: Words{"本期受理办件接收的材料，每份材料一行；退还时间空白的由中心留存。",
		"The materials of the cases accepted in the period, one row each; where the time of return is blank the centre keeps them."},
	Columns: []Column{serial, number, item,
		{"slip", Words{"材料接收单号", "Slip"}, Prose},
		{"code", Words{"材料编码", "Material"}, Prose},
		{"copies", Words{"份数", "Copies"}, Count},
		{"original", Words{"原件", "Original"}, Whole},
		{"sha256", Words{"电子材料摘要", "SHA-256"}, Hash},
		{"receivedAt", Words{"接收时间", "Received"}, Whole},
		{"returnedAt", Words{"退还时间", "Returned"}, Whole},
	},
	told: func(c *casefile.Case) bool { return len(c.Kept().Materials) > 0 },
	open: func() pages {
		told, kept, back := 0, 0, 0
		return pages{
			rows: func(f *file) (rows [][]Cell) {
				for _, e := range f.holding {
					if x, ok := e.Event.(casefile.MaterialsReceived); ok {
						told += len(x.Materials)
					}
				}
				for _, m := range f.Kept().Materials {
					if m.ReturnedAt.IsZero() {
						kept++
					} else {
						back++
					}
					rows = append(rows, []Cell{text(f.Number), text(f.Item), text(m.Slip), text(m.Code), some(m.Copies), truth(m.Original),
						text(m.SHA256), f.when(m.ReceivedAt), f.when(m.ReturnedAt)})
				}
				return rows
			},
			balance: func(*totals) []Equation {
				return []Equation{{Term{ofCame, told}, []Term{{ofKept, kept}, {ofGivenBack, back}}}}
			},
		}
	},
}
