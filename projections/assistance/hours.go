package assistance

import (
	"context"
	"time"

	"caseledger/ledger/assistance"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections/door"
	"caseledger/projections/view"
)

// Served is when cases of an organisation were accepted, by its published hours
// (延时服务). A case counts by the instant of its acceptance; an annulled one does
// not.
type Served struct {
	Hours                               []assistance.HoursPublished // in the order of publication
	Ordinary, Extended, Outside, Untold int
	Provisional                         bool // a year's calendar is not published
	At                                  uint64
}

// FindServed counts the acceptances of an organisation, itself and not those below
// it, on local days from … to, by the hours in force on each day. rest says whether
// a day is no working day, and whether that is not known yet.
func FindServed(ctx context.Context, v view.Reader, org string, from, to workdays.Date, calendar *workdays.Calendar) (out Served, err error) {
	var c conditions
	c.put("org = %s", org)
	c.put("accepted_at > %s", time.Time{}.UnixMicro())
	c.put("status <> %s", string(casefile.Struck))
	c.days("accepted_on", from, to)
	var hours assistance.Hours
	err = v.ReadView(ctx, Name, func(t door.Tx, at uint64) error {
		out.At = at
		err := t.Query("SELECT body FROM assistance_hours WHERE org = ?1 ORDER BY ordinal", func(r door.Row) error {
			e, err := read[assistance.HoursPublished](assistance.Openings, assistance.HoursPublished{}.Stored(), r.Text(0))
			hours = append(hours, e)
			return err
		}, org)
		if err != nil {
			return err
		}
		return t.Query("SELECT accepted_at FROM cases"+c.where(), func(r door.Row) error {
			at := time.UnixMicro(r.Int(0))
			day := calendar.On(casefile.StandardDate(at))
			out.Provisional = out.Provisional || day.Provisional
			*out.of(hours.At(at, !day.Working))++
			return nil
		}, c.args...)
	})
	out.Hours = hours
	return out, err
}

func (s *Served) of(w assistance.Served) *int {
	switch w {
	case assistance.InHours:
		return &s.Ordinary
	case assistance.Extended:
		return &s.Extended
	case assistance.OutOfTime:
		return &s.Outside
	}
	return &s.Untold
}
