package county

// Outline is what is planned of a case.
type Outline struct {
	Day, Closed     int // working days, by index; Closed is -1 of a case in hand
	Promise, Worked int
	Org             string
	Single, Late    bool
}

// Outlines are those of all cases, in the order of their numbers.
func (c *County) Outlines() []Outline {
	out := make([]Outline, len(c.cases))
	for i := range c.cases {
		p := &c.cases[i]
		o := Outline{Day: int(p.day), Closed: -1, Promise: c.items[p.item].promise, Org: c.desks[p.desk].org,
			Single: p.script == plain || p.script == handedOn, Late: p.flaw == lateClosing}
		if p.worked != stays {
			o.Worked, o.Closed = int(p.worked), int(p.day)+int(p.worked)
		}
		out[i] = o
	}
	return out
}

// Date is a working day of the period.
func (c *County) Date(day int) string { return c.days.list[day].String() }
