package registry

import (
	"maps"
	"slices"

	"caseledger/ledger/act"
	"caseledger/ledger/workdays"
)

// Outcomes are what became of the items of a round: 保留, 下放, 变更, 取消.
type Outcomes struct{ Retained, Delegated, Changed, Abolished int }

// Sum is how many items they are.
func (o Outcomes) Sum() int { return o.Retained + o.Delegated + o.Changed + o.Abolished }

// Round (清理轮次) is a clean-up of the items.
type Round struct {
	RoundOpened
	Closed workdays.Date // NoDate while it is open
	// Stated are the outcomes as the centre states them, none if it does not.
	Stated Outcomes
	// Recorded are those that events of items carry; of two of one item the
	// later counts.
	Recorded Outcomes
	without  []string
}

// Balance (平衡) holds what was found against what became of it.
type Balance struct {
	Found int
	Outcomes
	// Stated says that the outcomes are those that the centre states; else they
	// are those of the items' own events.
	Stated bool
	// Unaccounted is how many items were found of which nothing became; less
	// than nothing where more were decided than found.
	Unaccounted int
	// Items are those that the round lists and of which no event says what
	// became, ascending.
	Items []string
}

// Balance is that of the round: of S1's round 334 = 302+8+10+2 leaves 12.
func (r *Round) Balance() Balance {
	b := Balance{Found: r.Found, Outcomes: r.Recorded, Items: r.without}
	if r.Stated != (Outcomes{}) {
		b.Outcomes, b.Stated = r.Stated, true
	}
	b.Unaccounted = b.Found - b.Sum()
	return b
}

// Round gives a round as it stood at the end of a day, which ok says was opened by
// then. It goes over all items.
func (d *Directory) Round(id string, day workdays.Date) (r Round, ok bool) {
	opened, ok := d.rounds[id]
	if !ok || opened.Date > day {
		return Round{}, false
	}
	r = Round{RoundOpened: opened, Closed: workdays.NoDate}
	if c, ok := d.closed[id]; ok && c.Date <= day {
		r.Closed, r.Stated = c.Date, Outcomes{c.Retained, c.Delegated, c.Changed, c.Abolished}
	}
	decided := map[string]bool{}
	for code, l := range d.items {
		if r.Recorded.count(l, id, day) {
			decided[code] = true
		}
	}
	for _, code := range slices.Sorted(slices.Values(opened.Items)) {
		if !decided[code] {
			r.without = append(r.without, code)
		}
	}
	return r, true
}

// Decided says what became of an item in a round: one of the four is 1, or none.
func (d *Directory) Decided(item, round string) (o Outcomes) {
	if l := d.items[item]; l != nil {
		o.count(l, round, Latest)
	}
	return o
}

// Rounds lists the rounds as they stood at the end of a day, ascending by code.
func (d *Directory) Rounds(day workdays.Date) []Round {
	out := []Round{}
	for _, id := range slices.Sorted(maps.Keys(d.rounds)) {
		if r, ok := d.Round(id, day); ok {
			out = append(out, r)
		}
	}
	return out
}

// count adds what had become of an item in a round by a day, and says whether
// anything had.
func (o *Outcomes) count(l *life, round string, day workdays.Date) bool {
	var of *int
	for _, c := range l.chapters.until(day) {
		if n := o.of(c.says.event, round); n != nil {
			of = n
		}
	}
	if of != nil {
		*of++
	}
	return of != nil
}

// of is the outcome that an event is in a round, nil if it is none.
func (o *Outcomes) of(e act.Event, round string) *int {
	switch e := e.(type) {
	case ItemRetained:
		return in(e.Round, round, &o.Retained)
	case ItemDelegated:
		return in(e.Round, round, &o.Delegated)
	case ItemChanged:
		return in(e.Round, round, &o.Changed)
	case ItemAbolished:
		return in(e.Round, round, &o.Abolished)
	}
	return nil
}

func in(have, want string, n *int) *int {
	if have != want {
		return nil
	}
	return n
}
