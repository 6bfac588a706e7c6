package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
)

// Told is an entry of a case with the id of its record.
type Told struct {
	casefile.Entry
	ID ledger.EventID
}

// Rows are those of a case, of each table in the order of their times, all of
// them Insert: what holds of its history. A case that is not accepted, or was
// annulled, has none. Due is the last instant that the limit given at acceptance
// allows ([InitialDue]), zero without one.
func Rows(told []Told, due time.Time) []Row {
	h := newHistory(told)
	if h == nil {
		return nil
	}
	for i := range h.list {
		h.take(&h.list[i])
	}
	out := slices.Concat(h.accepted, h.process, h.special, h.results, h.materials)
	for _, r := range out {
		r.set("project_no", h.state.Number)
	}
	if len(h.accepted) > 0 {
		h.accepted[0].set("promise_date", formatTime(due))
	}
	return out
}

// InitialDue is the due time of the case's limit as if nothing had moved it.
func InitialDue(c *casefile.Case, rules casefile.Rules) time.Time {
	fresh := casefile.Case{Accepted: c.Accepted, Status: casefile.Open, AcceptedAt: c.AcceptedAt}
	return fresh.Limit(rules).Due
}

// history is a case while its rows are made.
type history struct {
	state casefile.Case
	list  []Told // what holds, in the order of its times; ids are those of the places

	received  *Told // the application
	accepted  []Row
	process   []Row
	special   []Row
	stopped   []Row // of special: the clock has not run again
	results   []Row
	materials []Row
	later     []Told // what belongs to a result, and came before it
}

// newHistory is nil for a case that has no rows.
func newHistory(told []Told) *history {
	entries, ids := make([]casefile.Entry, len(told)), make(map[ledger.Revision]ledger.EventID, len(told))
	for i := range told {
		entries[i] = told[i].Entry
	}
	answered := casefile.Answered(entries)
	for i := range told {
		at := told[i].Revision
		if casefile.Amends(told[i].Event.Stored()) {
			continue
		}
		for by, ok := answered[at]; ok; by, ok = answered[at] {
			at = by
		}
		ids[at] = told[i].ID
	}
	h := &history{state: casefile.Replay(entries)}
	if h.state.AcceptedAt.IsZero() || h.state.Status == casefile.Struck {
		return nil
	}
	for _, e := range casefile.Holding(entries) {
		h.list = append(h.list, Told{e, ids[e.Revision]})
	}
	slices.SortStableFunc(h.list, func(a, b Told) int { return a.Occurred.Compare(b.Occurred) })
	return h
}

// begin makes a row of an entry.
func (t *Table) begin(e *Told, post string) Row {
	r := t.row()
	r.set("row_id", e.ID.String())
	r.set("handle_user_name", post)
	r.stamp(Insert, e.Recorded)
	return r
}

// moved says that what another entry tells stands in the row as well.
func (r Row) moved(e *Told) {
	if at, err := parseTime("cd_time", r.get("cd_time")); err == nil && e.Recorded.After(at) {
		r.stamp(r.Operation(), e.Recorded)
	}
}

func (h *history) take(e *Told) {
	switch x := e.Event.(type) {
	case casefile.ApplicationReceived:
		h.received = e
	case casefile.Accepted, casefile.DeemedAccepted:
		h.accept(e)
	case casefile.StepPerformed:
		r := h.step(e, "环节办理")
		r.set("process_code", x.Step)
		r.set("process_name", x.Name)
		r.set("org_code", x.Org)
		r.set("process_ref", x.Ref)
		r.set("event_end_time", formatTime(x.Due))
	case casefile.CorrectionRequested:
		r := h.step(e, "补正告知")
		r.set("notice_no", x.Notice)
		r.set("handle_explain", strings.Join(x.Items, "；"))
	case casefile.CorrectionReceived:
		h.step(e, "补正受理").set("notice_no", x.Notice)
	case casefile.MaterialsReceived:
		h.papers(e, x)
	case casefile.Suspended, casefile.Resumed, casefile.Extended:
		h.procedure(e)
	default:
		h.outcome(e)
	}
}

// accept makes the row of the acceptance, of which there is one: facts are those
// that the case has, and the later of two counts.
func (h *history) accept(e *Told) {
	c := &h.state
	r := Accept.begin(e, c.Officer)
	for column, says := range map[string]string{
		"task_code": c.Item, "project_type": handlingWords[c.Handling], "handle_form": routingWords[c.Routing], "accept_date": formatTime(c.AcceptedAt),
		"org_code": c.Org, "accept_channel": c.Channel, "accept_window": c.Window,
	} {
		r.set(column, says)
	}
	if c.Legal > 0 {
		r.set("legal_days", strconv.Itoa(c.Legal))
	}
	if h.received != nil {
		r.set("apply_date", formatTime(h.received.Occurred))
		r.moved(h.received)
	}
	h.accepted = []Row{r}
}

func (h *history) step(e *Told, event string) Row {
	r := Process.begin(e, e.Post)
	r.set("event_name", event)
	r.set("event_start_time", formatTime(e.Occurred))
	h.process = append(h.process, r)
	return r
}

func (h *history) papers(e *Told, x casefile.MaterialsReceived) {
	for i, p := range x.Materials {
		r := Material.begin(e, e.Post)
		r.set("row_id", e.ID.String()+"/"+strconv.Itoa(i))
		kind := "复印件"
		if p.Original {
			kind = "原件"
		}
		for column, says := range map[string]string{"slip_no": x.Slip, "material_name": p.Code, "get_type": kind,
			"get_num": strconv.Itoa(p.Copies), "get_date": formatTime(e.Occurred), "file_sha256": p.SHA256} {
			r.set(column, says)
		}
		h.materials = append(h.materials, r)
	}
}

