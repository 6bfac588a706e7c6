package main

import (
	"fmt"
	"strings"

	"caseledger/ledger/casefile"
)

// partView is a part of a joint case with its limit.
type partView struct {
	casefile.Part
	Limit casefile.Limit `json:"limit"`
}

func newPartViews(c *casefile.Case, rules casefile.Rules) []partView {
	if c.Proceedings == nil {
		return nil
	}
	out := make([]partView, len(c.Proceedings.Parts))
	for i, p := range c.Proceedings.Parts {
		out[i] = partView{p, c.PartLimit(&p, rules)}
	}
	return out
}

// kinds are the labels of the case: that of all kinds, and those of the seven
// and the six where they differ from it.
func (v caseView) kinds() string {
	s := string(v.Kind)
	if v.Seven != v.Kind {
		s += fmt.Sprintf(", of seven 七件 %s", v.Seven)
	}
	if v.Six != v.Kind {
		s += fmt.Sprintf(", of six 六件 %s", v.Six)
	}
	return s
}

// writeProceedings prints what only cases of some kinds have.
func (v caseView) writeProceedings(out *printer) {
	p := v.Case.Proceedings
	if p == nil {
		return
	}
	t := table{header: []string{"what", "from", "until", "who", "result"}}
	for _, x := range v.Parts {
		t.add("part 联办 "+x.Name, out.time(x.Assigned), out.time(x.Closed), casefile.Holder{Org: x.Org, Post: x.Post}.String(), x.state())
	}
	for _, x := range p.Meetings {
		t.add("joint review 联合会审", out.time(x.At), "", strings.Join(x.Present, ", "), said("absent ", strings.Join(x.Absent, ", ")))
	}
	for _, x := range p.Forwards {
		t.add("forwarded 上报", out.time(x.From), out.time(x.Until), x.Organ, string(x.Outcome))
	}
	for _, x := range p.Mandates {
		t.add("agent 代办", out.time(x.From), out.time(x.Until), x.Agent, fmt.Sprintf("%s, %d acts", x.Mandate, x.Acts))
	}
	if x := p.Grant; x != nil {
		t.add("special grant 特办批准", out.time(x.At), "", x.Approver, x.Reason)
	}
	for _, x := range p.Reviews {
		t.add("review of the return 退回复核", out.time(x.Requested), out.time(x.Decided), x.Ground, string(x.Outcome))
	}
	for _, x := range p.Stages {
		t.add(stageWords[x.Stage], out.time(x.At), "", casefile.Holder{Org: x.Org, Post: x.Post}.String(), string(x.Level)+said(" to ", casefile.Holder{Org: x.ToOrg, Post: x.ToPost}.String()))
	}
	if len(t.rows) > 0 {
		out.line("\nproceedings 办理情况")
		out.table(&t)
	}
}

var stageWords = map[string]string{casefile.StageUndertaken: "undertaken 承办", casefile.StagePassedOn: "passed on 传递"}

// state says what came of a part, and its limit.
func (p partView) state() string {
	s := "open"
	if !p.Closed.IsZero() {
		s = string(p.Opinion)
	}
	if p.Limit.Due.IsZero() {
		return s
	}
	if p.Closed.After(p.Limit.Due) {
		s += ", late"
	}
	return fmt.Sprintf("%s, due %s", s, p.Limit.On)
}

// said puts words before a text, if there is one.
func said(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}
