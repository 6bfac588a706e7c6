package registers

import "cmp"

// accepted is the register of what was taken in (受理情况登记表).
var accepted = Register{
	Name:  "accepted",
	Short: "受理登记",
	Title: Words{"受理情况登记表", "Register of acceptances"},
	Says:  Words{"本期受理的办件，一件一行。", "The cases accepted in the period, one row each."},
	Columns: []Column{serial, number,
		{"acceptedAt", Words{"受理时间", "Accepted"}, Whole},
		{"org", Words{"受理部门", "Unit"}, Prose},
		{"window", Words{"窗口", "Window"}, Prose},
		item,
		{"kind", Words{"办件类型", "Kind"}, Whole},
		{"channel", Words{"渠道", "Channel"}, Prose},
		{"post", Words{"责任岗位", "Post"}, Prose},
		{"rules", Words{"办理依据", "Rules"}, Prose},
		{"promisedDays", Words{"承诺工作日", "Promised days"}, Count},
		{"legalDays", Words{"法定工作日", "Legal days"}, Count},
		state,
	},
	open: func() pages {
		n := 0
		return pages{
			rows: func(f *file) [][]Cell {
				n++
				return [][]Cell{{
					text(f.Number), f.when(f.AcceptedAt), text(f.Org), text(f.Window), text(f.Item), word(kinds, f.Summary.Kind), text(f.Channel), text(f.Officer),
					text(cmp.Or(f.Limit.Policy, f.Regime)), some(f.Promise), some(f.Accepted.Legal), word(statuses, f.Status),
				}}
			},
			balance: func(t *totals) []Equation { return t.of(n) },
		}
	},
}
