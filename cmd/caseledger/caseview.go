package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"caseledger/ledger"
	"caseledger/ledger/casefile"
	"caseledger/ledger/workdays"
	"caseledger/projections"
)

// caseView is a case at a moment as show prints it.
type caseView struct {
	Number    string             `json:"number"`
	Case      casefile.Case      `json:"case"`
	Kind      casefile.Kind      `json:"kind"`
	Anomalies []casefile.Anomaly `json:"anomalies"`
	Clock     clockView          `json:"clock"`
	Custody   []custodyView      `json:"custody"`
	Timeline  []eventView        `json:"timeline"`
	Position  ledger.Position    `json:"position"` // of the last event that counts
}

// clockView is the governing limit with its derivation, and the legal one.
type clockView struct {
	Limit      casefile.Limit      `json:"limit"`
	Legal      casefile.Limit      `json:"legal"`
	Worked     *int                `json:"workedDays"` // acceptance to closing; null while open
	Derivation workdays.Derivation `json:"derivation"`
}

// custodyView says who had the case from when on.
type custodyView struct {
	Org   string    `json:"org,omitempty"`
	Post  string    `json:"post,omitempty"`
	From  time.Time `json:"from"`
	Until time.Time `json:"until,omitzero"`
	How   string    `json:"how"`
}

type eventView struct {
	Revision ledger.Revision `json:"revision"`
	Position ledger.Position `json:"position"`
	ID       string          `json:"id"`
	Type     string          `json:"type"`
	Occurred time.Time       `json:"occurred"`
	Recorded time.Time       `json:"recorded"`
	Post     string          `json:"post,omitempty"`
	Public   jsontext.Value  `json:"public"`
	Sealed   []string        `json:"sealed,omitempty"` // labels of sealed values
}

func newCaseView(h casefile.History, cal *workdays.Calendar) caseView {
	c := h.Case
	v := caseView{Number: h.Number, Case: c, Kind: c.Kind(), Anomalies: c.Anomalies()}
	for _, r := range h.Records {
		v.Timeline = append(v.Timeline, newEventView(r))
		v.Position = r.Position
	}
	if c.Status == casefile.None {
		return v
	}
	for _, held := range projections.Chain(h.Entries) {
		v.Custody = append(v.Custody, custodyView{Org: held.Org, Post: held.Post, From: held.From, Until: held.Until, How: held.How})
	}
	v.Clock = clockView{Limit: c.Limit(cal), Legal: c.LegalLimit(cal), Derivation: c.Derive(cal, c.ClosedOn())}
	if closed := c.ClosedOn(); closed != workdays.NoDate {
		days, _ := c.Worked(cal, closed)
		v.Clock.Worked = &days
	}
	return v
}

func newEventView(r ledger.Record) eventView {
	e := eventView{
		Revision: r.Revision, Position: r.Position, ID: r.ID.String(), Type: r.Type,
		Occurred: r.Occurred, Recorded: r.Recorded, Post: r.Post, Public: jsontext.Value(r.Public),
	}
	for _, s := range r.Sealed {
		e.Sealed = append(e.Sealed, s.Label)
	}
	return e
}

func (v caseView) write(w io.Writer) error {
	zone := v.Case.Location()
	out := &printer{w: w, zone: zone}
	out.line("case %s  position %s", v.Number, v.Position)
	if v.Case.Status == casefile.None {
		out.line("nothing had happened to it at this moment")
		return out.err
	}
	v.writeFacts(out)
	v.writeTimeline(out)
	v.writeCustody(out)
	v.writeClock(out)
	return out.err
}

