package registers

import (
	"strings"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// handling is the register of how cases are worked on (承办情况表).
var handling = Register{
	Name:  "handling",
	Short: "承办",
	Title: Words{"承办情况表", "Register of handling"},
	Says: Words{"本期受理的办件，一件一行；是否超期以截至记录的登记时间为准。",
		"The cases accepted in the period, one row each; what is overdue is judged at the time at which the last record was recorded."},
	Columns: []Column{serial, number, item,
		{"post", Words{"责任岗位", "Responsible post"}, Prose},
		{"holder", Words{"现持有人", "Holder"}, Prose},
		{"steps", Words{"环节数", "Steps"}, Count},
		{"lastStep", Words{"最近环节", "Last step"}, Prose},
		{"stages", Words{"承办、传递", "Stages"}, Prose},
		{"suspensions", Words{"中止计时", "Clock stopped"}, Prose},
		{"extraDays", Words{"延期工作日", "Extended by"}, Count},
		{"due", Words{"到期日", "Due"}, Whole},
		state,
		{"timing", Words{"时限情况", "Limit"}, Whole},
	},
	open: func() pages {
		n := 0
		return pages{
			rows: func(f *file) [][]Cell {
				n++
				return [][]Cell{{
					text(f.Number), text(f.Item), f.post(), f.holder(), count(f.Steps), f.lastStep(), text(f.stages()), text(f.suspensions()),
					some(f.extraDays()), day(f.Limit.On), word(statuses, f.Status), word(timings, f.timing()),
				}}
			},
			balance: func(t *totals) []Equation { return t.of(n) },
		}
	},
}

// post is who answers for the case now.
func (f *file) post() Cell {
	who, _ := f.Responsible(workdays.LastDate.End(time.UTC))
	return text(who.Post)
}

// holder is who has the case, or whom it is on its way to.
func (f *file) holder() Cell {
	if to := f.Transit; to != nil {
		return Cell{Text: "在途 → " + to.String(), En: "on the way", Value: to.String()}
	}
	return text(f.Holder.String())
}

func (f *file) lastStep() Cell {
	if f.Steps == 0 {
		return Cell{}
	}
	return text(f.date(f.LastStepAt) + " " + f.LastStep)
}

func (f *file) stages() string {
	if f.Proceedings == nil {
		return ""
	}
	var all []string
	for _, s := range f.Proceedings.Stages {
		says := f.date(s.At) + " " + levels[s.Level] + stages[s.Stage]
		for _, who := range []casefile.Holder{{Org: s.Org, Post: s.Post}, {Org: s.ToOrg, Post: s.ToPost}} {
			if who != (casefile.Holder{}) {
				says += " " + who.String()
			}
		}
		all = append(all, says)
	}
	return strings.Join(all, "；")
}

func (f *file) suspensions() string {
	var all []string
	for _, s := range f.Suspensions {
		says := f.date(s.From) + " 至 " + f.date(s.Until) + " " + s.Reason
		if s.Until.IsZero() {
			says = f.date(s.From) + " 起 " + s.Reason
		}
		all = append(all, says)
	}
	return strings.Join(all, "；")
}

func (f *file) extraDays() (n int) {
	for _, x := range f.Extensions {
		n += x.Days
	}
	return n
}

// timing is how the case kept its limit, or keeps it; nothing for one that
// ended without being closed.
func (f *file) timing() projections.Result {
	switch {
	case f.Status != casefile.Open:
		return f.Result
	case f.Suspended():
		return stopped
	case f.Limit.Due.IsZero():
		return projections.WithoutDue
	case f.at.After(f.Limit.Due):
		return overdue
	}
	return running
}

func (f *file) date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return workdays.DateOf(t, f.zone).String()
}
