package runs_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	. "caseledger/projections/figures"
	"caseledger/projections/figures/plain"
	. "caseledger/projections/figures/runs"
)

var day0 = workdays.Civil(2023, time.November, 20)

// nobody is a case that does not count.
var nobody = Case{Accepted: workdays.NoDate, Ended: workdays.NoDate, Due: workdays.NoDate}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// randomCase makes a case that need not make sense: the figures must hold for
// dirty data too.
func randomCase(r *rapid.T) Case {
	from := func(list ...string) string { return rapid.SampledFrom(list).Draw(r, "one of") }
	date := func() workdays.Date { return day0 + workdays.Date(rapid.IntRange(0, 80).Draw(r, "day")) }
	s := nobody
	s.Status = casefile.Status(from("", "open", "open", "closed", "closed", "returned", "withdrawn"))
	if s.Status != casefile.None {
		s.Accepted = date()
	}
	s.Org, s.Item, s.Officer = from("", "o1", "o2", "o3", "o4", "o5"), from("", "i1", "i2"), from("", "p1", "p2", "p3")
	for i := range rapid.IntRange(0, 2).Draw(r, "nodes above") {
		s.Above[i] = []string{from("n1", "n2", "o5"), "n9"}[i]
	}
	s.Channel, s.Kind = from("", "window", "internet"), casefile.Kind(from("promised", "immediate", "corrected"))
	s.Handling, s.Routing = casefile.Handling(from("", "immediate", "promised")), casefile.Routing(from("", "single", "joint"))
	s.Intake = casefile.Intake(from("as_filed", "corrected"))
	s.Level, s.Class, s.Tags = from("", "county", "village"), from("", "licence", "service"), plain.Tags(from("", "t1", "t1 t2", "t2 t3"))
	s.Promised, s.Legal = rapid.IntRange(0, 3).Draw(r, "promise"), rapid.IntRange(0, 5).Draw(r, "legal")
	if rapid.Bool().Draw(r, "limited") {
		s.Due, s.Limit = date(), rapid.IntRange(-2, 30).Draw(r, "days")
		s.Basis = casefile.Basis(from("promise", "deadline"))
		s.Provisional = rapid.IntRange(0, 9).Draw(r, "provisional") == 0
	}
	if s.Status != casefile.Open && s.Status != casefile.None {
		s.Ended = date()
		s.Worked, s.Days = rapid.IntRange(-3, 400).Draw(r, "worked"), rapid.IntRange(-3, 600).Draw(r, "length")
		for _, days := range []*int{&s.Shares.Own, &s.Shares.Superior, &s.Shares.Applicant, &s.Shares.Consulted, &s.Shares.Suspended} {
			*days = max(0, rapid.IntRange(-5, 9).Draw(r, "share"))
		}
		s.WorkedProvisional = rapid.IntRange(0, 9).Draw(r, "provisional") == 0
		s.Result = Result(from("early", "on_time", "late", "no_due"))
	}
	if rapid.IntRange(0, 3).Draw(r, "fees") == 0 {
		s.Refunded, s.Refunds = rapid.IntRange(0, 2).Draw(r, "refunds"), casefile.Amount(rapid.IntRange(0, 1_000_000).Draw(r, "refunded"))
		s.Charges, s.Currency = rapid.IntRange(1, 3).Draw(r, "charges"), from("CNY", "EUR")
		s.Fees = casefile.Amount(rapid.Int64Range(-5_000_000, 5_000_000_000).Draw(r, "amount"))
	}
	if rapid.IntRange(0, 3).Draw(r, "visited") == 0 {
		s.Visits = plain.DaysOf([]workdays.Date{date(), date()})
	}
	for i := range s.Ratings {
		if rapid.IntRange(0, 2).Draw(r, "rated") > 0 {
			continue
		}
		x := plain.Rating{Level: rapid.IntRange(1, 5).Draw(r, "level"), On: date(), Channel: from("qr", "terminal", "", "kiosk"), Named: rapid.Bool().Draw(r, "named"),
			Invalid: rapid.IntRange(0, 4).Draw(r, "invalid") == 0, Due: workdays.NoDate, Answered: workdays.NoDate, FollowedUp: workdays.NoDate}
		if x.Bad() {
			for _, day := range []*workdays.Date{&x.Due, &x.Answered, &x.FollowedUp} {
				if rapid.Bool().Draw(r, "has") {
					*day = date()
				}
			}
			x.Provisional = x.Due != workdays.NoDate && rapid.IntRange(0, 9).Draw(r, "provisional due") == 0
		}
		s.Ratings[i] = x
	}
	s.Anomalies = plain.Anomalies(rapid.IntRange(0, 7).Draw(r, "anomalies"))
	return s
}

