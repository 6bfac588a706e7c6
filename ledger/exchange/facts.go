package exchange

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
)

// A fact is an event that a row tells.
type fact struct {
	id       ledger.EventID
	occurred time.Time
	recorded time.Time
	post     string
	rank     int // of facts of one instant
	event    casefile.Event
	corrects bool // what stands in its place, where that is another
}

// Parts of a row beside its main event, by which their ids are told apart.
const (
	partApplied   = "apply"
	partEnd       = "end"
	partDecided   = "decide"
	partCetr      = "cetr"
	partDelivered = "delivery"
	partRated     = "satisfaction"
)

var parts = []string{partApplied, partEnd, partDecided, partCetr, partDelivered, partRated}

// mainID is the id of the event that a row stands for: its own id, or one that
// follows from what it says.
func (r Row) mainID() ledger.EventID {
	own, _, _ := strings.Cut(r.ID(), "/")
	if id, err := ledger.ParseEventID(own); err == nil {
		return id
	}
	key := own
	if key == "" {
		key = strings.Join(r.Values[:len(r.Values)-3], "\x1f")
	}
	at := time.Time{}
	for _, column := range []string{"accept_date", "event_start_time", "special_time", "result_date", "get_date"} {
		if i := slices.Index(r.Columns, column); i >= 0 {
			at, _ = parseTime(column, r.Values[i])
		}
	}
	return ledger.EventIDOf(ledger.NewCommandID(at, "exchange\x1f"+r.Name+"\x1f"+r.Case()+"\x1f"+key), 0)
}

// commandOf is the command of what else happens to an event, which begins with
// the event's time.
func commandOf(id ledger.EventID, what string) ledger.CommandID {
	var ms [8]byte
	copy(ms[2:], id[:6])
	return ledger.NewCommandID(time.UnixMilli(int64(binary.BigEndian.Uint64(ms[:]))), "exchange\x1f"+id.String()+"\x1f"+what)
}

func partID(id ledger.EventID, part string) ledger.EventID {
	return ledger.EventIDOf(commandOf(id, part), 0)
}

// reading is the making of facts of one row; the first fault counts.
type reading struct {
	Row
	main     ledger.EventID
	recorded time.Time
	out      []fact
	err      error
}

func (x *reading) at(column string) time.Time {
	t, err := parseTime(column, x.get(column))
	x.err = cmp.Or(x.err, err)
	return t
}

func (x *reading) number(column string) int {
	s := x.get(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		x.err = cmp.Or(x.err, error(&ledger.InvalidError{Field: column, Value: s, Reason: "want a whole number"}))
	}
	return n
}

func (x *reading) day(column string) workdays.Date {
	s := x.get(column)
	if s == "" {
		return workdays.NoDate
	}
	d, err := workdays.ParseDate(s)
	if err != nil {
		x.err = cmp.Or(x.err, error(&ledger.InvalidError{Field: column, Value: s, Reason: "want a date such as 2024-03-05"}))
	}
	return d
}

// tell adds the main event, or for a part another; one without a time is none.
func (x *reading) tell(part, column string, rank int, e casefile.Event) {
	f := fact{id: x.main, occurred: x.at(column), recorded: x.recorded, post: x.get("handle_user_name"), rank: rank, event: e}
	if part != "" {
		f.id = partID(x.main, part)
	}
	if part == "" && f.occurred.IsZero() {
		x.err = cmp.Or(x.err, error(&ledger.InvalidError{Field: column, Reason: "is missing"}))
	}
	if !f.occurred.IsZero() {
		x.out = append(x.out, f)
	}
}

// facts are the events of a row, which is not of materials.
func (r Row) facts() ([]fact, error) {
	x := &reading{Row: r, main: r.mainID()}
	x.recorded = x.at("cd_time")
	switch r.Table {
	case Accept:
		x.accept()
	case Process:
		x.process()
	case Special:
		x.special()
	case Result:
		x.result()
	}
	return x.out, x.err
}

func (x *reading) accept() {
	handling, err1 := meaning("project_type", handlingWords, x.get("project_type"))
	routing, err2 := meaning("handle_form", routingWords, x.get("handle_form"))
	x.err = cmp.Or(x.err, err1, err2)
	e := casefile.Accepted{
		Calendar: workdays.China, Zone: casefile.DefaultZone, Number: x.Case(), Item: x.get("task_code"), Org: x.get("org_code"),
		Channel: x.get("accept_channel"), Window: x.get("accept_window"), Officer: x.get("handle_user_name"), Handling: handling, Routing: routing,
		Legal: x.number("legal_days"), Deadline: x.deadline("promise_date"),
	}
	x.tell(partApplied, "apply_date", 0, casefile.ApplicationReceived{Calendar: e.Calendar, Zone: e.Zone, Number: e.Number, Item: e.Item, Org: e.Org, Channel: e.Channel})
	x.tell("", "accept_date", 1, e)
	for i := range x.out {
		x.out[i].post = "" // the responsible post stands in the body
	}
}