func (v caseView) writeFacts(out *printer) {
	c := v.Case
	t := table{header: []string{"", ""}}
	out.fact(&t, "status 状态", string(c.Status))
	out.fact(&t, "kind 类型", string(v.Kind))
	out.fact(&t, "item 事项", c.Item)
	out.fact(&t, "unit 单位", c.Org)
	out.fact(&t, "channel 渠道", c.Channel)
	out.fact(&t, "responsible 责任岗位", c.Officer)
	out.fact(&t, "accepted 受理", out.time(c.AcceptedAt))
	out.fact(&t, "decided 决定", out.time(c.DecidedAt))
	out.fact(&t, "closed 办结", out.time(c.ClosedAt))
	out.fact(&t, "outcome 结果", string(c.Outcome))
	if c.Charges > 0 {
		out.fact(&t, "fees 收费", fmt.Sprintf("%s %s", c.Fees, c.Currency))
	}
	for _, a := range v.Anomalies {
		out.fact(&t, "anomaly 异常", string(a))
	}
	out.facts(&t)
}

func (v caseView) writeClock(out *printer) {
	out.line("\nclock 时限")
	l := v.Clock.Limit
	switch {
	case l.Basis == casefile.NoLimit:
		out.line("no limit is known for this case")
		return
	case l.Due.IsZero():
		out.line("%s limit of %d working days; the clock stands still, the due date is not known yet", l.Basis, l.Days)
	default:
		out.line("%s limit of %d working days, due %s", l.Basis, l.Days, out.time(l.Due))
	}
	if v.Clock.Worked != nil {
		out.line("closed after %d working days", *v.Clock.Worked)
	}
	t := table{header: []string{"date", "counted", "day", "why"}, aligns: []align{left, left, right}}
	for _, d := range v.Clock.Derivation.Days {
		counted, mark := "", ""
		if d.Counted {
			counted = "yes"
		}
		if d.Provisional {
			mark = " *"
		}
		t.add(d.Date.String(), counted, strconv.Itoa(d.N), d.Why+mark)
	}
	out.table(&t)
	if v.Clock.Derivation.Provisional {
		out.line(provisionalNote)
	}
}

func (v caseView) writeCustody(out *printer) {
	out.line("\nholders 持有人")
	t := table{header: []string{"from", "until", "unit", "post", "how"}}
	for _, h := range v.Custody {
		t.add(out.time(h.From), out.time(h.Until), h.Org, h.Post, h.How)
	}
	out.table(&t)
}

func (v caseView) writeTimeline(out *printer) {
	out.line("\nevents 过程")
	t := table{header: []string{"rev", "position", "occurred", "recorded", "type", "post", "body"}, aligns: []align{right, right}}
	for _, e := range v.Timeline {
		body := string(e.Public)
		if len(e.Sealed) > 0 {
			body += " sealed: " + strings.Join(e.Sealed, ", ")
		}
		t.add(strconv.FormatInt(int64(e.Revision), 10), e.Position.String(), out.time(e.Occurred), out.time(e.Recorded), e.Type, e.Post, body)
	}
	out.table(&t)
}

// printer writes lines and keeps the first error.
type printer struct {
	w    io.Writer
	zone *time.Location
	err  error
}

func (o *printer) line(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format+"\n", args...)
	}
}

func (o *printer) table(t *table) {
	if o.err == nil {
		o.err = t.write(o.w)
	}
}

// time is local to the case and cut to seconds; empty for none.
func (o *printer) time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(o.zone).Format("2006-01-02 15:04:05")
}

func (o *printer) fact(t *table, name, value string) {
	if value != "" {
		t.add(name, value)
	}
}

// facts writes a table without its header.
func (o *printer) facts(t *table) {
	for _, row := range t.rows {
		pad := strings.Repeat(" ", max(0, 24-width(row[0])))
		o.line("%s%s%s", row[0], pad, row[1])
	}
}

func (p *program) printChanges(asJSON bool, number string, changes []casefile.Change) error {
	if asJSON {
		if changes == nil {
			changes = []casefile.Change{}
		}
		return p.printJSON(struct {
			Number  string            `json:"number"`
			Changes []casefile.Change `json:"changes"`
		}{number, changes})
	}
	if len(changes) == 0 {
		_, err := fmt.Fprintln(p.stdout, "nothing changed")
		return err
	}
	t := table{header: []string{"field", "before", "after"}}
	for _, c := range changes {
		t.add(c.Field, c.Before, c.After)
	}
	return t.write(p.stdout)
}
