package assistance

import (
	"context"

	"caseledger/ledger/assistance"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Matter is a matter of a grid (网格事项) as it stands.
type Matter struct {
	Ordinal             uint64 // of its opening
	Number, Grid, Class string
	Mode                assistance.Mode
	Opened              workdays.Date
	Level               assistance.Level // where it is
	Closed              workdays.Date    // NoDate while it is open
	Result              string
}

// Matters is a page of matters, and what all that the query chooses come to.
type Matters struct {
	Nodes []Matter
	More  bool
	Count int // how many were opened
	// Closed is how many of them are closed, InGrid, InTownship and InCounty at
	// which level: 小事不出网格 is InGrid of Closed, 大事不出乡镇 InGrid and InTownship.
	Closed, InGrid, InTownship, InCounty int
	Immediate, Assigned, Joint           int // 即办, 交办, 协办
	At                                   uint64
}

// FindMatters lists matters in the order of their opening and counts them.
func FindMatters(ctx context.Context, v view.Reader, q Query) (out Matters, err error) {
	if err := q.check(); err != nil {
		return out, err
	}
	var c conditions
	c.text("grid", q.Org)
	c.text("mode", q.Mode)
	c.text("level", q.Level)
	c.days("opened_on", q.From, q.To)
	if q.Open != nil {
		sign := " <> "
		if *q.Open {
			sign = " = "
		}
		c.put("closed_on"+sign+"%s", int64(workdays.NoDate))
	}
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		out.At = at
		if err := out.count(t, c); err != nil || q.First == 0 {
			return err
		}
		where, args := q.page(c)
		return t.Query("SELECT ordinal, number, grid, class, mode, opened_on, level, closed_on, result FROM assistance_matters"+where, func(r door.Row) error {
			out.Nodes = append(out.Nodes, Matter{Ordinal: uint64(r.Int(0)), Number: r.Text(1), Grid: r.Text(2), Class: r.Text(3), Mode: assistance.Mode(r.Text(4)),
				Opened: workdays.Date(r.Int(5)), Level: assistance.Level(r.Text(6)), Closed: workdays.Date(r.Int(7)), Result: r.Text(8)})
			return nil
		}, args...)
	})
	out.Nodes, out.More = cut(out.Nodes, q.First)
	return out, err
}

func (m *Matters) count(t door.Tx, c conditions) error {
	return t.Query("SELECT mode, level, CASE WHEN closed_on = -2147483648 THEN 0 ELSE 1 END AS ended, COUNT(*) FROM assistance_matters"+c.where()+" GROUP BY mode, level, ended", func(r door.Row) error {
		n := int(r.Int(3))
		m.Count += n
		if of := map[assistance.Mode]*int{assistance.Immediate: &m.Immediate, assistance.Assigned: &m.Assigned, assistance.Joint: &m.Joint}[assistance.Mode(r.Text(0))]; of != nil {
			*of += n
		}
		if r.Int(2) == 0 {
			return nil
		}
		m.Closed += n
		if of := map[assistance.Level]*int{assistance.InGrid: &m.InGrid, assistance.InTownship: &m.InTownship, assistance.InCounty: &m.InCounty}[assistance.Level(r.Text(1))]; of != nil {
			*of += n
		}
		return nil
	}, c.args...)
}
