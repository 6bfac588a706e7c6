package projections_test

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections"
)

// The oracle computes every figure from the list of summaries, one case after
// another, by the words of FIGURES.md. It knows nothing of cells.

// pick is a population in a period, as of a day.
type pick struct {
	cases        []*Summary
	from, to     workdays.Date // NoDate is open
	asOf, dueDay workdays.Date // the second for what is overdue
}

func (p *pick) during(d workdays.Date) bool {
	return d != workdays.NoDate && (p.from == workdays.NoDate || d >= p.from) && (p.to == workdays.NoDate || d <= p.to)
}

func by(d, day workdays.Date) bool {
	return d != workdays.NoDate && (day == workdays.NoDate || d <= day)
}

func (p *pick) count(f func(*Summary) bool) (n int64) {
	for _, s := range p.cases {
		if f(s) {
			n++
		}
	}
	return n
}

func (p *pick) sum(f func(*Summary) bool, v func(*Summary) int64) (n int64) {
	for _, s := range p.cases {
		if f(s) {
			n += v(s)
		}
	}
	return n
}

func (p *pick) accepted(s *Summary) bool { return p.during(s.AcceptedOn()) }
func (p *pick) closed(s *Summary) bool   { return s.Status == casefile.Ended && p.during(s.ClosedOn()) }
func (p *pick) limited(s *Summary) bool {
	return p.closed(s) && (s.Result == Early || s.Result == OnTime || s.Result == Late)
}
func (p *pick) onTime(s *Summary) bool {
	return p.closed(s) && (s.Result == Early || s.Result == OnTime)
}
func (p *pick) early(s *Summary) bool { return p.closed(s) && s.Result == Early }

func openOn(s *Summary, day workdays.Date) bool {
	return by(s.AcceptedOn(), day) && (s.Status == casefile.Open || !by(s.ClosedOn(), day))
}

func (p *pick) overdue(s *Summary) bool {
	return p.dueDay != workdays.NoDate && openOn(s, p.dueDay) && s.Limit.On != workdays.NoDate && s.Limit.On < p.dueDay
}

func shakyDue(s *Summary) bool {
	return s.Limit.Provisional && s.Limit.Basis != casefile.ByDeadline
}
func shakyDays(s *Summary) bool { return s.Limit.Provisional || s.WorkedProvisional }

// want is what the oracle says of one figure.
type want struct {
	num, den    int64
	hasDen      bool
	value       int64 // of percentiles
	excluded    []Exclusion
	provisional bool
}

