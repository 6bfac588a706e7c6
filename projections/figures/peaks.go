package figures

import (
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
				n, on := r.Daily.peak(k.of, k.grain)
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

// dayCount is how many cases of a measure a day has.
type dayCount struct {
	measure uint16
	day     workdays.Date
	n       int64
}

// AddDay takes so many cases of a measure on a day. Cells come day by day, so
// most add to the last.
func (t *Tally) AddDay(m *Measure, day workdays.Date, n int64) {
	if k := len(t.days) - 1; k >= 0 && t.days[k].day == day && t.days[k].measure == m.Number {
		t.days[k].n += n
		return
	}
	t.days = append(t.days, dayCount{m.Number, day, n})
}

// peak is the most that a measure counted in one period of a length, and that
// period's first day; of equal ones the earliest; NoDate where there is none.
func (t *Tally) peak(m *Measure, g Grain) (most int64, on workdays.Date) {
	on = workdays.NoDate
	if t == nil {
		return 0, on
	}
	sums := map[workdays.Date]int64{}
	last, start := workdays.NoDate, workdays.NoDate
	for _, d := range t.days {
		if d.measure != m.Number {
			continue
		}
		if d.day != last {
			last, start = d.day, g.start(d.day)
		}
		sums[start] += d.n
	}
	for day, n := range sums {
		if n > most || n == most && n > 0 && day < on {
			most, on = n, day
		}
	}
	return most, on
}
