package county

import (
	"fmt"

	"caseledger/ledger/casefile"
)

// into is a working day within the case's time, so many thousandths into it.
func (l *life) into(permille int) int {
	n := int(l.worked)
	if l.worked == stays {
		n = l.items[l.item].promise
	}
	return int(l.plan.day) + n*permille/1000
}

// other is a department that is not the case's.
func (l *life) other(d *desk) *desk {
	from := l.n(len(l.desks))
	for k := range l.desks {
		if o := &l.desks[(from+k)%len(l.desks)]; o.level == d.level && o.org != l.state.Org && o.merged == 0 {
			return o
		}
	}
	return nil
}

func (l *life) handOn(d *desk) {
	l.on(l.into(200))
	l.do(d.front, casefile.Transfer{ToOrg: l.state.Org, ToPost: d.back, Reason: "review"})
	l.after(40)
	l.do(d.back, casefile.Receive{})
}

func (l *life) jointly(d *desk) {
	l.on(l.into(100))
	members := []*desk{l.other(d), l.other(d)}
	for i, m := range members {
		if m == nil {
			return
		}
		l.do(d.back, casefile.AssignPart{Part: fmt.Sprintf("会办-%d", i+1), Org: m.org, Post: m.back, Promise: max(1, l.items[l.item].promise-1)})
		l.after(5)
	}
	l.on(l.into(700))
	for i, m := range members {
		l.do(m.back, casefile.ClosePart{Part: fmt.Sprintf("会办-%d", i+1), Opinion: casefile.Agreed})
		l.after(10)
	}
}

func (l *life) upwards(d *desk) {
	l.on(l.into(200))
	l.do(d.back, casefile.ForwardCase{Organ: "上级主管部门", Notice: "CB-" + l.number})
	if l.worked == stays && l.chance(500) {
		return
	}
	l.on(l.into(800))
	l.do(d.back, casefile.RecordSuperiorDecision{Outcome: casefile.Granted, Document: "PF-" + l.number})
}

func (l *life) byAgent(d *desk) {
	name := fmt.Sprintf("帮办代办岗-%02d", 1+l.n(12))
	l.after(5)
	l.do(d.front, casefile.AppointAgent{Agent: name, Mandate: "full"})
	l.after(20)
	l.do(name, casefile.RecordAgentAct{Act: one(&l.draw, []string{"hand_in", "fill_in", "collect"})})
}

// supplement: something is missing, and comes in.
func (l *life) supplement(d *desk) {
	l.on(min(l.into(200), int(l.plan.day)+3))
	notice := "BZ-" + l.number
	l.do(d.front, casefile.RequestCorrection{Notice: notice, Items: []string{one(&l.draw, []string{"licence", "plan", "lease", "statement"})}})
	if l.worked == stays && l.chance(500) {
		return
	}
	l.on(l.into(600))
	l.do(d.front, casefile.ReceiveCorrection{Notice: notice})
}

// byVillage: a village accepts and passes on, the township works on it and
// gives the result back, the same day.
func (l *life) byVillage(d *desk) {
	hall := &l.desks[d.up]
	if d.moved > 0 && int(l.plan.day) >= d.moved {
		hall = &l.desks[d.upTo]
	}
	l.after(20)
	l.do(d.front, casefile.PassOn{Level: casefile.Village, Org: l.state.Org, ToOrg: hall.org, ToPost: hall.front})
	l.after(20)
	l.do(hall.front, casefile.Undertake{Level: casefile.Township, Org: hall.org, Post: hall.front})
	l.after(15)
	l.do(hall.front, casefile.Close{})
	if l.chance(300) {
		l.after(20)
		l.do(d.front, casefile.FeedBackResult{})
	}
}

// pause: an expert review, of which the applicant is told; the case ends later
// by the days it took.
func (l *life) pause(d *desk) {
	l.on(l.into(300))
	l.do(d.back, casefile.Suspend{Reason: "expert_review", Notice: "ZZ-" + l.number, Basis: "行政许可法45"})
	l.stand(d, l.between(3, 9))
}

// stand lets the clock stand still for so many working days.
func (l *life) stand(d *desk, n int) {
	l.stood += n
	l.on(l.day + n)
	l.do(d.back, casefile.Resume{})
}

func (l *life) extend(d *desk) {
	l.on(l.into(600))
	l.do(d.back, casefile.Extend{Days: l.between(3, 8), Approver: "分管领导岗-01", Notice: "YQ-" + l.number})
}

func (l *life) sendBack(d *desk) {
	l.on(l.day + l.n(3))
	l.do(d.back, casefile.Return{Reason: one(&l.draw, []string{"not_competent", "incomplete", "not_eligible"}), Basis: "行政许可法32", Remedy: "向有权机关申请, 或依法申请复议、提起诉讼"})
}
