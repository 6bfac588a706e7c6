package recount

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Rows gives the canonical rows of a statement of a month ("2024-05") and an
// organisation with all below it, "" for the whole, as known after the last record:
// projections/statements/FORMAT.md. definitions are "id/version". The error is what
// is not known here.
func (l *Ledger) Rows(period, org string, definitions []string) ([][]byte, error) {
	if l.fault != nil {
		return nil, l.fault
	}
	list := make([]figure, len(definitions))
	for i, name := range definitions {
		f, ok := figures[name]
		if !ok {
			return nil, fmt.Errorf("the definition %s is not known here", name)
		}
		f.id, f.version, _ = strings.Cut(name, "/")
		list[i] = f
	}
	first, err := time.Parse(time.DateOnly, period+"-01")
	if err != nil {
		return nil, fmt.Errorf("%q is no month", period)
	}
	y, m, _ := first.Date()
	s := sums{from: civil(y, m, 1), to: civil(y, m+1, 1) - 1, of: map[population]*tally{{dimension: 0}: {}}}
	for _, d := range l.cases {
		if d.status != "" && d.zone != nil {
			s.take(l, &d.file, org)
		}
	}
	var out [][]byte
	for _, p := range s.populations() {
		out = append(out, p.rows(s.of[p], list, period, org)...)
	}
	return out, nil
}

// stands says whether a case counts in an organisation.
func (l *Ledger) stands(d *file, org string) bool {
	return slices.Contains(l.tree.path(d.org, dateOf(d.accepted, d.zone).String()), org)
}

// dimensions in the order of rows.
var dimensions = []string{"whole", "org", "item", "kind"}

// population is the cases of one row.
type population struct {
	dimension int
	key       string
}

// sums is what is counted of a period.
type sums struct {
	from, to date
	of       map[population]*tally
}

func (s *sums) populations() []population {
	return slices.SortedFunc(maps.Keys(s.of), func(a, b population) int {
		if a.dimension != b.dimension {
			return a.dimension - b.dimension
		}
		return strings.Compare(a.key, b.key)
	})
}

func (s *sums) within(d date) bool { return s.from <= d && d <= s.to }

// take counts a case in its populations; most cases are of other months.
func (s *sums) take(l *Ledger, d *file, org string) {
	accepted, ended := dateOf(d.accepted, d.zone), dateOf(d.ended, d.zone)
	open := accepted <= s.to && !(d.hasEnded() && ended <= s.to)
	if !open && !s.within(accepted) && !(d.hasEnded() && s.within(ended)) {
		return
	}
	if org != "" && !l.stands(d, org) {
		return
	}
	var n tally
	s.count(l, d, accepted, ended, open, &n)
	for i, key := range []string{"", d.org, d.item, d.kind()} {
		if i == 1 && org != "" { // what stands below it may have moved
			continue
		}
		p := population{i, key}
		t := s.of[p]
		if t == nil {
			t = &tally{}
			s.of[p] = t
		}
		for i := range n {
			t[i] += n[i]
		}
	}
}

// count counts one case.
func (s *sums) count(l *Ledger, d *file, accepted, ended date, open bool, n *tally) {
	n.add(open, inHand)
	if s.within(accepted) {
		n.add(true, nAccepted)
		n.add(d.handling == "immediate", immediate)
		n.add(d.status == "closed" && ended <= s.to, cohort)
	}
	in := d.hasEnded() && s.within(ended)
	n.add(in && d.status == "returned", nReturned)
	n.add(in && d.status == "withdrawn", nWithdrawn)
	if !open && !(in && d.status == "closed") {
		return
	}
	m := l.measure(d)
	shaky := m.limit.provisional && !m.limit.given
	if open && m.limit.exists && m.limit.known && m.limit.on < s.to {
		n.add(true, nOverdue)
		n.add(shaky, shakyOverdue)
	}
	if !in || d.status != "closed" {
		return
	}
	n.add(true, nClosed)
	n.add(shaky, shakyDue)
	if !m.limit.exists {
		n.add(true, withoutDue)
		return
	}
	n.add(true, limited)
	n.add(m.limit.provisional || m.provisionalDays, shakyLimited)
	n.add(ended < m.limit.on, early)
	n.add(!d.ended.After(m.limit.due), onTime)
	n.add(d.ended.After(m.limit.due), late)
	n[limits] += m.limit.length
	n[spent] += m.days
}

// tally is counts.
type tally [counts]int

const (
	nAccepted = iota
	immediate
	cohort
	inHand
	nOverdue
	shakyOverdue
	nReturned
	nWithdrawn
	nClosed
	shakyDue
	withoutDue
	limited
	shakyLimited
	early
	onTime
	late
	limits
	spent
	counts
)

func (t *tally) add(counts bool, what int) {
	if counts {
		t[what]++
	}
}

// figure is how a figure follows from counts (projections/FIGURES.md §3).
type figure struct {
	id, version string
	unit        string
	factor      int // 0: a count, else a quotient times so much
	numerator   func(*tally) int
	denominator func(*tally) int
	excluded    []exclusion
	provisional []int // it is where one of them counts something
}

type exclusion struct {
	reason string
	count  int
}

func one(what int) func(*tally) int { return func(t *tally) int { return t[what] } }

