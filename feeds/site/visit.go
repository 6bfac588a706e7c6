package site

import (
	"context"
	"net/url"
	"slices"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/counter"
	"caseledger/ledger/registry"
	"caseledger/ledger/workdays"
	"caseledger/projections"
	"caseledger/projections/figures"
)

// visit is one making of a page: its address, and the ledger as of one record.
type visit struct {
	context.Context
	address
	*Site
	known    uint64 // ordinal of the last record that counts
	newest   bool   // nothing is recorded beyond it
	recorded time.Time
	today    workdays.Date // day of that record

	// Of a form that was sent: what it says, what is wrong by field, and what was
	// recorded.
	said  url.Values
	wrong map[string]string
	heard *counter.Answer

	directory *registry.Directory
	calendar  *workdays.Calendar
}

// begin finds the record as of which the page is.
func (s *Site) begin(ctx context.Context, a address) (*visit, error) {
	v := &visit{Context: ctx, address: a, Site: s, known: a.At}
	last, err := s.Views.Count(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case a.At > last:
		return nil, projections.ErrNotFound
	case a.At == 0:
		v.known = last
	}
	v.newest = v.known == last
	if v.known == 0 {
		return v, nil
	}
	records, err := s.Views.Public(ctx, v.known, 1)
	if err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, projections.ErrNotFound
	}
	v.recorded = records[0].Record.Recorded
	v.today = casefile.StandardDate(v.recorded)
	return v, nil
}

// Directory is that of the record, read once.
func (v *visit) Directory() (*registry.Directory, error) {
	if v.directory != nil {
		return v.directory, nil
	}
	d, err := v.Views.Directory(v, v.position())
	v.directory = d
	return d, err
}

// Calendar is the official one as known at the record, read once.
func (v *visit) Calendar() (*workdays.Calendar, error) {
	if v.calendar != nil {
		return v.calendar, nil
	}
	c, err := v.Views.Calendar(v, workdays.China, v.position())
	v.calendar = c
	return c, err
}

// position bounds what counts, 0 where all does.
func (v *visit) position() ledger.Position {
	if v.newest {
		return 0
	}
	return ledger.Position(v.known)
}

// ask puts the address's question, or one like it, as of the record.
func (v *visit) ask(q projections.FigureQuery) (map[string]projections.Figure, error) {
	q.KnownAt = ledger.Position(v.known)
	list, err := v.Views.Figures(v, q)
	return byID(list), err
}

// series is [visit.ask] period by period.
func (v *visit) series(q projections.FigureQuery, g projections.Grain) ([]projections.Point, error) {
	q.KnownAt = ledger.Position(v.known)
	return v.Views.Series(v, q, g)
}

// distribution is how many cases of the question took how many working days.
func (v *visit) distribution(q projections.FigureQuery) ([]figures.Length, error) {
	q.KnownAt = ledger.Position(v.known)
	return v.Views.WorkingDays(v, q)
}

func byID(list []projections.Figure) map[string]projections.Figure {
	out := make(map[string]projections.Figure, len(list))
	for _, f := range list {
		out[f.ID] = f
	}
	return out
}

// orgName is the name of an organisation on the day of the record, its code where
// the directory does not know it.
func (v *visit) orgName(code string) string {
	d, err := v.Directory()
	if err != nil {
		return code
	}
	if o, ok := d.Organisation(code, v.today); ok && o.Name != "" {
		return o.Name
	}
	return code
}

// itemName is the same for a service item.
func (v *visit) itemName(code string) string {
	d, err := v.Directory()
	if err != nil {
		return code
	}
	if i, ok := d.Item(code, v.today); ok && i.Name != "" {
		return i.Name
	}
	return code
}

// counted lists the values of a dimension under which cases count as known at the
// record, sorted.
func (v *visit) counted(by projections.Dimension) ([]string, error) {
	q := projections.FigureQuery{IDs: []string{"accepted"}, From: noDate, To: noDate, AsOf: noDate, Decimals: -1, KnownAt: ledger.Position(v.known)}
	ranks, err := v.Views.Ranking(v, q, by, mostCounted)
	out := make([]string, 0, len(ranks))
	for _, r := range ranks {
		out = append(out, r.Key)
	}
	slices.Sort(out)
	return out, err
}

// mostCounted bounds what a list shows that no registry lists.
const mostCounted = 1000
