package recount

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A Ledger is what is known after some records. It is used by one goroutine.
type Ledger struct {
	calendars map[string][]notice // in the order of records, one a year
	counters  map[string]*dayCounter
	rules     rulebook
	tree      tree
	cases     map[string]*entryOf
	shared    *shared
	spill     *spill
	epoch     int    // of the rules and calendars that are known
	n         uint64 // records that were read
	fault     error  // the first record that is not known here
	buffer    []byte
}

// entryOf is a case with its place in the ledger.
type entryOf struct {
	file
	last     int64  // what was told of it, in the spill
	ordinals []byte // the differences, as varints
	ordinal  uint64 // of its last record
	leaf     *leaf  // of the map of cases, as of now; nil until it is asked for
}

// New begins. official are the versions of rules that hold without a record, as
// bodies of policy.published/1.
func New(official [][]byte) (*Ledger, error) {
	l := &Ledger{calendars: map[string][]notice{}, counters: map[string]*dayCounter{}, rules: rulebook{}, cases: map[string]*entryOf{}, shared: newShared(), epoch: 1}
	for _, text := range official {
		if err := l.rules.publish(text); err != nil {
			return nil, fmt.Errorf("official rules: %w", err)
		}
	}
	var err error
	l.spill, err = newSpill()
	return l, err
}

// Close removes what was kept in a file.
func (l *Ledger) Close() { l.spill.close() }

// Read takes the next record. What it does not know is an error of [Ledger.Rows];
// this one is of the file.
func (l *Ledger) Read(f *Fact) error {
	l.n++
	fault := f.err
	number, ofCase := strings.CutPrefix(f.stream, "case/")
	switch {
	case ofCase:
		wrong, err := l.tell(number, f)
		if err != nil {
			return err
		}
		if fault == nil {
			fault = wrong
		}
	case f.public != nil && fault == nil:
		fault = l.publish(f)
	}
	if l.fault == nil && fault != nil {
		l.fault = fmt.Errorf("record %d: %w", l.n, fault)
	}
	return nil
}

// Miss says that a record could not be read: then no figures follow from those
// after it.
func (l *Ledger) Miss() {
	l.n++
	if l.fault == nil {
		l.fault = fmt.Errorf("record %d cannot be read", l.n)
	}
}

// tell tells a case what happened; wrong is what is wrong with that.
func (l *Ledger) tell(number string, f *Fact) (wrong, err error) {
	d := l.cases[number]
	if d == nil {
		d = &entryOf{}
		l.cases[strings.Clone(number)] = d
	}
	d.ordinals = binary.AppendUvarint(d.ordinals, l.n-d.ordinal)
	d.ordinal, d.leaf = l.n, nil
	l.buffer = f.append(l.buffer[:0])
	if err := l.spill.keep(&d.last, l.buffer); err != nil {
		return nil, err
	}
	if f.err != nil {
		return nil, nil
	}
	if f.kind != "record_corrected" && f.kind != "record_voided" {
		return d.take(f, l.shared), nil
	}
	kept, err := l.spill.all(d.last)
	if err != nil {
		return nil, err
	}
	list := make([]Fact, len(kept))
	for i, b := range kept {
		if list[len(list)-1-i], wrong = parseFact(b, f.stream); wrong != nil {
			return wrong, nil
		}
	}
	d.file, wrong = retell(list, l.shared)
	return wrong, nil
}

// publish takes a record beside those of cases.
func (l *Ledger) publish(f *Fact) error {
	_, name, _ := strings.Cut(f.stream, "/")
	switch f.name {
	case "calendar.published":
		var n notice
		if err := json.Unmarshal(f.public, &n); err != nil {
			return err
		}
		kept := slices.DeleteFunc(l.calendars[name], func(old notice) bool { return old.Year == n.Year })
		l.calendars[name] = append(kept, n)
		delete(l.counters, name)
	case "policy.published":
		if err := l.rules.publish(f.public); err != nil {
			return err
		}
	default:
		if err := l.tree.take(f.name, f.public); err != nil {
			return err
		}
	}
	l.epoch++ // what was worked out by other rules is not so any more
	return nil
}

// counter counts the days of a calendar.
func (l *Ledger) counter(calendar string) *dayCounter {
	c := l.counters[calendar]
	if c == nil {
		c = &dayCounter{l.calendars[calendar], map[date]workday{}}
		l.counters[calendar] = c
	}
	return c
}

// measured is what follows from the state of a case under the rules that are
// known.
type measured struct {
	epoch           int // under which it was measured
	limit           limit
	days            int  // working days of a case that is closed
	provisionalDays bool // they rest on an unpublished calendar
}

func (l *Ledger) measure(d *file) *measured {
	if m := &d.known; m.epoch != l.epoch {
		c, r := l.counter(d.calendar), l.rules.of(d)
		*m = measured{epoch: l.epoch, limit: d.limit(c, r)}
		if d.status == "closed" {
			ended := dateOf(d.ended, d.zone)
			m.days, m.provisionalDays = d.worked(c, r, ended), c.provisional(d.zero(r), ended)
		}
	}
	return &d.known
}
