package policy

import (
	"cmp"
	"slices"

	"caseledger/ledger/workdays"
)

// Set is the versions of all regimes. It is immutable and safe for concurrent
// use. A nil *Set is [Official]; the zero Set knows none.
type Set struct {
	all []Policy // ascending by regime and date, one of each
}

func (s *Set) versions() []Policy {
	if s == nil {
		return Official().all
	}
	return s.all
}

// At gives the version in force for a case of a regime received or accepted on
// a day; nil where none is known.
func (s *Set) At(regime string, day workdays.Date) *Policy {
	all := s.versions()
	i, found := find(all, regime, day)
	if !found {
		i--
	}
	if i < 0 || all[i].Regime != regime {
		return nil
	}
	return &all[i]
}

// With is the set with one more version. It stands in for an earlier one of the
// same regime and date.
func (s *Set) With(p Policy) *Set { return &Set{all: with(s.versions(), p.clone())} }

func with(all []Policy, p Policy) []Policy {
	all = slices.Clone(all)
	i, found := find(all, p.Regime, p.From)
	if found {
		all[i] = p
		return all
	}
	return slices.Insert(all, i, p)
}

// Take is the set with one regime's versions of another set in place of its own.
func (s *Set) Take(o *Set, regime string) *Set {
	of := func(p Policy) bool { return p.Regime == regime }
	out := &Set{all: slices.DeleteFunc(slices.Clone(s.versions()), of)}
	for _, p := range o.versions() {
		if of(p) {
			out.all = with(out.all, p)
		}
	}
	return out
}

// All lists the versions by regime and date, ascending.
func (s *Set) All() []Policy {
	all := slices.Clone(s.versions())
	for i, p := range all {
		all[i] = p.clone()
	}
	return all
}

// Until is the last day on which a version of the set is in force, or the
// greatest date where no later one is known.
func (s *Set) Until(p *Policy) workdays.Date {
	all := s.versions()
	i, found := find(all, p.Regime, p.From)
	if found {
		i++
	}
	if i < len(all) && all[i].Regime == p.Regime {
		return all[i].From - 1
	}
	return Last
}

// find gives the place of a regime's version of a date.
func find(all []Policy, regime string, from workdays.Date) (int, bool) {
	return slices.BinarySearchFunc(all, regime, func(p Policy, regime string) int {
		return cmp.Or(cmp.Compare(p.Regime, regime), cmp.Compare(p.From, from))
	})
}

func (p Policy) clone() Policy {
	p.Defaults = slices.Clone(p.Defaults)
	p.Grounds = slices.Clone(p.Grounds)
	p.Levels = slices.Clone(p.Levels)
	p.Periods = slices.Clone(p.Periods)
	p.Signals = slices.Clone(p.Signals)
	p.Silence = slices.Clone(p.Silence)
	p.Systems = slices.Clone(p.Systems)
	return p
}
