package assistance

import (
	"context"

	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Service is a service of an agent (帮办代办).
type Service struct {
	Ordinal                        uint64
	Number, Agent, Org, Item, Case string
	Persons                        int
	On                             workdays.Date
}

// Services is a page of services, and what all that the query chooses come to.
type Services struct {
	Nodes []Service
	More  bool
	// Count is how many services, Persons how many people they served, one who
	// came twice counting twice, Agents how many agents gave some.
	Count, Persons, Agents int
	At                     uint64 // ordinal of the last record taken into account
}

// FindServices lists services in ledger order and counts them.
func FindServices(ctx context.Context, v view.Reader, q Query) (out Services, err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	var c conditions
	c.text("org", q.Org)
	c.text("agent", q.Agent)
	c.days("served_on", q.From, q.To)
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		out.At = at
		err := t.Query("SELECT COUNT(*), COALESCE(SUM(persons), 0), COUNT(DISTINCT agent) FROM assistance_services"+c.where(), func(r door.Row) error {
			out.Count, out.Persons, out.Agents = int(r.Int(0)), int(r.Int(1)), int(r.Int(2))
			return nil
		}, c.args...)
		if err != nil || q.First == 0 {
			return err
		}
		where, args := q.page(c)
		return t.Query("SELECT ordinal, number, agent, org, item, case_number, persons, served_on FROM assistance_services"+where, func(r door.Row) error {
			out.Nodes = append(out.Nodes, Service{Ordinal: uint64(r.Int(0)), Number: r.Text(1), Agent: r.Text(2), Org: r.Text(3), Item: r.Text(4), Case: r.Text(5),
				Persons: int(r.Int(6)), On: workdays.Date(r.Int(7))})
			return nil
		}, args...)
	})
	out.Nodes, out.More = cut(out.Nodes, q.First)
	return out, err
}
