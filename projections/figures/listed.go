package figures

import (
	"slices"

	"caseledger/ledger"
	"caseledger/ledger/workdays"
	"caseledger/projections/figures/plain"
)

// Thing is something that registries list on a day.
type Thing = plain.Thing

// Inventory gives what the registries list on a day, as known at the position of
// the question. Nobody may write into it.
type Inventory func(on workdays.Date) ([]Thing, error)

// Figures of what is there to serve with, as registries list it on the day as of
// which. They are counted from the list, so there is one computation.

// listed is the part of a rule that all of these have.
func listed(id, zh, en, unit, formula string, kind Kind, count func(*plain.Pick) plain.Answer) Rule {
	r := Rule{ID: id, Version: 1, Zh: zh, En: en, Kind: kind, Unit: unit, Formula: formula, Of: OfListed, Adds: Never, Listed: true, Plain: count}
	switch kind {
	case Count:
		r.Adds = OneDay
	case Ratio:
		r.Decimals = 2
	}
	return r
}

func every(*plain.Thing) bool { return true }

// census counts things of one kind.
func census(id, zh, en, unit, formula, what string) Rule {
	return listed(id, zh, en, unit, formula, Count, func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Listed(what, every)}
	})
}

var items = census("items", "事项数", "Service items", "items", "items in force on the day as of which, by the organisation that they name", plain.AnItem)
var windows = census("windows", "窗口数", "Windows", "windows", "windows open on the day as of which", plain.AWindow)
var staff = census("staff", "窗口工作人员数", "Staff", "posts", "holders of posts on the day as of which, each once for each post; without agents", plain.AHolder)
var agents = census("agents", "代办员数", "Agents", "posts", "holders of agents' posts on the day as of which, each once for each post", plain.AnAgent)
var organisations = census("organisations", "机构数", "Organisations", "organisations", "organisations open on the day as of which", plain.AnOrganisation)

var coverage = covered()

func covered() Rule {
	r := listed("coverage", "服务网络覆盖率", "Coverage", "%",
		"open organisations below that have themselves an open window or anybody on duty ÷ open organisations below", Ratio,
		func(p *plain.Pick) plain.Answer {
			served := func(t *plain.Thing) bool { return p.Below(t) && t.Served }
			return plain.Answer{Numerator: p.Listed(plain.AnOrganisation, served), Denominator: p.Listed(plain.AnOrganisation, p.Below)}
		})
	r.Version = 2
	return r
}

var immediateItemRate = listed("immediate_item_rate", "即办事项占比", "Rate of items handled on the spot", "%",
	"items in force on the day as of which that are handled on the spot ÷ items in force", Ratio,
	func(p *plain.Pick) plain.Answer {
		return plain.Answer{Numerator: p.Listed(plain.AnItem, func(t *plain.Thing) bool { return t.Immediate }), Denominator: p.Listed(plain.AnItem, every)}
	})

var timeReduction = listed("time_reduction", "时限压缩率（按事项）", "Reduction of time limits", "%",
	"sum of legal − promised days ÷ sum of legal days, over the items in force on the day as of which with both limits", Ratio,
	func(p *plain.Pick) plain.Answer {
		both := (*plain.Thing).BothLimits
		legal := p.SumListed(plain.AnItem, both, func(t *plain.Thing) int64 { return int64(t.Legal) })
		promised := p.SumListed(plain.AnItem, both, func(t *plain.Thing) int64 { return int64(t.Promised) })
		return plain.Answer{Numerator: legal - promised, Denominator: legal,
			Excluded: []plain.Exclusion{{Reason: "no_legal_or_promised_limit", Count: p.Listed(plain.AnItem, every) - p.Listed(plain.AnItem, both)}}}
	})

// tellsApart says whether what registries list can be selected as a query wants:
// by organisation and level, items also by class, tag and code.
func (r *Rule) tellsApart(q *Query) error {
	ofItems := slices.Contains([]string{items.ID, immediateItemRate.ID, timeReduction.ID}, r.ID)
	for _, c := range [...]struct {
		name   string
		value  *string
		listed bool
	}{
		{"kind", q.Kind, false}, {"channel", q.Channel, false}, {"officer", q.Officer, false},
		{"handling", q.Handling, false}, {"routing", q.Routing, false}, {"intake", q.Intake, false},
		{"item", q.Item, ofItems}, {"class", q.Class, ofItems}, {"tag", q.Tag, ofItems},
	} {
		if r.Listed && c.value != nil && !c.listed {
			return &ledger.InvalidError{Field: "figure", Value: r.ID, Reason: "is counted from registries, which do not tell " + c.name + " apart"}
		}
	}
	return nil
}

// List is what registries list of the question's population on the day as of
// which of a period; nil where no figure counts it.
func (x *Question) List(inventory Inventory, to workdays.Date) (*plain.Pick, error) {
	if !x.Listed() {
		return nil, nil
	}
	p := &plain.Pick{Org: x.Org}
	on := x.DueDay(to)
	if inventory == nil || on == workdays.NoDate {
		return p, nil
	}
	all, err := inventory(on)
	for i := range all {
		if x.takes(&all[i]) {
			p.Things = append(p.Things, all[i])
		}
	}
	return p, err
}

func (x *Question) takes(t *Thing) bool {
	is := func(want *string, have string) bool { return want == nil || *want == have }
	return (x.Org == nil || t.In(*x.Org, x.OrgOnly)) && is(x.Level, t.Level) && is(x.Class, t.Class) && is(x.Item, t.Code) &&
		(x.Tag == nil || t.Tags.Has(*x.Tag))
}

// ListedRanking compares the values of a dimension by a figure of what
// registries list.
func (x *Question) ListedRanking(inventory Inventory, by Dimension, p Point, limit int) ([]Rank, error) {
	whole, err := x.List(inventory, p.To)
	if err != nil {
		return nil, err
	}
	groups := map[string]*plain.Pick{}
	for i := range whole.Things {
		t := &whole.Things[i]
		for _, key := range x.groups(t, by) {
			if key == "" {
				continue
			}
			if groups[key] == nil {
				groups[key] = &plain.Pick{Org: x.Org}
				if by == Org {
					groups[key].Org = &key
				}
			}
			groups[key].Things = append(groups[key].Things, *t)
		}
	}
	readings := map[string]*Reading{}
	for key, pick := range groups {
		readings[key] = &Reading{Listed: pick, Cases: enough}
	}
	return x.Ranking(readings, p, limit)
}

// enough is how many cases a list rests on: it is no sample.
const enough = 1 << 30

// groups are the values of a dimension under which a thing counts.
func (x *Question) groups(t *Thing, by Dimension) []string {
	switch by {
	case Org:
		switch {
		case x.OrgOnly:
			return t.Nodes[:1]
		case x.Org != nil:
			return t.Nodes[:slices.Index(t.Nodes[:], *x.Org)+1]
		}
		return t.Nodes[:]
	case Level:
		return []string{t.Level}
	case Class:
		return []string{t.Class}
	case Tag:
		return t.Tags.List()
	case Item:
		return []string{t.Code}
	}
	return nil
}

// canRankListed says whether a figure of registries can be ranked by a
// dimension.
func (r *Rule) canRankListed(by Dimension) error {
	some := ""
	q := Query{}
	switch by {
	case Org, Level:
		return nil
	case Class:
		q.Class = &some
	case Tag:
		q.Tag = &some
	case Item:
		q.Item = &some
	default:
		return &ledger.InvalidError{Field: "dimension", Value: string(by), Reason: "registries do not tell it apart"}
	}
	return r.tellsApart(&q)
}
