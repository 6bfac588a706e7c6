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
	Seven     casefile.Kind      `json:"kindOfSeven"` // 七件
	Six       casefile.Kind      `json:"kindOfSix"`   // 六件
	Anomalies []casefile.Anomaly `json:"anomalies"`
	Ratings   []ratingView       `json:"ratings,omitempty"` // with the limits of bad ones
	Parts     []partView         `json:"parts,omitempty"`   // with their limits
	Clock     clockView          `json:"clock"`
	Custody   []custodyView      `json:"custody"`
	Timeline  []eventView        `json:"timeline"`
	Position  ledger.Position    `json:"position"` // of the last event that counts
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
	// AmendedBy is the revision of the record that corrects or voids this one.
	AmendedBy *ledger.Revision `json:"amendedBy,omitempty"`
}

// newCaseView views a case under rules. Asked is the day on whose evening
// an open one is looked at.
func newCaseView(h casefile.History, rules casefile.Rules, asked workdays.Date) caseView {
	c := h.Case
	v := caseView{Number: h.Number, Case: c, Kind: c.Kind(), Anomalies: c.Anomalies(),
		Seven: casefile.SevenKinds.Label(c.Axes()), Six: casefile.SixKinds.Label(c.Axes())}
	answered := casefile.Answered(h.Entries)
	for _, r := range h.Records {
		e := newEventView(r)
		if by, ok := answered[r.Revision]; ok {
			e.AmendedBy = &by
		}
		v.Timeline = append(v.Timeline, e)
		v.Position = r.Position
	}
	if c.Status == casefile.None {
		return v
	}
	for _, held := range projections.Chain(h.Entries) {
		v.Custody = append(v.Custody, custodyView{Org: held.Org, Post: held.Post, From: held.From, Until: held.Until, How: held.How})
	}
	v.Clock = newClockView(&c, rules, asked)
	v.Parts = newPartViews(&c, rules)
	v.Ratings = newRatingViews(&c, rules)
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

// write prints the case for people. All times on the screen are in one zone,
// that of the case, which the first line names.
func (v caseView) write(w io.Writer, zone *time.Location) error {
	out := &printer{w: w, zone: zone}
	out.line("case %s  position %s  times in %s", v.Number, v.Position, zone)
	if v.Case.Status == casefile.None {
		out.line("nothing had happened to it at this moment")
		return out.err
	}
	v.writeFacts(out)
	v.writeProceedings(out)
	v.writeTimeline(out)
	v.writeCustody(out)
	v.writeClock(out)
	return out.err
}

func (v caseView) writeFacts(out *printer) {
	c := v.Case
	t := table{header: []string{"", ""}}
	out.fact(&t, "status 状态", string(c.Status))
	out.fact(&t, "kind 类型", v.kinds())
	out.fact(&t, "item 事项", c.Item)
	out.fact(&t, "unit 单位", c.Org)
	out.fact(&t, "channel 渠道", c.Channel)
	out.fact(&t, "responsible 责任岗位", c.Officer)
	out.fact(&t, "received 收件", out.time(c.Kept().ReceivedAt))
	out.fact(&t, "accepted 受理", out.time(c.AcceptedAt))
	out.fact(&t, "decided 决定", out.time(c.DecidedAt))
	out.fact(&t, "closed 办结", out.time(c.ClosedAt))
	out.fact(&t, "outcome 结果", string(c.Outcome))
	if c.Charges > 0 {
		out.fact(&t, "fees 收费", fmt.Sprintf("%s %s", c.Fees, c.Currency))
	}
	v.writeDocket(out, &t)
	for i := range v.Ratings {
		v.Ratings[i].write(out, &t)
	}
	for _, a := range v.Anomalies {
		out.fact(&t, "anomaly 异常", string(a))
	}
	for _, d := range c.Deviations() {
		out.fact(&t, "deviation 偏离", string(d))
	}
	out.facts(&t)
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
		body := out.local(string(e.Public))
		if len(e.Sealed) > 0 {
			body += " sealed: " + strings.Join(e.Sealed, ", ")
		}
		if e.AmendedBy != nil {
			body = fmt.Sprintf("amended by %d 已由%d更正或作废 %s", *e.AmendedBy, *e.AmendedBy, body)
		}
		t.add(strconv.FormatInt(int64(e.Revision), 10), e.Position.String(), out.time(e.Occurred), out.time(e.Recorded), e.Type, e.Post, body)
	}
	out.table(&t)
}

func (p *program) printChanges(asJSON bool, number string, zone *time.Location, changes []casefile.Change) error {
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
	out := &printer{w: p.stdout, zone: zone}
	out.line("case %s  times in %s", number, zone)
	t := table{header: []string{"field", "before", "after"}}
	for _, c := range changes {
		t.add(c.Field, out.local(c.Before), out.local(c.After))
	}
	out.table(&t)
	return out.err
}