// history is a list of changes, and whose they are.
type history struct {
	changes []Change
	of      []int
}

func (h *history) last() ledger.Position { return h.changes[len(h.changes)-1].Position }

func randomHistory(r *rapid.T) *history {
	h := new(history)
	latest := map[int]Case{}
	at, when := ledger.Position(0), day0.Start(time.UTC)
	most := 90
	if testing.Short() {
		most = 30
	}
	for range rapid.IntRange(1, most).Draw(r, "changes") {
		same := at
		at = max(1, at+ledger.Position(rapid.IntRange(0, 3).Draw(r, "gap"))) // several changes of one record too
		if at != same {
			when = when.Add(time.Duration(rapid.IntRange(-10, 40).Draw(r, "hours")) * time.Hour)
		}
		which := rapid.IntRange(1, 30).Draw(r, "case")
		before, known := latest[which]
		if !known {
			before = nobody
		}
		after := before
		if !known || rapid.Bool().Draw(r, "more than a step") {
			after = randomCase(r)
		}
		h.changes = append(h.changes, Change{Position: at, Recorded: when, Before: before, After: after})
		h.of = append(h.of, which)
		latest[which] = after
	}
	return h
}

// known gives the cases as known at a position, and the day of the last
// record.
func (h *history) known(at ledger.Position) (cases []Case, day workdays.Date) {
	latest := map[int]Case{}
	day = workdays.NoDate
	for i, c := range h.changes {
		if c.Position <= at {
			latest[h.of[i]] = c.After
			day = workdays.DateOf(c.Recorded, shanghai)
		}
	}
	return slices.Collect(maps.Values(latest)), day
}

// nodesOf are the unit and the nodes above it.
func nodesOf(c *Case) []string {
	nodes := []string{c.Org}
	for _, n := range c.Above {
		if n != "" && !slices.Contains(nodes, n) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// pick is what a query chooses of what was known.
func (h *history) pick(q Query) *plain.Pick {
	at := q.KnownAt
	if at == 0 {
		at = h.last()
	}
	cases, day := h.known(at)
	p := &plain.Pick{From: q.From, To: q.To, AsOf: q.AsOf}
	is := func(want *string, have ...string) bool { return want == nil || slices.Contains(have, *want) }
	for _, c := range cases {
		nodes := nodesOf(&c)
		if q.OrgOnly {
			nodes = nodes[:1]
		}
		if !is(q.Handling, string(c.Handling)) || !is(q.Routing, string(c.Routing)) || !is(q.Intake, string(c.Intake)) ||
			!is(q.Level, c.Level) || !is(q.Class, c.Class) || q.Tag != nil && !c.Tags.Has(*q.Tag) {
			continue
		}
		if is(q.Org, nodes...) && is(q.Item, c.Item) && is(q.Kind, string(c.Kind)) && is(q.Channel, c.Channel) && is(q.Officer, c.Officer) {
			p.Cases = append(p.Cases, c)
		}
	}
	if p.AsOf == workdays.NoDate {
		p.AsOf = q.To
	}
	if p.DueOn = p.AsOf; p.DueOn == workdays.NoDate {
		p.DueOn = day
	}
	return p
}

// check compares one figure with the plain recomputation.
func check(t rapid.TB, f Figure, p *plain.Pick) {
	t.Helper()
	i := slices.IndexFunc(Rules(), func(r *Rule) bool { return r.ID == f.ID })
	rule := Rules()[i]
	p.Currency = f.Unit
	a := rule.Plain(p)
	num, den, value, has := a.Texts(rule.Kind, f.Rounding.Decimals, f.Rounding.Mode == "truncate")
	if !has {
		value = "nil"
	}
	var excluded []Exclusion
	for _, e := range a.Excluded {
		excluded = append(excluded, Exclusion(e))
	}
	got := fmt.Sprint(f.Numerator, "/", f.Denominator, " = ", text(f.Value), " ", f.Excluded, " ", f.Provisional, " ", f.On)
	if want := fmt.Sprint(num, "/", den, " = ", value, " ", excluded, " ", a.Provisional, " ", onDay(rule, a)); got != want {
		t.Errorf("%s: %s, want %s", f.ID, got, want)
	}
}

// onDay is the day that an answer names; only peaks do.
func onDay(rule *Rule, a plain.Answer) workdays.Date {
	if len(rule.Daily) == 0 {
		return workdays.NoDate
	}
	return a.On
}

func text(s *string) string {
	if s == nil {
		return "nil"
	}
	return *s
}

// anyDay asks for figures of all time, with the definitions' decimals.
func anyDay(ids ...string) Query {
	return Query{IDs: ids, From: workdays.NoDate, To: workdays.NoDate, AsOf: workdays.NoDate, Decimals: -1}
}
