package registry

import (
	"maps"
	"slices"

	"caseledger/ledger/workdays"
)

// history is what holds from day to day: ascending by the days from which on
// each entry holds, those of one day in ledger order. It is never written into.
type history[T any] []dated[T]

type dated[T any] struct {
	from workdays.Date
	says T
}

// with is the history with an entry more.
func (h history[T]) with(from workdays.Date, says T) history[T] {
	at := len(h)
	for at > 0 && h[at-1].from > from {
		at--
	}
	return slices.Insert(slices.Clip(h), at, dated[T]{from, says})
}

// until are the entries that have begun on a day.
func (h history[T]) until(day workdays.Date) history[T] {
	n := len(h)
	for n > 0 && h[n-1].from > day {
		n--
	}
	return h[:n]
}

// on is the latest entry that has begun on a day.
func (h history[T]) on(day workdays.Date) (says T, ok bool) {
	if h = h.until(day); len(h) == 0 {
		return says, false
	}
	return h[len(h)-1].says, true
}

// standing holds by codes what stands from a day on, nil where it ended.
type standing[T any] map[string]history[*T]

// on is what stands under a code on a day, nil if nothing does.
func (s standing[T]) on(code string, day workdays.Date) *T {
	e, _ := s[code].on(day)
	return e
}

// take notes what stands from a day on.
func (s *standing[T]) take(code string, from workdays.Date, e *T) {
	put(s, code, (*s)[code].with(from, e))
}

// all lists what stands on a day, ascending by code.
func (s standing[T]) all(day workdays.Date) []*T {
	out := []*T{}
	for _, code := range slices.Sorted(maps.Keys(s)) {
		if e := s.on(code, day); e != nil {
			out = append(out, e)
		}
	}
	return out
}

// put sets an entry of a map that need not be there yet.
func put[M ~map[string]V, V any](m *M, key string, v V) {
	if *m == nil {
		*m = M{}
	}
	(*m)[key] = v
}
