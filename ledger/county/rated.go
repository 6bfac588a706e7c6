package county

import "caseledger/ledger/casefile"

// levels are how often each level is given, of a thousand: 1, 2, 3, 4, 5.
var levels = []int{6, 14, 70, 290, 620}

// rating is one by the person at the counter, or later.
func (l *life) rating(stage casefile.RatingStage) casefile.RateCase {
	return casefile.RateCase{Stage: stage, Level: 1 + l.weighed(levels), Named: l.chance(200),
		Channel: one(&l.draw, []string{"terminal", "terminal", "terminal", "evaluation_box", "qr", "qr", "phone", "web"})}
}

// rateAcceptance: some rate how they were received, at the counter's terminal.
func (l *life) rateAcceptance() {
	if !l.heard() || l.items[l.item].promise == 0 || !l.chance(60) {
		return
	}
	l.after(2)
	r := l.rating(casefile.AtAcceptance)
	r.Channel, r.Level, r.Named = "terminal", max(r.Level, 3), false
	l.do("", r)
}

// rateClosing: a rating, and where it is a bad one its review: most are answered
// in time, some late, some never.
func (l *life) rateClosing() {
	l.after(10)
	r := l.rating(casefile.AtClosing)
	given := l.do("", r)
	if given < 0 || l.err != nil || r.Level > 2 {
		return
	}
	became := l.reviewed(r.Named)
	l.truth = append(l.truth, Planted{Kind: PlantedBadReview, Case: l.number, Revision: &given, Class: became, Org: l.state.Org})
}

// reviewed lives a bad review, and says what became of it.
func (l *life) reviewed(named bool) string {
	const post = "评价回访岗-01"
	l.on(l.day + 1)
	l.do(post, casefile.ContactRater{Stage: casefile.AtClosing, Finding: one(&l.draw, []casefile.Finding{casefile.Verified, casefile.Verified, casefile.PartVerified, casefile.Unfounded})})
	days, became := l.between(1, 10), "answered"
	switch l.weighed([]int{80, 12, 8}) {
	case 1:
		days, became = l.between(17, 22), "answered_late"
	case 2:
		return "open"
	}
	l.on(l.day + days)
	if l.do(post, casefile.RectifyBadReview{Stage: casefile.AtClosing, Measure: one(&l.draw, []string{"process", "training", "apology"})}); l.over {
		return "open"
	}
	if named {
		l.on(l.day + l.between(1, 3))
		l.do(post, casefile.ConfirmRectification{Stage: casefile.AtClosing, Result: one(&l.draw, []casefile.VisitResult{casefile.VisitSatisfied, casefile.VisitSatisfied, casefile.VisitDissatisfied})})
	}
	return became
}
