package registers

import (
	"bytes"
	"net/http"

	"caseledger/feeds"
	"caseledger/projections"
	"caseledger/projections/late"
)

// lateness is the public table of what was recorded late. Its rows are not of
// cases, but of organisations and classes of lag; the dates of a query are those
// of recording.
var lateness = Register{
	Name: "late", Short: "补录", Title: Words{"补录情况表", "Late entries"},
	Dated: Words{"登记日期", "Recorded"},
	Says: Words{"各受理部门事后登记（登记日期晚于发生日期1个工作日以上）的记录，按滞后工作日分段；同一部门10分钟内补录10件以上办件的为批量。更正和作废记录不计。",
		"Records of cases that were recorded a working day or more after they happened, by accepting unit and lag in working days; those of ten cases or more of one unit within ten minutes are in a batch. Corrections and voidings do not count."},
	Columns: []Column{
		serial,
		{"org", Words{"受理部门", "Unit"}, Prose},
		{"lag", Words{"滞后工作日", "Lag"}, Whole},
		{"records", Words{"补录条数", "Late entries"}, Count},
		{"batched", Words{"其中批量补录", "In batches"}, Count},
		{"longest", Words{"最长滞后", "Longest lag"}, Count},
	},
}

// late makes the table, or says that the reader holds it.
func (h *handler) late(r *http.Request, of *Register, format Format, q Query, body *bytes.Buffer) (tag string, held bool, err error) {
	if q.KnownAt > 0 {
		return "", false, invalid("knownAt", q.KnownAt.String(), "this table is made as of the last record only")
	}
	s, err := late.Summarize(r.Context(), h.views, late.Query{Org: q.Org, From: q.From, To: q.To})
	if err != nil {
		return "", false, err
	}
	src := &source{Query: q, ordinal: s.At}
	tag = etag(of, format, src)
	if held = feeds.Holds(r, tag); held {
		return tag, held, nil
	}
	err = h.views.Snapshot(r.Context(), func(x *projections.Snapshot) (err error) {
		if src.simulated, err = x.Simulated(); err == nil {
			src.recorded, err = x.RecordedAt(s.At)
		}
		return err
	})
	if err != nil {
		return "", false, err
	}
	return tag, false, writeLate(format.Sheet(body), Head{of, q, s.At, src.recorded, src.simulated}, s)
}

// writeLate writes the table of a summary.
func writeLate(to Sheet, head Head, s late.Summary) error {
	err := to.Begin(head)
	records, batched := Term{ofLate, 0}, Term{ofBatched, 0}
	for i, x := range s.Totals {
		if err == nil {
			err = to.Row([]Cell{count(i + 1), text(x.Org), text(x.Class.Name), count(x.Records), count(x.Batched), count(x.Longest)})
		}
		records.N, batched.N = records.N+x.Records, batched.N+x.Batched
	}
	if err != nil {
		return err
	}
	single := Term{ofSingle, records.N - batched.N}
	return to.End(Foot{Balance: []Equation{{records, []Term{batched, single}}}})
}
