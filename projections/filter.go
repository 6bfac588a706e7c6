package projections

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
)

// filter is one condition on cases.
type filter struct {
	column  string
	terms   []term
	indexed bool
	order   []Order // orders in which the index gives the matching rows
}

// term compares the column: an operator, "IN" with a []any, "<> 0" with nothing,
// or "&" for any of some bits.
type term struct {
	op  string
	arg any
}

func (f *filter) orders(o Order) bool { return slices.Contains(f.order, o) }

// equality says whether the filter wants one value of a column whose index goes
// on with the time of acceptance.
func (f *filter) equality() bool { return f.indexed && f.terms[0].op == "=" }

// add adds the filter to a condition; only a bare one may use its index.
func (f *filter) add(s *condition, t door.Tx, bare bool) {
	column := f.column
	if !bare {
		column = t.Aside(column)
	}
	for _, x := range f.terms {
		switch x.op {
		case "IN":
			var list []string
			for _, v := range x.arg.([]any) {
				list = append(list, s.arg(v))
			}
			s.and(column + " IN (" + strings.Join(list, ", ") + ")")
		case "&":
			s.and("(" + column + " & " + s.arg(x.arg) + ") <> 0")
		case "<> 0":
			s.and(column + " <> 0")
		default:
			s.and(column + " " + x.op + " " + s.arg(x.arg))
		}
	}
}

// filters turns a query's wishes into conditions.
func filters(q *CaseQuery) (out []filter, err error) {
	equal := func(column string, v *string, orders ...Order) {
		if v != nil {
			out = append(out, filter{column, []term{{"=", *v}}, true, orders})
		}
	}
	// The first filter that gives an order is walked in it. Its status leaves
	// few of a unit's cases, or nearly all; its index knows the unit, too.
	switch len(q.Status) {
	case 0:
	case 1:
		status := string(q.Status[0])
		equal("status", &status, ByAccepted, ByDue)
	default:
		var list []any
		for _, s := range q.Status {
			list = append(list, string(s))
		}
		out = append(out, filter{"status", []term{{"IN", list}}, false, nil})
	}
	equal("org", q.Org, ByAccepted, ByDue)
	equal("item", q.Item, ByAccepted)
	equal("kind", q.Kind, ByAccepted)
	equal("channel", q.Channel, ByAccepted)
	equal("officer", q.Officer, ByAccepted)
	axes, err := axesFilter(q)
	if err != nil {
		return nil, err
	}
	if axes != nil {
		out = append(out, *axes)
	}
	out = append(out, acceptedBetween(q.AcceptedFrom, q.AcceptedTo)...)
	if q.NumberPrefix != "" {
		terms := []term{{">=", q.NumberPrefix}, {"<", after(q.NumberPrefix)}}
		out = append(out, filter{"number", terms, true, []Order{ByNumber}})
	}
	late, err := overdueFilters(q)
	if err != nil {
		return nil, err
	}
	out = append(append(out, late...), reviewFilters(q)...)
	if q.Anomaly != "" {
		bits := anomalyBits(q.Anomaly)
		if bits == 0 {
			return nil, &ledger.InvalidError{Field: "anomaly", Value: string(q.Anomaly), Reason: `want "ends_before_start", "events_after_end" or "events_before_start"`}
		}
		out = append(out, filter{"anomalies", []term{{"<> 0", nil}, {"&", bits}}, true, nil})
	}
	if q.Deviation != "" {
		bits := deviationBits(q.Deviation)
		if bits == 0 {
			return nil, &ledger.InvalidError{Field: "deviation", Value: string(q.Deviation), Reason: fmt.Sprintf("want one of %s", casefile.AllDeviations())}
		}
		out = append(out, filter{"anomalies", []term{{"<> 0", nil}, {"&", bits}}, true, nil})
	}
	if q.OpenBook != nil {
		terms := map[bool][]term{true: {{"<> 0", nil}}, false: {{"=", int64(0)}}}[*q.OpenBook]
		out = append(out, filter{"open_book", terms, *q.OpenBook, nil})
	}
	return out, nil
}

// overdueFilters turns what a query wants of lateness into conditions. What is
// unexplained is overdue too, which has the index.
func overdueFilters(q *CaseQuery) (out []filter, err error) {
	unexplained := q.OverdueUnexplained
	if q.OverdueAt.IsZero() && (q.Overdue != nil || unexplained != nil || q.ReviewOverdue != nil) {
		return nil, &ledger.InvalidError{Field: "overdueAt", Reason: "is required with what is overdue"}
	}
	at := micros(q.OverdueAt)
	want := func(column string, is, indexed bool) {
		op := map[bool]string{true: "<", false: ">="}[is]
		out = append(out, filter{column, []term{{op, at}}, indexed, nil})
	}
	if q.Overdue != nil {
		want("overdue_from", *q.Overdue, *q.Overdue)
	}
	if unexplained != nil {
		if *unexplained && q.Overdue == nil {
			want("overdue_from", true, true)
		}
		want("unexplained_from", *unexplained, false)
	}
	return out, nil
}

// acceptedBetween bounds local dates of acceptance. The bound on the instant
// follows from it, a day wider for the time zones, and has an index.
func acceptedBetween(from, to workdays.Date) []filter {
	var on, at []term
	if from != workdays.NoDate {
		on = append(on, term{">=", int64(from)})
		at = append(at, term{">=", micros((from - 1).Start(time.UTC))})
	}
	if to != workdays.NoDate {
		on = append(on, term{"<=", int64(to)})
		at = append(at, term{"<", micros((to + 2).Start(time.UTC))})
	}
	if on == nil {
		return nil
	}
	return []filter{{"accepted_on", on, false, nil}, {"accepted_at", at, true, []Order{ByAccepted}}}
}

// after is greater than all names that begin with a prefix: texts are ordered
// by their bytes, and no name has the last code point.
func after(prefix string) string { return prefix + "\U0010FFFF" }

// condition is a list of conditions with their arguments.
type condition struct {
	parts []string
	args  []any
}

func (s *condition) arg(v any) string {
	s.args = append(s.args, v)
	return "?" + strconv.Itoa(len(s.args))
}

func (s *condition) and(part string) { s.parts = append(s.parts, part) }

// bound keeps rows on one side of a cursor: those whose key is greater, or
// those whose key is less.
func (s *condition) bound(key, number string, b *bound, greater bool) {
	if b == nil {
		return
	}
	op := map[bool]string{true: " >", false: " <"}[greater]
	if b.inclusive {
		op += "="
	}
	if key == "" {
		s.and(number + op + " " + s.arg(b.number))
		return
	}
	s.and("(" + key + ", " + number + ")" + op + " (" + s.arg(b.key) + ", " + s.arg(b.number) + ")")
}

func (s *condition) text() string {
	if len(s.parts) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(s.parts, " AND ")
}