func oracle(p *pick, id string) want {
	c := func(f func(*Summary) bool) int64 { return p.count(f) }
	in := func(status casefile.Status) int64 {
		return c(func(s *Summary) bool { return s.Status == status && p.during(s.ClosedOn()) })
	}
	ended := []Exclusion{{Reason: "returned", Count: in(casefile.SentBack)}, {Reason: "withdrawn", Count: in(casefile.TakenBack)}}
	unlimited := append([]Exclusion{{Reason: "no_due_date", Count: c(func(s *Summary) bool { return p.closed(s) && !p.limited(s) })}}, ended...)
	shaky := c(func(s *Summary) bool { return p.closed(s) && shakyDue(s) }) > 0
	shakyOverdue := c(func(s *Summary) bool { return p.overdue(s) && shakyDue(s) }) > 0
	shakyKept := c(func(s *Summary) bool { return p.limited(s) && shakyDays(s) }) > 0
	kept := p.sum(p.limited, func(s *Summary) int64 { return int64(s.Limit.Days) })
	spent := p.sum(p.limited, func(s *Summary) int64 { return int64(s.Worked) })
	both := func(s *Summary) bool { return p.accepted(s) && s.Promise > 0 && s.Accepted.Legal > 0 }
	ratio := func(num, den int64, ex []Exclusion, shaky bool) want {
		return want{num: num, den: den, hasDen: true, excluded: ex, provisional: shaky}
	}
	switch id {
	case "accepted":
		return want{num: c(p.accepted)}
	case "closed":
		return want{num: c(p.closed)}
	case "open":
		return want{num: c(func(s *Summary) bool { return openOn(s, p.asOf) })}
	case "overdue":
		return want{num: c(p.overdue), provisional: shakyOverdue}
	case "closed_early":
		return want{num: c(p.early), provisional: shaky}
	case "closed_on_time":
		return want{num: c(p.onTime), provisional: shaky}
	case "closed_late":
		return want{num: c(func(s *Summary) bool { return p.closed(s) && s.Result == Late }), provisional: shaky}
	case "closed_without_due":
		return want{num: c(func(s *Summary) bool { return p.closed(s) && !p.limited(s) })}
	case "returned":
		return want{num: in(casefile.SentBack)}
	case "withdrawn":
		return want{num: in(casefile.TakenBack)}
	case "completion_rate_flow":
		return ratio(c(p.closed), c(p.accepted), ended, false)
	case "completion_rate_cohort":
		return ratio(c(func(s *Summary) bool {
			return p.accepted(s) && s.Status == casefile.Ended && by(s.ClosedOn(), p.asOf)
		}), c(p.accepted), nil, false)
	case "completion_rate_stock":
		start := int64(0)
		if p.from != workdays.NoDate {
			start = c(func(s *Summary) bool { return openOn(s, p.from-1) })
		}
		return ratio(c(p.closed), start+c(p.accepted), ended, false)
	case "completion_rate_cumulative":
		return ratio(c(func(s *Summary) bool { return s.Status == casefile.Ended && by(s.ClosedOn(), p.asOf) }),
			c(func(s *Summary) bool { return by(s.AcceptedOn(), p.asOf) }), nil, false)
	case "on_time_rate":
		return ratio(c(p.onTime), c(p.limited), unlimited, shaky)
	case "on_time_rate_strict":
		return ratio(c(p.onTime), c(p.limited)+c(p.overdue), unlimited, shaky || shakyOverdue)
	case "early_rate":
		return ratio(c(p.early), c(p.limited), unlimited, shaky)
	case "immediate_rate":
		return ratio(c(func(s *Summary) bool { return p.accepted(s) && s.Handling == casefile.Immediate }), c(p.accepted), nil, false)
	case "mean_promised_days":
		return ratio(kept, c(p.limited), unlimited, shakyKept)
	case "mean_actual_days":
		return ratio(spent, c(p.limited), unlimited, shakyKept)
	case "mean_early_days":
		return ratio(kept-spent, c(p.limited), unlimited, shakyKept)
	case "mean_calendar_days":
		return ratio(p.sum(p.closed, func(s *Summary) int64 { return int64(s.Days) }), c(p.closed), ended, false)
	case "speed_up":
		return ratio(kept-spent, kept, unlimited, shakyKept)
	case "promise_speed_up":
		legal := p.sum(both, func(s *Summary) int64 { return int64(s.Accepted.Legal) })
		return ratio(legal-p.sum(both, func(s *Summary) int64 { return int64(s.Promise) }), legal,
			[]Exclusion{{Reason: "no_legal_or_promised_limit", Count: c(p.accepted) - c(both)}}, false)
	case "fee_cases":
		return want{num: c(func(s *Summary) bool { return p.accepted(s) && s.Charges > 0 })}
	case "fee_charges":
		return want{num: p.sum(p.accepted, func(s *Summary) int64 { return int64(s.Charges) })}
	}
	return oracleMore(p, id, ended)
}

func oracleMore(p *pick, id string, ended []Exclusion) want {
	if a, ok := cutPrefix(id, "anomaly_"); ok {
		return want{num: p.count(func(s *Summary) bool {
			return p.accepted(s) && slices.Contains(s.Anomalies, casefile.Anomaly(a))
		})}
	}
	length, shaky := func(s *Summary) int { return s.Days }, false
	rest, ok := cutPrefix(id, "calendar_days_")
	if !ok {
		if rest, ok = cutPrefix(id, "working_days_"); !ok {
			return want{num: -1}
		}
		length = func(s *Summary) int { return s.Worked }
		shaky = p.count(func(s *Summary) bool { return p.closed(s) && shakyDays(s) }) > 0
	}
	var all []int
	for _, s := range p.cases {
		if p.closed(s) {
			all = append(all, length(s))
		}
	}
	slices.Sort(all)
	w := want{den: int64(len(all)), hasDen: true, excluded: ended, provisional: shaky}
	if rest == "max" {
		rest = "p100"
	}
	percent, _ := strconv.Atoi(rest[1:])
	for w.num*100 < int64(percent*len(all)) { // the least rank that has so many per cent at or below it
		w.num++
	}
	if len(all) > 0 {
		w.value = int64(all[w.num-1])
	}
	return w
}

