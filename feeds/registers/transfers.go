package registers

import "caseledger/ledger/casefile"

// transfers is the register of hand-overs (业务受理转办明细表).
var transfers = Register{
	Name:  "transfers",
	Short: "转办明细",
	Title: Words{"业务受理转办明细表", "Register of transfers"},
	Says: Words{"本期受理办件的转办，每次一行；接收时间空白的尚未接收。",
		"The transfers of the cases accepted in the period, one row each; where the time of receipt is blank it was not received."},
	Columns: []Column{serial, number, item,
		{"fromOrg", Words{"移交部门", "From unit"}, Prose},
		{"fromPost", Words{"移交岗位", "From post"}, Prose},
		{"toOrg", Words{"接收部门", "To unit"}, Prose},
		{"toPost", Words{"接收岗位", "To post"}, Prose},
		{"reason", Words{"原因", "Reason"}, Prose},
		{"givenAt", Words{"移交时间", "Given"}, Whole},
		{"receivedAt", Words{"接收时间", "Received"}, Whole},
		{"receivedBy", Words{"实际接收", "Received by"}, Prose},
	},
	told: func(c *casefile.Case) bool { return c.Transfers > 0 },
	open: func() pages {
		counted, taken, waiting := 0, 0, 0
		return pages{
			rows: func(f *file) (rows [][]Cell) {
				counted += f.Transfers
				all := handed(f.holding)
				for _, h := range all {
					if h.received == nil {
						waiting++
					} else {
						taken++
					}
					rows = append(rows, h.row(f))
				}
				return rows
			},
			balance: func(*totals) []Equation {
				return []Equation{{Term{ofGiven, counted}, []Term{{ofTaken, taken}, {ofOnTheWay, waiting}}}}
			},
		}
	},
}

// handover is one transfer and its receipt; nil where nobody received it.
type handover struct {
	given, received *casefile.Entry
}

// handed pairs transfers with their receipts. Histories that were imported may
// lack some: a transfer that another follows was not received.
func handed(holding []casefile.Entry) (all []handover) {
	onTheWay := false
	for i := range holding {
		switch e := &holding[i]; e.Event.(type) {
		case casefile.Transferred:
			all, onTheWay = append(all, handover{given: e}), true
		case casefile.Received:
			if onTheWay {
				all[len(all)-1].received, onTheWay = e, false
			}
		}
	}
	return all
}

func (h handover) row(f *file) []Cell {
	x := h.given.Event.(casefile.Transferred)
	row := []Cell{text(f.Number), text(f.Item), text(x.FromOrg), text(x.FromPost), text(x.ToOrg), text(x.ToPost), text(x.Reason), f.when(h.given.Occurred)}
	if h.received == nil {
		return append(row, Cell{}, Cell{})
	}
	by := casefile.Holder(h.received.Event.(casefile.Received))
	return append(row, f.when(h.received.Occurred), text(by.String()))
}
