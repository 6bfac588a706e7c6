package figures

import (
	"cmp"
	"slices"

	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// peak is the most of something on one day, or in one month, of the period.
type peak struct {
	id, zh, en, formula string
	of                  *Measure
	grain               Grain
	population          Population
	on                  func(*plain.Case) workdays.Date // NoDate where it did not happen
}

func acceptedOn(c *plain.Case) workdays.Date { return c.Accepted }

func closedOn(c *plain.Case) workdays.Date {
	if c.Closed() {
		return c.Ended
	}
	return workdays.NoDate
}

// peaks say on which day the most was done. Of months the period cuts off what
// lies outside it.
func peaks() (out []Rule) {
	for _, k := range [...]peak{
		{"peak_day_accepted", "日最高受理件数", "Most cases accepted on one day", "the most cases accepted on one day of the period", acceptances, Day, OfAccepted, acceptedOn},
		{"peak_day_closed", "日最高办结件数", "Most cases closed on one day", "the most cases closed on one day of the period", closings, Day, OfClosed, closedOn},
		{"peak_month_accepted", "月最高受理件数", "Most cases accepted in one month", "the most cases accepted in one calendar month of the period", acceptances, Month, OfAccepted, acceptedOn},
	} {
		out = append(out, Rule{
			ID: k.id, Version: 1, Zh: k.zh, En: k.en,
			Kind: Count, Unit: "cases", Of: k.population, Adds: Never,
			Formula: k.formula + "; of several equal ones the first",
			Daily:   []*Measure{k.of},
			Compute: func(r *Reading) Outcome {
				n, on := r.Flow.peak(k.of, k.grain)
				return Outcome{Numerator: n, On: on}
			},
			Plain: func(p *plain.Pick) plain.Answer {
				most, on := p.Most(k.on, k.grain.start)
				return plain.Answer{Numerator: most, On: on}
			},
		})
	}
	return out
}

// dayCounts are how many cases each day has, in order of the days.
type dayCounts struct {
	list []dayCount
	at   int // of the last day that was added to
}

type dayCount struct {
	day workdays.Date
	n   int64
}

// add takes so many cases of a day. Stored days come in order, so most are that
// behind the last.
func (d *dayCounts) add(day workdays.Date, n int64) {
	if k := len(d.list); k == 0 || d.list[k-1].day < day {
		d.at, d.list = k, append(d.list, dayCount{day, n})
		return
	}
	for next := d.at; next < len(d.list) && next <= d.at+1; next++ {
		if d.list[next].day == day {
			d.list[next].n += n
			d.at = next
			return
		}
	}
	i, found := slices.BinarySearchFunc(d.list, day, func(c dayCount, day workdays.Date) int { return cmp.Compare(c.day, day) })
	if d.at = i; found {
		d.list[i].n += n
		return
	}
	d.list = slices.Insert(d.list, i, dayCount{day, n})
}

// peak is the most that a measure counted in one period of a length, and that
// period's first day; of equal ones the earliest; NoDate where there is none.
func (t *Tally) peak(m *Measure, g Grain) (most int64, on workdays.Date) {
	on = workdays.NoDate
	b := t.of(m)
	if b == nil {
		return 0, on
	}
	for list := b.days.list; len(list) > 0; {
		n, start := int64(0), g.start(list[0].day)
		for next := g.next(start); len(list) > 0 && list[0].day < next; {
			n, list = n+list[0].n, list[1:]
		}
		if n > most {
			most, on = n, start
		}
	}
	return most, on
}
