package county

import (
	"cmp"

	"caseledger/ledger/casefile"
)

// scriptNames name the ways of a case in errors.
var scriptNames = [...]string{plain: "plain", handedOn: "handedOn", joint: "joint", forwarded: "forwarded", agent: "agent",
	supplemented: "supplemented", special: "special", village: "village", paused: "paused", extended: "extended",
	returned: "returned", withdrawn: "withdrawn", request: "request"}

var channels = []string{"window", "window", "window", "internet", "internet", "post", "phone"}

// play lives the case by its script.
func (l *life) play() {
	d := &l.desks[l.desk]
	if l.script == request {
		l.answerARequest(d)
		return
	}
	l.accept(d)
	if l.given[l.index] {
		l.book(d)
	}
	l.chargeFee(d)
	l.speak(l.rateAcceptance)
	switch l.script {
	case joint:
		l.jointly(d)
	case forwarded:
		l.upwards(d)
	case agent:
		l.byAgent(d)
	case supplemented:
		l.supplement(d)
	case special:
		l.after(30)
		l.do(d.back, casefile.GrantSpecial{Approver: "分管领导岗-01", Reason: one(&l.draw, []string{"disaster_relief", "major_project", "people_in_need"})})
	case village:
		l.byVillage(d)
		return
	case paused:
		l.pause(d)
	case extended:
		l.extend(d)
	case returned:
		l.sendBack(d)
		return
	case withdrawn:
		l.on(l.day + l.between(0, 2))
		l.do(d.front, casefile.Withdraw{Reason: "applicant_asked"})
		return
	case handedOn:
		l.handOn(d)
	}
	if l.flaw == stoppedAtLimit {
		l.stopAtLimit(d)
	}
	if l.worked == stays {
		l.review(d)
		return
	}
	l.finish(d)
}

// org is the organisation of a desk on the day of acceptance.
func (l *life) org(d *desk) string {
	if d.merged > 0 && int(l.plan.day) >= d.merged {
		return d.into
	}
	return d.org
}

func (l *life) accept(d *desk) {
	it := &l.items[l.item]
	e := casefile.Accept{
		Channel: one(&l.draw, channels), Handling: casefile.Immediate, Routing: casefile.Single,
		Item: it.code, Officer: d.front, Org: l.org(d), Window: d.window, Regime: it.regime,
		Promise: it.promise, Legal: it.legal,
	}
	if it.promise > 0 {
		e.Handling = casefile.Promised
	}
	switch l.script {
	case joint:
		e.Routing = casefile.Joint
	case forwarded:
		e.Routing = casefile.Forwarded
	case agent, village:
		e.Routing = casefile.Agent
	case special:
		e.Handling = casefile.Special
	}
	if e.Window == "" && d.level == casefile.Village {
		e.Channel = "village"
	}
	l.do(d.front, e)
}

func (l *life) chargeFee(d *desk) {
	it := &l.items[l.item]
	if it.fee == 0 {
		return
	}
	l.after(3)
	charge := casefile.ChargeFee{Amount: it.fee, Currency: "CNY", Slip: "PJ-" + l.number, Standard: standard}
	l.do(d.front, charge)
	if l.flaw != feeTwice {
		return
	}
	l.after(1)
	wrong := l.do(d.front, charge)
	l.mistake("fee_charged_twice", wrong)
}

// review is a step behind the counter.
func (l *life) review(d *desk) {
	l.on(l.day + l.n(2))
	l.do(cmp.Or(d.back, d.front), casefile.Perform{Step: one(&l.draw, []string{"review", "site_check", "draft"}), Name: "审查"})
}

// finish ends a case on its day: what needs a decision is decided, what was
// granted is handed over.
func (l *life) finish(d *desk) {
	back := cmp.Or(d.back, d.front)
	if l.items[l.item].promise > 0 && l.chance(400) && l.day < int(l.plan.day)+int(l.worked) {
		l.review(d)
	}
	end := max(int(l.plan.day)+int(l.worked)+l.stood, l.day)
	l.on(end)
	outcome := casefile.Completed
	decides := l.items[l.item].promise > 0 && l.script != forwarded && l.flaw != wrongOutcome && l.flaw != wrongForEver
	if l.script == joint || decides && l.chance(500) {
		outcome = casefile.Granted
		if l.chance(40) {
			outcome = casefile.Refused
		}
		l.do(back, casefile.Determine{Outcome: outcome, Document: "JD-" + l.number})
		l.after(15)
	}
	if l.script == forwarded {
		outcome = casefile.Granted
	}
	l.close(d, outcome)
	l.afterwards(d, outcome)
}

// close ends the work.
func (l *life) close(d *desk, outcome casefile.Outcome) {
	if l.script == agent {
		l.do(d.front, casefile.ReleaseAgent{Reason: "done"})
		l.after(5)
	}
	if l.flaw == lateEntry {
		l.held = l.days.at(l.day+l.between(1, 4), int(counterTime(&l.draw)))
	}
	closing := l.do(d.front, casefile.Close{Outcome: l.wrong(outcome)})
	switch l.flaw {
	case lateClosing:
		l.tell(Planted{Kind: PlantedLateClosing, Revision: &closing, Days: int(l.worked) - l.items[l.item].promise})
		l.explain(d)
	case wrongOutcome, wrongForEver:
		l.mistake("wrong_outcome", closing)
	}
}

// afterwards is what follows an ending.
func (l *life) afterwards(d *desk, outcome casefile.Outcome) {
	if l.chance(450) {
		l.after(10)
		l.do(d.front, casefile.Deliver{Means: one(&l.draw, []string{"counter", "counter", "post", "electronic"})})
	}
	switch l.flaw {
	case wrongOutcome:
		l.correctOutcome(d, outcome)
	case feeTwice:
		l.voidFee(d)
	case enteredTwice:
		l.annul(d)
	default:
		if l.chance(30) {
			l.on(l.day + 1)
			l.do(d.front, casefile.FeedBackResult{})
		}
		if l.visits && l.chance(40) {
			l.visit()
		}
	}
}

// visit asks an applicant some days later how it went.
func (l *life) visit() {
	l.on(l.day + l.between(1, 10))
	l.do("回访岗-01", casefile.RecordVisit{
		Method: one(&l.draw, []casefile.VisitMethod{casefile.VisitByPhone, casefile.VisitByPhone, casefile.VisitOnline, casefile.VisitInPerson}),
		Result: one(&l.draw, []casefile.VisitResult{casefile.VisitSatisfied, casefile.VisitSatisfied, casefile.VisitSatisfied, casefile.VisitSatisfied, casefile.VisitUnreached, casefile.VisitDissatisfied}),
	})
}
