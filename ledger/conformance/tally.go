package conformance

import (
	"cmp"
	"maps"
	"slices"
)

// Count is how many cases there are under each verdict of one rule; the three sum
// to all.
type Count struct {
	Complies int
	Breaks   int
	Unjudged map[Why]int
}

// All is the number of cases.
func (c *Count) All() int {
	n := c.Complies + c.Breaks
	for _, k := range c.Unjudged {
		n += k
	}
	return n
}

func (c *Count) add(x Finding) {
	switch x.Verdict {
	case Complies:
		c.Complies++
	case Breaks:
		c.Breaks++
	default:
		if c.Unjudged == nil {
			c.Unjudged = map[Why]int{}
		}
		c.Unjudged[x.Why]++
	}
}

// Group is what cases are counted by.
type Group struct {
	Org   string // accepting organisation; empty for all
	Month string // of acceptance, 2026-05; empty for all
}

// Line is the count of one rule in one group.
type Line struct {
	Rule *Rule
	Group
	Count
}

// Tally counts cases by rules and groups. The zero Tally is not ready, see
// [NewTally].
type Tally struct {
	rules []*Rule
	by    func(f *Facts) Group
	lines map[Group][]Count
}

// By is what a report is divided by.
type By string

// Divisions.
const (
	Whole   By = ""
	ByOrg   By = "org"
	ByMonth By = "month"
)

// NewTally counts by these rules, divided.
func NewTally(rules []*Rule, by By) *Tally {
	t := &Tally{rules: rules, lines: map[Group][]Count{}}
	switch by {
	case ByOrg:
		t.by = func(f *Facts) Group { return Group{Org: f.Org} }
	case ByMonth:
		t.by = func(f *Facts) Group { return Group{Month: f.AcceptedOn().String()[:len("2006-01")]} }
	default:
		t.by = func(*Facts) Group { return Group{} }
	}
	return t
}

// Add counts one case, which is accepted; found is told the finding of each rule.
func (t *Tally) Add(f *Facts, found func(r *Rule, x Finding)) {
	g := t.by(f)
	counts := t.lines[g]
	if counts == nil {
		counts = make([]Count, len(t.rules))
		t.lines[g] = counts
	}
	for i, r := range t.rules {
		x := r.Judge(f)
		counts[i].add(x)
		if found != nil {
			found(r, x)
		}
	}
}

// Lines lists the counts, rule by rule, of each the groups in their order.
func (t *Tally) Lines() (out []Line) {
	groups := slices.SortedFunc(maps.Keys(t.lines), func(a, b Group) int { return cmp.Or(cmp.Compare(a.Org, b.Org), cmp.Compare(a.Month, b.Month)) })
	for i, r := range t.rules {
		for _, g := range groups {
			out = append(out, Line{r, g, t.lines[g][i]})
		}
	}
	return out
}
