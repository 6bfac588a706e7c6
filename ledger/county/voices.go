package county

import (
	"cmp"
	"context"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/memory"
	"caseledger/ledger/voice"
)

// partVoices begins the sources of numbers of what people say, one for each case.
// They lie beyond all others, so that what people say draws nothing from what the
// centres do.
const partVoices = 1 << 41

// speak lets people speak by a source of numbers of their own.
func (l *life) speak(say func()) {
	was := l.draw
	l.draw = l.said
	say()
	l.said, l.draw = l.draw, was
}

// heard says whether people speak of the case: not where it was entered with others
// in one go, nor where it was entered twice, nor of requests for information.
func (l *life) heard() bool {
	return l.err == nil && l.batch == 0 && l.flaw != enteredTwice && l.script != request
}

// voices is what people say of a case when all is done: a rating, a complaint, a
// question, a praise.
func (l *life) voices() {
	if !l.heard() || len(l.out) == 0 || l.state.AcceptedAt.IsZero() {
		return
	}
	ended := l.state.Status == casefile.Ended
	if ended && l.chance(350) {
		l.rateClosing()
	}
	w := words{life: l, day: l.day}
	switch draw := l.n(1000); {
	case draw < 4:
		w.complain()
	case draw < 12:
		w.ask()
	case draw < 15 && ended:
		w.praise()
	}
}

// words are what is said of a case, and what becomes of it, each a dossier of its
// own that its rules decide beside the case.
type words struct {
	*life
	day   int
	store *memory.Store // the case, and what is said of it; nil before the first word
}

// say records something so many working days later; false where the period ends
// before.
func (w *words) say(days int, k dossier.Handler, post string, e dossier.Event) bool {
	w.day += days
	if w.day >= w.days.count() || w.err != nil {
		return false
	}
	if w.store == nil {
		w.store = memory.New()
		for i := range w.out {
			if r := &w.out[i]; w.err == nil {
				_, w.err = w.store.Append(context.Background(), r.Stream, r.Revision-1, r.Draft)
			}
		}
	}
	at := w.days.at(w.day, int(counterTime(&w.draw)))
	if last := w.out[len(w.out)-1].Recorded; !at.After(last) {
		at = last.Add(time.Duration(60+w.draw.n(600)) * time.Second)
	}
	if w.err != nil || at.After(w.end) {
		return false
	}
	o := dossier.Order{ID: ledger.NewCommandID(at, string(e.Stream())+"/"+e.Stored()), Post: post, Event: e, Recorded: at}
	done, err := k.Do(context.Background(), &dossier.Desk{Store: w.store}, o)
	if w.err = err; err != nil {
		return false
	}
	x := written{Record: ledger.Record{Stream: done.Record.Stream, Revision: done.Record.Revision, Draft: done.Record.Draft}}
	x.leaf = x.Hash()
	w.out = append(w.out, x)
	return true
}

var (
	voiceChannels = []voice.Channel{voice.Phone, voice.Phone, voice.Web, voice.Box, voice.Book, voice.Email, voice.WeChat, voice.Desk, voice.Counter}
	complained    = []string{"delay", "delay", "attitude", "procedure", "fee"}
)

// complain: some complaints are declined, some are still open when the period ends.
func (w *words) complain() {
	number, class := "TS-"+w.number, one(&w.draw, complained)
	if w.items[w.item].fee == 0 && class == "fee" {
		class = "attitude"
	}
	if !w.say(w.between(0, 2), voice.Complaints, "", voice.ComplaintFiled{Case: w.number, Channel: one(&w.draw, voiceChannels), Class: class, Complaint: number}) {
		return
	}
	became := "open"
	const post = "投诉受理岗-01"
	switch {
	case w.chance(150):
		if w.say(w.between(1, 4), voice.Complaints, post, voice.ComplaintDeclined{Complaint: number, Reason: "not_competent"}) {
			became = "declined"
		}
	case w.say(w.between(1, 4), voice.Complaints, post, voice.ComplaintAccepted{Complaint: number}):
		finding, measure := voice.Dismissed, ""
		if w.chance(400) {
			finding, measure = voice.Upheld, "rectified"
		}
		if w.say(w.between(1, 6), voice.Complaints, post, voice.ComplaintDecided{Complaint: number, Finding: finding, Measure: measure}) {
			became = string(finding)
			w.say(w.between(0, 2), voice.Complaints, post, voice.ComplaintAnswered{Complaint: number})
		}
	}
	w.truth = append(w.truth, Planted{Kind: PlantedComplaint, Case: w.number, Class: became, Org: w.state.Org})
}

func (w *words) ask() {
	number := "ZX-" + w.number
	asked := voice.QuestionAsked{Case: w.number, Channel: one(&w.draw, voiceChannels), Class: one(&w.draw, []string{"progress", "materials", "policy"}), Question: number}
	if w.say(0, voice.Questions, "", asked) {
		w.say(w.between(0, 6), voice.Questions, cmp.Or(w.desks[w.desk].back, w.desks[w.desk].front), voice.QuestionAnswered{Question: number})
	}
}

func (w *words) praise() {
	w.say(w.between(1, 5), voice.Praises, "", voice.PraiseReceived{Case: w.number, Channel: voice.Counter, Class: one(&w.draw, []string{"letter", "letter", "banner"}), Praise: "BY-" + w.number})
}
