package county

import "slices"

// fitting makes the totals of the profile S1 come out.
type fitting struct {
	*County
	draw
	june     int   // index of the first day of June 2011
	closings []int // a day
	peak     int   // the day with most closings, which stay as they are
}

// Figures of the document (S1 of the seeds), days in hundredths.
const (
	peakAccepted, peakClosed, peakMonth = 402, 508, 2580
	promisedMean, actualMean            = 1252, 259 // of all that was closed
	promisedJune, actualJune            = 1037, 157 // of what was closed in June 2011
	closedLate                          = 3
)

func (f *fitting) closed(p *plan) int {
	if p.worked == stays {
		return -1
	}
	return int(p.day) + int(p.worked)
}

func (f *fitting) promise(p *plan) int { return f.items[p.item].promise }

// fit changes cases until all figures are those of the document.
func (f *fitting) fit(peakDay int) error {
	f.closings = make([]int, f.days.count())
	for i := range f.cases {
		if on := f.closed(&f.cases[i]); on >= 0 {
			f.closings[on]++
		}
	}
	f.makeLate()
	if err := f.makePeak(peakDay + f.between(1, 3)); err != nil {
		return err
	}
	// Cases of one kind have the means for themselves: who asks for 承诺件 alone
	// finds what the document says, too.
	for _, single := range []bool{true, false} {
		var before, inJune []int
		for i := range f.cases {
			p := &f.cases[i]
			switch on := f.closed(p); {
			case on < 0 || (p.script == plain || p.script == handedOn) != single:
			case on < f.june:
				before = append(before, i)
			default:
				inJune = append(inJune, i)
			}
		}
		all := len(before) + len(inJune)
		for _, x := range []struct {
			members   []int
			promise   int
			actualSum int
		}{
			{inJune, share(promisedJune, len(inJune)), share(actualJune, len(inJune))},
			{before, share(promisedMean, all) - share(promisedJune, len(inJune)), share(actualMean, all) - share(actualJune, len(inJune))},
		} {
			if err := f.settle(x.members, x.promise, x.actualSum); err != nil {
				return err
			}
		}
	}
	return nil
}

// share is the sum of n days with this mean, in hundredths, rounded.
func share(mean, n int) int { return (mean*n + 50) / 100 }

// settle brings the sums of promised and actual days to what they shall be.
func (f *fitting) settle(members []int, promised, actual int) error {
	for _, i := range members {
		promised -= f.promise(&f.cases[i])
		actual -= int(f.cases[i].worked)
	}
	if err := settle(&f.draw, members, promised, f.promiseOther); err != nil {
		return err
	}
	return settle(&f.draw, members, actual, f.lastOther)
}

// promiseOther takes another item of the same desk for a case.
func (f *fitting) promiseOther(i, gap int) int {
	p := &f.cases[i]
	if p.flaw == lateClosing {
		return 0
	}
	list := f.desks[p.desk].slow
	from := f.n(len(list))
	for k := range list {
		x := list[(from+k)%len(list)]
		by := f.items[x].promise - f.promise(p)
		if nearer(by, gap) && f.items[x].promise > int(p.worked) {
			p.item = int16(x)
			return by
		}
	}
	return 0
}

// nearer says whether a step leads to a gap without leading over it.
func nearer(by, gap int) bool {
	return by > 0 && by <= gap || by < 0 && by >= gap
}

// lastOther lets a case last a day longer or shorter.
func (f *fitting) lastOther(i, gap int) int {
	p, by := &f.cases[i], 1
	if gap < 0 {
		by = -1
	}
	from := f.closed(p)
	to := from + by
	switch {
	case p.flaw == lateClosing, from == f.peak, to == f.peak:
		return 0
	case int(p.worked)+by < 0 || int(p.worked)+by >= f.promise(p):
		return 0
	case to >= f.days.count() || (from < f.june) != (to < f.june):
		return 0
	case f.closings[to] == peakClosed-1:
		return 0
	}
	f.lasts(p, to)
	return by
}

// lasts lets a case be closed on a day.
func (f *fitting) lasts(p *plan, day int) {
	f.closings[f.closed(p)]--
	p.worked = int16(day) - int16(p.day)
	f.closings[day]++
}

// makeLate lets some cases be closed after their limits.
func (f *fitting) makeLate() {
	for late := 0; late < closedLate; {
		p := &f.cases[f.n(len(f.cases))]
		by := f.promise(p) + f.between(1, 4)
		if p.flaw != sound || p.worked == stays || p.script != plain || int(p.day)+by >= f.june {
			continue
		}
		p.flaw = lateClosing
		f.lasts(p, int(p.day)+by)
		late++
	}
}

// makePeak lets cases of the days before be closed on one day.
func (f *fitting) makePeak(day int) error {
	f.peak = day
	var list []int
	for i := range f.cases {
		p := &f.cases[i]
		age := day - int(p.day)
		if p.worked != stays && p.flaw == sound && f.closed(p) != day && f.closed(p) < f.june && age >= 0 && age < 12 && age < f.promise(p) {
			list = append(list, i)
		}
	}
	shuffle(&f.draw, list)
	slices.SortStableFunc(list, func(a, b int) int { return int(f.cases[b].day) - int(f.cases[a].day) })
	for _, i := range list {
		if f.closings[day] >= peakClosed {
			break
		}
		f.lasts(&f.cases[i], day)
	}
	if f.closings[day] != peakClosed {
		return errUnsettled
	}
	return nil
}
