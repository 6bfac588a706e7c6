package casefile

import (
	"maps"
	"reflect"
	"slices"

	"caseledger/ledger"
)

// amends says whether an event answers an earlier record.
func amends(e Event) bool {
	_, ok := amended(e)
	return ok
}

// Amends says whether records of this stored name correct or void others.
func Amends(stored string) bool {
	return stored == RecordCorrected{}.Stored() || stored == RecordVoided{}.Stored()
}

// amended is the revision of the record that an event corrects or voids.
func amended(e Event) (ledger.Revision, bool) {
	switch e := e.(type) {
	case RecordCorrected:
		return e.Revision, true
	case RecordVoided:
		return e.Revision, true
	}
	return 0, false
}

// A place is where an entry stands in the order of what happened: what is
// corrected keeps its place.
type place struct {
	entry Entry
	by    ledger.Revision // of the record that holds there
	holds bool
}

// places resolves corrections and voidings. at gives each record's place,
// answers the record that corrects or voids one. An amendment of a record that
// is not there, or does not hold, amends nothing.
func places(told []Entry) (list []place, at map[ledger.Revision]int, answers map[ledger.Revision]ledger.Revision) {
	at, answers = make(map[ledger.Revision]int, len(told)), map[ledger.Revision]ledger.Revision{}
	for _, e := range told {
		target, amends := amended(e.Event)
		if !amends {
			at[e.Revision] = len(list)
			list = append(list, place{e, e.Revision, true})
			continue
		}
		i, ok := at[target]
		if !ok || list[i].by != target || !list[i].holds {
			continue
		}
		p := &list[i]
		answers[target] = e.Revision
		switch x := e.Event.(type) {
		case RecordVoided:
			p.holds, p.by = false, e.Revision
		case RecordCorrected:
			e.Event, e.Post = x.Instead, p.entry.Post // whoever corrects it has not done it
			p.entry, p.by = e, e.Revision
			at[e.Revision] = i
		}
	}
	return list, at, answers
}

// Holding gives what holds of the entries of a case: without what was voided,
// each correction in the place of what it corrects, and without the amendments
// themselves. The order is that of the places. An entry that corrects has its
// own times, the event that it puts in place, and the post that acted there.
func Holding(told []Entry) []Entry {
	if !slices.ContainsFunc(told, func(e Entry) bool { return amends(e.Event) }) {
		return told
	}
	list, _, _ := places(told)
	return holding(list)
}

// Answered gives for each record that does not hold any more the one that
// corrects or voids it.
func Answered(told []Entry) map[ledger.Revision]ledger.Revision {
	_, _, answers := places(told)
	return answers
}

func holding(list []place) []Entry {
	out := make([]Entry, 0, len(list))
	for _, p := range list {
		if p.holds {
			out = append(out, p.entry)
		}
	}
	return out
}

// Replay is the case after these entries, corrections and voidings resolved.
// It is the state that counts; without amendments it is that of [Case.Apply]
// entry by entry.
func Replay(told []Entry) Case {
	return replay(told, Holding(told))
}

// Advance moves a case on by the last of its entries, which are given all.
func (c *Case) Advance(told []Entry) {
	if last := &told[len(told)-1]; amends(last.Event) {
		*c = Replay(told)
	} else {
		c.Apply(last)
	}
}

// replay is the case after what holds of the entries told.
func replay(told, holding []Entry) (c Case) {
	for i := range holding {
		c.Apply(&holding[i])
	}
	for i := range told {
		if amends(told[i].Event) {
			c.Amendments++
		}
	}
	c.Events = len(told)
	return c
}

// heldBy gives the entry that holds by the record of this revision, and says
// why it cannot be amended.
func heldBy(told []Entry, r ledger.Revision) (Entry, error) {
	if r < 0 || int64(r) >= int64(len(told)) {
		return Entry{}, refuse(RuleAmend, "the case has no record %d; its records are 0 to %d", r, len(told)-1)
	}
	list, at, _ := places(told)
	i, ok := at[r]
	switch {
	case !ok:
		return Entry{}, refuse(RuleAmend, "record %d voids another and cannot be amended; record anew what holds", r)
	case !list[i].holds:
		return Entry{}, refuse(RuleAmend, "record %d was voided by record %d", r, list[i].by)
	case list[i].by != r:
		return Entry{}, refuse(RuleAmend, "record %d was corrected by record %d; amend that one", r, list[i].by)
	}
	return list[i].entry, nil
}