func cutPrefix(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		return s[len(prefix):], true
	}
	return s, false
}

// history is a list of changes and what was known after each.
type history []Change

// known gives the summaries as known at a position, and the day of the last
// record.
func (h history) known(at ledger.Position) (cases []*Summary, day workdays.Date) {
	latest := map[string]*Summary{}
	day = workdays.NoDate
	for _, c := range h {
		if c.Position <= at {
			latest[c.After.Number] = c.After
			day = workdays.DateOf(c.Recorded, shanghai)
		}
	}
	for _, s := range latest {
		if s.Status != casefile.None {
			cases = append(cases, s)
		}
	}
	return cases, day
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

func (f filterOf) takes(s *Summary) bool {
	is := func(want *string, have string) bool { return want == nil || *want == have }
	return is(f.Org, s.Org) && is(f.Item, s.Item) && is(f.Kind, string(s.Kind)) && is(f.Channel, s.Channel) && is(f.Officer, s.Officer)
}

type filterOf struct{ Filter }

func (h history) pick(q FigureQuery) *pick {
	at := q.KnownAt
	if at == 0 && len(h) > 0 {
		at = h[len(h)-1].Position
	}
	cases, day := h.known(at)
	p := &pick{from: q.From, to: q.To, asOf: q.AsOf}
	for _, s := range cases {
		if (filterOf{q.Filter}).takes(s) {
			p.cases = append(p.cases, s)
		}
	}
	if p.asOf == workdays.NoDate {
		p.asOf = q.To
	}
	if p.dueDay = p.asOf; p.dueDay == workdays.NoDate {
		p.dueDay = day
	}
	return p
}

// check compares one figure with the oracle.
func check(t rapid.TB, f Figure, p *pick) {
	t.Helper()
	if f.ID == "fees" {
		sum := p.sum(func(s *Summary) bool { return p.accepted(s) && s.Charges > 0 && (s.Currency == f.Unit) },
			func(s *Summary) int64 { return int64(s.Fees) })
		if got := f.Numerator; got != casefile.Amount(sum).String() {
			t.Errorf("fees in %s: %s, want %s", f.Unit, got, casefile.Amount(sum))
		}
		return
	}
	w := oracle(p, f.ID)
	den, value := "", strconv.FormatInt(w.num, 10)
	if w.hasDen {
		den = strconv.FormatInt(w.den, 10)
		value = ratioText(f, w)
	}
	got := fmt.Sprint(f.Numerator, "/", f.Denominator, " ", f.Excluded, " ", f.Provisional)
	want := fmt.Sprint(w.num, "/", den, " ", w.excluded, " ", w.provisional)
	if got != want {
		t.Errorf("%s: %s, want %s", f.ID, got, want)
	}
	if have := text(f.Value); have != value {
		t.Errorf("%s: value %s, want %s", f.ID, have, value)
	}
}

func text(s *string) string {
	if s == nil {
		return "nil"
	}
	return *s
}

func ratioText(f Figure, w want) string {
	switch {
	case w.den <= 0:
		return "nil"
	case f.Unit == "%":
		return longDivision(100*w.num, w.den, f.Rounding)
	case cutOK(f.ID, "mean_"):
		return longDivision(w.num, w.den, f.Rounding)
	}
	return strconv.FormatInt(w.value, 10)
}

func cutOK(s, prefix string) bool { _, ok := cutPrefix(s, prefix); return ok }

// longDivision divides as one does by hand.
func longDivision(num, den int64, r Rounding) string {
	sign := ""
	if num < 0 {
		sign, num = "-", -num
	}
	whole, rest := num/den, num%den
	var digits []byte
	for range r.Decimals {
		rest *= 10
		digits = append(digits, byte('0'+rest/den))
		rest %= den
	}
	if r.Mode == "half_up" && 2*rest >= den {
		i := len(digits) - 1
		for ; i >= 0 && digits[i] == '9'; i-- {
			digits[i] = '0'
		}
		if i >= 0 {
			digits[i]++
		} else {
			whole++
		}
	}
	s := strconv.FormatInt(whole, 10)
	if len(digits) > 0 {
		s += "." + string(digits)
	}
	if sign != "" && trimmed(s) != "" {
		s = sign + s
	}
	return s
}

func trimmed(s string) string {
	out := ""
	for _, c := range s {
		if c != '0' && c != '.' {
			out += string(c)
		}
	}
	return out
}
