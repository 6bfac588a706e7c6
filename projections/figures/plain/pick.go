package plain

import (
	"slices"

	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// Pick is a population in a period, as of a day: what a question chooses.
type Pick struct {
	Cases []Case
	// Things are those that registries list on the day as of which; Org is the
	// organisation at or below which they are, nil for all.
	Things []Thing
	Org    *string
	// From and To bound the period, both inclusive; NoDate leaves a side open.
	From, To workdays.Date
	// AsOf is the day on whose end stocks and cohorts are counted; NoDate
	// counts all that is recorded.
	AsOf workdays.Date
	// DueOn is the day on whose end cases are overdue; NoDate where nothing is
	// recorded.
	DueOn workdays.Date
	// Currency is that of a sum of fees.
	Currency string
}

// During says whether a date lies in the period.
func (p *Pick) During(d workdays.Date) bool {
	return d != workdays.NoDate && (p.From == workdays.NoDate || d >= p.From) && (p.To == workdays.NoDate || d <= p.To)
}

// Count counts the cases of which f holds.
func (p *Pick) Count(f func(*Case) bool) int64 {
	return p.Sum(f, func(*Case) int64 { return 1 })
}

// Sum adds up v over the cases of which f holds.
func (p *Pick) Sum(f func(*Case) bool, v func(*Case) int64) (sum int64) {
	for i := range p.Cases {
		if c := &p.Cases[i]; c.Counts() && f(c) {
			sum += v(c)
		}
	}
	return sum
}

// Most is the greatest number of cases in one span of the period, told apart by
// the span's first day, and that day; the earliest of equal ones.
func (p *Pick) Most(on func(*Case) workdays.Date, start func(workdays.Date) workdays.Date) (most int64, first workdays.Date) {
	first = workdays.NoDate
	numbers := map[workdays.Date]int64{}
	for i := range p.Cases {
		if c := &p.Cases[i]; c.Counts() && p.During(on(c)) {
			numbers[start(on(c))]++
		}
	}
	for day, n := range numbers {
		if n > most || n == most && day < first {
			most, first = n, day
		}
	}
	return most, first
}

// Below says whether an organisation stands below the picked one, or below any.
func (p *Pick) Below(t *Thing) bool {
	if p.Org == nil {
		return t.Nodes[1] != ""
	}
	return t.Nodes[0] != *p.Org
}

// Accepted says whether a case was accepted in the period.
func (p *Pick) Accepted(c *Case) bool { return p.During(c.Accepted) }

// Closed says whether a case was closed in the period.
func (p *Pick) Closed(c *Case) bool { return c.Closed() && p.During(c.Ended) }

// Limited says whether a case with a limit was closed in the period.
func (p *Pick) Limited(c *Case) bool { return p.Closed(c) && c.Limited() }

// Overdue says whether a case was in hand past its due date.
func (p *Pick) Overdue(c *Case) bool {
	return p.DueOn != workdays.NoDate && c.OpenOn(p.DueOn) && c.Due != workdays.NoDate && c.Due < p.DueOn
}

// Ended lists the cases that ended in the period without being closed.
func (p *Pick) Ended() []Exclusion {
	in := func(status casefile.Status) int64 {
		return p.Count(func(c *Case) bool { return c.Status == status && p.During(c.Ended) })
	}
	return []Exclusion{{"returned", in(casefile.SentBack)}, {"withdrawn", in(casefile.TakenBack)}}
}

// Unlimited lists the cases that ended in the period and had no limit to keep.
func (p *Pick) Unlimited() []Exclusion {
	n := p.Count(func(c *Case) bool { return p.Closed(c) && !c.Limited() })
	return append([]Exclusion{{"no_due_date", n}}, p.Ended()...)
}

// Smallest gives the number, value and rank for a percentile of lengths of the
// cases closed in the period: of n in ascending order, the least that has so
// many per cent at or below it.
func (p *Pick) Smallest(percent int, length func(*Case) int) (rank, n, value int64) {
	var all []int
	for i := range p.Cases {
		if c := &p.Cases[i]; c.Counts() && p.Closed(c) {
			all = append(all, length(c))
		}
	}
	slices.Sort(all)
	for rank*100 < int64(percent*len(all)) {
		rank++
	}
	if rank > 0 {
		value = int64(all[rank-1])
	}
	return rank, int64(len(all)), value
}

// Exclusion counts cases that a figure leaves out, and says why.
type Exclusion struct {
	Reason string
	Count  int64
}

// Rule computes one figure of what was picked.
type Rule func(*Pick) Answer
