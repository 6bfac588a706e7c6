package casetest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// script writes one generated case.
type script struct {
	*world
	*History
	rand *rand.Rand
	item item
	now  time.Time // when the next event occurs
	desk int       // number of the posts that handle the case
}

// history is the i-th case of the world: a pure function of seed, number of
// cases and i.
func (w *world) history(i int) *History {
	r := rand.New(rand.NewPCG(w.seed, uint64(i)))
	on := w.acceptedOn(i)
	s := &script{world: w, rand: r, item: pick(r), desk: 1 + r.IntN(6)}
	s.History = Case(fmt.Sprintf("BJ-%d-%07d", on.Year(), i+1))
	s.now = on.Start(w.zone).Add(9*time.Hour + time.Duration(r.IntN(8*3600_000_000))*time.Microsecond)
	s.accept()
	if s.item.handling == casefile.Immediate {
		s.immediate()
	} else {
		s.promised(on)
	}
	return s.History
}

// add records an event now; one in twenty is entered later than it happened.
func (s *script) add(job string, e casefile.Event) {
	lag := time.Duration(1+s.rand.IntN(30_000_000)) * time.Microsecond
	if s.chance(50) {
		lag += time.Duration(s.rand.IntN(72)) * time.Hour
	}
	recorded := s.now.Add(lag)
	if n := len(s.Drafts); n > 0 && recorded.Before(s.Drafts[n-1].Recorded) {
		recorded = s.Drafts[n-1].Recorded.Add(time.Second)
	}
	s.Add(s.now, recorded, post(s.item.unit, job, s.desk), e)
	s.now = s.now.Add(time.Duration(1+s.rand.IntN(240_000_000)) * time.Microsecond)
}

// chance is true in so many of a thousand cases.
func (s *script) chance(permille int) bool { return s.rand.IntN(1000) < permille }

// day moves on to office hours of a later date.
func (s *script) day(d workdays.Date) {
	t := d.Start(s.zone).Add(9*time.Hour + time.Duration(s.rand.IntN(8*3600_000_000))*time.Microsecond)
	if t.After(s.now) {
		s.now = t
	}
}

func (s *script) accept() {
	s.add("受理岗", casefile.Accepted{
		Channel:  channels[s.rand.IntN(len(channels))],
		Handling: s.item.handling,
		Item:     s.item.code,
		Legal:    s.item.legal,
		Officer:  post(s.item.unit, "承办岗", s.desk),
		Org:      s.item.unit,
		Promise:  s.item.promise,
		Routing:  s.item.routing,
		Window:   fmt.Sprintf("W%02d", s.item.windowNum),
	})
}

func (s *script) immediate() {
	for i := range 6 {
		s.step(i)
	}
	s.charge()
	if s.chance(3) {
		s.day(s.calendar.Add(s.Case.AcceptedOn(), 1)) // not done the same day
	}
	s.finish()
}

func (s *script) promised(on workdays.Date) {
	actual := 1 + s.rand.IntN(s.item.promise)
	if s.chance(30) {
		actual = s.item.promise + 1 + s.rand.IntN(5) // late
	}
	last := s.calendar.Add(on, actual)
	switch {
	case s.chance(10):
		s.add("受理岗", casefile.Returned{Basis: "行政许可法32", Reason: "not_competent", Remedy: "复议或诉讼"})
		return
	case s.chance(50):
		last += s.correct()
	}
	if s.chance(40) {
		last += s.suspend()
	}
	s.walk(last)
	switch {
	case s.chance(2):
		return // stays open
	case s.chance(5):
		s.add("受理岗", casefile.Withdrawn{Reason: "applicant"})
	default:
		s.finish()
	}
}

// walk performs steps up to the last day, with a transfer or an extension on
// the way.
func (s *script) walk(last workdays.Date) {
	n := 7 + s.rand.IntN(5)
	extend, transfer := s.chance(25), s.chance(80)
	from := workdays.DateOf(s.now, s.zone)
	for i := range n {
		s.step(i)
		if i == n/3 && transfer {
			s.transfer()
		}
		if i == n/2 && extend {
			s.add("承办岗", casefile.Extended{Approver: post(s.item.unit, "负责人", 1), Days: 5, Notice: "YQ-" + s.Number})
		}
		s.day(from + workdays.Date(int(last-from)*(i+1)/n))
	}
	s.charge()
}

func (s *script) step(i int) {
	st := steps[i%len(steps)]
	s.add("承办岗", casefile.StepPerformed{Name: st.name, Org: s.item.unit, Step: st.code})
}

func (s *script) transfer() {
	to := casefile.Holder{Org: s.item.unit, Post: post(s.item.unit, "审核岗", s.desk)}
	from := s.Case.Holder
	s.add("承办岗", casefile.Transferred{FromOrg: from.Org, FromPost: from.Post, Reason: "competence", ToOrg: to.Org, ToPost: to.Post})
	s.add("审核岗", casefile.Received(to))
}

// correct asks for missing documents and gives the calendar days it took.
func (s *script) correct() workdays.Date {
	before := workdays.DateOf(s.now, s.zone)
	notice := "BZ-" + s.Number
	s.add("受理岗", casefile.CorrectionRequested{Items: []string{"CL-01", "CL-03"}, Notice: notice})
	s.day(s.calendar.Add(before, 1+s.rand.IntN(3)))
	s.add("受理岗", casefile.CorrectionReceived{Notice: notice})
	return workdays.DateOf(s.now, s.zone) - before
}

// suspend stops the clock and gives the calendar days it stood still.
func (s *script) suspend() workdays.Date {
	before := workdays.DateOf(s.now, s.zone)
	s.add("承办岗", casefile.Suspended{Basis: "行政许可法45", Notice: "ZZ-" + s.Number, Reason: "expert_review"})
	s.day(s.calendar.Add(before, 2+s.rand.IntN(10)))
	s.add("承办岗", casefile.Resumed{})
	return workdays.DateOf(s.now, s.zone) - before
}

func (s *script) charge() {
	if s.item.fee > 0 {
		s.add("收费岗", casefile.FeeCharged{Amount: s.item.fee, Currency: "CNY", Standard: "SF-" + s.item.code})
	}
}

func (s *script) finish() {
	outcome := casefile.Granted
	if s.chance(20) {
		outcome = casefile.Refused
	}
	s.add("审批岗", casefile.Decided{Document: "JD-" + s.Number, Outcome: outcome})
	s.add("承办岗", casefile.Closed{Outcome: outcome})
	if !s.chance(100) {
		s.now = s.now.Add(time.Duration(s.rand.IntN(72)) * time.Hour)
		s.add("发证岗", casefile.Delivered{Means: [...]string{"counter", "post", "electronic"}[s.rand.IntN(3)]})
	}
}