// procedure makes the row of a suspension or an extension; what lets the clock
// run again ends all that stopped it.
func (h *history) procedure(e *Told) {
	if _, ok := e.Event.(casefile.Resumed); ok {
		for _, r := range h.stopped {
			r.set("end_time", formatTime(e.Occurred))
			r.moved(e)
		}
		h.stopped = nil
		return
	}
	r := Special.begin(e, e.Post)
	r.set("special_time", formatTime(e.Occurred))
	h.special = append(h.special, r)
	switch x := e.Event.(type) {
	case casefile.Suspended:
		r.set("special_type", "中止")
		r.set("special_reason", x.Reason)
		r.set("special_basis", x.Basis)
		r.set("notice_no", x.Notice)
		h.stopped = append(h.stopped, r)
	case casefile.Extended:
		r.set("special_type", "延期")
		r.set("handle_user_name", x.Approver)
		r.set("notice_no", x.Notice)
		r.set("special_days", strconv.Itoa(x.Days))
	}
}

// outcome makes the row of an ending, and adds to it what belongs there, whether
// it came before or after.
func (h *history) outcome(e *Told) {
	r := Result.begin(e, e.Post)
	switch x := e.Event.(type) {
	case casefile.Closed:
		r.set("result_type", outcomeWords[x.Outcome])
	case casefile.Returned:
		r.set("result_type", "退回")
		r.set("result_reason", x.Reason)
		r.set("result_basis", x.Basis)
		r.set("result_remedy", x.Remedy)
	case casefile.Withdrawn:
		r.set("result_type", "撤回")
		r.set("result_reason", x.Reason)
	case casefile.DeemedAbandoned:
		r.set("result_type", "视为放弃")
		r.set("result_basis", x.Basis)
	case casefile.Decided, casefile.ResultIssued, casefile.Delivered, casefile.Rated, casefile.RatingInvalidated:
		h.later = append(h.later, *e)
		if n := len(h.results); n > 0 {
			h.results[n-1].add(e)
		}
		return
	default:
		return
	}
	r.set("result_date", formatTime(e.Occurred))
	r.set("is_delivery_results", "0")
	for i := range h.later {
		r.add(&h.later[i])
	}
	h.results = []Row{r} // the later of two counts
}

// add adds to a result.
func (r Row) add(e *Told) {
	set := func(pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			r.set(pairs[i], pairs[i+1])
		}
		r.moved(e)
	}
	at := formatTime(e.Occurred)
	switch x := e.Event.(type) {
	case casefile.Decided:
		set("decide_type", outcomeWords[x.Outcome], "decide_date", at, "decide_doc_no", x.Document)
	case casefile.ResultIssued:
		set("result_cetr_no", x.Document, "result_cetr_date", x.Date.String(), "result_cetr_until", x.ValidUntil.String(), "result_cetr_time", at)
	case casefile.Delivered:
		set("is_delivery_results", "1", "delivery_type", x.Means, "delivery_date", at)
	case casefile.Rated:
		if x.Stage == casefile.AtClosing {
			set("satisfaction", strconv.Itoa(x.Level), "satisfaction_date", at, "satisfaction_channel", x.Channel)
		}
	case casefile.RatingInvalidated:
		if x.Stage == casefile.AtClosing {
			set("satisfaction", "", "satisfaction_date", "", "satisfaction_channel", "")
		}
	}
}

// Words of the tables.
var (
	handlingWords = map[casefile.Handling]string{casefile.Immediate: "即办件", casefile.Promised: "承诺件", casefile.Special: "特办件"}
	routingWords  = map[casefile.Routing]string{casefile.Single: "单办", casefile.Joint: "联办", casefile.Forwarded: "上报", casefile.Agent: "代理"}
	outcomeWords  = map[casefile.Outcome]string{casefile.Granted: "准予", casefile.Refused: "不予", casefile.Completed: "办结", casefile.Cancelled: "终止"}
)

// meaning is the value that stands for a word.
func meaning[T ~string](column string, words map[T]string, says string) (T, error) {
	if says == "" {
		return "", nil
	}
	var known []string
	for v, word := range words {
		if word == says {
			return v, nil
		}
		known = append(known, word)
	}
	slices.Sort(known)
	return "", &ledger.InvalidError{Field: column, Value: says, Reason: "want one of " + strings.Join(known, ", ")}
}

// Changes are the rows that make of what a case had told at an earlier moment,
// before, what it has told now. recorded is when the last record of the case
// was recorded: rows that do not hold any more were taken back then.
func Changes(before, now []Row, recorded time.Time) (out []Row) {
	type key struct {
		*Table
		id string
	}
	was := make(map[key]Row, len(before))
	for _, r := range before {
		was[key{r.Table, r.ID()}] = r
	}
	for _, r := range now {
		k := key{r.Table, r.ID()}
		old, there := was[k]
		delete(was, k)
		if there && old.same(r) {
			continue
		}
		if there {
			r = r.copy()
			r.set("cd_operation", string(Update))
		}
		out = append(out, r)
	}
	for _, r := range before {
		if _, gone := was[key{r.Table, r.ID()}]; gone {
			r = r.copy()
			r.stamp(Delete, recorded)
			out = append(out, r)
		}
	}
	slices.SortStableFunc(out, func(a, b Row) int { return cmp.Compare(place(a.Table), place(b.Table)) })
	return out
}

func place(t *Table) int { return slices.Index(Tables(), t) }
