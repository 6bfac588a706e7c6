package registers

import (
	"caseledger/ledger/casefile"
	"caseledger/ledger/policy"
	"caseledger/ledger/workdays"
)

// results is the register of the feedback slips (结果反馈单): how cases ended, and
// what came back.
var results = Register{
	Name:  "results",
	Short: "结果反馈",
	Title: Words{"结果反馈单登记表", "Register of results and feedback slips"},
	Says: Words{"本期受理、已经结束的办件，一件一行；意见建议只列有无，内容不公开。",
		"The cases accepted in the period that have ended, one row each; of a suggestion it says that there is one, never its text."},
	Columns: []Column{serial, number, item, state,
		{"outcome", Words{"结果或原因", "Outcome or reason"}, Prose},
		{"endedAt", Words{"结束时间", "Ended"}, Whole},
		{"workingDays", Words{"用时工作日", "Working days"}, Count},
		{"timing", Words{"时限情况", "Limit"}, Whole},
		{"document", Words{"结果文书号", "Document"}, Prose},
		{"documentDate", Words{"文书日期", "Dated"}, Whole},
		{"means", Words{"送达方式", "Delivered by"}, Whole},
		{"deliveredAt", Words{"送达时间", "Delivered"}, Whole},
		{"fedBackAt", Words{"反馈时间", "Fed back"}, Whole},
		{"suggestion", Words{"意见建议", "Suggestion"}, Whole},
	},
	told: func(c *casefile.Case) bool {
		return !c.DeliveredAt.IsZero() || c.Status == casefile.SentBack || c.Status == casefile.TakenBack
	},
	open: func() pages {
		n := 0
		return pages{
			rows: func(f *file) [][]Cell {
				if f.Status == casefile.Open {
					return nil
				}
				n++
				return [][]Cell{f.result()}
			},
			balance: func(t *totals) []Equation {
				return []Equation{
					{Term{ofEnded, n}, t.ended()},
					{Term{ofAccepted, t.accepted}, []Term{{ofEnded, n}, {ofOpen, t.open}}},
				}
			},
		}
	},
}

func (f *file) result() []Cell {
	how, reason := f.said()
	outcome, worked := text(reason), Cell{}
	if f.Status == casefile.Ended {
		outcome, worked = word(outcomes, f.Outcome), count(f.Summary.Worked)
	}
	d := f.Kept()
	document, dated := "", workdays.NoDate
	if d.Result != nil {
		document, dated = d.Result.Number, d.Result.Date
	}
	return []Cell{
		text(f.Number), text(f.Item), word(statuses, f.Status), outcome, f.when(f.ClosedAt), worked, word(timings, f.Result),
		text(document), day(dated), word(means, how), f.when(f.DeliveredAt), f.when(d.FedBackAt), f.suggestion(),
	}
}

// said is what the history says of the delivery, and why the case ended
// without being closed.
func (f *file) said() (how, reason string) {
	for _, e := range f.holding {
		switch e := e.Event.(type) {
		case casefile.Delivered:
			how = e.Means
		case casefile.Returned:
			reason = e.Reason
		case casefile.Withdrawn:
			reason = e.Reason
		case casefile.DeemedAbandoned:
			reason = policy.Abandoned
		}
	}
	return how, reason
}

// suggestion says whether there is one; nothing before the slip came back.
func (f *file) suggestion() Cell {
	d := f.Kept()
	switch {
	case d.FedBackAt.IsZero():
		return Cell{}
	case d.Suggestion:
		return Cell{Text: "有", En: "given", Value: true}
	}
	return Cell{Text: "无", En: "none", Value: false}
}