// deadline reads a deadline: a date alone means its whole day.
func (x *reading) deadline(column string) time.Time {
	if d, err := workdays.ParseDate(x.get(column)); err == nil {
		return ledger.Time(d.End(casefile.Standard()).Add(-time.Microsecond))
	}
	return x.at(column)
}

func (x *reading) process() {
	switch x.get("event_name") {
	case "补正告知":
		items := strings.FieldsFunc(x.get("handle_explain"), func(c rune) bool { return c == '；' || c == ';' })
		x.tell("", "event_start_time", 4, casefile.CorrectionRequested{Notice: x.get("notice_no"), Items: items})
	case "补正受理":
		x.tell("", "event_start_time", 4, casefile.CorrectionReceived{Notice: x.get("notice_no")})
	default:
		x.tell("", "event_start_time", 4, casefile.StepPerformed{Step: cmp.Or(x.get("process_code"), x.get("process_name"), x.get("event_name")),
			Name: x.get("process_name"), Org: x.get("org_code"), Ref: x.get("process_ref"), Due: x.at("event_end_time")})
	}
}

func (x *reading) special() {
	if x.get("special_type") == "延期" {
		x.tell("", "special_time", 4, casefile.Extended{Days: x.number("special_days"), Notice: x.get("notice_no"), Approver: x.get("handle_user_name")})
		return
	}
	x.tell("", "special_time", 3, casefile.Suspended{Reason: cmp.Or(x.get("special_reason"), x.get("special_type")), Basis: x.get("special_basis"), Notice: x.get("notice_no")})
	rank := 2 // before what stops the clock at the same instant
	if x.get("end_time") == x.get("special_time") {
		rank = 4
	}
	x.tell(partEnd, "end_time", rank, casefile.Resumed{})
}

func (x *reading) result() {
	outcome := func(column string) casefile.Outcome {
		o, err := meaning(column, outcomeWords, x.get(column))
		x.err = cmp.Or(x.err, err)
		return o
	}
	x.tell(partDecided, "decide_date", 5, casefile.Decided{Outcome: outcome("decide_type"), Document: x.get("decide_doc_no")})
	x.tell(partCetr, "result_cetr_time", 6, casefile.ResultIssued{Document: x.get("result_cetr_no"), Date: x.day("result_cetr_date"), ValidUntil: x.day("result_cetr_until")})
	switch x.get("result_type") {
	case "退回":
		x.tell("", "result_date", 7, casefile.Returned{Reason: x.get("result_reason"), Basis: x.get("result_basis"), Remedy: x.get("result_remedy")})
	case "撤回":
		x.tell("", "result_date", 7, casefile.Withdrawn{Reason: x.get("result_reason")})
	case "视为放弃":
		x.tell("", "result_date", 7, casefile.DeemedAbandoned{Basis: x.get("result_basis")})
	default:
		x.tell("", "result_date", 7, casefile.Closed{Outcome: outcome("result_type")})
	}
	x.tell(partDelivered, "delivery_date", 8, casefile.Delivered{Means: x.get("delivery_type")})
	if x.get("satisfaction") != "" {
		x.tell(partRated, "satisfaction_date", 9, casefile.Rated{Stage: casefile.AtClosing, Level: x.number("satisfaction"), Channel: x.get("satisfaction_channel")})
	}
	for i := range x.out {
		if x.out[i].id != x.main {
			x.out[i].post = "" // whose the others were is not told
		}
	}
}

// paper is what a row of materials tells.
func (r Row) paper() (p casefile.Paper, f fact, err error) {
	x := &reading{Row: r, main: r.mainID()}
	x.recorded = x.at("cd_time")
	p = casefile.Paper{Code: x.get("material_name"), Copies: x.number("get_num"), Original: x.get("get_type") == "原件", SHA256: x.get("file_sha256")}
	x.tell("", "get_date", 4, casefile.MaterialsReceived{Slip: x.get("slip_no")})
	if x.err != nil {
		return p, f, x.err
	}
	return p, x.out[0], nil
}

// index is the place of a row of materials on its slip.
func (r Row) index() int {
	_, after, _ := strings.Cut(r.ID(), "/")
	n, _ := strconv.Atoi(after)
	return n
}