var (
	endings   = []exclusion{{"returned", nReturned}, {"withdrawn", nWithdrawn}}
	unlimited = append([]exclusion{{"no_due_date", withoutDue}}, endings...)
)

func count(what int, provisional ...int) figure {
	return figure{unit: "cases", numerator: one(what), provisional: provisional}
}

func rate(n, of func(*tally) int, excluded []exclusion, provisional ...int) figure {
	return figure{unit: "%", factor: 100, numerator: n, denominator: of, excluded: excluded, provisional: provisional}
}

func days(n func(*tally) int) figure {
	return figure{unit: "working days", factor: 1, numerator: n, denominator: one(limited), excluded: unlimited, provisional: []int{shakyLimited}}
}

func saved(t *tally) int { return t[limits] - t[spent] }

var figures = map[string]figure{
	"accepted/1":               count(nAccepted),
	"closed/1":                 count(nClosed),
	"open/1":                   count(inHand),
	"overdue/3":                count(nOverdue, shakyOverdue),
	"returned/1":               count(nReturned),
	"withdrawn/1":              count(nWithdrawn),
	"closed_early/3":           count(early, shakyDue),
	"closed_on_time/3":         count(onTime, shakyDue),
	"closed_late/3":            count(late, shakyDue),
	"closed_without_due/2":     count(withoutDue),
	"completion_rate_flow/1":   rate(one(nClosed), one(nAccepted), endings),
	"completion_rate_cohort/1": rate(one(cohort), one(nAccepted), nil),
	"on_time_rate/3":           rate(one(onTime), one(limited), unlimited, shakyDue),
	"on_time_rate_strict/3":    rate(one(onTime), func(t *tally) int { return t[limited] + t[nOverdue] }, unlimited, shakyDue, shakyOverdue),
	"early_rate/3":             rate(one(early), one(limited), unlimited, shakyDue),
	"immediate_rate/1":         rate(one(immediate), one(nAccepted), nil),
	"mean_promised_days/3":     days(one(limits)),
	"mean_actual_days/3":       days(one(spent)),
	"mean_early_days/3":        days(saved),
	"speed_up/3":               rate(saved, one(limits), unlimited, shakyLimited),
}

// row is one row; its members ascend.
type row struct {
	Decimals    int         `json:"decimals"`
	Denominator *string     `json:"denominator"`
	Dimension   string      `json:"dimension"`
	Excluded    []leftOut   `json:"excluded"`
	Figure      string      `json:"figure"`
	Key         string      `json:"key"`
	Numerator   string      `json:"numerator"`
	Org         string      `json:"org"`
	Period      string      `json:"period"`
	Provisional bool        `json:"provisional"`
	Rounding    string      `json:"rounding"`
	Unit        string      `json:"unit"`
	Value       *string     `json:"value"`
	Version     json.Number `json:"version"`
}

type leftOut struct {
	Count  int    `json:"count"`
	Reason string `json:"reason"`
}

// rows are those of a population; none where it counts nothing.
func (p population) rows(t *tally, list []figure, period, org string) (out [][]byte) {
	some := p.dimension == 0
	for i := range list {
		f := &list[i]
		r := row{Dimension: dimensions[p.dimension], Excluded: []leftOut{}, Figure: f.id, Key: p.key, Org: org, Period: period,
			Rounding: "half_up", Unit: f.unit, Version: json.Number(f.version)}
		n := f.numerator(t)
		r.Numerator = strconv.Itoa(n)
		of := 0
		if f.factor == 0 {
			r.Value = &r.Numerator
		} else {
			of, r.Decimals = f.denominator(t), 2
			text := strconv.Itoa(of)
			r.Denominator, r.Value = &text, quotient(f.factor*n, of)
		}
		for _, x := range f.excluded {
			if n := t[x.count]; n > 0 {
				r.Excluded = append(r.Excluded, leftOut{n, x.reason})
			}
		}
		for _, what := range f.provisional {
			r.Provisional = r.Provisional || t[what] > 0
		}
		some = some || n != 0 || of != 0 || len(r.Excluded) > 0
		out = append(out, r.line())
	}
	if !some {
		return nil
	}
	return out
}

// quotient is rounded half away from zero to two decimals; nil where the
// denominator is not positive.
func quotient(n, of int) *string {
	if of <= 0 {
		return nil
	}
	s := big.NewRat(int64(n), int64(of)).FloatString(2)
	if strings.Trim(s, "-0.") == "" {
		s = "0.00"
	}
	return &s
}

// line is the row as canonical JSON.
func (r *row) line() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		panic("recount: a row of plain values: " + err.Error())
	}
	return unescaped(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// unescaped has the two line ends of Unicode as they are, which RFC 8785 does not
// escape.
func unescaped(b []byte) (out []byte) {
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] != '\\':
			out = append(out, b[i])
		case bytes.HasPrefix(b[i:], []byte(`\u2028`)) || bytes.HasPrefix(b[i:], []byte(`\u2029`)):
			out = append(out, "\u2028\u2029"[3*(b[i+5]-'8'):][:3]...)
			i += 5
		default:
			out = append(out, b[i], b[i+1])
			i++
		}
	}
	return out
}
