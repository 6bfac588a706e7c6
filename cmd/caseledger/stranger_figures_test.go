package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// stated is a figure: exact numerator and denominator, and the value as text;
// "" where there is none.
type stated struct {
	numerator, denominator, value string
	provisional                   bool
}

// tally is what the stranger counts over one population and period.
type tally struct {
	from, to          date
	n                 map[string]int
	working, calendar []int // lengths of closed cases
}

func (y *tally) add(id string, counts bool) {
	if counts {
		y.n[id]++
	}
}

func (y *tally) within(d date) bool { return y.from <= d && d <= y.to }

// take counts one case that was accepted.
func (y *tally) take(d *dossier, c *dayCounter, r *rules) {
	accepted, ended, l := dateOf(d.accepted, d.zone), dateOf(d.ended, d.zone), d.limit(c, r)
	in := y.within(accepted)
	y.add("accepted", in)
	y.add("anomaly_ends_before_start", in && d.wasEnded && d.ended.Before(d.accepted))
	y.add("anomaly_events_after_end", in && d.wasEnded && d.stepped && d.last.After(d.ended))
	y.add("anomaly_events_before_start", in && d.stepped && d.first.Before(d.accepted))
	y.add("fee_cases", in && d.charges > 0)
	for _, at := range d.visits {
		y.add("visits", y.within(dateOf(at, d.zone)))
	}
	open := accepted <= y.to && !(d.hasEnded() && ended <= y.to)
	y.add("open", open)
	overdue, shaky := open && l.exists && l.known && l.on < y.to, l.provisional && !l.given
	y.add("overdue", overdue)
	y.add("provisional overdue", overdue && shaky)
	if !d.hasEnded() || !y.within(ended) {
		return
	}
	y.add(d.status, true)
	if d.status != "closed" {
		return
	}
	days := d.worked(c, r, ended)
	y.working, y.calendar = append(y.working, days), append(y.calendar, int(ended-accepted))
	y.n["calendar"] += int(ended - accepted)
	y.add("closed_without_due", !l.exists)
	provisional := l.provisional || c.provisional(d.zero(r), ended)
	y.add("provisional days", provisional)
	y.add("provisional limited", provisional && l.exists)
	y.add("provisional due", shaky)
	if l.exists {
		y.n["limit"] += l.length
		y.n["days"] += days
		y.add("limited", true)
		y.add("closed_early", ended < l.on)
		y.add("closed_on_time", !d.ended.After(l.due))
		y.add("closed_late", d.ended.After(l.due))
	}
}

// figures recomputes what FIGURES.md defines, for cases that pass, over a
// period whose last day is the day as of which.
func (s *stranger) figures(from, to date, passes func(*dossier) bool) map[string]stated {
	y := tally{from: from, to: to, n: map[string]int{}}
	for _, d := range s.cases {
		if d.status == "" || d.zone == nil || !passes(d) {
			continue
		}
		c := s.counters[d.Calendar]
		if c == nil {
			c = &dayCounter{notices: s.calendars[d.Calendar], known: map[date]bool{}, rests: map[date]bool{}}
			s.counters[d.Calendar] = c
		}
		y.take(d, c, s.rules.of(d))
		y.judge(d, c, s.rules)
	}
	n := y.n
	out := map[string]stated{}
	for _, id := range []string{"accepted", "closed", "open", "overdue", "closed_early", "closed_on_time", "closed_late", "closed_without_due", "returned",
		"withdrawn", "anomaly_ends_before_start", "anomaly_events_after_end", "anomaly_events_before_start", "fee_cases", "visits"} {
		out[id] = stated{fmt.Sprint(n[id]), "", fmt.Sprint(n[id]), false}
	}
	out["on_time_rate"] = quotient(n["closed_on_time"], n["limited"], 100)
	out["on_time_rate_strict"] = quotient(n["closed_on_time"], n["limited"]+n["overdue"], 100)
	out["early_rate"] = quotient(n["closed_early"], n["limited"], 100)
	out["completion_rate_flow"] = quotient(n["closed"], n["accepted"], 100)
	out["mean_promised_days"] = quotient(n["limit"], n["limited"], 1)
	out["mean_actual_days"] = quotient(n["days"], n["limited"], 1)
	out["mean_early_days"] = quotient(n["limit"]-n["days"], n["limited"], 1)
	out["mean_calendar_days"] = quotient(n["calendar"], n["closed"], 1)
	out["speed_up"] = quotient(n["limit"]-n["days"], n["limit"], 100)
	out["working_days_p50"], out["working_days_p90"] = rank(y.working, 50), rank(y.working, 90)
	out["working_days_max"] = rank(y.working, 100)
	out["calendar_days_p50"], out["calendar_days_max"] = rank(y.calendar, 50), rank(y.calendar, 100)
	y.ratings(out)
	y.rest(out)
	return out
}

// rest says which figures are provisional, FIGURES.md §4.
func (y *tally) rest(out map[string]stated) {
	for why, ids := range map[string]string{
		"provisional due":     "closed_early closed_on_time closed_late on_time_rate on_time_rate_strict early_rate",
		"provisional overdue": "overdue on_time_rate_strict",
		"provisional limited": "mean_promised_days mean_actual_days mean_early_days speed_up",
		"provisional days":    "working_days_p50 working_days_p90 working_days_max",
	} {
		for _, id := range strings.Fields(ids) {
			f := out[id]
			f.provisional = f.provisional || y.n[why] > 0
			out[id] = f
		}
	}
}

// quotient is rounded half away from zero to two decimals; there is no value
// where the denominator is not positive.
func quotient(numerator, denominator, factor int) stated {
	a := stated{fmt.Sprint(numerator), fmt.Sprint(denominator), "", false}
	if denominator > 0 {
		a.value = big.NewRat(int64(factor*numerator), int64(denominator)).FloatString(2)
		if strings.Trim(a.value, "-0.") == "" {
			a.value = "0.00"
		}
	}
	return a
}

// rank is the percentile by nearest rank.
func rank(values []int, p int) stated {
	slices.Sort(values)
	n := len(values)
	number := (p*n + 99) / 100
	a := stated{fmt.Sprint(number), fmt.Sprint(n), "", false}
	if n > 0 {
		a.value = fmt.Sprint(values[number-1])
	}
	return a
}
