package assistance

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/act"
	"caseledger/ledger/casefile"
	"caseledger/ledger/dossier"
	"caseledger/ledger/vault"
)

// VisitsPublished (上门服务统计公布): the visits of a quarter by group, small groups
// together. It is made once, and stands for ever: what is recorded of the quarter
// later is in no count by group.
type VisitsPublished struct {
	Cells   []Cell
	K       int
	Org     string
	Period  string
	Unknown int // the group's key was destroyed
	Visits  int
}

// Stored names the schema.
func (VisitsPublished) Stored() string { return "visits.published/1" }

// Stream is that of the organisation's quarter.
func (e VisitsPublished) Stream() ledger.StreamID { return visitStream(e.Org, e.Period) }

var visitsPublished = act.Of(visitSpec[VisitsPublished]{
	Zh: "上门服务统计公布", En: "Home visits published", Public: act.Published, By: act.ByOperator,
	Command: "publishHomeVisits", Says: "Publishes a quarter's home visits by group (上门服务统计公布), once, small groups together. `caseledger visits` computes it from the vault.",
	Members: func(e *VisitsPublished, m *act.Members) {
		act.Each(m, &e.Cells, "cells", "Visits by group (各类人群): the groups in their order, the last cell holding all that are not told apart.", len(groups), func(c *Cell, m *act.Members) {
			m.Whole(&c.Count, "count", "Visits (次数).", 0, 1_000_000, act.Always)
			m.Codes(&c.Groups, "groups", "The groups (人群).", len(groups), act.Always, act.Required)
		}, act.Always, act.Required)
		m.Whole(&e.K, "k", "The least count of a group that is told apart (最小单元), 2 to 100.", 2, 100, act.Always, act.Required)
		m.Name(&e.Org, "org", saysVisitOrg, act.Always, act.Required)
		m.Name(&e.Period, "period", saysPeriod, act.Always, act.Required)
		m.Whole(&e.Unknown, "unknown", "Visits whose group was erased (已删除).", 0, 1_000_000)
		m.Whole(&e.Visits, "visits", "Visits recorded up to here (总次数).", 0, 1_000_000, act.Always, act.Derived)
	},
	Check: func(e *VisitsPublished) error {
		if err := checkVisit(e.Stream(), e.Org, e.Period); err != nil {
			return err
		}
		return checkCells(e.Cells, e.K)
	},
	Decide: func(s *Visits, a *dossier.Ask[bool], e VisitsPublished) (VisitsPublished, error) {
		ends, _ := quarterEnds(e.Period)
		sum := e.Unknown
		for _, c := range e.Cells {
			sum += c.Count
		}
		switch {
		case casefile.StandardDate(a.Occurred) < ends:
			return e, refuse(RulePool, "%s is not over", e.Period)
		case s.Published:
			return e, refuse(RulePool, "%s is published; a second publication would tell single visits by the difference", e.Period)
		case s.Made == 0:
			return e, refuse(RulePool, "no visit of %s is recorded", e.Period)
		case sum != s.Made:
			return e, refuse(RulePool, "the cells have %d visits, and %d are recorded", sum, s.Made)
		}
		e.Visits = s.Made
		return e, nil
	},
	Evolve: func(s *Visits, _ act.Facts, _ VisitsPublished) { s.Published = true },
})

// Publish counts the visits of an organisation's quarter by their sealed groups and
// publishes what [Pool] makes of the counts, once however often it is called. The
// desk must have the vault. Errors are those of Do, or a fault.
func Publish(ctx context.Context, d *dossier.Desk, at time.Time, post, org, period string, k int) (dossier.Receipt, error) {
	if d.Vault == nil {
		return dossier.Receipt{}, act.Invalid("vault", "", "is missing: the groups are in it")
	}
	e := VisitsPublished{K: k, Org: org, Period: period}
	if err := checkVisit(e.Stream(), org, period); err != nil {
		return dossier.Receipt{}, err
	}
	_, records, err := HomeVisits.Read(ctx, d.Store, e.Stream())
	if err != nil {
		return dossier.Receipt{}, err
	}
	counts := make([]int, len(groups))
	for i := range records {
		if records[i].Type != (VisitMade{}).Stored() {
			break
		}
		g, err := groupOf(d.Vault, &records[i])
		switch {
		case errors.Is(err, vault.ErrErased):
			e.Unknown++
		case err != nil:
			return dossier.Receipt{}, err
		default:
			counts[g]++
		}
	}
	e.Cells = Pool(counts, k)
	id := ledger.NewCommandID(time.Unix(0, 0), "visits\x00"+org+"\x00"+period)
	return HomeVisits.Do(ctx, d, dossier.Order{ID: id, Post: post, Event: e, Recorded: at})
}

// groupOf is the place of a visit's group among the groups.
func groupOf(v *vault.Vault, r *ledger.Record) (int, error) {
	values, err := v.Reveal(r)
	if err != nil {
		return 0, err
	}
	for _, x := range values {
		if i := slices.Index(groupCodes(), x.Text); i >= 0 && x.Label == GroupLabel {
			return i, nil
		}
	}
	return 0, fmt.Errorf("the visit at position %s holds no group: %w", r.Position, vault.ErrErased)
}
