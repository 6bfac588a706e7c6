package intake

import (
	"errors"
	"slices"
	"strings"

	"caseledger/ledger/casefile"
)

// tally is what one case adds to a summary.
type tally struct {
	status     casefile.Status
	anomalies  []casefile.Anomaly
	deviations []casefile.Deviation
	currency   string
	charges    int
	fees       casefile.Amount
}

func tallyOf(c *casefile.Case) tally {
	return tally{c.Status, c.Anomalies(), c.Deviations(), c.Currency, c.Charges, c.Fees}
}

func newSummary(j *Job) Summary {
	s := Summary{
		File:   j.Name,
		States: map[casefile.Status]int{casefile.Open: 0, casefile.Ended: 0, casefile.SentBack: 0, casefile.TakenBack: 0},
		Anomalies: map[casefile.Anomaly]int{
			casefile.EndsBeforeStart: 0, casefile.EventsAfterEnd: 0, casefile.EventsBeforeStart: 0,
		},
		Fees: []FeeTotal{},
	}
	if j.Mapping != nil {
		s.Mapping, s.Unmet = j.Mapping.Name, j.Mapping.acceptCodes()
	}
	return s
}

// add counts a case n times, 1 or −1.
func (s *Summary) add(t tally, n int) {
	if t.status != casefile.None {
		s.States[t.status] += n
	}
	for _, a := range t.anomalies {
		s.Anomalies[a] += n
	}
	for _, d := range t.deviations {
		if s.Deviations == nil {
			s.Deviations = map[casefile.Deviation]int{}
		}
		if s.Deviations[d] += n; s.Deviations[d] == 0 {
			delete(s.Deviations, d)
		}
	}
	if t.charges == 0 {
		return
	}
	i, found := slices.BinarySearchFunc(s.Fees, t.currency, func(f FeeTotal, c string) int { return strings.Compare(f.Currency, c) })
	if !found {
		s.Fees = slices.Insert(s.Fees, i, FeeTotal{Currency: t.currency})
	}
	f := &s.Fees[i]
	f.Cases += n
	f.Charges += n * t.charges
	f.Total += casefile.Amount(n) * t.fees
}

// count takes a finished step into the summary.
func (r *recorder) count(s *step) {
	sum := r.sum
	sum.Events += s.run.events
	sum.Skipped += s.run.skipped
	for i := range s.run.facts {
		sum.Rounded += s.run.facts[i].rounded
	}
	for _, no := range s.run.refused {
		sum.Refused++
		if len(r.refusals) < 20 {
			r.refusals = append(r.refusals, no)
		}
		if r.job.Refused != nil {
			r.job.Refused(no)
		}
	}
	sum.Records += len(s.run.facts)
	sum.Added += s.fresh
	if k := s.known; k != nil && k.state.Status != casefile.None {
		if k.flags&counted == 0 {
			k.flags |= counted
			sum.Cases++
		} else {
			sum.add(k.tally, -1)
		}
		k.tally = s.after
		sum.add(k.tally, 1)
	}
	sum.Unmet = slices.DeleteFunc(sum.Unmet, func(code string) bool { return slices.Contains(s.run.met, code) })
	if s.run.inconsistent {
		sum.Inconsistent++
	}
	if s.diverges != nil {
		sum.Diverged++
		if len(r.first) < 20 {
			r.first = append(r.first, *s.diverges)
		}
	}
	if r.job.Progress != nil {
		r.job.Progress(Progress{Read: r.src.read.Load(), Size: r.job.Size, Cases: sum.Cases, Events: sum.Events})
	}
}

// outcome says what of the source was not taken in.
func (r *recorder) outcome() error {
	var diverged, refused error
	if r.sum.Diverged > 0 {
		diverged = &DivergedError{File: r.job.Name, Count: r.sum.Diverged, First: r.first}
	}
	if r.sum.Refused > 0 {
		refused = &RefusedError{File: r.job.Name, Count: r.sum.Refused, First: r.refusals}
	}
	if diverged == nil {
		return refused
	}
	if refused == nil {
		return diverged
	}
	return errors.Join(diverged, refused)
}