// Amend gives the order with its times, and the event that follows from it, of
// an order that corrects or voids a record of a case with these entries, all of
// them. A correction's command is decided where the wrong record stands. An
// amendment after which a later record could not stand that could before is
// refused. Errors are those of [Decide].
func Amend(told []Entry, o Order, known Known) (Order, []Event, error) {
	o = o.normal()
	if err := o.check(); err != nil {
		return o, nil, err
	}
	var e Event
	var err error
	if o.Corrects == nil {
		e, err = void(told, o)
	} else {
		e, err = correct(told, &o, known)
	}
	if err == nil {
		err = keepsTheRest(told, o, known, e)
	}
	return o, []Event{e}, err
}

// amends says whether the order corrects or voids a record.
func (o *Order) amends() bool { return o.Corrects != nil || amends(o.Command) }

func void(told []Entry, o Order) (Event, error) {
	c := Replay(told)
	e, err := Book.Decide(&c, &Ask{Order: o}, o.Command)
	if err == nil {
		_, err = heldBy(told, e.(RecordVoided).Revision)
	}
	return e, err
}

func correct(told []Entry, o *Order, known Known) (Event, error) {
	of := o.Corrects
	wrong, err := heldBy(told, of.Revision)
	switch {
	case err != nil:
		return nil, err
	case of.Reason == "":
		return nil, invalid("corrects.reason", "", "is missing")
	case of.Basis == "":
		return nil, invalid("corrects.basis", "", "is missing")
	case amends(o.Command):
		return nil, invalid("corrects", "", "cannot stand with a voiding; send one or the other")
	}
	if o.Occurred.IsZero() {
		o.Occurred = wrong.Occurred
	}
	list, at, _ := places(told)
	c := replay(nil, holding(list[:at[of.Revision]]))
	by := *o
	by.Post = wrong.Post
	e, err := Book.Decide(&c, &Ask{Order: by, Known: known}, o.Command)
	if err != nil {
		return nil, err
	}
	if o.Occurred.Equal(wrong.Occurred) && reflect.DeepEqual(e, wrong.Event) {
		return nil, refuse(RuleAmend, "record %d says this already", of.Revision)
	}
	return RecordCorrected{Basis: of.Basis, Instead: e, Reason: of.Reason, Revision: of.Revision}, nil
}

// keepsTheRest refuses an amendment that takes the ground from a later record.
func keepsTheRest(told []Entry, o Order, known Known, amendment Event) error {
	next := Entry{Revision: ledger.Revision(len(told)), Occurred: o.Occurred, Recorded: o.Recorded, Post: o.Post, Event: amendment}
	before := refusals(told, o.Number, known)
	after := append(told[:len(told):len(told)], next)
	now := refusals(after, o.Number, known)
	for _, r := range slices.Sorted(maps.Keys(now)) {
		if _, was := before[r]; !was && r != next.Revision {
			return refuse(RuleAmend, "record %d could not stand any more (%v); amend that one first", r, now[r])
		}
	}
	return nil
}

// refusals says which of the records that hold the rules would refuse, each
// where it stands. Imported histories have some.
func refusals(told []Entry, number string, known Known) map[ledger.Revision]error {
	out, c := map[ledger.Revision]error{}, Case{}
	for _, e := range Holding(told) {
		a := &Ask{Known: known, Order: Order{Number: number, Post: e.Post, Occurred: e.Occurred, Recorded: e.Recorded, Command: e.Event}}
		if _, err := Book.Decide(&c, a, e.Event); err != nil {
			out[e.Revision] = err
		}
		c.Apply(&e)
	}
	return out
}
