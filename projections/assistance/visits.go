package assistance

import (
	"context"

	"caseledger/ledger/assistance"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Quarter is what is public of an organisation's home visits of a quarter.
type Quarter struct {
	Org, Period string
	Visits      int // recorded, the late ones among them
	Late        int // recorded after the counts by group were published
	// Published is the ordinal of the publication, 0 where there is none; then
	// there are no cells.
	Published  uint64
	K, Unknown int
	Cells      []assistance.Cell
}

// Visits are home visits of whole quarters.
type Visits struct {
	Quarters []Quarter // by period and organisation
	Visits   int       // all
	// Published is how many of them the cells count, Unknown how many were
	// published without a group.
	Published, Unknown int
	Cells              []assistance.Cell // the sum of all published cells, by [assistance.Sum]
	At                 uint64
}

// FindVisits lists and sums home visits of an organisation, all for nil, over
// quarters from … to, both inclusive; the empty text leaves a side open. Every count
// by group is a published one or a sum of such.
func FindVisits(ctx context.Context, v view.Reader, org *string, from, to string) (out Visits, err error) {
	var c conditions
	c.text("org", org)
	if from != "" {
		c.put("period >= %s", from)
	}
	if to != "" {
		c.put("period <= %s", to)
	}
	var lists [][]assistance.Cell
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		out.At = at
		return t.Query("SELECT org, period, visits, late, published, body FROM assistance_visits"+c.where()+" ORDER BY period, org", func(r door.Row) error {
			q := Quarter{Org: r.Text(0), Period: r.Text(1), Visits: int(r.Int(2)), Late: int(r.Int(3)), Published: uint64(r.Int(4))}
			if q.Published > 0 {
				e, err := read[assistance.VisitsPublished](assistance.HomeVisits, assistance.VisitsPublished{}.Stored(), r.Text(5))
				if err != nil {
					return err
				}
				q.K, q.Unknown, q.Cells = e.K, e.Unknown, e.Cells
				lists = append(lists, e.Cells)
				out.Published += e.Visits - e.Unknown
				out.Unknown += e.Unknown
			}
			out.Visits += q.Visits
			out.Quarters = append(out.Quarters, q)
			return nil
		}, c.args...)
	})
	out.Cells = assistance.Sum(lists)
	return out, err
}
