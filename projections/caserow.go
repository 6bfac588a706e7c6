package projections

import "caseledger/projections/door"

// shown is what lists of cases choose and sort by, as a case's row has it.
// Each column stands in indexes, and most records of a case change none.
type shown struct {
	org, item, kind, channel, officer, status, calendar      string
	acceptedAt, acceptedOn                                   int64
	dueAt, overdueFrom, unexplainedFrom, workDue, clockUntil int64
	regime                                                   string
	axes, anomalies, openBook, badReview, reviewOverdueFrom  int64
}

var shownColumns = []string{"org", "item", "kind", "channel", "officer", "status", "calendar", "accepted_at", "accepted_on",
	"due_at", "overdue_from", "unexplained_from", "work_due", "clock_until", "regime", "axes", "anomalies", "open_book", "bad_review", "review_overdue_from"}

func (s *Summary) shown() shown {
	return shown{
		org: s.Org, item: s.Item, kind: string(s.Kind), channel: s.Channel, officer: s.Officer, status: string(s.Status), calendar: s.Calendar,
		acceptedAt: micros(s.AcceptedAt), acceptedOn: int64(s.AcceptedOn()),
		dueAt: s.dueAt(), overdueFrom: s.overdueFrom(), unexplainedFrom: s.unexplainedFrom(), workDue: s.workDue(), clockUntil: s.clockUntil(),
		regime: s.Regime, axes: axesNumber(s.Axes()),
		anomalies: anomalyBits(s.Anomalies...) | deviationBits(s.Deviations()...),
		openBook:  door.Flag(s.InOpenBook()),
		badReview: s.Reviews.number(), reviewOverdueFrom: s.Reviews.overdueFrom(),
	}
}

func (s *shown) fill(p door.Params) {
	for _, v := range []string{s.org, s.item, s.kind, s.channel, s.officer, s.status, s.calendar} {
		p.Text(v)
	}
	for _, v := range []int64{s.acceptedAt, s.acceptedOn, s.dueAt, s.overdueFrom, s.unexplainedFrom, s.workDue, s.clockUntil} {
		p.Int(v)
	}
	p.Text(s.regime)
	p.Int(s.axes)
	p.Int(s.anomalies)
	p.Int(s.openBook)
	p.Int(s.badReview)
	p.Int(s.reviewOverdueFrom)
}

// putCases writes the rows of cases: new ones, which need no look at what is
// there, known ones, and known ones that are listed as before, whose rows move
// in the one index by position.
func (w *writer) putCases(t door.Tx, list []*held) error {
	var fresh, moved, same []*held
	for _, h := range list {
		now := h.summary.shown()
		switch {
		case !h.stored:
			fresh = append(fresh, h)
		case now != h.shown:
			moved = append(moved, h)
		default:
			same = append(same, h)
		}
		h.shown = now
	}
	into := door.Sheet{Table: w.prefix + "cases", Columns: append(append([]string{"id", "number"}, shownColumns...), "position", "records", "state")}
	if err := putRows(t, into, fresh); err != nil {
		return err
	}
	into.Key, into.Keep = []string{"id"}, []string{"number"}
	if err := putRows(t, into, moved); err != nil {
		return err
	}
	into.Keep = append(into.Keep, shownColumns...)
	return putRows(t, into, same)
}

func putRows(t door.Tx, into door.Sheet, list []*held) error {
	return t.Put(&into, len(list), func(i int, p door.Params) { list[i].fill(p) })
}

// fill gives a case's row, column by column.
func (h *held) fill(p door.Params) {
	h.state = appendState(h.state[:0], h.summary)
	p.Int(h.id)
	p.Text(h.number)
	h.shown.fill(p)
	p.Int(int64(h.summary.Position))
	p.Blob(h.records.list)
	p.Blob(h.state)
}
