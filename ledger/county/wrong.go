package county

import (
	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// wrong is the outcome that is recorded: another one where that is the mistake.
func (l *life) wrong(outcome casefile.Outcome) casefile.Outcome {
	if (l.flaw == wrongOutcome || l.flaw == wrongForEver) && l.state.DecidedAt.IsZero() {
		return casefile.Cancelled
	}
	return outcome
}

// mistake tells the truth about a wrong record.
func (l *life) mistake(class string, of ledger.Revision) {
	l.tell(Planted{Kind: PlantedMistake, Class: class, Revision: &of})
}

// mistaken is the record of the case's mistake, while the period lasts.
func (l *life) mistaken() (ledger.Revision, bool) {
	for _, p := range l.truth {
		if p.Kind == PlantedMistake && !l.over && l.err == nil {
			return *p.Revision, true
		}
	}
	return 0, false
}

// answered says by which record the latest mistake of the case was answered.
func (l *life) answered(class string, by ledger.Revision) {
	if l.over || l.err != nil {
		return
	}
	for i := len(l.truth) - 1; i >= 0; i-- {
		if m := &l.truth[i]; m.Kind == PlantedMistake {
			m.By = &by
			l.tell(Planted{Kind: PlantedCorrection, Class: class, Revision: &by, Amends: m.Revision})
			return
		}
	}
}

// noticed lets days pass until somebody notices.
func (l *life) noticed() { l.on(l.day + l.between(1, 5)) }

func (l *life) correctOutcome(d *desk, right casefile.Outcome) {
	l.noticed()
	wrong, ok := l.mistaken()
	if !ok {
		return
	}
	by := l.carryOut(casefile.Order{Post: d.front, Command: casefile.Close{Outcome: right},
		Corrects: &casefile.Wrong{Revision: wrong, Reason: "wrong_outcome", Basis: "窗口核对记录"}})
	l.answered("corrected", by)
}

func (l *life) voidFee(d *desk) {
	l.noticed()
	wrong, ok := l.mistaken()
	if !ok {
		return
	}
	by := l.do(d.front, casefile.VoidRecord{Revision: wrong, Reason: "duplicate", Basis: "票据核对记录"})
	l.answered("voided", by)
}

func (l *life) annul(d *desk) {
	l.mistake("entered_twice", 0)
	l.noticed()
	by := l.do(d.front, casefile.Annul{Reason: "duplicate", Basis: "窗口核对记录", SameAs: l.numberOf(l.original(l.index))})
	l.answered("annulled", by)
}

// stopAtLimit stops the clock when there is hardly any time left.
func (l *life) stopAtLimit(d *desk) {
	left := l.n(2)
	l.on(int(l.plan.day) + l.items[l.item].promise - left)
	limit := l.state.Limit(l.knownAt(l.now).Rules)
	stop := l.do(d.back, casefile.Suspend{Reason: "expert_review", Notice: "ZZ-" + l.number, Basis: "行政许可法45"})
	l.tell(Planted{Kind: PlantedStop, Revision: &stop, Days: left, Due: &limit.On})
	l.stand(d, l.between(2, 6))
}

// explain says in public why a case is late, or leaves it.
func (l *life) explain(d *desk) {
	if l.chance(600) {
		l.tell(Planted{Kind: PlantedDelay})
		return
	}
	l.after(60)
	l.do(d.front, casefile.ExplainDelay{Reason: "backlog", Explanation: "办件量集中, 未能在承诺时限内办结"})
}
