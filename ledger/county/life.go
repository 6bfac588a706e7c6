package county

import (
	"fmt"
	"strconv"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/registry"
)

// written is a record on its way: it has its place in its stream, and not yet
// one in the ledger.
type written struct {
	ledger.Record
	leaf ledger.Hash
}

// life is a case while it is lived: its orders are decided one after the other,
// as a desk would. It stops at the end of the period.
type life struct {
	*County
	draw
	*plan
	said   draw // for what people say
	index  int
	number string
	state  casefile.Case
	told   []casefile.Entry
	day    int       // working day, by index
	now    time.Time // when the latest action happened
	held   time.Time // nothing is recorded before
	stood  int       // working days for which the clock stood still
	over   bool      // the period has ended
	err    error
	out    []written
	truth  []Planted
}

// live lives a case from beginning to end.
func (c *County) live(index int) *life {
	p := &c.cases[index]
	l := &life{County: c, draw: drawOf(c.Seed, partsEnd+uint64(index)), plan: p, index: index, number: c.numberOf(index), day: int(p.day)}
	l.now = c.days.at(l.day, int(p.second))
	if p.batch != 0 {
		l.held = c.days.at(int(p.heldDay), int(p.heldSecond))
	}
	l.said = drawOf(c.Seed, partVoices+uint64(index))
	l.play()
	l.speak(l.voices)
	if l.err != nil {
		l.err = fmt.Errorf("case %s, a %s: %w", l.number, scriptNames[p.script], l.err)
	}
	return l
}

// numberOf is a case's number: in the order of acceptance.
func (c *County) numberOf(index int) string {
	p := &c.cases[index]
	return fmt.Sprintf("%s-%d-%06d", c.prefix, c.days.list[p.day].Year(), index+1)
}

// after lets up to so many minutes pass.
func (l *life) after(minutes int) {
	l.now = l.now.Add(time.Duration(20+l.n(minutes*60)) * time.Second)
}

// on moves on to a working day, at some time of it; where that is the same day,
// some minutes pass.
func (l *life) on(day int) {
	switch {
	case day <= l.day:
		l.after(6)
	case day >= l.days.count():
		l.over = true
	default:
		l.day = day
		l.now = l.days.at(day, int(counterTime(&l.draw)))
	}
}

// do carries out an order of a post, now, and says at which revision.
func (l *life) do(post string, command casefile.Command) ledger.Revision {
	return l.carryOut(casefile.Order{Post: post, Occurred: l.now, Command: command})
}

// carryOut decides an order and keeps what follows.
func (l *life) carryOut(o casefile.Order) ledger.Revision {
	o.Number = l.number
	o.Recorded = l.recording(o.Occurred)
	if l.over || l.err != nil || o.Recorded.After(l.end) {
		l.over = true
		return -1
	}
	o.ID = ledger.NewCommandID(o.Recorded, strconv.FormatUint(l.Seed, 10)+"/"+l.number+"/"+strconv.Itoa(len(l.told)))
	var events []casefile.Event
	known := l.knownAt(o.Recorded)
	if o.Corrects != nil || isAmendment(o.Command) {
		o, events, l.err = casefile.Amend(l.told, o, known)
	} else {
		events, l.err = casefile.Decide(l.state, o, known)
	}
	if l.err == nil {
		l.err = l.keep(o, events)
	}
	return ledger.Revision(len(l.told) - 1)
}

func isAmendment(command casefile.Command) bool {
	_, void := command.(casefile.VoidRecord)
	return void
}

// recording is when something that happened is recorded: some seconds later, or
// when the case is entered, and not before what was recorded of the case.
func (l *life) recording(occurred time.Time) time.Time {
	at := l.now.Add(time.Duration(l.n(15)) * time.Second)
	if at.Before(l.held) {
		at = l.held
	}
	if n := len(l.out); n > 0 && !at.After(l.out[n-1].Recorded) {
		at = l.out[n-1].Recorded.Add(time.Second)
	}
	return at
}

// knownAt is what the registries say at an instant.
func (l *life) knownAt(at time.Time) casefile.Known {
	k := casefile.Known{Rules: casefile.Rules{Calendar: l.calendarAt(at)}}
	if it := &l.items[l.item]; it.fee > 0 {
		k.FeeStandards = map[string]registry.FeeStandards{it.code: {l.standardOf(it)}}
	}
	return k
}

// keep makes records of events and moves the case on.
func (l *life) keep(o casefile.Order, events []casefile.Event) error {
	drafts, err := casefile.Drafts(o, events, nil)
	if err != nil {
		return err
	}
	for i, d := range drafts {
		e := casefile.Entry{Revision: ledger.Revision(len(l.told)), Occurred: d.Occurred, Recorded: d.Recorded, Post: d.Post, Event: events[i]}
		l.told = append(l.told, e)
		l.state.Advance(l.told)
		w := written{Record: ledger.Record{Stream: casefile.Stream(l.number), Revision: e.Revision, Draft: d}}
		w.leaf = w.Hash()
		l.out = append(l.out, w)
		l.noteLate(e)
	}
	return nil
}

// noteLate tells the truth about an entry that was recorded late.
func (l *life) noteLate(e casefile.Entry) {
	switch e.Event.(type) {
	case casefile.RecordCorrected, casefile.RecordVoided:
		return
	}
	from, to := dateOf(e.Occurred), dateOf(e.Recorded)
	if from == to {
		return
	}
	if days := l.days.calendar.Count(from, to); days > 0 {
		l.tell(Planted{Kind: PlantedLateEntry, Revision: &e.Revision, Occurred: e.Occurred, Recorded: e.Recorded, Days: days, Org: l.state.Org, batch: l.batch})
	}
}

func (l *life) tell(p Planted) {
	if !l.over && l.err == nil {
		p.Case = l.number
		l.truth = append(l.truth, p)
	}
}
